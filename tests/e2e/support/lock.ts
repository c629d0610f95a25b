import { expect, type Page } from "@playwright/test";
import type { App } from "./app";

export const PASSPHRASE = "four short words here";
export const PIN = "271828";

/** A device whose passkeys have a secret, and whose owner says yes to everything. */
export async function addAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** The lock as a person sees it. */
export class Lock {
  constructor(readonly app: App) {}

  async isLocked(): Promise<void> {
    await this.app.arrives("Locked");
  }

  async openSettings(): Promise<void> {
    await this.app.open("/settings/lock");
    await this.app.arrives("Lock");
  }

  /** Key by key, since a value that a script hands over would stay in the memory of scripts. */
  private async typeSecret(kind: "PIN" | "Passphrase", secret: string): Promise<void> {
    const field = this.app.page.getByRole("textbox", { name: kind, exact: true });
    await field.fill("");
    await field.pressSequentially(secret);
  }

  /** Types a new PIN or passphrase twice. */
  async typeNew(kind: "PIN" | "Passphrase", secret: string): Promise<void> {
    await this.app.page.getByRole("radio", { name: kind }).check({ force: true });
    await this.typeSecret(kind, secret);
    await this.app.type("Once more", secret);
    await this.app.press("Continue");
  }

  /** The recovery code that is shown, as text. */
  async keepCode(button: string): Promise<string> {
    const code = (await this.app.page.locator(".paper").innerText()).replaceAll(/\s+/g, " ").trim();
    await this.app.page.getByRole("checkbox", { name: "I have kept it" }).check();
    await this.app.press(button);
    return code;
  }

  /** Sets a first lock, and gives its recovery code. */
  async set(kind: "PIN" | "Passphrase", secret: string): Promise<string> {
    await this.openSettings();
    await this.app.press("Set a lock");
    await this.typeNew(kind, secret);
    const code = await this.keepCode("Turn the lock on");
    await expect(this.app.toast("The lock is on.")).toBeVisible();
    return code;
  }

  /** The settings are there again after unlocking. */
  async openedSettings(): Promise<void> {
    await this.app.arrives("Lock");
  }

  async lockNow(): Promise<void> {
    await this.app.press("Lock now");
    await this.isLocked();
  }

  async unlock(secret: string, kind: "PIN" | "Passphrase" = "Passphrase"): Promise<void> {
    await this.typeSecret(kind, secret);
    await this.app.page.getByRole("button", { name: "Unlock", exact: true }).click();
  }
}
