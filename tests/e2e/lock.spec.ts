import type { Page } from "@playwright/test";
import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { addAuthenticator, Lock, PASSPHRASE, PIN } from "./support/lock";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const LINK = `otpauth://totp/GitHub:deniz.kaya?secret=${SECRET}&issuer=GitHub`;

async function withToken(app: App): Promise<Lock> {
  await app.open("/codes");
  await app.addByLink(LINK);
  return new Lock(app);
}

test("a passphrase locks every tab, and opens again where one was", async ({ app, context, server }) => {
  const lock = await withToken(app);
  await lock.set("Passphrase", PASSPHRASE);
  const second = new Lock(new App(await context.newPage(), server.origin));
  await second.app.open("/codes");
  await second.unlock(PASSPHRASE);
  await expect(second.app.row("GitHub")).toBeVisible();

  await lock.lockNow();
  await second.isLocked();
  await expect(app.page.getByRole("navigation")).toHaveCount(0);
  await lock.unlock("not the passphrase");
  await expect(app.page.getByText("Wrong passphrase. 4 tries before a pause.")).toBeVisible();
  await lock.unlock(PASSPHRASE);
  await app.arrives("Lock");
  await app.page.reload();
  await lock.isLocked();
});

test("ten wrong PINs over reloads and tabs erase the PIN, and the recovery code opens", async ({
  app,
  context,
  server,
}) => {
  const lock = await withToken(app);
  const code = await lock.set("PIN", PIN);
  await lock.lockNow();
  const second = new Lock(new App(await context.newPage(), server.origin));
  await second.app.open("/codes");
  for (let left = 9; left > 0; left -= 1) {
    const tab = left % 2 === 0 ? lock : second;
    if (left % 4 === 0) await tab.app.page.reload();
    await tab.isLocked();
    await tab.unlock("000000", "PIN");
    const said = left === 1 ? "One more wrong one erases it" : `${left} tries left`;
    await expect(tab.app.page.getByText(said)).toBeVisible();
  }
  await lock.unlock("000000", "PIN");
  await expect(app.page.getByText("The PIN was erased").first()).toBeVisible();
  await app.page.reload();
  await app.type("Recovery code", code.toLowerCase());
  await app.page.getByRole("button", { name: "Unlock", exact: true }).click();
  await lock.openedSettings();
});

test("a passkey opens, and one that gives another answer is told", async ({ app }) => {
  const lock = await withToken(app);
  await addAuthenticator(app.page);
  await lock.set("Passphrase", PASSPHRASE);
  await app.press("Add: Passkey");
  await lock.unlock(PASSPHRASE);
  await app.press("Make a passkey");
  await app.press("Use it once");
  await expect(app.toast("Saved.")).toBeVisible();
  await lock.lockNow();
  await app.press("Use a passkey");
  await app.arrives("Lock");

  await lock.lockNow();
  await falsifySecret(app.page);
  await app.press("Use a passkey");
  await expect(app.page.getByText(/it gave another answer/)).toBeVisible();
  await lock.unlock(PASSPHRASE);
  await app.arrives("Lock");
});

test("the lock is changed and turned off by whoever can open it", async ({ app }) => {
  const lock = await withToken(app);
  await lock.set("Passphrase", PASSPHRASE);
  await app.press("Change: Passphrase");
  await lock.unlock(PASSPHRASE);
  await lock.typeNew("PIN", PIN);
  await expect(app.toast("Saved.")).toBeVisible();
  await lock.lockNow();
  await lock.unlock(PIN, "PIN");
  await app.arrives("Lock");
  await app.press("Turn the lock off");
  await lock.unlock(PIN, "PIN");
  await expect(app.toast("The lock is off.")).toBeVisible();
  await app.open("/codes");
  await expect(app.row("GitHub")).toBeVisible();
});

test("a locked app starts cold without a network, and opens", async ({ disk, server }) => {
  const online = await disk.start();
  const first = await withToken(new App(online.pages()[0] ?? (await online.newPage()), server.origin));
  await first.set("Passphrase", PASSPHRASE);
  await first.app.readyOffline();
  await online.close();

  const offline = await disk.start({ offline: true });
  const app = new App(offline.pages()[0] ?? (await offline.newPage()), server.origin);
  await app.open("/codes");
  const lock = new Lock(app);
  await lock.isLocked();
  await lock.unlock(PASSPHRASE);
  await expect(app.row("GitHub")).toBeVisible();
  await offline.close();
});

/** From now on the passkeys of this page give another secret than before. */
async function falsifySecret(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { credentials } = navigator;
    const get = credentials.get.bind(credentials);
    credentials.get = async (options) => {
      const given = (await get(options)) as PublicKeyCredential;
      const results = { prf: { results: { first: new Uint8Array(32).fill(7).buffer } } };
      given.getClientExtensionResults = () => results as AuthenticationExtensionsClientOutputs;
      return given;
    };
  });
}
