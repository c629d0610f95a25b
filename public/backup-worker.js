// Opens and writes backups apart from the page: deriving a key takes seconds and much memory. A module worker for one
// order; the page ends it afterwards, and with it all memory that held the password and what was in the file.
//
// Takes    { file: ArrayBuffer, password: ArrayBuffer | undefined }   a backup, and its password as UTF-8
//          { order: ArrayBuffer }                                     what is to be written
// Answers  { answer: ArrayBuffer }                                    as crates/backup/src/wire has it
//          { failed: true }                                           the code has not come, or has stopped
// All of it is secret: it goes into the answer and nowhere else.

async function load() {
  const code = await import("./backup.js");
  await code.default({ module_or_path: new URL("./backup_bg.wasm", import.meta.url) });
  return code;
}

addEventListener("message", async ({ data: { file, password, order } }) => {
  try {
    const { open, write } = await load();
    const answer =
      order === undefined
        ? open(new Uint8Array(file), password === undefined ? undefined : new Uint8Array(password))
        : write(new Uint8Array(order));
    postMessage({ answer: answer.buffer }, [answer.buffer]);
  } catch {
    postMessage({ failed: true });
  }
});
