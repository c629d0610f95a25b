import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { BrowserContext } from "@playwright/test";
import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { totp } from "./support/otp";
import { qrPng, qrVideo } from "./support/qr";
import { leaks, plantedSecret, profileFiles, storage } from "./support/secrets";
import { cameras, drop, paste, picture, setHidden, share, toldCameras, watchCameras } from "./support/ways";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const OTHER = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const THIRD = "MZXW6YTBOJRGC6RAMZXW6YTBOJRGC6RA";
const planted = [plantedSecret("the secret", SECRET)];
const link = (issuer: string, secret = SECRET) =>
  `otpauth://totp/${issuer}:deniz.kaya?secret=${secret}&issuer=${issuer}`;

async function firstPage(context: BrowserContext, origin: string): Promise<App> {
  return new App(context.pages()[0] ?? (await context.newPage()), origin);
}

test("a link or a picture can be pasted on the list and on the ways to add", async ({ app, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.open("/codes");
  await app.arrives("Codes");
  await paste(app.page, link("GitHub"));
  await app.saveToken();
  await expect(app.row("GitHub")).toBeVisible();

  await paste(app.page, picture(qrPng(link("GitLab", OTHER))));
  await app.saveToken();
  await expect(app.row("GitLab")).toBeVisible();

  // A search is typed into; a link in it is no search.
  await app.page.getByRole("searchbox", { name: "Search tokens" }).focus();
  await paste(app.page, "lab");
  await expect(app.row("GitHub")).toHaveCount(0);
  await expect(app.row("GitLab")).toBeVisible();
  await paste(app.page, link("AWS"));
  await app.arrives("Check the code");

  await app.open("/add");
  await paste(app.page, "no link at all");
  await expect(app.page.getByText(app.words.notALink)).toBeVisible();
  await paste(app.page, picture(qrPng("https://example.com")));
  await expect(app.page.getByText("This QR code holds no token.")).toBeVisible();

  await app.open("/add/type");
  await app.field("Name").focus();
  await paste(app.page, "Acme");
  await expect(app.field("Name")).toHaveValue("Acme");
});

test("a picture, a text or a file can be dropped, and never leads away from the app", async ({ app }) => {
  await app.open("/codes");
  await app.arrives("Codes");
  await drop(app.page, picture(qrPng(link("GitHub"))));
  await app.saveToken();
  await drop(app.page, link("GitLab", OTHER));
  await app.saveToken();
  await drop(app.page, { name: "token.txt", type: "text/plain", bytes: Buffer.from(`${link("AWS", THIRD)}\n`) });
  // A file may hold many: it goes to the import.
  await app.arrives("Look before you import");
  await expect(app.page.getByRole("main")).toContainText("AWS");

  await app.open("/settings");
  await app.arrives("Settings");
  await drop(app.page, picture(qrPng(link("Bank"))));
  await app.arrives("Settings");
  await app.press("Codes");
  await expect(app.row("GitLab")).toBeVisible();
  await expect(app.row("Bank")).toHaveCount(0);
});

test("what is shared to the app is looked at there, and lies nowhere in the clear", async ({ disk, server }) => {
  const context = await disk.start();
  const app = await firstPage(context, server.origin);
  await app.open("/codes");
  await app.readyOffline();
  for (const [issuer, what] of [
    ["GitHub", link("GitHub")],
    ["GitLab", picture(qrPng(link("GitLab")))],
    ["AWS", { name: "token.txt", type: "text/plain", bytes: Buffer.from(link("AWS")) }],
  ] as const) {
    await share(app.page, what);
    await app.arrives(issuer === "AWS" ? "Look before you import" : "Check the code");
    expect(app.page.url()).toBe(`${server.origin}/add`);
    await expect(app.page.getByRole("main")).toContainText(issuer);
    expect(await app.page.evaluate(() => caches.has("shared"))).toBe(false);
  }

  // Meanwhile it is sealed, and what nobody takes is gone with the next start.
  await share(app.page, link("Bank"), { stay: true });
  const waiting = await storage(app.page);
  expect(waiting.some((place) => place.name.startsWith("cache shared"))).toBe(true);
  expect(leaks(waiting, planted)).toEqual([]);
  await app.open("/codes");
  await app.arrives("Codes");
  await expect.poll(() => app.page.evaluate(() => caches.has("shared"))).toBe(false);
  await app.open("/add#shared=AAAA");
  await expect(app.page.getByText(/^Nothing arrived/)).toBeVisible();

  expect(server.output).not.toContain("/share");
  await context.close();
  expect(leaks(await profileFiles(disk.folder), planted)).toEqual([]);
});

test("a link in the address opens the preview and leaves no trace", async ({ app, server }) => {
  await app.open("/codes");
  await app.open(`/add#${link("GitHub")}`);
  await app.arrives("Check the code");
  await expect(app.page.getByRole("main")).toContainText("GitHub");
  // What the page can't take back, it says.
  await expect(app.page.getByText(/the browser may keep it in its history/)).toBeVisible();
  expect(app.page.url()).toBe(`${server.origin}/add`);

  // In a page that is open already.
  await app.page.evaluate((hash) => {
    location.hash = hash;
  }, link("GitLab"));
  await expect(app.page.getByRole("main")).toContainText("GitLab");
  expect(app.page.url()).toBe(`${server.origin}/add`);

  // By a link to the app from another one, with what a browser hands on for `web+otpauth`.
  await app.open(`/add#${encodeURIComponent(`web+${link("Acme Co").replace("Acme Co", "Acme%20Co")}`)}`);
  await app.arrives("Check the code");
  await expect(app.page.getByRole("main")).toContainText("Acme");
  expect(app.page.url()).toBe(`${server.origin}/add`);

  expect(leaks(await storage(app.page), planted)).toEqual([]);
  for (let back = 0; back < 4; back += 1) {
    await app.page.goBack().catch(() => null);
    expect(app.page.url()).not.toContain("otpauth");
  }
  expect(server.output).not.toContain(SECRET);
  // Nothing has been saved by anybody.
  await app.open("/codes");
  await expect(app.page.getByText(app.words.noTokens)).toBeVisible();
});

test("the browser understands what the manifest offers", async ({ app }) => {
  await app.open("/codes");
  const session = await app.page.context().newCDPSession(app.page);
  const { errors, data } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? "{}") as Record<string, unknown>;
  expect(manifest).toMatchObject({
    launch_handler: { client_mode: ["focus-existing", "auto"] },
    protocol_handlers: [{ protocol: "web+otpauth", url: "/add#%s" }],
    share_target: { action: "/share", method: "POST", enctype: "multipart/form-data" },
  });
});

