import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { Lock, PASSPHRASE } from "./support/lock";
import { keepMemories, leaks, plantedSecret, plantedText, scriptHeap, storage } from "./support/secrets";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const LINK = `otpauth://totp/GitHub:deniz.kaya?secret=${SECRET}&issuer=GitHub`;

test("a device that slept for longer than the lock allows is locked when it is seen again", async ({ app, context }) => {
  await app.open("/codes");
  await app.addByLink(LINK);
  const lock = new Lock(app);
  await lock.set("Passphrase", PASSPHRASE);
  await app.open("/codes");
  await lock.unlock(PASSPHRASE);
  await expect(app.row("GitHub")).toBeVisible();
  const sleep = (seconds: number) =>
    app.page.evaluate((millis) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + millis;
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...given: unknown[]) {
          if (given.length === 0) super(Date.now());
          else super(...(given as [number]));
        }
        static override now = Real.now;
      } as DateConstructor;
      document.dispatchEvent(new Event("visibilitychange"));
    }, seconds * 1000);
  await sleep(240);
  await expect(app.row("GitHub")).toBeVisible();
  await sleep(120);
  await lock.isLocked();
  await expect(app.row("GitHub")).toHaveCount(0);
  await context.clearCookies();
});

test("after locking neither scripts nor storage hold a secret", async ({ newProfile, server }) => {
  const context = await newProfile();
  await keepMemories(context);
  const app = new App(await context.newPage(), server.origin);
  await app.open("/codes");
  await app.addByLink(LINK);
  const lock = new Lock(app);
  await lock.set("Passphrase", PASSPHRASE);
  await app.page.reload();
  await lock.unlock(PASSPHRASE);
  await app.arrives("Lock");
  await lock.lockNow();
  const planted = [plantedSecret("the secret", SECRET), plantedText("the passphrase", PASSPHRASE)];
  expect(leaks([...(await storage(app.page)), await scriptHeap(app.page)], planted)).toEqual([]);
});
