// Starts the application without a network. All files of one build are kept together and used together, since its
// parts only fit each other; a new build waits until the person wants it.

// Filled in by the build: what this is, what a start needs, and what may come later.
const VERSION = "";
const BUILD = "";
const FILES = [];
const LATER = [];

const PREFIX = "app-";
const CACHE = PREFIX + BUILD;
const LISTED = new Set([...FILES, ...LATER].map((file) => file.url));
// Names like this are given by content: what was kept under one can be used for ever.
const BY_CONTENT = /-[0-9a-f]{16}\.\w+$/;
// These belong to the server alone.
const SERVER = /^\/(?:api|healthz|demo|admin|\.well-known)(?:\/|$)/;
// Where the manifest lets other applications share to; it never reaches the server.
const SHARE = "/share";
const SHARED = "shared";

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => clients.claim())));
addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") event.waitUntil(skipWaiting());
  else if (event.data?.type === "KEEP_LATER") event.waitUntil(keep(LATER).then(dropOthers));
  else if (event.data?.type === "VERSION") event.ports[0]?.postMessage(VERSION);
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method === "POST" && origin === location.origin && pathname === SHARE) {
    return event.respondWith(share(request));
  }
  if (request.method !== "GET" || origin !== location.origin || SERVER.test(pathname)) return;
  if (LISTED.has(pathname)) event.respondWith(kept(pathname, request));
  else if (request.mode === "navigate") event.respondWith(kept("/", request));
  else if (BY_CONTENT.test(pathname)) event.respondWith(kept(pathname, request));
});

// All or nothing: half a build starts nothing.
async function install() {
  try {
    await keep(FILES);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function keep(files) {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const file of files) if ((await cache.match(file.url)) === undefined) missing.push(file);
  const responses = await Promise.all(missing.map(whole));
  await Promise.all(responses.map((response, index) => cache.put(missing[index].url, response)));
}

// What an older build has kept under a name by content is the same file.
async function whole({ url, integrity }) {
  const byContent = BY_CONTENT.test(url);
  const known = byContent ? await caches.match(url) : undefined;
  if (known !== undefined) return known;
  const cache = byContent ? "force-cache" : "reload";
  const response = await fetch(url, { integrity, cache, redirect: "error" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

// From this build; by content from any; else from the network, where the browser may have thrown the copy away.
async function kept(url, request) {
  const cache = await caches.open(CACHE);
  const found = (await cache.match(url)) ?? (BY_CONTENT.test(url) ? await caches.match(url) : undefined);
  return found ?? fetch(request);
}

// While another page may still run an older build, its files stay.
async function dropOthers() {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length > 1) return;
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

// What was shared waits for the page that is opened by this, which takes and deletes it. It is sealed meanwhile, since
// it may be a secret, and only the address of that page has the key; no server ever sees that part of an address.
async function share(request) {
  let key = "";
  try {
    const form = await request.formData();
    const file = form.getAll("files").find(({ size }) => size > 0);
    const texts = ["text", "url", "title"].map((name) => form.get(name) ?? "").filter((text) => text !== "");
    const text = texts.find((text) => /otpauth/i.test(text)) ?? texts[0] ?? "";
    const once = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
    const plain = await new Blob([file ?? text]).arrayBuffer();
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, once, plain);
    const headers = file === undefined ? {} : { "content-type": file.type || "application/octet-stream" };
    await caches.delete(SHARED);
    const cache = await caches.open(SHARED);
    await cache.put(SHARE, new Response(sealed, { headers }));
    key = (await crypto.subtle.exportKey("jwk", once)).k;
  } catch {
    // The page says that it got lost.
  }
  return Response.redirect(`/add#shared=${key}`, 303);
}
