// Kills the browser again and again in the middle of what it writes: `kills.mjs [TIMES] [SEED]`.
import { killAgainAndAgain } from "./killing.mjs";

const [times = "200", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
const sum = (counts) => Object.values(counts).reduce((all, count) => all + count, 0);
const listed = (counts) => Object.entries(counts).map(([kind, count]) => `${count} ${kind}`).join(", ") || "none";

console.log(`${times} kills, seed ${seed}`);
const figures = await killAgainAndAgain(Number(times), Number(seed), ({ kills, acknowledged }) => {
  if (kills % 20 === 0) console.log(`  ${kills} kills, ${sum(acknowledged)} acknowledged writes, none lost`);
});
console.log(`${figures.kills} kills`);
console.log(`acknowledged writes: ${sum(figures.acknowledged)} (${listed(figures.acknowledged)}), lost: 0`);
console.log(`begun when the kill came: ${listed(figures.begunWhenKilled)}; of those ${figures.unacknowledged} were written whole, half-written: 0`);
