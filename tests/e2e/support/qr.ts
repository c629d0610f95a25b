import { deflateSync } from "node:zlib";
import qrcode from "qrcode-generator";

/** A grey picture: one byte for each pixel. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** A QR code of this text in the middle of a white picture. */
function draw(text: string, width: number, height: number): Picture {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const modules = code.getModuleCount();
  const scale = Math.floor(Math.min(width, height) / (modules + 8));
  const left = Math.floor((width - modules * scale) / 2);
  const top = Math.floor((height - modules * scale) / 2);
  const pixels = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < modules * scale; y += 1) {
    for (let x = 0; x < modules * scale; x += 1) {
      if (code.isDark(Math.floor(y / scale), Math.floor(x / scale))) {
        pixels[(top + y) * width + left + x] = 0;
      }
    }
  }
  return { width, height, pixels };
}

/** The check sum of a PNG chunk (RFC 2083, section 15); Node has its own from 22 on only. */
function crc32(bytes: Buffer): number {
  let sum = 0xffff_ffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb8_8320 : 0);
  }
  return (sum ^ 0xffff_ffff) >>> 0;
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** The picture file that someone saves from a web page; several codes stand side by side. */
export function qrPng(...texts: readonly string[]): Buffer {
  const side = 480;
  const codes = texts.map((text) => draw(text, side, side));
  const [width, height] = [side * codes.length, side];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    codes.forEach(({ pixels }, place) => {
      rows.set(pixels.subarray(y * side, (y + 1) * side), y * (width + 1) + 1 + place * side);
    });
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A video that shows the code all the time, as Chromium's fake camera reads it (YUV4MPEG2). */
export function qrVideo(text: string): Buffer {
  const { width, height, pixels } = draw(text, 640, 480);
  const grey = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), pixels, grey]);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420\n`);
  return Buffer.concat([header, ...Array<Buffer>(4).fill(frame)]);
}
