import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** 20 bytes that follow from a number, in base 32. */
export function secretOf(number) {
  let left = number + 1;
  return Array.from({ length: 32 }, () => {
    left = (left * 48271) % 0x7fffffff;
    return ALPHABET[left % 32];
  }).join("");
}

function bytesOf(base32) {
  const bits = [...base32].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

/** The code of a counter (RFC 4226): six digits, SHA-1. */
export function codeAt(secret, counter) {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", bytesOf(secret)).update(message).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
