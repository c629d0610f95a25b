import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];

/**
 * Runs on each page before the app: says when the vault's key was there, when the last record was open, and when codes
 * were on the screen.
 */
function watch() {
  const seen = { unlocked: null, opened: null, shown: null, filled: null, key: null, memory: null, camera: null };
  globalThis.bench = seen;
  const { unwrapKey } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.unwrapKey = async function unwrap(...given) {
    const key = await unwrapKey.apply(this, given);
    if (key.algorithm.name === "AES-GCM") {
      seen.key = key;
      seen.unlocked ??= performance.now();
    }
    return key;
  };
  const { decrypt } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.decrypt = async function open(...given) {
    const plain = await decrypt.apply(this, given);
    if (seen.shown === null) seen.opened = performance.now();
    return plain;
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const start = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const started = await start.apply(WebAssembly, given);
      seen.memory ??= (started.instance ?? started).exports.memory ?? null;
      return started;
    };
  }
  const { getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = async function camera(...given) {
    const stream = await getUserMedia.apply(this, given);
    seen.camera ??= performance.now();
    return stream;
  };
  const look = () => {
    if (document.querySelector("#app .code .digits") !== null) {
      // Drawn when the frame after this one begins.
      requestAnimationFrame(() => {
        seen.shown ??= performance.now();
      });
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
  const filled = () => {
    if (seen.camera !== null && document.querySelector("#app .hero") !== null) seen.filled ??= performance.now();
    else requestAnimationFrame(filled);
  };
  requestAnimationFrame(filled);
}

/** The server that the app comes from, on data of its own. */
export class Server {
  static async start() {
    const server = new Server();
    server.data = await mkdtemp(path.join(tmpdir(), "countersign-bench-"));
    server.child = spawn(process.env.COUNTERSIGN_SERVER, ["serve", "--port", "0", "--data", server.data], {
      cwd: server.data,
      stdio: ["ignore", "pipe", "pipe"],
    });
    server.origin = await new Promise((resolve, reject) => {
      const read = (line) => {
        const port = /Listening on http:\/\/localhost:(\d+)/.exec(line)?.[1];
        if (port !== undefined) resolve(`http://localhost:${port}`);
      };
      createInterface({ input: server.child.stdout }).on("line", read);
      createInterface({ input: server.child.stderr }).on("line", read);
      server.child.once("exit", () => reject(new Error("the server ended")));
    });
    return server;
  }

  async stop() {
    this.child.removeAllListeners("exit");
    this.child.kill();
    await rm(this.data, { recursive: true, force: true });
  }
}

/** A phone whose data outlives its browser. */
export class Phone {
  constructor(origin, folder) {
    this.origin = origin;
    this.folder = folder;
  }

  static async make(origin) {
    return new Phone(origin, await mkdtemp(path.join(tmpdir(), "countersign-bench-")));
  }

  async remove() {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Starts a browser and hands over its page; ends it afterwards. */
  async with(work, { flags = [], permissions = [] } = {}) {
    const context = await chromium.launchPersistentContext(this.folder, {
      executablePath: process.env.CHROMIUM,
      args: [...FLAGS, ...flags],
      viewport: { width: 390, height: 844 },
      locale: "en-US",
      permissions,
    });
    try {
      await context.addInitScript(watch);
      const page = context.pages()[0] ?? (await context.newPage());
      const debug = await context.newCDPSession(page);
      return await work({ context, page, debug });
    } finally {
      await context.close();
    }
  }

  /** Opens the app for the first time, lets it keep its files, and puts these tokens into its vault. */
  async fill(tokens) {
    await this.with(async ({ page }) => {
      await addFirst(page, this.origin);
      await keepsItsFiles(page);
      await page.evaluate(sealAll, tokens);
    });
  }
}

/** One token in the way of a person, so that there is a vault. */
async function addFirst(page, origin) {
  await page.goto(`${origin}/add`);
  await page.getByRole("link", { name: /^Paste a link/ }).or(page.getByRole("button", { name: /^Paste a link/ })).click();
  await page.getByLabel("Link", { exact: true }).fill("otpauth://totp/First:one?secret=JBSWY3DPEHPK3PXP&issuer=First");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("button", { name: "Save the token", exact: true }).click();
  await page.locator(".code").first().waitFor();
}

async function keepsItsFiles(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller !== null) return;
    await new Promise((taken) => navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true }));
  });
  await page.reload();
  await page.locator(".code").first().waitFor();
}

/** In the page: seals tokens as the app does, with the app's own key, and writes them where it keeps them. */
async function sealAll(tokens) {
  const { key } = globalThis.bench;
  const kind = "token";
  const version = 1;
  const text = new TextEncoder();
  const number = (value) => new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);
  const records = [];
  for (const [index, { issuer, account, secret }] of tokens.entries()) {
    const id = index.toString(16).padStart(32, "0");
    const parts = [text.encode("countersign record\0"), number(version), number(kind.length), text.encode(kind + id)];
    const additionalData = new Uint8Array(parts.flatMap((part) => [...part]));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const stored = JSON.stringify({
      issuer,
      account_name: account,
      secret,
      kind: { totp: { algorithm: "SHA1", digits: 6, period: 30 } },
      registration: null,
      added_at: new Date(1_790_000_000_000 + index * 1000).toISOString(),
      note: "",
    });
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, text.encode(stored));
    records.push({ id, kind, version, nonce: iv, ciphertext: new Uint8Array(sealed) });
  }
  const [{ name }] = await indexedDB.databases();
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  await new Promise((resolve, reject) => {
    const transaction = database.transaction("records", "readwrite");
    for (const record of records) transaction.objectStore("records").put(record);
    transaction.oncomplete = resolve;
    transaction.onerror = () => reject(transaction.error);
  });
  database.close();
}
