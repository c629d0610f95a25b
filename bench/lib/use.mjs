import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Phone, press } from "./app.mjs";
import { median, ms, RUNS } from "./measure.mjs";
import { makeTokens } from "./tokens.mjs";
import { qrVideo } from "./video.mjs";

const MINUTES = 30;

async function metrics(debug) {
  const { metrics: all } = await debug.send("Performance.getMetrics");
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

/** The work of the page's one thread for each key that is pressed in the search, with 1,000 tokens. */
export async function search(origin) {
  const phone = await Phone.make(origin);
  await phone.fill(makeTokens(1_000));
  const rows = [];
  for (const slower of [1, 4]) {
    const keys = await phone.with(async ({ page, debug }) => {
      await page.goto(`${origin}/codes`);
      await page.locator(".code").first().waitFor();
      await debug.send("Performance.enable");
      await debug.send("Emulation.setCPUThrottlingRate", { rate: slower });
      await page.getByRole("searchbox").focus();
      const settled = () => page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50))));
      const spentOn = async (act) => {
        await settled();
        const before = await metrics(debug);
        await act();
        await settled();
        const after = await metrics(debug);
        const spent = (name) => (after[name] - before[name]) * 1000;
        return { script: spent("ScriptDuration"), all: spent("TaskDuration") };
      };
      // What measuring itself takes.
      const idle = [];
      for (let run = 0; run < RUNS; run += 1) idle.push((await spentOn(() => {})).all);
      const found = [];
      for (const key of [..."gitlab 91"]) {
        const { script, all } = await spentOn(() => page.keyboard.press(key === " " ? "Space" : key));
        found.push({ script, all: Math.max(0, all - median(idle)) });
      }
      return found;
    });
    const all = keys.map((key) => key.all);
    rows.push({
      what: `A key pressed in search, 1,000 tokens, CPU ×${slower}`,
      target: slower === 1 ? "8 ms" : "–",
      ours: `${ms(median(all))} (script ${ms(median(keys.map((key) => key.script)))}; the most ${ms(Math.max(...all))})`,
      peers: "",
    });
  }
  await phone.remove();
  return rows;
}

/** From a camera that runs to the form that is filled. */
export async function camera(origin) {
  const phone = await Phone.make(origin);
  const video = path.join(phone.folder, "camera.y4m");
  await writeFile(video, qrVideo("otpauth://totp/GitHub:deniz?secret=JBSWY3DPEHPK3PXP&issuer=GitHub"));
  const flags = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${video}`,
  ];
  const times = [];
  for (let run = 0; run < RUNS; run += 1) {
    const time = await phone.with(
      async ({ page }) => {
        await page.goto(`${origin}/add`);
        await press(page, /^Scan a QR code/);
        await page.waitForFunction(() => globalThis.bench.filled !== null);
        return page.evaluate(() => globalThis.bench.filled - globalThis.bench.camera);
      },
      { flags, permissions: ["camera"] },
    );
    times.push(time);
  }
  await phone.remove();
  return [{ what: "Camera ready to filled form", target: "500 ms", ours: ms(median(times)), peers: "" }];
}

/** What the page holds at the start and after half an hour of codes that change. */
export async function heap(origin) {
  const phone = await Phone.make(origin);
  await phone.fill(makeTokens(1_000));
  const { before, after } = await phone.with(async ({ page, debug }) => {
    await page.clock.install();
    await page.goto(`${origin}/codes`);
    await page.locator(".code").first().waitFor();
    const held = async () => {
      await debug.send("HeapProfiler.collectGarbage");
      const { usedSize } = await debug.send("Runtime.getHeapUsage");
      const memory = await page.evaluate(() => globalThis.bench.memory?.buffer.byteLength ?? 0);
      return { heap: usedSize / 2 ** 20, memory: memory / 2 ** 20 };
    };
    await page.clock.runFor(5_000);
    const early = await held();
    for (let second = 0; second < MINUTES * 60; second += 10) await page.clock.runFor(10_000);
    return { before: early, after: await held() };
  });
  await phone.remove();
  const told = ({ heap: size, memory }) => `${size.toFixed(1)} MB and ${memory.toFixed(1)} MB of WebAssembly`;
  return [
    {
      what: `Heap after ${MINUTES} minutes of ticking, 1,000 tokens`,
      target: "no growth",
      ours: `${told(after)} (at the start ${told(before)})`,
      peers: "",
    },
  ];
}
