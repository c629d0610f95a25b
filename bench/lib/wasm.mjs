import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.env.COUNTERSIGN_BENCH ?? "target/bench";

/** The exports of one of our WebAssembly modules, started. */
export async function ours(name) {
  const glue = await import(pathToFileURL(path.resolve(folder, `${name}.js`)));
  glue.initSync({ module: await readFile(path.join(folder, `${name}_bg.wasm`)) });
  return glue;
}

/** Whether this build has the module. */
export async function has(name) {
  return access(path.join(folder, `${name}_bg.wasm`)).then(
    () => true,
    () => false,
  );
}
