import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import jsqr from "jsqr";
import { PNG } from "pngjs";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { median, ms } from "./measure.mjs";
import { ours } from "./wasm.mjs";

const require = createRequire(import.meta.url);

/** What is read of a corpus that `qr_corpus.py` made, and how long a picture takes. */
export async function qr(corpus) {
  const { images } = JSON.parse(await readFile(path.join(corpus, "manifest.json"), "utf8"));
  const { decode } = await ours("qr");
  const wasmBinary = await readFile(require.resolve("zxing-wasm/reader/zxing_reader.wasm"));
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const readers = {
    ours: async ({ width, height, data }) => decode(width, height, data, true),
    "zxing-wasm": async (picture) => (await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true }))[0]?.text,
    jsqr: async ({ width, height, data }) => jsqr.default(new Uint8ClampedArray(data), width, height)?.data,
  };
  const found = {};
  for (const [name, read] of Object.entries(readers)) {
    const score = { right: 0, false: 0, withCode: [], without: [] };
    for (const { file, payload } of images) {
      const picture = PNG.sync.read(await readFile(path.join(corpus, file)));
      const begun = performance.now();
      const text = await read(picture);
      (payload ? score.withCode : score.without).push(performance.now() - begun);
      if (payload && text === payload) score.right += 1;
      if (text && text !== payload) score.false += 1;
    }
    found[name] = score;
  }
  const frames = [];
  for (const { file } of images.filter(({ kind }) => kind === "clean")) {
    const { width, height, data } = PNG.sync.read(await readFile(path.join(corpus, file)));
    const begun = performance.now();
    decode(width, height, data, false);
    frames.push(performance.now() - begun);
  }
  const told = ({ right, false: wrong, withCode }) => `${right} of ${withCode.length}, ${wrong} false`;
  const peers = (tell) => `zxing-wasm ${tell(found["zxing-wasm"])}; jsqr ${tell(found.jsqr)}`;
  const time = (score) => ms(median(score.withCode));
  const nothing = (score) => ms(median(score.without));
  return [
    { what: "QR codes read", target: "184, aim 190; none false", ours: told(found.ours), peers: peers(told) },
    { what: "One picture with a code, all tries", target: "–", ours: time(found.ours), peers: peers(time) },
    { what: "One picture without a code", target: "–", ours: nothing(found.ours), peers: peers(nothing) },
    { what: "One ordinary frame, first try", target: "10 ms", ours: ms(median(frames)), peers: "" },
  ];
}
