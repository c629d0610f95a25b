import { Secret, TOTP } from "otpauth";
import { generateSync } from "otplib";
import { median, ms, RUNS, timed, whole } from "./measure.mjs";
import { makeTokens, uriOf } from "./tokens.mjs";
import { ours } from "./wasm.mjs";

const COUNT = 1_000;
/** A thousand codes take less than a tick of the clock, so that many thousands are timed. */
const REPEAT = 20;

/** How long a thousand codes take, and that all agree on what they are. */
export async function codes() {
  const { Tokens } = await ours("codes");
  const tokens = makeTokens(COUNT);
  const compiled = new Tokens(tokens.map(uriOf).join("\n"));
  const otpauth = tokens.map(({ secret }) => new TOTP({ secret: Secret.fromBase32(secret) }));
  const makers = {
    ours: (seconds) => compiled.codes(seconds).trimEnd().split("\n"),
    otpauth: (seconds) => otpauth.map((token) => token.generate({ timestamp: seconds * 1000 })),
    otplib: (seconds) => tokens.map(({ secret }) => generateSync({ secret, epoch: seconds })),
  };
  const at = 1_795_500_000;
  const right = makers.ours(at).join();
  const found = {};
  for (const [name, make] of Object.entries(makers)) {
    if (make(at).join() !== right) throw new Error(`${name} makes other codes`);
    const times = await timed((run) => {
      for (let step = 0; step < REPEAT; step += 1) make(at + (run * REPEAT + step) * 30);
    }, RUNS);
    found[name] = median(times) / REPEAT;
  }
  const told = (time) => `${ms(time)} (${whole(COUNT / (time / 1000))} a second)`;
  return [
    {
      what: "1,000 codes computed",
      target: "3 ms",
      ours: told(found.ours),
      peers: `otpauth ${told(found.otpauth)}; otplib ${told(found.otplib)}`,
    },
  ];
}
