import { argon2id } from "hash-wasm";
import { median, ms, timed } from "./measure.mjs";
import { has, ours } from "./wasm.mjs";

const COSTS = [
  { memoryKib: 65_536, passes: 3 },
  { memoryKib: 19_456, passes: 2 },
];

/** How long the key of a lock takes. */
export async function argon2() {
  if (!(await has("kdf"))) return [];
  const { derive } = await ours("kdf");
  const [password, salt] = ["correct horse battery", "0123456789abcdef"].map((text) => new TextEncoder().encode(text));
  const rows = [];
  for (const { memoryKib, passes } of COSTS) {
    const mine = () => derive(password, salt, memoryKib, passes);
    const options = { password, salt, parallelism: 1, iterations: passes, memorySize: memoryKib, hashLength: 32 };
    const theirs = () => argon2id({ ...options, outputType: "binary" });
    if (Buffer.compare(Buffer.from(mine()), Buffer.from(await theirs())) !== 0) throw new Error("the keys differ");
    const [own, peer] = [median(await timed(mine)), median(await timed(theirs))];
    rows.push({
      what: `Argon2id, ${memoryKib / 1024} MiB, ${passes} passes`,
      target: "–",
      ours: ms(own),
      peers: `hash-wasm ${ms(peer)}`,
    });
  }
  return rows;
}
