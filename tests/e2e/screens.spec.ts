import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { App, falsifyCode } from "./support/app";
import { violations } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { DENIZ, other, QUICK_PERIOD } from "./support/operator";
import { EN, TR } from "./support/words";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;
/** Where to write every screen that is looked at, for people. */
const pictures = process.env.SCREENS;

/** Lets axe look at the screen once no toast lies over it: light and dark, phone and desktop. */
async function look(page: Page, name: string): Promise<void> {
  await expect(page.locator(".toast")).toHaveCount(0);
  await lookNow(page, name);
}

/** The same at once, with whatever toast is there. */
async function lookNow(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    // All of it in view, or what lies under the bar at the bottom would count as covered.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ ...viewport, height: Math.max(height, viewport.height) });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect.soft(await violations(page), `${name}, ${size}, ${colorScheme}`).toEqual([]);
      if (pictures !== undefined) {
        await mkdir(pictures, { recursive: true });
        await page.screenshot({ path: path.join(pictures, `${name}-${size}-${colorScheme}.png`) });
      }
    }
  }
  await page.setViewportSize(SIZES.phone);
  await page.emulateMedia({ colorScheme: "light" });
}

for (const words of [EN, TR]) {
  const named = (name: string) => `${name}-${words.language.slice(0, 2)}`;
  const link = (issuer: string, secret: string) => `otpauth://totp/${issuer}:deniz.kaya?secret=${secret}&issuer=${issuer}`;

  test.describe(`axe finds nothing in ${words.language}`, () => {
    test("on the codes and the ways to add a token", async ({ newProfile, server }) => {
      const context = await newProfile({ locale: words.language });
      const app = new App(await context.newPage(), server.origin, words);
      const see = (name: string) => look(app.page, named(name));
      await app.open("/codes");
      await expect(app.page.getByText(words.noTokens)).toBeVisible();
      await see("codes-empty");
      await app.open("/add");
      await app.arrives(words.addTitle);
      await see("add");
      await app.press(words.paste);
      await app.field(words.link).fill("https://example.com");
      await app.press(words.goOn);
      await expect(app.page.getByText(words.notALink)).toBeVisible();
      await see("add-link-wrong");
      await app.field(words.link).fill(link("GitHub", "JBSWY3DPEHPK3PXP"));
      await app.press(words.goOn);
      await app.arrives(words.preview);
      await see("add-preview");
      await app.saveToken();
      await app.addByLink(link("GitLab", "GEZDGNBVGY3TQOJQ"));
      await app.open("/add");
      await app.press(words.byHand);
      await app.press(words.otherSettings);
      await see("add-by-hand");
      await app.open("/codes");
      await expect(app.row("GitLab")).toBeVisible();
      await see("codes");
      await app.page.getByRole("button", { name: words.more("GitHub"), exact: true }).click();
      await see("codes-menu");
      await app.page.getByRole("menuitem", { name: words.rename, exact: true }).click();
      await expect(app.field(words.name)).toBeVisible();
      await see("codes-rename");
      await app.press(words.cancel);
      await app.more("GitHub", words.delete);
      await expect(app.page.locator(".toast")).toBeVisible();
      await lookNow(app.page, named("codes-deleted"));
      await app.page.getByRole("searchbox", { name: words.search }).fill("zzz");
      await expect(app.page.getByText(words.noMatch)).toBeVisible();
      await see("codes-no-match");
      await app.open("/settings");
      await app.arrives(words.settings);
      await see("settings");
    });

    test("on the way from the form to being signed in", async ({ gateway, newProfile, operator, server }) => {
      await operator.codesOn();
      const context = await newProfile({ locale: words.language });
      const app = new App(await context.newPage(), server.origin, words);
      const see = (name: string) => look(app.page, named(name));
      await app.openSignIn();
      await app.send();
      await see("sign-in-empty");
      await app.submit();
      await app.arrives(words.notSignedIn);
      await see("sign-in-refused");
      await app.press(words.registerHere);
      await app.arrives(words.registerFirst);
      await see("register-first");
      await app.press(words.haveActivation);
      await app.arrives(words.activationTitle);
      await app.activate("AAAA-AAAA");
      await expect(app.page.getByText(words.activationRefused)).toBeVisible();
      await see("activation-refused");
      await app.signIn();
      await app.askForCode();
      await see("text-code");
      const code = await gateway.nextCode(DENIZ.phone);
      await app.typeCode(other(code));
      await expect(app.page.getByText(words.smsWrong)).toBeVisible();
      await see("text-code-wrong");
      await app.press(words.nothingArrived);
      await see("nothing-arrived");
      await app.page.keyboard.press("Escape");
      await app.typeCode(code);
      await app.arrives(words.registeredAs("Countersign"));
      await see("registered");
      await app.press(words.goOn);
      await app.isSignedIn();
      await expect(app.page.locator(".toast")).toBeVisible();
      await see("account");
      await app.open("/codes");
      await expect(app.plate("Countersign")).toBeVisible();
      await see("codes-registered");
    });

    test("when something stands in the way of signing in", async ({ gateway, newProfile, operator, server }) => {
      await operator.codesOn();
      await operator.quickCodes();
      const context = await newProfile({ locale: words.language });
      const app = new App(await context.newPage(), server.origin, words);
      const see = (name: string) => look(app.page, named(name));
      await app.register(gateway);
      await app.signOut();
      const truth = await falsifyCode(app.page);
      await app.signIn();
      await app.arrives(words.mismatch);
      await see("mismatch");
      await truth();
      await operator.set("tfa.otp.issuer", "Northgate PAM");
      await app.signIn();
      await app.arrives(words.changeTitle);
      await see("change-token");
      await app.press(words.change);
      await app.arrives(words.chooseTitle);
      await see("choose-token");
      await operator.set("tfa.otp.issuer", "Countersign");
      await app.nextStep(QUICK_PERIOD);
      await server.away();
      await app.signIn();
      await app.arrives(words.unreachable);
      await see("unreachable");
      await server.resume();
      await operator.lock();
      await app.signIn();
      await app.arrives(words.locked);
      await see("locked");
      await operator.unlock();
      await operator.revoke();
      await app.signIn();
      await app.arrives(words.revoked);
      await see("revoked");
      await app.readyOffline();
      await context.setOffline(true);
      await app.open("/codes");
      await expect(app.page.getByText(words.offline)).toBeVisible();
      await see("codes-offline");
    });
  });
}
