import { App } from "./support/app";
import { violations } from "./support/axe";
import { expect, test } from "./support/fixtures";

/** What Chromium and the loader report of a file that did not come, and Playwright of a worker that it keeps away. */
const REPORTS = /ERR_FAILED|Failed to fetch|integrity|reading 'active'/;

test("a browser that refuses storage is told so where codes are and where one signs in", async ({ newProfile, server }) => {
  const context = await newProfile();
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("refused", "SecurityError");
    };
  });
  const app = new App(await context.newPage(), server.origin);
  for (const address of ["/codes", "/sign-in"]) {
    await app.open(address);
    await expect(app.page.getByText("This browser can’t keep the key that protects your tokens")).toBeVisible();
    await expect(app.control("Try again")).toBeVisible();
    expect(await violations(app.page)).toEqual([]);
  }
});

test("a part that does not arrive is told, and comes when it is asked for again", async ({ newProfile, server, watch }) => {
  // Without the service worker, which may have the part already.
  const context = await newProfile({ serviceWorkers: "block" });
  const app = new App(await context.newPage(), server.origin);
  await context.route(/split_online/, (route) => route.abort());
  await app.open("/codes");
  await app.press("Sign in");
  await app.arrives("This page has not arrived");
  expect(await violations(app.page)).toEqual([]);
  await context.unroute(/split_online/);
  await app.press("Try again");
  await app.arrives("Sign in");
  for (const found of watch.take()) expect(found).toMatch(REPORTS);
});

test("a part that is not as it was built does not run", async ({ newProfile, server, watch }) => {
  const context = await newProfile({ serviceWorkers: "block" });
  const app = new App(await context.newPage(), server.origin);
  await context.route(/split_online/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    await route.fulfill({ response: answer, body: Buffer.concat([body, Buffer.from([0, 1, 0])]) });
  });
  await app.open("/sign-in");
  await app.arrives("This page has not arrived");
  for (const found of watch.take()) expect(found).toMatch(REPORTS);
});

test("an app that does not arrive leaves a page that says so", async ({ newProfile, server, watch }) => {
  const context = await newProfile({ serviceWorkers: "block" });
  const app = new App(await context.newPage(), server.origin);
  await context.route(/countersign_bg/, (route) => route.abort());
  await app.open("/");
  await app.arrives("Countersign has not loaded");
  expect(await violations(app.page)).toEqual([]);
  for (const found of watch.take()) expect(found).toMatch(REPORTS);
});
