import type { BrowserContextOptions } from "@playwright/test";
import { App } from "./support/app";
import { shiftClock } from "./support/browser";
import { expect, test } from "./support/fixtures";

const LINK = "otpauth://totp/GitHub:deniz.kaya?secret=JBSWY3DPEHPK3PXP&issuer=GitHub";
const IPHONE: BrowserContextOptions = {
  userAgent:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
};

test("a clock that is wrong is told with what it means, also without the server", async ({
  context,
  gateway,
  operator,
  page,
  server,
}) => {
  await operator.codesOn();
  await shiftClock(context, -94);
  const app = new App(page, server.origin);
  await app.open("/settings/clock");
  await app.arrives("Clock");
  await expect(page.getByText(/has not been compared with a server/)).toBeVisible();

  await app.register(gateway);
  await app.open("/settings");
  await app.press(/^Clock/);
  await app.arrives("Clock");
  const main = page.getByRole("main");
  await expect(main).toContainText(/This device’s clock is 9[345] s off/);
  await expect(main).toContainText(/9[345] s behind the server/);
  await expect(main).toContainText(/MeasuredToday, \d\d:\d\d/);
  await expect(main).toContainText("CorrectedCountersign");
  await app.press("Compare with the server");
  await expect(app.control("Compare with the server")).toBeVisible();

  // The list says it, too.
  await app.open("/codes");
  await expect(page.getByText(/^This device’s clock is 9[345] s off/)).toBeVisible();

  await app.readyOffline();
  await server.away();
  await page.reload();
  await expect(page.getByText(/^This device’s clock is 9[345] s off/)).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Clock" }).click();
  await expect(main).toContainText(/MeasuredToday, \d\d:\d\d/);
  await app.press("Compare with the server");
  await expect(page.getByText("The server doesn’t answer. Nothing was measured.")).toBeVisible();
  await app.press("Back");
  await app.arrives("Settings");
});

test("a clock that is right is said to be", async ({ app, operator }) => {
  await operator.codesOn();
  await app.open("/settings/clock");
  await app.press("Compare with the server");
  await expect(app.page.getByText("The clock is right enough for all codes.")).toBeVisible();
  await expect(app.page.getByRole("main")).toContainText("Less than a second");
  await expect(app.page.getByRole("main")).toContainText("none is registered on this device");
});

test("the storage says how safe tokens are, and the browser can be asked", async ({ app, context, page }) => {
  // What the browser answers, in the order in which it is asked.
  await context.addInitScript(() => {
    const asked = Number(localStorage.getItem("asked") ?? "0");
    let promised = localStorage.getItem("promised") === "yes";
    const count = { asked };
    navigator.storage.persisted = async () => promised;
    navigator.storage.persist = async () => {
      count.asked += 1;
      localStorage.setItem("asked", String(count.asked));
      promised = count.asked >= 3;
      if (promised) localStorage.setItem("promised", "yes");
      return promised;
    };
  });
  const asked = () => page.evaluate(() => localStorage.getItem("asked"));
  await app.open("/settings/storage");
  await app.arrives("Storage");
  await expect(page.getByText("In a browser tab: the browser may clear your tokens.")).toBeVisible();
  await expect(page.getByRole("main")).toContainText(/Room[\d.]+ KB used of [\d.]+ [GT]B/);
  expect(await asked()).toBeNull();

  // With the first token, and not with the second one.
  await app.addByLink(LINK);
  await expect.poll(asked).toBe("1");
  await app.addByLink(LINK.replaceAll("GitHub", "GitLab").replace("JBSW", "GEZD"));
  await expect(app.row("GitLab")).toBeVisible();
  expect(await asked()).toBe("1");

  await app.open("/settings");
  await app.press(/^Storage/);
  await expect(page.getByText("the browser may clear your tokens. Backup: None yet")).toBeVisible();
  await app.press("Ask the browser to keep it");
  await expect(page.getByText(/^The browser has not promised it/)).toBeVisible();
  await app.press("Ask the browser to keep it");
  await expect(app.toast("The browser has promised to keep your tokens.")).toBeVisible();
  await expect(page.getByText("In a browser tab, but the browser has promised to keep your tokens.")).toBeVisible();
  await expect(app.control("Ask the browser to keep it")).toHaveCount(0);

  // A promise that is broken is asked for again at the next start.
  await page.evaluate(() => localStorage.setItem("promised", "no"));
  await page.reload();
  await expect.poll(asked).toBe("4");
});

test("the app offers to be installed where the browser can do it", async ({ app, page }) => {
  await app.open("/settings/storage");
  await app.arrives("Storage");
  await expect(page.getByText(/its menu has an entry to install this app/)).toBeVisible();
  await page.evaluate(() => {
    const offer = new Event("beforeinstallprompt", { cancelable: true });
    Object.assign(offer, { prompt: () => Object.assign(globalThis, { prompted: true }) });
    window.dispatchEvent(offer);
  });
  await app.press("Install the app");
  expect(await page.evaluate(() => (globalThis as unknown as { prompted?: boolean }).prompted)).toBe(true);
  await page.evaluate(() => window.dispatchEvent(new Event("appinstalled")));
  await expect(page.getByRole("button", { name: "Install the app" })).toHaveCount(0);
});

test("in a tab on iOS the app is to be installed before the first token is added", async ({ newProfile, server }) => {
  const context = await newProfile(IPHONE);
  const app = new App(await context.newPage(), server.origin);
  await app.open("/codes");
  await app.press(/^Scan a QR code/);
  await app.arrives("Install the app first");
  await expect(app.page.getByText("Tap the Share button")).toBeVisible();
  await app.press("Close");
  await app.arrives("Codes");
  await app.open("/sign-in");
  await app.arrives("Install the app first");

  // Who knows better can go on, and loses nothing that came along.
  await app.open(`/add#${LINK}`);
  await app.arrives("Install the app first");
  await app.press("Go on in this tab");
  await app.saveToken();
  await expect(app.row("GitHub")).toBeVisible();
  // With a token there, it is too late to ask.
  await app.open("/add");
  await app.arrives("Add a token");
});

test("the app that was installed on iOS does not ask for it", async ({ newProfile, server }) => {
  const context = await newProfile(IPHONE);
  await context.addInitScript(() => {
    const real = window.matchMedia.bind(window);
    window.matchMedia = (query) => (query.includes("display-mode") ? real("not all") : real(query));
  });
  const app = new App(await context.newPage(), server.origin);
  await app.open("/add");
  await app.arrives("Add a token");
  await app.open("/settings/storage");
  await expect(app.page.getByText("Installed, but the browser may still clear your tokens.")).toBeVisible();
});
