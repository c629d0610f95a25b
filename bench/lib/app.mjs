import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { uriOf } from "./tokens.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];

/**
 * Runs on each page before the app: says when the vault's key was there, when the last record was open, and when codes
 * were on the screen.
 */
function watch() {
  const seen = { unlocked: null, opened: null, shown: null, filled: null, memory: null, camera: null };
  globalThis.bench = seen;
  const { unwrapKey } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.unwrapKey = async function unwrap(...given) {
    const key = await unwrapKey.apply(this, given);
    if (key.algorithm.name === "AES-GCM") seen.unlocked ??= performance.now();
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

  /** Opens the app for the first time, imports these tokens, and lets it keep its files. */
  async fill(tokens) {
    await this.with(async ({ page }) => {
      await page.goto(`${this.origin}/add`);
      await press(page, /^Import from another app/);
      const chooser = page.waitForEvent("filechooser");
      await press(page, "Choose a file");
      const buffer = Buffer.from(tokens.map(uriOf).join("\n"));
      await (await chooser).setFiles({ name: "list.txt", mimeType: "text/plain", buffer });
      page.setDefaultTimeout(300_000);
      await press(page, /^Import \d+ tokens?$/);
      await page.getByRole("heading", { level: 1, name: "Imported", exact: true }).waitFor();
      await keepsItsFiles(page);
      await page.goto(`${this.origin}/codes`);
      await page.locator("#app .code .digits").first().waitFor();
    });
  }
}

/** A button or a link; people don't tell them apart. */
export async function press(page, name) {
  const role = (kind) => page.getByRole(kind, { name, exact: typeof name === "string" });
  await role("button").or(role("link")).click();
}

async function keepsItsFiles(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller !== null) return;
    await new Promise((taken) => navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true }));
  });
}
