// Starts the application, and is what is left when it cannot start or stops. It also looks after the service worker.
//
// Events on `window` that the application listens to; none is sent before it has shown something:
//   countersign:update-ready     detail { version }: a new version is here, complete, and waits
//   countersign:update-none      the look for an update has found nothing
//   countersign:update-failed    the look, the download or the change of versions has failed
//   countersign:offline-ready    for the first time, everything is here to start without a network
//   countersign:arrived          detail { link }, { text }, { file } or { path }: handed in by a link, a share or a launch;
//                                an empty text means that it got lost
//   countersign:install-news     detail { offered }: whether the browser would install the application now
// Events that it sends:
//   countersign:update-look      look for an update now
//   countersign:update-apply     change to the version that waits; reloads this page
//   countersign:install-look     tell whether the browser would install the application
//   countersign:install-ask      let the browser ask whether to install it; on a tap

const GLUE = "/countersign.js";
const WASM = "/countersign_bg.wasm";
// Filled in by the build.
const WASM_INTEGRITY = "";
const SERVICE_WORKER = "/sw.js";
const SCRIPTS = new Set([SERVICE_WORKER, "/qr-worker.js", "/backup-worker.js", "/kdf-worker.js"]);

const START_LIMIT = 10_000;
const TAKE_OVER_LIMIT = 6_000;
const LOOK_INTERVAL = 3_600_000;
// A link to a token, and where the service worker has put what was shared, with the key to it.
const LINK = /^#((?:web(?:\+|%2b))?otpauth.*|shared=.*)$/is;
const SHARED = "shared";

let over = false;
let opened = location.href;
let offer = null;

let link = takeLink();
showChosenTheme();
guardMarkup();
addEventListener("error", (event) => stopIfBroken(event.error));
addEventListener("unhandledrejection", (event) => stopIfBroken(event.reason));
addEventListener("beforeinstallprompt", offered);
addEventListener("appinstalled", () => offered(null));
start();

// Such a link holds a secret: it leaves the address and the history before anything else happens.
function takeLink() {
  const link = LINK.exec(location.hash)?.[1];
  if (link !== undefined) history.replaceState(history.state, "", location.pathname + location.search);
  return link;
}

function takeArrivals() {
  if (link !== undefined) arrive(link);
  // Nobody has come for what is left there.
  else globalThis.caches?.delete(SHARED).catch(() => {});
  link = undefined;
  addEventListener("hashchange", () => arrive(takeLink()));
  if (globalThis.launchQueue === undefined) opened = "";
  else launchQueue.setConsumer(launched);
  addEventListener("countersign:install-look", () => tell("install-news", { offered: offer !== null }));
  addEventListener("countersign:install-ask", () => offer?.prompt());
}

async function arrive(link) {
  if (link?.startsWith("shared=")) tell("arrived", await shared(link.slice(7)).catch(() => ({ text: "" })));
  else if (link !== undefined) tell("arrived", { link });
}

async function shared(key) {
  const cache = await caches.open(SHARED);
  const [kept] = await cache.matchAll();
  await caches.delete(SHARED);
  const known = await crypto.subtle.importKey("jwk", { kty: "oct", k: key }, "AES-GCM", false, ["decrypt"]);
  const sealed = await kept.arrayBuffer();
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, known, sealed);
  const type = kept.headers.get("content-type");
  return type === null ? { text: new TextDecoder().decode(plain) } : { file: new Blob([plain], { type }) };
}

// The first launch has opened this page, which shows its address already.
function launched({ targetURL, files }) {
  for (const handle of files) handle.getFile().then((file) => tell("arrived", { file }));
  const known = targetURL === undefined || targetURL === opened;
  opened = "";
  if (known || files.length > 0) return;
  const { hash, pathname } = new URL(targetURL);
  const link = LINK.exec(hash)?.[1];
  if (link !== undefined) arrive(link);
  else if (pathname !== "/") tell("arrived", { path: pathname });
}

// The application asks at its own time.
function offered(event) {
  event?.preventDefault();
  offer = event;
  tell("install-news", { offered: offer !== null });
}

// Before the first paint, which waits for this script: nothing changes color afterwards.
function showChosenTheme() {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.setAttribute("data-theme", theme);
  } catch {
    // Storage is refused: the theme of the system stays.
  }
}

// The server's policy lets nothing through but what this allows. The app draws without markup.
function guardMarkup() {
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML() {
      throw new TypeError("text as markup is refused");
    },
    createScriptURL(url) {
      const { origin, pathname, search } = new URL(url, location.origin);
      if (origin !== location.origin || search !== "" || !SCRIPTS.has(pathname)) {
        throw new TypeError("a script from there is refused");
      }
      return url;
    },
    createScript() {
      throw new TypeError("text as a script is refused");
    },
  });
}

