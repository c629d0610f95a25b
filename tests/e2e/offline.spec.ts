import { App } from "./support/app";
import { expect, test } from "./support/fixtures";

const LINK = "otpauth://totp/GitHub:deniz.kaya?secret=JBSWY3DPEHPK3PXP&issuer=GitHub";
const ADDRESSES = ["/", "/codes", "/settings", "/sign-in", "/unknown/deep?x=1#y"];

test("the app starts cold without a network at any address", async ({ disk, server }) => {
  const online = await disk.start();
  const first = new App(online.pages()[0] ?? (await online.newPage()), server.origin);
  await first.open("/codes");
  await first.addByLink(LINK);
  await first.readyOffline();
  await online.close();

  const offline = await disk.start({ offline: true });
  for (const address of ADDRESSES) {
    const app = new App(await offline.newPage(), server.origin);
    await app.open(address);
    await expect(app.title(/./)).toBeVisible();
    await app.control("Codes").click();
    await expect(app.row("GitHub")).toBeVisible();
    await app.page.close();
  }
  await offline.close();
});

test("the app starts cold at any address while the server is gone", async ({ disk, server }) => {
  const before = await disk.start();
  const first = new App(before.pages()[0] ?? (await before.newPage()), server.origin);
  await first.open("/codes");
  await first.addByLink(LINK);
  await first.readyOffline();
  await before.close();

  await server.away();
  const after = await disk.start();
  for (const address of ADDRESSES) {
    const app = new App(await after.newPage(), server.origin);
    await app.open(address);
    await expect(app.title(/./)).toBeVisible();
    await app.control("Codes").click();
    await expect(app.row("GitHub")).toBeVisible();
    await app.page.close();
  }
  await after.close();
});

test("going offline is said, codes go on, and coming back is noticed", async ({ app, context }) => {
  await app.open("/codes");
  await app.addByLink(LINK);
  await context.setOffline(true);
  await expect(app.page.getByText(/^Offline\. Codes still work/)).toBeVisible();
  await expect(app.row("GitHub")).toBeVisible();
  await context.setOffline(false);
  await expect(app.page.getByText(/^Offline\. Codes still work/)).toBeHidden();
});

test("a new version waits until the person says so, and then comes whole", async ({ builds, disk }) => {
  const { server, publish } = builds;
  const context = await disk.start();
  const app = new App(context.pages()[0] ?? (await context.newPage()), server.origin);
  const version = app.page.locator("meta[name=e2e-build]");
  await app.open("/codes");
  await app.addByLink(LINK);
  await app.readyOffline();
  await publish((published) => published.next());

  await app.open("/settings");
  await expect(app.control("Restart")).toBeVisible();
  // Until then every page stays what it was, reloaded or new.
  await app.page.reload();
  await expect(app.control("Restart")).toBeVisible();
  await expect(version).toHaveCount(0);

  const loaded = app.page.waitForEvent("load");
  await app.press("Restart");
  await loaded;
  await expect(version).toHaveCount(1);
  await app.open("/codes");
  await expect(app.row("GitHub")).toBeVisible();
  await expect(app.control("Restart")).toHaveCount(0);
  await context.close();
});
