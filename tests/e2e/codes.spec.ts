import { writeFile } from "node:fs/promises";
import path from "node:path";
import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { hotp, totp } from "./support/otp";
import { qrPng, qrVideo } from "./support/qr";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const link = (issuer: string, account = "deniz.kaya", secret = SECRET) =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;

/** The shown code is the one of now, or of a moment ago if the step has just passed. */
async function showsCodeOf(app: App, name: string, secret: string): Promise<void> {
  await expect
    .poll(async () => {
      const shown = await app.shownCode(name);
      return shown === totp(secret, Date.now());
    })
    .toBe(true);
}

test("the first run says what to do", async ({ app }) => {
  await app.open("/");
  await app.arrives("Codes");
  await expect(app.page.getByRole("heading", { name: "No tokens on this device yet" })).toBeVisible();
  await expect(app.page.getByRole("list", { name: "Ways to begin" }).getByRole("link")).toHaveCount(3);
});

test("a pasted link becomes a token that shows the right code", async ({ app }) => {
  await app.open("/codes");
  await app.addByLink(link("GitHub"));
  await showsCodeOf(app, "GitHub", SECRET);
});

test("a link that is no token is refused in words", async ({ app }) => {
  await app.open("/add");
  await app.press(/^Paste a link/);
  await app.page.getByLabel("Link").fill("https://example.com/");
  await app.press("Continue");
  await expect(app.page.getByText("That is no link of a token. It starts with otpauth://.")).toBeVisible();
});

test("a token typed in by hand shows the right code", async ({ app }) => {
  await app.open("/add");
  await app.press(/^Type it in/);
  await app.page.getByLabel("Name").fill("GitLab");
  await app.page.getByLabel("Account").fill("dkaya");
  await app.page.getByLabel("Secret", { exact: true }).fill("jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp");
  await app.press("Continue");
  await app.saveToken();
  await showsCodeOf(app, "GitLab", SECRET);
});

test("a picture file with a QR code becomes a token", async ({ app }) => {
  await app.open("/add");
  const chooser = app.page.waitForEvent("filechooser");
  await app.press(/^Read a picture/);
  await (await chooser).setFiles({ name: "code.png", mimeType: "image/png", buffer: qrPng(link("AWS")) });
  await app.saveToken();
  await showsCodeOf(app, "AWS", SECRET);
});

test("a QR code in front of the camera becomes a token", async ({ disk, server }, info) => {
  const video = info.outputPath("camera.y4m");
  await writeFile(video, qrVideo(link("Branch VPN")));
  const context = await disk.start(
    { permissions: ["camera"] },
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${path.resolve(video)}`,
  );
  const app = new App(context.pages()[0] ?? (await context.newPage()), server.origin);
  await app.open("/add");
  await app.press(/^Scan a QR code/);
  await app.saveToken();
  await showsCodeOf(app, "Branch VPN", SECRET);
  await context.close();
});

test("a refused camera says so and leaves other ways", async ({ app, context }) => {
  await context.clearPermissions();
  await app.open("/add");
  await app.press(/^Scan a QR code/);
  await expect(app.page.getByText(/camera/i).last()).toBeVisible();
  await expect(app.control("Type it")).toBeVisible();
});

test("a counter token gives its next code when asked", async ({ app }) => {
  await app.open("/codes");
  await app.addByLink(`otpauth://hotp/Bank:me?secret=${SECRET}&issuer=Bank&counter=5`);
  await expect.poll(() => app.shownCode("Bank")).toBe(hotp(SECRET, 5));
  await app.page.getByRole("button", { name: "Next code for Bank" }).click();
  await expect.poll(() => app.shownCode("Bank")).toBe(hotp(SECRET, 6));
  await app.page.reload();
  await expect.poll(() => app.shownCode("Bank")).toBe(hotp(SECRET, 6));
});

test("tapping a row copies its code", async ({ app, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.open("/codes");
  await app.addByLink(link("GitHub"));
  await app.row("GitHub").click();
  const copied = await app.page.evaluate(() => navigator.clipboard.readText());
  const now = Date.now();
  expect([totp(SECRET, now), totp(SECRET, now - 30_000)]).toContain(copied);
  await expect(app.page.getByText(/^Copied/).first()).toBeVisible();
});

test("tokens are found, renamed, deleted and brought back", async ({ app }) => {
  await app.open("/codes");
  await app.addByLink(link("GitHub"));
  await app.addByLink(link("GitLab", "dkaya", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
  const search = app.page.getByRole("searchbox", { name: "Search tokens" });
  await search.fill("lab");
  await expect(app.row("GitLab")).toBeVisible();
  await expect(app.row("GitHub")).toHaveCount(0);
  await search.fill("");

  await app.more("GitLab", "Edit");
  await app.page.getByLabel("Name").fill("Work GitLab");
  await app.press("Save");
  await expect(app.row("Work GitLab")).toBeVisible();

  await app.more("GitHub", "Move to bin");
  await expect(app.row("GitHub")).toHaveCount(0);
  await app.press("Undo");
  await expect(app.row("GitHub")).toBeVisible();
  await app.more("GitHub", "Move to bin");
  await expect(app.row("GitHub")).toHaveCount(0);
  await app.page.reload();
  await expect(app.row("Work GitLab")).toBeVisible();
  await expect(app.row("GitHub")).toHaveCount(0);
});

test("a token added in one tab is there in the other", async ({ app, context, server }) => {
  await app.open("/codes");
  const second = new App(await context.newPage(), server.origin);
  await second.open("/codes");
  await app.addByLink(link("GitHub"));
  await expect(second.row("GitHub")).toBeVisible();
});