async function start() {
  if (typeof WebAssembly !== "object") return halt("wasm", "E-WASM-1");
  // It may still arrive on a slow network, so this does not stop it.
  const late = setTimeout(() => showHalt("load", "E-LOAD-2"), START_LIMIT);
  try {
    const options = WASM_INTEGRITY === "" ? {} : { integrity: WASM_INTEGRITY };
    const [glue, response] = await Promise.all([import(GLUE), fetch(WASM, options)]);
    await glue.default({ module_or_path: response });
    await shown();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) halt("stop", "E-STOP-1");
    else halt("load", "E-LOAD-1");
  } finally {
    clearTimeout(late);
  }
  if (over) return;
  document.querySelector("body > .halt")?.remove();
  document.getElementById("shell")?.remove();
  takeArrivals();
  // Outside of the start: an application that runs is not stopped by a service worker that cannot be had.
  await lookAfterUpdates();
}

// The application may read its storage before it shows anything.
function shown() {
  const app = document.getElementById("app");
  if (app.firstElementChild !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (app.firstElementChild === null) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(app, { childList: true });
  });
}

// A panic ends the WebAssembly for good: no part of it may be called again.
function stopIfBroken(error) {
  if (globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError) halt("stop", "E-STOP-1");
}

function halt(reason, code) {
  if (over) return;
  over = true;
  showHalt(reason, code);
  // With what was on the screen go secrets that were shown.
  document.getElementById("app")?.remove();
}

function showHalt(reason, code) {
  const panel = document.getElementById(`halt-${reason}-${language()}`).content.cloneNode(true).firstElementChild;
  panel.querySelector("code").textContent = code;
  panel.querySelector("button").addEventListener("click", () => location.reload());
  document.getElementById("shell")?.remove();
  document.querySelector("body > .halt")?.remove();
  document.body.prepend(panel);
  panel.querySelector("h1").focus();
}

function language() {
  let chosen = null;
  try {
    chosen = localStorage.getItem("language");
  } catch {
    // Storage is refused: the language of the browser it is.
  }
  return (chosen ?? navigator.language ?? "").toLowerCase().startsWith("tr") ? "tr" : "en";
}

async function lookAfterUpdates() {
  let registration;
  try {
    registration = await navigator.serviceWorker.register(SERVICE_WORKER, { updateViaCache: "none" });
  } catch {
    // No service worker in this browser or window: everything works, with a network.
    addEventListener("countersign:update-look", () => tell("update-failed"));
    return;
  }
  const first = registration.active === null;
  announce(registration);
  registration.addEventListener("updatefound", () => follow(registration, first));
  if (registration.installing !== null) follow(registration, first);

  addEventListener("countersign:update-look", () => look(registration));
  addEventListener("countersign:update-apply", () => apply(registration));
  // Installed on iOS, the browser does not look by itself when the application comes back.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") lookQuietly(registration);
  });
  addEventListener("focus", () => lookQuietly(registration));
  setInterval(() => lookQuietly(registration), LOOK_INTERVAL);

  const { active } = await navigator.serviceWorker.ready;
  const idle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 2_000));
  idle(() => active.postMessage({ type: "KEEP_LATER" }));
}

function tell(name, detail) {
  dispatchEvent(new CustomEvent(`countersign:${name}`, { detail }));
}

function follow(registration, first) {
  const worker = registration.installing;
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed") announce(registration);
    else if (worker.state === "activated" && first) tell("offline-ready");
    else if (worker.state === "redundant") tell("update-failed");
  });
}

// The first version takes over by itself; only one that has a predecessor waits.
async function announce(registration) {
  const { active, waiting } = registration;
  if (active !== null && waiting !== null) tell("update-ready", { version: await versionOf(waiting) });
}

function versionOf(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data);
    worker.postMessage({ type: "VERSION" }, [port2]);
  });
}

async function look(registration) {
  try {
    await registration.update();
  } catch {
    return tell("update-failed");
  }
  if (registration.waiting !== null) await announce(registration);
  else if (registration.installing === null) tell("update-none");
}

function lookQuietly(registration) {
  registration.update().catch(() => {
    // Offline, as often: the next look may have more luck.
  });
}

// In an installed application on iOS `controllerchange` may never come, and before the new version has taken over a
// reload would bring the old one back.
function apply(registration) {
  if (registration.waiting === null) return location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  setTimeout(() => {
    if (registration.waiting === null) location.reload();
    else tell("update-failed");
  }, TAKE_OVER_LIMIT);
  registration.waiting.postMessage({ type: "SKIP_WAITING" });
}
