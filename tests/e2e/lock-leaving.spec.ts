import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { Lock, PASSPHRASE } from "./support/lock";

const LINK = "otpauth://totp/GitHub:deniz.kaya?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub";

/** As a browser tells it when another app or tab comes to the front, and back. */
async function show(app: App, visible: boolean): Promise<void> {
  await app.page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    Object.defineProperty(document, "hidden", { value: state === "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, visible ? "visible" : "hidden");
}

test("what is on the screen is blanked while the app is hidden, and there again after", async ({ app }) => {
  await app.open("/codes");
  await app.addByLink(LINK);
  await expect(app.row("GitHub")).toBeVisible();
  await show(app, false);
  await expect(app.row("GitHub")).toBeHidden();
  await show(app, true);
  await expect(app.row("GitHub")).toBeVisible();
});

test("who cannot unlock erases this device after a typed word, and begins anew", async ({ app }) => {
  await app.open("/codes");
  await app.addByLink(LINK);
  const lock = new Lock(app);
  await lock.set("Passphrase", PASSPHRASE);
  await lock.lockNow();
  await app.page.getByText("Can’t unlock?").click();
  await app.press("Erase this device’s data");
  await expect(app.page.getByText("Type ERASE, as it stands here.")).toBeVisible();
  await app.field("Type ERASE to confirm").fill("ERASE");
  await app.press("Erase this device’s data");
  await expect(app.page.getByText(app.words.noTokens)).toBeVisible();
});
