import { Phone } from "./app.mjs";
import { median, ms, RUNS } from "./measure.mjs";
import { makeTokens } from "./tokens.mjs";

/** Starts without a network, each in a fresh browser: from the first request and from the open vault to the codes. */
export async function start(origin, counts) {
  const rows = [];
  for (const count of counts) {
    const phone = await Phone.make(origin);
    await phone.fill(makeTokens(count));
    for (const slower of [1, 4]) {
      const runs = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await phone.with((browser) => once(browser, origin, count, slower)));
      rows.push(...told(count, slower, runs));
    }
    await phone.remove();
  }
  return rows;
}

async function once({ context, page, debug }, origin, count, slower) {
  await context.setOffline(true);
  await debug.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.goto(`${origin}/codes`);
  await page.waitForFunction(() => globalThis.bench.shown !== null);
  const { unlocked, opened, shown } = await page.evaluate(() => {
    const { unlocked, opened, shown } = globalThis.bench;
    return { unlocked, opened, shown };
  });
  // What is out of sight is drawn later; all of it can be found.
  await page.getByRole("searchbox").fill(`user${count - 1}@`);
  await page.getByText(`user${count - 1}@example.org`).first().waitFor();
  return { start: shown, open: shown - unlocked, read: opened - unlocked };
}

function told(count, slower, runs) {
  const tokens = `${count.toLocaleString("en")} tokens, CPU ×${slower}`;
  const targets = { 1_000: { 1: "150 ms", 4: "500 ms" } };
  return [
    {
      what: `Unlocked to codes on screen, ${tokens}`,
      target: targets[count]?.[slower] ?? "–",
      ours: `${ms(median(runs.map(({ open }) => open)))} (until all is decrypted ${ms(median(runs.map(({ read }) => read)))})`,
      peers: "",
    },
    {
      what: `Start offline, cold, to codes, ${tokens}`,
      target: count === 10 && slower === 4 ? "1 s" : "–",
      ours: ms(median(runs.map(({ start: whole }) => whole))),
      peers: "",
    },
  ];
}
