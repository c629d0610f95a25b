import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base 32 (RFC 4648, section 6) to bytes. */
export function bytesOf(secret: string): Buffer {
  let bits = "";
  for (const letter of secret.replace(/[\s=]/g, "").toUpperCase()) {
    bits += ALPHABET.indexOf(letter).toString(2).padStart(5, "0");
  }
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** The code of a counter (RFC 4226, section 5.3), written apart from the product's own code. */
export function hotp(secret: string, counter: number, digits = 6): string {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", bytesOf(secret)).update(moving).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const value = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits;
  return value.toString().padStart(digits, "0");
}

/** The code of a moment (RFC 6238, section 4). */
export function totp(secret: string, at: number, period = 30, digits = 6): string {
  return hotp(secret, Math.floor(at / 1000 / period), digits);
}
