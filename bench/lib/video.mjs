import qrcode from "qrcode-generator";

const [WIDTH, HEIGHT] = [640, 480];

/** A video that shows a QR code all the time, as Chromium's fake camera reads it (YUV4MPEG2). */
export function qrVideo(text) {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const modules = code.getModuleCount();
  const scale = Math.floor(HEIGHT / (modules + 8));
  const [left, top] = [WIDTH, HEIGHT].map((size) => Math.floor((size - modules * scale) / 2));
  const pixels = new Uint8Array(WIDTH * HEIGHT).fill(255);
  for (let y = 0; y < modules * scale; y += 1) {
    for (let x = 0; x < modules * scale; x += 1) {
      if (code.isDark(Math.floor(y / scale), Math.floor(x / scale))) pixels[(top + y) * WIDTH + left + x] = 0;
    }
  }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), pixels, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F15:1 Ip A1:1 C420\n`);
  return Buffer.concat([header, ...Array(4).fill(frame)]);
}
