import { backUp, type Kept, openAlone, pick, PASSWORD, saved, seal } from "./support/backups";
import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { Import } from "./support/import";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const OTHER = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const link = (issuer: string, secret = SECRET) =>
  `otpauth://totp/${issuer}:deniz.kaya?secret=${secret}&issuer=${issuer}`;

/** A secret of its own for each number. */
const numbered = (number: number) => `${SECRET.slice(0, 30)}${"ABCDEFGHIJ"[number] ?? "K"}A`;

const main = (app: App) => app.page.getByRole("main");

test("a backup is read back, saved and kept; what changes since is counted", async ({ app }) => {
  await app.addByLink(link("GitHub"));
  await app.addByLink(link("AWS", OTHER));
  await app.open("/settings");
  await app.press(/^Backup/);
  await app.arrives("Backup");
  await expect(main(app).getByText("No backup yet")).toBeVisible();

  const file = await backUp(app);
  expect(file.name).toMatch(/^countersign-backup-\d{4}-\d\d-\d\d\.json$/);
  const envelope = JSON.parse(file.buffer.toString()) as { format: string; kdf: { m: number } };
  expect(envelope).toMatchObject({ format: "countersign-backup", kdf: { name: "argon2id", m: 65536, t: 3, p: 1 } });
  expect(file.buffer.toString()).not.toContain("GitHub");

  await app.press("Done");
  await app.arrives("Backup");
  await expect(main(app)).toContainText("Your tokens are in a backup");
  await expect(main(app)).toContainText("Nothing has changed since");
  await app.addByLink(link("GitLab", numbered(1)));
  await app.open("/settings/backup");
  await expect(main(app)).toContainText("Your backup is behind");
  await expect(main(app)).toContainText("1 added");
});

test("the file opens without the app, in the page that stands alone", async ({ app, newProfile }) => {
  await app.addByLink(link("GitHub"));
  const file = await backUp(app);
  const alone = await (await newProfile()).newPage();
  const shown = await openAlone(alone, file);
  expect(shown).toContain("GitHub");
  expect(shown).toContain(SECRET);
});

test("it comes back in a fresh browser, codes and all, and a drill there finds every token", async ({
  app,
  newProfile,
  server,
}) => {
  await app.addByLink(link("GitHub"));
  await app.addByLink(link("AWS", OTHER));
  const file = await backUp(app);

  const fresh = new App(await (await newProfile()).newPage(), server.origin);
  const restore = new Import(fresh);
  await restore.bring(file.buffer, PASSWORD);
  await restore.tells(2, 0, 0);
  await fresh.open("/settings/backup/check");
  await pick(fresh, "Choose the file", file);
  await fresh.field("Password of the file").fill(PASSWORD);
  await fresh.press("Open the file");
  await expect(main(fresh)).toContainText("All 2 tokens are in it", { timeout: 30_000 });
  await fresh.press("Done");
  await expect(main(fresh)).toContainText("Nothing has changed since");
  for (const one of [app, fresh]) await one.open("/codes");
  for (const name of ["GitHub", "AWS"]) {
    await expect.poll(async () => (await fresh.shownCode(name)) === (await app.shownCode(name))).toBe(true);
  }
});

test("a password that is short, monotonous or mistyped seals nothing", async ({ app }) => {
  await app.addByLink(link("GitHub"));
  await app.open("/settings/backup/make");
  const send = async (first: string, second: string) => {
    await app.field("Password of the file").fill(first);
    await app.field("The same once more").fill(second);
    await app.press("Make a backup");
  };
  await send("", "");
  await expect(main(app).getByText("Type a password.")).toBeVisible();
  await send("too short", "too short");
  await expect(main(app).getByText(/^Too short/)).toBeVisible();
  await expect(app.field("Password of the file")).toBeFocused();
  await send("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa");
  await expect(main(app).getByText(/^A few characters over and over/)).toBeVisible();
  await send(PASSWORD, `${PASSWORD}r`);
  await expect(main(app).getByText("This is not the same as above.")).toBeVisible();
  await expect(app.field("The same once more")).toBeFocused();
});

test("the saved file opened again confirms it, and another one does not", async ({ app }) => {
  await app.addByLink(link("GitHub"));
  await seal(app);
  const file = await saved(app);
  const other: Kept = { ...file, buffer: Buffer.from("{}") };
  await pick(app, "Open the saved file", other);
  await expect(main(app).getByText(/^That is not the file you have just saved/)).toBeVisible();
  await pick(app, "Open the saved file", file);
  await expect(main(app).getByText("Your backup is verified")).toBeVisible();
});

test("where files can be sent, the backup goes to another app", async ({ app, context }) => {
  await context.addInitScript(() => {
    const sent: string[] = [];
    Object.assign(globalThis, { sent });
    Object.assign(navigator, {
      canShare: () => true,
      share: ({ files }: { files: File[] }) => {
        sent.push(...files.map((file) => `${file.name} ${file.type} ${file.size > 500}`));
        return sent.length > 1 ? Promise.resolve() : Promise.reject(new DOMException("", "AbortError"));
      },
    });
  });
  await app.addByLink(link("GitHub"));
  await seal(app);
  await app.press("Send it to another app");
  await expect(app.toast("It was not sent. You can save the file instead.")).toBeVisible();
  await expect(app.control("It is there")).toHaveCount(0);
  await app.press("Send it to another app");
  await app.press("It is there");
  await expect(main(app).getByText("Your backup is verified")).toBeVisible();
  const sent = await app.page.evaluate(() => (globalThis as unknown as { sent: string[] }).sent);
  expect(sent[1]).toMatch(/^countersign-backup-[\d-]+\.json application\/json true$/);
});

test("a drill opens the last file again and says what it found", async ({ app }) => {
  await app.addByLink(link("GitHub"));
  await app.addByLink(link("AWS", OTHER));
  const file = await backUp(app);
  await app.addByLink(link("GitLab", numbered(1)));

  await app.open("/settings/backup/check");
  await pick(app, "Choose the file", { ...file, buffer: file.buffer.subarray(0, 300) });
  await expect(main(app).getByText(/^The file ends too early/)).toBeVisible();
  await pick(app, "Choose the file", file);
  await app.field("Password of the file").fill("not the password at all");
  await app.press("Open the file");
  await expect(main(app).getByText("This is not the password of this file.")).toBeVisible({ timeout: 30_000 });
  await app.field("Password of the file").fill(PASSWORD);
  await app.press("Open the file");
  await expect(main(app)).toContainText("1 token is not in it as now", { timeout: 30_000 });
  await expect(main(app)).toContainText("Here and not in the fileGitLab, deniz.kaya");
  await expect(main(app)).toContainText("This is now your last verified backup.");
});

test("a reminder comes with the changes, and goes when one puts it off", async ({ app }) => {
  for (let number = 1; number <= 5; number += 1) await app.addByLink(link(`Token${number}`, numbered(number)));
  await app.open("/codes");
  const note = main(app).getByText(/^There is no backup of your tokens/);
  await expect(note).toBeVisible();
  await app.press("Later");
  await expect(note).toBeHidden();
  await app.page.reload();
  await expect(app.row("Token1")).toBeVisible();
  await app.page.waitForLoadState("networkidle");
  await expect(note).toBeHidden();
});
