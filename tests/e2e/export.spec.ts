import { App } from "./support/app";
import { type Kept, kept, saved } from "./support/backups";
import { expect, test } from "./support/fixtures";
import { leaks, plantedSecret, storage } from "./support/secrets";
import { setHidden } from "./support/ways";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const OTHER = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const link = (issuer: string, secret = SECRET, more = "") =>
  `otpauth://totp/${issuer}:deniz.kaya?secret=${secret}&issuer=${issuer}${more}`;

const main = (app: App) => app.page.getByRole("main");
const code = (app: App) => app.page.getByRole("img", { name: /code/i });

/** From the choice to what is shown: the person says that they are there. */
async function prove(app: App, button = "Show the codes"): Promise<void> {
  await app.press(button);
  await app.page.getByRole("dialog").getByRole("button", { name: "Go on" }).click();
}

/** What the screen shows, as somebody photographs it. */
async function photo(app: App): Promise<Kept> {
  const buffer = await code(app).screenshot();
  return { name: "photo.png", mimeType: "image/png", buffer };
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`one token goes to another device as a QR code, ${colorScheme}`, async ({ app, newProfile, server }) => {
    await app.page.emulateMedia({ colorScheme });
    await app.addByLink(link("GitHub"));
    await app.more("GitHub", "Show as QR code");
    await app.arrives("Show as QR code");
    await expect(main(app)).toContainText("Whoever sees this code");
    await expect(code(app)).toHaveCount(0);
    await prove(app);
    await expect(code(app)).toBeVisible();
    const shown = await photo(app);

    const other = new App(await (await newProfile()).newPage(), server.origin);
    await other.open("/add");
    const chooser = other.page.waitForEvent("filechooser");
    await other.press(/^Read a picture/);
    await (await chooser).setFiles(shown);
    await other.saveToken();
    await expect.poll(async () => (await other.shownCode("GitHub")).length).toBe(6);
    await app.press("Hide");
    await expect(code(app)).toHaveCount(0);
    await app.press("Close");
    await app.arrives("Codes");
    await expect.poll(async () => (await app.shownCode("GitHub")) === (await other.shownCode("GitHub"))).toBe(true);
  });
}

test("what is shown goes after a minute, and at once when the app is out of sight", async ({ app }) => {
  await app.page.clock.install();
  await app.addByLink(link("GitHub"));
  await app.open("/settings/export");
  await prove(app);
  await expect(code(app)).toBeVisible();
  await app.page.clock.runFor(61_000);
  await expect(code(app)).toHaveCount(0);
  await expect(main(app)).toContainText("Hidden again.");
  await prove(app);
  await expect(code(app)).toBeVisible();
  await setHidden(app.page, true);
  await expect(code(app)).toHaveCount(0);
  expect(leaks(await storage(app.page), [plantedSecret("the secret", SECRET)])).toEqual([]);
});

test("codes are turned one by one; what transfer codes cannot hold is named", async ({ app }) => {
  await app.addByLink(link("GitHub"));
  await app.addByLink(link("Slow", OTHER, "&period=60"));
  await app.open("/settings/export");
  await prove(app);
  await expect(main(app)).toContainText("1 of 2");
  await app.press("Next");
  await expect(main(app)).toContainText("2 of 2");
  await expect(app.page.getByRole("img", { name: "QR code of Slow, deniz.kaya" })).toBeVisible();
  await app.press("Previous");
  await expect(app.page.getByRole("img", { name: "QR code of GitHub, deniz.kaya" })).toBeVisible();
  await app.press("Hide");
  await app.page.getByRole("radio", { name: /^Google transfer codes/ }).check();
  await prove(app);
  await expect(app.page.getByRole("img", { name: "Transfer code 1 of 1" })).toBeVisible();
  await expect(main(app)).toContainText("1 token goes out.");
  await expect(main(app)).toContainText("Slow, deniz.kaya: codes change every 30 seconds there");
});

test("files hold the chosen offline tokens, and the registered one stays", async ({ app, gateway, operator }) => {
  await operator.codesOn();
  await app.register(gateway);
  await app.addByLink(link("GitHub"));
  await app.addByLink(link("AWS", OTHER));
  await app.open("/settings/export");
  await app.page.getByRole("radio", { name: /^Text file/ }).check();
  await prove(app, "Make the file");
  await expect(main(app)).toContainText("2 tokens go out. 1 registered token stays here");
  const list = await saved(app);
  expect(list.name).toMatch(/^otpauth-\d{4}-\d\d-\d\d\.txt$/);
  const lines = list.buffer.toString().trim().split("\n");
  expect(lines.map((line) => new URL(line).searchParams.get("issuer")).sort()).toEqual(["AWS", "GitHub"]);

  await app.press("Hide");
  await app.page.getByRole("radio", { name: /^Aegis file/ }).check();
  await app.page.getByRole("checkbox", { name: "All" }).uncheck();
  await app.page.getByRole("checkbox", { name: /^AWS/ }).check();
  await prove(app, "Make the file");
  const download = app.page.waitForEvent("download");
  await app.press("Save the file");
  const aegis = JSON.parse((await kept(await download)).buffer.toString()) as {
    db: { entries: { issuer: string; info: { secret: string } }[] };
  };
  expect(aegis.db.entries.map((entry) => [entry.issuer, entry.info.secret])).toEqual([["AWS", OTHER]]);
});

test("a server may forbid plain exports", async ({ app, gateway, operator }) => {
  await operator.codesOn();
  await operator.set("mobile.plain.export.allowed", "false");
  await app.register(gateway);
  await app.addByLink(link("GitHub"));
  await app.open("/settings/export");
  await expect(main(app)).toContainText("Your server doesn’t allow this");
  await expect(app.control("Show the codes")).toHaveCount(0);
  await app.press("Make a backup");
  await app.arrives("Make a backup");
});
