import type { Page } from "@playwright/test";
import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { hotp, totp } from "./support/otp";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const SECRETS = ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK", "NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE"];
const link = (issuer: string, secret = SECRET) =>
  `otpauth://totp/${encodeURIComponent(issuer)}:deniz.kaya?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;

/** Adds tokens of these names, each with a secret of its own. */
async function withTokens(app: App, ...names: string[]): Promise<void> {
  for (const [index, name] of names.entries()) await app.addByLink(link(name, SECRETS[index] ?? SECRET));
}

/** The names in the order of the list. */
async function order(page: Page): Promise<string[]> {
  return page.getByRole("list", { name: "Tokens" }).locator(".code__issuer").allTextContents();
}

async function organize(app: App, entry: string): Promise<void> {
  await app.press("Sort and organize");
  await app.press(new RegExp(`^${entry}`));
}

async function sortBy(app: App, name: string): Promise<void> {
  await app.press("Sort and organize");
  await app.page.getByText(name, { exact: true }).click();
  await app.page.keyboard.press("Escape");
}

async function edit(app: App, name: string, fill: (form: Page) => Promise<void>): Promise<void> {
  await app.more(name, "Edit");
  await fill(app.page);
  await app.press("Save");
  await expect(app.page.locator("dialog")).toHaveCount(0);
}

test("tags and notes are written, found and kept", async ({ app }) => {
  await withTokens(app, "GitHub", "GitLab");
  await edit(app, "GitHub", async (page) => {
    await page.getByLabel("Tags", { exact: true }).fill("work, Kaynak kodu");
    await page.getByLabel("Note").fill("Envelope 14");
  });
  await app.page.reload();
  await app.press("work");
  await expect(app.row("GitHub")).toBeVisible();
  await expect(app.row("GitLab")).toHaveCount(0);
  await app.press("work");
  await expect(app.row("GitLab")).toBeVisible();
  await app.page.keyboard.type("envelope");
  await expect(app.page.getByRole("searchbox")).toHaveValue("envelope");
  await expect(app.row("GitLab")).toHaveCount(0);
  await app.page.keyboard.press("Enter");
  await expect(app.toast(/^Copied/)).toBeVisible();
});

test("a pinned token comes first, and the list is sorted by use", async ({ app }) => {
  await withTokens(app, "Alpha", "Beta", "Gamma");
  await app.more("Gamma", "Pin");
  await expect.poll(() => order(app.page)).toEqual(["Gamma", "Alpha", "Beta"]);
  await app.more("Gamma", "Unpin");
  await app.row("Beta").click();
  await expect(app.toast(/^Copied/)).toBeVisible();
  await sortBy(app, "Most used");
  await expect.poll(() => order(app.page)).toEqual(["Beta", "Alpha", "Gamma"]);
  await app.row("Gamma").click();
  await app.row("Gamma").click();
  await expect.poll(() => order(app.page), "a row stays where it is tapped").toEqual(["Beta", "Alpha", "Gamma"]);
  await app.page.reload();
  await expect.poll(() => order(app.page)).toEqual(["Gamma", "Beta", "Alpha"]);
});

test("the own order is made by dragging, with buttons and by keyboard", async ({ app }) => {
  await withTokens(app, "Alpha", "Beta", "Gamma");
  await organize(app, "Put in order");
  await app.arrives("Put in order");
  await app.press("Move Gamma up");
  const rows = app.page.getByRole("list", { name: "Put in order" }).getByRole("listitem");
  await expect(rows).toHaveText([/Alpha/, /Gamma/, /Beta/]);
  const [from, to] = await Promise.all([
    rows.nth(2).locator(".order__handle").boundingBox(),
    rows.nth(0).locator(".order__handle").boundingBox(),
  ]);
  if (from === null || to === null) throw new Error("the rows have no place");
  await app.page.mouse.move(from.x + 20, from.y + 20);
  await app.page.mouse.down();
  await app.page.mouse.move(to.x + 20, to.y + 10, { steps: 5 });
  await app.page.mouse.up();
  await expect(rows).toHaveText([/Beta/, /Alpha/, /Gamma/]);
  await app.press("Close");
  await expect.poll(() => order(app.page)).toEqual(["Beta", "Alpha", "Gamma"]);
  await app.page.getByRole("searchbox").focus();
  await app.page.keyboard.press("ArrowDown");
  await app.page.keyboard.press("Alt+ArrowDown");
  await expect.poll(() => order(app.page)).toEqual(["Alpha", "Beta", "Gamma"]);
  await app.page.reload();
  await expect.poll(() => order(app.page)).toEqual(["Alpha", "Beta", "Gamma"]);
});

test("hidden codes are shown for ten seconds by a tap", async ({ app }) => {
  await app.page.clock.install();
  await withTokens(app, "GitHub");
  await app.press("Hide codes");
  const hidden = app.page.getByRole("button", { name: "Code hidden. Show and copy." });
  await expect(hidden).toHaveCount(1);
  await expect(app.page.locator(".code")).not.toContainText(/\d{3} \d{3}/);
  await hidden.click();
  await expect(app.row("GitHub")).toBeVisible();
  await app.page.clock.runFor(12_000);
  await expect(hidden).toHaveCount(1);
  await app.page.reload();
  await expect(hidden).toHaveCount(1);
  await app.press("Show codes");
  await expect(app.row("GitHub")).toBeVisible();
});

test("a code that is being typed is held until it is too old", async ({ app }) => {
  await app.page.clock.install({ time: new Date(1_795_500_010_000) });
  await withTokens(app, "GitHub");
  await app.page.clock.pauseAt(new Date(1_795_500_050_000));
  const code = totp(SECRETS[0] ?? "", 1_795_500_050_000);
  await app.more("GitHub", "Hold the code");
  await expect(app.page.getByText("Held, 10 s left")).toBeVisible();
  await app.page.clock.runFor(15_000);
  await expect(app.page.getByText("Held, over for 5 s")).toBeVisible();
  expect(await app.shownCode("GitHub")).toBe(code);
  await app.page.clock.runFor(30_000);
  await expect(app.page.getByText(/^Held/)).toHaveCount(0);
  expect(await app.shownCode("GitHub")).toBe(totp(SECRETS[0] ?? "", 1_795_500_095_000));
});

test("what is thrown away is restored, or deleted for good after asking", async ({ app }) => {
  await withTokens(app, "GitHub", "GitLab");
  await app.more("GitHub", "Move to bin");
  await expect(app.row("GitHub")).toHaveCount(0);
  await app.more("GitLab", "Move to bin");
  await app.press("Look into the bin");
  await app.arrives("Bin");
  await expect(app.page.getByText("30 days left")).toHaveCount(2);
  const gitHub = app.page.getByRole("listitem").filter({ hasText: "GitHub" });
  await gitHub.getByRole("button", { name: "Restore" }).click();
  await expect(gitHub).toHaveCount(0);
  await app.press("Empty the bin");
  await app.page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
  await expect(app.page.getByText("The bin is empty.")).toBeVisible();
  await app.page.reload();
  await expect(app.page.getByText("The bin is empty.")).toBeVisible();
  await app.press("Close");
  await expect(app.row("GitHub")).toBeVisible();
});

test("what has been in the bin for thirty days is gone at the next start", async ({ app }) => {
  await withTokens(app, "GitHub", "GitLab");
  await app.more("GitHub", "Move to bin");
  await expect(app.row("GitHub")).toHaveCount(0);
  await app.page.clock.install({ time: Date.now() + 31 * 86_400_000 });
  await app.open("/codes/bin");
  await expect(app.page.getByText("The bin is empty.")).toBeVisible();
});

test("several tokens are tagged and thrown away together", async ({ app }) => {
  await withTokens(app, "Alpha", "Beta", "Gamma");
  await organize(app, "Select tokens");
  await app.page.getByRole("button", { name: /Alpha.*Select/ }).click();
  await app.page.getByRole("button", { name: /Beta.*Select/ }).click();
  await expect(app.page.getByText("2 selected")).toBeVisible();
  await app.press("Tag");
  await app.page.getByLabel("New tags").fill("old");
  await app.press("Save");
  await expect(app.page.getByRole("group", { name: "Tags" }).getByRole("button")).toHaveText(["old"]);
  await app.press("Move to bin");
  await expect(app.toast("2 tokens are in the bin.")).toBeVisible();
  await expect.poll(() => order(app.page)).toEqual(["Gamma"]);
  await app.press("Undo");
  await expect.poll(() => order(app.page)).toEqual(["Alpha", "Beta", "Gamma"]);
});

test("a counter is found again by a code, and set by hand", async ({ app }) => {
  await app.addByLink(`otpauth://hotp/Bank:me?secret=${SECRET}&issuer=Bank&counter=5`);
  await app.more("Bank", "Find the counter again");
  await app.page.getByLabel("A code that was accepted").fill("000000");
  await app.press("Find the counter");
  await expect(app.page.getByText("This code is not among the 100 around the counter.")).toBeVisible();
  await app.page.getByLabel("A code that was accepted").fill(hotp(SECRET, 40));
  await app.press("Find the counter");
  await expect.poll(() => app.shownCode("Bank")).toBe(hotp(SECRET, 41));
  await edit(app, "Bank", (page) => page.getByLabel("Counter").fill("7"));
  await expect.poll(() => app.shownCode("Bank")).toBe(hotp(SECRET, 7));
});

