import { once } from "node:events";
import { App, until } from "../harness/app.mjs";
import { Profile } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";
import { Chance, Model, plan, shown, work } from "./writing.mjs";

/** More is not done in one run, however late the kill comes. */
const ACTS = 40;
/** A kill comes at most so many milliseconds after the first act has begun. */
const LATEST = 1200;

/** Kills every process of a browser at once, as a power cut would. */
async function kill(browser) {
  const main = browser.process();
  const ended = once(main, "exit");
  process.kill(-main.pid, "SIGKILL");
  await ended;
}

/** Opens the codes of this profile and reads them off the page. */
async function look(app) {
  await app.open("/codes");
  const seen = await until("the codes", async () => {
    const seen = await app.page.evaluate(shown);
    return seen.ready || seen.trouble.length > 0 ? seen : null;
  });
  if (seen.trouble.length > 0) throw new Error(`the app tells trouble: ${seen.trouble.join(" / ")}`);
  const codes = new Map(seen.codes);
  if (codes.size !== seen.codes.length) throw new Error("a token is there twice");
  return codes;
}

/**
 * Kills a browser so often in the middle of what it writes, and compares what is there afterwards
 * with what the page had said was done. Throws at the first difference.
 */
export async function killAgainAndAgain(times, seed, tell = () => {}) {
  const chance = new Chance(seed);
  const server = await Server.start();
  const profile = await Profile.chromium();
  const figures = { kills: 0, acknowledged: {}, unacknowledged: 0, begunWhenKilled: {} };
  let model = new Model();
  // The acts of the last run, and how many of them the page had acknowledged.
  let acts = [];
  let done = 0;
  try {
    for (let number = 0; number <= times; number += 1) {
      const browser = await profile.start();
      const app = await App.in(browser, server.origin);
      // All rows are to be seen: the list draws no others.
      await app.page.setViewport({ width: 390, height: 4000 });
      const codes = await look(app);
      model = settle(model, acts, done, codes, figures, number);
      if (number === times) {
        await browser.close();
        break;
      }
      acts = plan(model, chance, ACTS, number);
      done = 0;
      await app.page.exposeFunction("acknowledge", () => {
        done += 1;
      });
      // It never answers: the browser is killed before.
      app.page.evaluate(work, acts).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, chance.below(LATEST)));
      await kill(browser);
      figures.kills += 1;
      tell(figures);
    }
    return figures;
  } finally {
    await server.remove();
    await profile.remove();
  }
}

/** What the vault holds now: all that was acknowledged, and perhaps what was done and not yet told. */
function settle(model, acts, done, codes, figures, number) {
  let now = model;
  for (const [index, act] of acts.entries()) {
    if (index === done) break;
    now = now.after(act);
    figures.acknowledged[act.kind] = (figures.acknowledged[act.kind] ?? 0) + 1;
  }
  const begun = acts[done];
  if (begun !== undefined) figures.begunWhenKilled[begun.kind] = (figures.begunWhenKilled[begun.kind] ?? 0) + 1;
  // Two more at most: one whose word was on the way, and one that had begun.
  for (let more = 0; more <= 2; more += 1) {
    if (now.isShownBy(codes)) {
      figures.unacknowledged += more;
      return now;
    }
    const next = acts[done + more];
    if (next === undefined) break;
    now = now.after(next);
  }
  const expected = JSON.stringify([...model.tokens.values()]);
  throw new Error(
    `Run ${number}: after ${done} acknowledged acts of ${JSON.stringify(acts.slice(0, done + 2))} on ${expected} the page shows ${JSON.stringify([...codes])}`,
  );
}
