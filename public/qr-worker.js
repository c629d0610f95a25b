// Reads QR codes apart from the page, so that searching a picture never holds it up. A module worker.
//
// Takes    { id, width, height, rgba: ArrayBuffer, thorough }   pixels as a canvas gives them, and whether to spend
//                                                     as long as it takes; for a frame of the camera another follows
// Answers  { id, text }                               the text of a code, in a still picture of all its codes, one on a line;
//                                                     null where there is none
//          { id, text: null, failed: true, error }    why nothing can be read. WebAssembly that has stopped once
//                                                     cannot be trusted again: end this worker and start another.
// What is read is a secret: it goes into the answer and nowhere else.

let loading;

async function load() {
  const { default: start, decode } = await import("./qr.js");
  await start({ module_or_path: new URL("./qr_bg.wasm", import.meta.url) });
  return decode;
}

addEventListener("message", async ({ data: { id, width, height, rgba, thorough } }) => {
  try {
    loading ??= load();
    const decode = await loading;
    postMessage({ id, text: decode(width, height, new Uint8Array(rgba), thorough) ?? null });
  } catch (reason) {
    loading = Promise.reject(reason);
    loading.catch(() => {});
    postMessage({ id, text: null, failed: true, error: String(reason) });
  }
});
