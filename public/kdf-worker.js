// Makes one key out of a passphrase, apart from the page. The page ends this worker afterwards, since its memory grows
// and never shrinks.
//
// Takes    { secret, salt, memoryKib, passes }   the first two as Uint8Array
// Answers  { key, millis }                       32 bytes, and how long that took without fetching code
//          { failed: true }                      the code has not arrived, or there is not enough memory

addEventListener("message", async ({ data: { secret, salt, memoryKib, passes } }) => {
  try {
    const { default: start, derive } = await import("./kdf.js");
    await start({ module_or_path: new URL("./kdf_bg.wasm", import.meta.url) });
    const begun = performance.now();
    const key = derive(secret, salt, memoryKib, passes);
    const millis = performance.now() - begun;
    secret.fill(0);
    if (key === undefined) throw new RangeError("not enough memory");
    postMessage({ key, millis }, [key.buffer]);
  } catch {
    secret.fill(0);
    postMessage({ failed: true });
  }
});
