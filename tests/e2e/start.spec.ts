import { App } from "./support/app";
import { expect, test } from "./support/fixtures";

test("a browser without WebAssembly gets a plain page that says so", async ({ newProfile, server }) => {
  const context = await newProfile();
  await context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "WebAssembly");
  });
  const app = new App(await context.newPage(), server.origin);
  await app.open("/");
  await app.arrives(/can’t start in this browser/);
});

test("a browser without scripts gets a plain page that says so", async ({ newProfile, server }) => {
  const context = await newProfile({ javaScriptEnabled: false });
  const app = new App(await context.newPage(), server.origin);
  await app.open("/");
  await app.arrives(/can’t start/);
});

test("the language follows the browser and can be changed for good", async ({ newProfile, server }) => {
  const context = await newProfile({ locale: "tr-TR" });
  const app = new App(await context.newPage(), server.origin);
  await app.open("/settings");
  await app.arrives("Ayarlar");
  await expect(app.page.locator("html")).toHaveAttribute("lang", "tr");
  await app.page.getByRole("radio", { name: "English" }).check();
  await app.arrives("Settings");
  await app.page.reload();
  await app.arrives("Settings");
  await expect(app.page.locator("html")).toHaveAttribute("lang", "en");
});

test("the theme follows the system and can be changed for good", async ({ app }) => {
  await app.open("/settings");
  const html = app.page.locator("html");
  await expect(html).not.toHaveAttribute("data-theme", /./);
  await app.page.getByRole("radio", { name: "Dark" }).check();
  await expect(html).toHaveAttribute("data-theme", "dark");
  await app.page.reload();
  await expect(html).toHaveAttribute("data-theme", "dark");
});

test("the installed app meets what browsers ask of one", async ({ disk, server }) => {
  const context = await disk.start();
  const page = context.pages()[0] ?? (await context.newPage());
  const app = new App(page, server.origin);
  await app.open("/");
  await app.readyOffline();
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  expect(installabilityErrors).toEqual([]);
  await context.close();
});

test("a service worker that cannot be installed stops no running app", async ({ builds, page, watch }) => {
  await builds.publish((published) => published.broken());
  const app = new App(page, builds.server.origin);
  await page.clock.install();
  await app.open("/settings");
  await app.arrives("Settings");
  await expect.poll(() => builds.server.output).toContain('path="/sw.js"');
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.getRegistration())).toBeUndefined();
  // Past the time after which a start counts as failed.
  await page.clock.fastForward(15_000);
  await app.press("Codes");
  await app.arrives("Codes");
  await expect(page.getByRole("main")).toHaveCount(1);
  // Chromium reports the files that it refused to keep.
  for (const found of watch.take()) expect(found).toContain("integrity");
});
