import { expect } from "@playwright/test";
import type { App } from "./app";

export const PASSPHRASE = "four short words here";
export const PIN = "271828";

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

  /** Types a new PIN or passphrase twice. */
  async typeNew(kind: "PIN" | "Passphrase", secret: string): Promise<void> {
    await this.app.page.getByRole("radio", { name: kind }).check({ force: true });
    await this.app.type(kind, secret);
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

  async setPassphrase(secret: string): Promise<string> {
    return this.set("Passphrase", secret);
  }

  async lockNow(): Promise<void> {
    await this.app.press("Lock now");
    await this.isLocked();
  }

  async unlock(secret: string, kind: "PIN" | "Passphrase" = "Passphrase"): Promise<void> {
    await this.app.type(kind, secret);
    await this.app.page.getByRole("button", { name: "Unlock", exact: true }).click();
  }
}
