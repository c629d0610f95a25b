// What `cargo xtask bench` runs once all is built: measures, and prints one table.
//
//   node bench/bench.mjs [--corpus DIR] [--only NAME,NAME] [--tokens N,N] [--write]
//
// --corpus  pictures that `qr_corpus.py` made, with their manifest; without it, QR codes are left out
// --only    some of: codes, argon2, qr, start, search, camera, heap
// --tokens  how many of them the starts are measured with: 10,1000,5000
// --write   puts the table into docs/FIGURES.md, too

import { access, readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { Server } from "./lib/app.mjs";
import { argon2 } from "./lib/argon2.mjs";
import { codes } from "./lib/codes.mjs";
import { RUNS } from "./lib/measure.mjs";
import { qr } from "./lib/qr.mjs";
import { start } from "./lib/start.mjs";
import { camera, heap, search } from "./lib/use.mjs";

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    only: { type: "string" },
    tokens: { type: "string", default: "10,1000,5000" },
    write: { type: "boolean", default: false },
  },
});
const wanted = values.only?.split(",");
const server = await Server.start();
const parts = {
  codes,
  argon2,
  qr: () => pictures(values.corpus),
  start: () => start(server.origin, values.tokens.split(",").map(Number)),
  search: () => search(server.origin),
  camera: () => camera(server.origin),
  heap: () => heap(server.origin),
};

async function pictures(corpus) {
  const there = corpus !== undefined && (await access(path.join(corpus, "manifest.json")).then(() => true, () => false));
  if (there) return qr(corpus);
  console.error("  No corpus of QR codes: make one with qr_corpus.py (Python with segno, Pillow, numpy) and name it by --corpus.");
  return [];
}

async function machine() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  const version = browser.version();
  await browser.close();
  const [{ model }] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model.trim()}, ${memory} GB, Chromium ${version} (headless), Node.js ${process.version}`;
}

const rows = [];
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted !== undefined && !wanted.includes(name)) continue;
    console.error(`  Measuring: ${name}`);
    rows.push(...(await measure()));
  }
} finally {
  await server.stop();
}
if (rows.length === 0) throw new Error("nothing was measured");
const table = [
  `${new Date().toISOString().slice(0, 10)}, ${await machine()}. Medians of at least ${RUNS} runs.`,
  "",
  "| what | target | Countersign | others, in the same run |",
  "| --- | --- | --- | --- |",
  ...rows.map(({ what, target, ours, peers }) => `| ${what} | ${target} | ${ours} | ${peers} |`),
].join("\n");
console.log(table);
if (values.write) {
  const file = new URL("../docs/FIGURES.md", import.meta.url);
  const [before, rest] = (await readFile(file, "utf8")).split("<!-- table -->\n");
  const [, after] = rest.split("<!-- end of table -->");
  await writeFile(file, `${before}<!-- table -->\n${table}\n<!-- end of table -->${after}`);
}
