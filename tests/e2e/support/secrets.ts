import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { bytesOf } from "./otp";

/** Something that must not be found, and how it may be written. */
export interface Planted {
  readonly name: string;
  readonly forms: readonly Buffer[];
}

/** A text: as UTF-8, and as UTF-16 the way JavaScript engines keep it. */
export function plantedText(name: string, text: string): Planted {
  return { name, forms: [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")] };
}

/** The secret of a token: as base 32 text and as bytes. */
export function plantedSecret(name: string, base32: string): Planted {
  return { name, forms: [...plantedText(name, base32).forms, bytesOf(base32)] };
}

/** One place to look at. */
export interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Six digits inside a longer number (a time, a length) are not a code. */
function holds(bytes: Buffer, form: Buffer): boolean {
  for (let at = bytes.indexOf(form); at >= 0; at = bytes.indexOf(form, at + 1)) {
    if (!isDigit(form[0])) return true;
    if (!isDigit(bytes[at - 1]) && !isDigit(bytes[at + form.length])) return true;
  }
  return false;
}

/** Which planted secrets lie where. */
export function leaks(places: readonly Place[], planted: readonly Planted[]): string[] {
  if (places.every((place) => place.bytes.length === 0)) throw new Error("nothing was looked at");
  return places.flatMap((place) =>
    planted
      .filter((secret) => secret.forms.some((form) => holds(place.bytes, form)))
      .map((secret) => `${secret.name} in ${place.name}`),
  );
}

/**
 * Keeps hold of every memory of WebAssembly that the pages of this profile make. Call it before
 * the first page opens.
 */
export async function keepMemories(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const kept: WebAssembly.Memory[] = [];
    (globalThis as unknown as { keptMemories: WebAssembly.Memory[] }).keptMemories = kept;
    const keep = (instance: WebAssembly.Instance) => {
      for (const value of Object.values(instance.exports)) {
        if (value instanceof WebAssembly.Memory) kept.push(value);
      }
    };
    const streaming = WebAssembly.instantiateStreaming.bind(WebAssembly);
    WebAssembly.instantiateStreaming = async (source, imports) => {
      const made = await streaming(source, imports);
      keep(made.instance);
      return made;
    };
    const plain = WebAssembly.instantiate.bind(WebAssembly) as (
      source: BufferSource | WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ) => Promise<WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource>;
    WebAssembly.instantiate = (async (source: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports) => {
      const made = await plain(source, imports);
      keep("instance" in made ? made.instance : made);
      return made;
    }) as typeof WebAssembly.instantiate;
  });
}

/** The memory of the app's WebAssembly, as it is now. */
export async function wasmMemory(page: Page): Promise<Place> {
  const text = await page.evaluate(async () => {
    const { keptMemories } = globalThis as unknown as { keptMemories: WebAssembly.Memory[] };
    const blob = new Blob(keptMemories.map((memory) => new Uint8Array(memory.buffer).slice()));
    return new Promise<string>((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  });
  const bytes = Buffer.from(text.slice(text.indexOf(",") + 1), "base64");
  if (bytes.length < 65_536) throw new Error("no memory of WebAssembly was kept");
  return { name: "the memory of the app", bytes };
}

/** Every text that JavaScript still holds, after its garbage was collected. */
export async function scriptHeap(page: Page): Promise<Place> {
  const session = await page.context().newCDPSession(page);
  const parts: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => parts.push(chunk));
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.detach();
  const { strings } = JSON.parse(parts.join("")) as { strings: string[] };
  return { name: "the heap of JavaScript", bytes: Buffer.from(strings.join("\n"), "utf8") };
}

/** Everything that the page has stored: databases, caches, storage, cookies. */
export async function storage(page: Page): Promise<Place[]> {
  const stored = await page.evaluate(async () => {
    const bytes = (view: Uint8Array): string => Array.from(view, (byte) => String.fromCharCode(byte)).join("");
    const seen = new Set<unknown>();
    const write = (value: unknown): string => {
      if (value instanceof CryptoKey) {
        if (value.type !== "public" && value.extractable) throw new Error("a key can be taken out of the database");
        return `[key ${value.type} ${JSON.stringify(value.algorithm)}]`;
      }
      if (value instanceof ArrayBuffer) return bytes(new Uint8Array(value));
      if (ArrayBuffer.isView(value)) return bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      if (typeof value !== "object" || value === null) return String(value);
      if (seen.has(value)) return "";
      seen.add(value);
      const members = value instanceof Map ? [...value] : Object.entries(value);
      return members.map(([name, member]) => `${write(name)}=${write(member)}`).join("\n");
    };
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const databases: Record<string, string> = {};
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ""));
      for (const store of Array.from(database.objectStoreNames)) {
        const all = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(all.getAllKeys()), done(all.getAll())]);
        databases[`${name}/${store}`] = `${write(keys)}\n${write(values)}`;
      }
      database.close();
    }
    const cached: Record<string, string> = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        cached[`${name} ${request.url}`] = bytes(new Uint8Array((await answer?.arrayBuffer()) ?? new ArrayBuffer(0)));
      }
    }
    return { databases, cached, local: JSON.stringify({ ...localStorage }), session: JSON.stringify({ ...sessionStorage }) };
  });
  if (Object.keys(stored.databases).length === 0) throw new Error("there is no database to look at");
  const cookies = JSON.stringify(await page.context().cookies());
  return [
    ...Object.entries(stored.databases).map(([name, text]) => ({ name: `database ${name}`, bytes: Buffer.from(text, "latin1") })),
    ...Object.entries(stored.cached).map(([name, text]) => ({ name: `cache ${name}`, bytes: Buffer.from(text, "latin1") })),
    { name: "localStorage", bytes: Buffer.from(stored.local) },
    { name: "sessionStorage", bytes: Buffer.from(stored.session) },
    { name: "cookies", bytes: Buffer.from(cookies) },
    { name: "the address", bytes: Buffer.from(page.url()) },
  ];
}

/** Every file that the browser keeps of a profile. */
export async function profileFiles(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async (file) => {
      const name = path.join(file.parentPath ?? file.path, file.name);
      return { name: path.relative(folder, name), bytes: await readFile(name) };
    }),
  );
}