test("a launch into the open app goes where it leads", async ({ app }) => {
  await app.page.addInitScript(() => {
    const launches: { setConsumer: (consumer: (launch: object) => void) => void } = {
      setConsumer: (consumer) => Object.assign(globalThis, { launch: consumer }),
    };
    Object.defineProperty(globalThis, "launchQueue", { value: launches });
  });
  const launch = (what: { targetURL?: string; text?: string }) =>
    app.page.evaluate(({ targetURL, text }) => {
      const files = text === undefined ? [] : [{ getFile: async () => new File([text], "token.txt") }];
      (globalThis as unknown as { launch: (launch: object) => void }).launch({ targetURL, files });
    }, what);
  await app.open("/settings");
  await app.arrives("Settings");
  await launch({ targetURL: app.page.url() });
  await launch({ targetURL: `${app.origin}/` });
  await app.arrives("Settings");
  await launch({ targetURL: `${app.origin}/add/type` });
  await app.arrives("Type it in");
  await launch({ targetURL: `${app.origin}/add#${link("GitHub")}` });
  await app.arrives("Check the code");
  await app.press("Save the token");
  await app.arrives("Codes");
  await launch({ targetURL: `${app.origin}/add`, text: link("GitLab", OTHER) });
  await app.arrives("Look before you import");
  await expect(app.page.getByRole("main")).toContainText("GitLab");
});

test("typing a token in shows its code at once", async ({ app }) => {
  await app.open("/add/type");
  const live = app.page.getByRole("region", { name: "Code of now" });
  await expect(live).toContainText("No code yet");
  await app.type("Secret", SECRET.slice(0, 1));
  await expect(live).toContainText("No code yet");
  await app.type("Secret", SECRET);
  const digits = async () => ((await live.textContent()) ?? "").replaceAll(/[^\d]/g, "");
  const code = () => totp(SECRET, Date.now());
  await expect(async () => expect(await digits()).toContain(code())).toPass();
  await expect(app.field("Kind")).toBeHidden();
  await app.press("Other settings");
  await app.field("Kind").selectOption("hotp");
  await app.type("Counter", "x");
  await expect(live).toContainText("No code yet");
});

test("the camera has a light, is off while hidden and comes back by itself", async ({ disk, server }, info) => {
  const video = info.outputPath("camera.y4m");
  await writeFile(video, qrVideo("https://example.com"));
  const context = await disk.start(
    { permissions: ["camera"] },
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${path.resolve(video)}`,
  );
  const app = await firstPage(context, server.origin);
  await watchCameras(app.page);
  await app.open("/add/scan");
  const light = app.page.getByRole("button", { name: "Light" });
  await expect(light).toHaveAttribute("aria-pressed", "false");
  await light.click();
  await expect(light).toHaveAttribute("aria-pressed", "true");
  await light.click();
  await expect(light).toHaveAttribute("aria-pressed", "false");
  expect(await toldCameras(app.page)).toEqual([{ focusMode: "continuous" }, { torch: true }, { torch: false }]);
  // What is in front of it is no token, which is said.
  await expect(app.page.getByText("This QR code holds no token.")).toBeVisible();

  await setHidden(app.page, true);
  await expect.poll(() => cameras(app.page)).toEqual(["ended"]);
  await expect(light).toBeHidden();
  await setHidden(app.page, false);
  await expect(light).toBeVisible();
  expect(await cameras(app.page)).toEqual(["ended", "live"]);
  await app.press("Close");
  await expect.poll(() => cameras(app.page)).toEqual(["ended", "ended"]);
  await context.close();
});

test("an activation code can be used from the ways to add", async ({ app }) => {
  await app.open("/add");
  await app.press(/^Use an activation code/);
  await app.arrives("Sign in");
  await app.field("User name").fill("deniz.kaya");
  await app.type("Password", "something long");
  await app.press("Register a token on this device");
  await app.arrives("Register this device first");
  await app.press("I have an activation code");
  await app.arrives("Enter your activation code");
});
