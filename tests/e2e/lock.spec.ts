import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { Lock, PASSPHRASE } from "./support/lock";

const LINK = "otpauth://totp/GitHub:deniz.kaya?secret=JBSWY3DPEHPK3PXP&issuer=GitHub";

async function withToken(app: App): Promise<Lock> {
  await app.open("/codes");
  await app.addByLink(LINK);
  return new Lock(app);
}

test("a passphrase locks, and opens again where one was", async ({ app, context, server }) => {
  const lock = await withToken(app);
  await lock.setPassphrase(PASSPHRASE);
  await lock.lockNow();
  await expect(app.page.getByRole("navigation")).toHaveCount(0);
  await lock.unlock("not the passphrase");
  await expect(app.page.getByText("Wrong passphrase. 4 tries before a pause.")).toBeVisible();
  await lock.unlock(PASSPHRASE);
  await app.arrives("Lock");
  await app.open("/codes");
  await lock.isLocked();
  const second = new App(await context.newPage(), server.origin);
  await second.open("/codes");
  await new Lock(second).unlock(PASSPHRASE);
  await expect(second.row("GitHub")).toBeVisible();
});

test("a proof of presence asks for the lock", async ({ app }) => {
  const lock = await withToken(app);
  await lock.setPassphrase(PASSPHRASE);
  await app.page.screenshot({ path: "/tmp/screens-lock/overview.png", fullPage: true });
  await lock.lockNow();
  await app.page.screenshot({ path: "/tmp/screens-lock/locked.png" });
});