test("tokens of one name are told, and one of them thrown away", async ({ app }) => {
  await withTokens(app, "GitHub");
  await app.addByLink(link("GitHub", SECRETS[1]));
  await organize(app, "Duplicates");
  await app.arrives("Duplicates");
  await expect(app.page.getByRole("heading", { name: "The same names" })).toBeVisible();
  await app.page.getByRole("listitem").first().getByRole("button", { name: "Move to bin" }).click();
  await expect(app.page.getByText("No token is here twice.")).toBeVisible();
});

test("the keyboard does everything, and the sheet says what", async ({ app }) => {
  await withTokens(app, "Alpha", "Beta");
  const keys = app.page.keyboard;
  await keys.press("?");
  await expect(app.page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await keys.press("Escape");
  await expect(app.page.locator("dialog")).toHaveCount(0);
  await keys.press("/");
  await keys.press("ArrowDown");
  await expect(app.row("Alpha")).toBeFocused();
  await keys.press("n");
  await expect(app.toast(/^Copied/)).toBeVisible();
  await keys.press("ArrowDown");
  await keys.press("p");
  await expect.poll(() => order(app.page)).toEqual(["Beta", "Alpha"]);
  await keys.press("/");
  await keys.press("ArrowDown");
  await keys.press("f");
  await expect(app.page.getByText(/^Held/)).toBeVisible();
  await keys.press("e");
  await expect(app.page.getByRole("dialog", { name: "Edit Beta" })).toBeVisible();
  await keys.press("Escape");
  await expect(app.page.locator("dialog")).toHaveCount(0);
  await expect(app.row("Beta")).toBeFocused();
  await keys.press("x");
  await expect(app.page.getByText("1 selected")).toBeVisible();
  await keys.press("Escape");
  await keys.press("Delete");
  await expect(app.toast("Beta is in the bin.")).toBeVisible();
  await app.row("Alpha").click();
  await keys.type("ph");
  await expect(app.page.getByRole("searchbox")).toHaveValue("ph");
});

test("on a wide screen the list and the token stand side by side", async ({ newProfile, server }) => {
  const context = await newProfile({ viewport: { width: 1280, height: 800 } });
  const app = new App(await context.newPage(), server.origin);
  await withTokens(app, "Alpha", "Beta");
  const detail = app.page.getByRole("region", { name: "Beta" });
  await app.page.getByRole("searchbox").focus();
  await app.page.keyboard.press("ArrowDown");
  await app.page.keyboard.press("ArrowDown");
  await expect(detail).toBeVisible();
  await detail.getByRole("button", { name: "Hold the code" }).click();
  await expect(detail.getByRole("timer")).toContainText("Held");
  await detail.getByRole("button", { name: "Edit" }).click();
  await app.page.getByLabel("Note").fill("in the drawer");
  await app.press("Save");
  await expect(detail.getByText("in the drawer")).toBeVisible();
});
