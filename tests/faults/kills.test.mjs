import assert from "node:assert/strict";
import { test } from "node:test";
import { killAgainAndAgain } from "./killing.mjs";

test("a browser that is killed while it writes loses nothing that was acknowledged", async () => {
  const figures = await killAgainAndAgain(8, 7);
  assert.equal(figures.kills, 8);
  const written = Object.values(figures.acknowledged).reduce((all, count) => all + count, 0);
  assert.ok(written > 8, `only ${written} writes were acknowledged`);
});
