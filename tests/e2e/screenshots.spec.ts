import path from "node:path";
import { App } from "./support/app";
import { expect, test } from "./support/fixtures";

/**
 * Makes the pictures of the README, always the same: fixed time, secrets and names. They are
 * written only where SCREENSHOTS names a folder (`docs/screenshots`), since a picture that is
 * committed must not change by itself.
 */
const folder = process.env.SCREENSHOTS;
const NOW = new Date("2026-11-24T08:05:12Z");
const TOKENS = [
  ["GitHub", "deniz.kaya", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 30],
  ["AWS", "northgate-production", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 30],
  ["GitLab", "dkaya@git.northgate.example", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK", 30],
  ["Branch VPN", "dkaya", "NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE", 60],
] as const;

for (const [name, viewport, colorScheme] of [
  ["codes-phone-light", { width: 390, height: 844 }, "light"],
  ["codes-phone-dark", { width: 390, height: 844 }, "dark"],
  ["codes-desktop-light", { width: 1280, height: 800 }, "light"],
] as const) {
  test(`the picture ${name} of the README`, async ({ newProfile, server }) => {
    const context = await newProfile({ viewport, colorScheme, deviceScaleFactor: 2 });
    const app = new App(await context.newPage(), server.origin);
    await app.page.clock.setFixedTime(NOW);
    for (const [issuer, account, secret, period] of TOKENS) {
      const label = encodeURIComponent(`${issuer}:${account}`);
      await app.addByLink(`otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&period=${period}`);
    }
    await app.open("/codes");
    await expect(app.row("Branch VPN")).toBeVisible();
    const picture = await app.page.screenshot({ animations: "disabled" });
    expect(picture.length).toBeGreaterThan(10_000);
    if (folder !== undefined) await app.page.screenshot({ animations: "disabled", path: path.join(folder, `${name}.png`) });
  });
}
