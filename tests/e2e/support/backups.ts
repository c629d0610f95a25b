import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Download, Page } from "@playwright/test";
import type { App } from "./app";
import { expect } from "./fixtures";

/** A file as a person holds it. */
export interface Kept {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** What the pages of backups and exports say, in one language. */
export interface OutWords {
  readonly backup: string;
  readonly make: string;
  readonly check: string;
  readonly password: string;
  readonly again: string;
  readonly ready: string;
  readonly save: string;
  readonly confirm: string;
  readonly reopen: string;
  readonly verified: string;
  readonly done: string;
  readonly choose: string;
  readonly open: string;
  readonly export: string;
  readonly menu: string;
  readonly show: string;
  readonly makeFile: string;
  readonly goOn: string;
  readonly hide: string;
}

export const EN_OUT: OutWords = {
  backup: "Backup",
  make: "Make a backup",
  check: "Check a backup",
  password: "Password of the file",
  again: "The same once more",
  ready: "The file is ready",
  save: "Save the file",
  confirm: "It is there",
  reopen: "Open the saved file",
  verified: "Your backup is verified",
  done: "Done",
  choose: "Choose the file",
  open: "Open the file",
  export: "Export to another app",
  menu: "Show as QR code",
  show: "Show the codes",
  makeFile: "Make the file",
  goOn: "Go on",
  hide: "Hide",
};

export const TR_OUT: OutWords = {
  backup: "Yedek",
  make: "Yedek al",
  check: "Yedeği sına",
  password: "Dosyanın parolası",
  again: "Aynısı bir kez daha",
  ready: "Dosya hazır",
  save: "Dosyayı kaydet",
  confirm: "Yerinde",
  reopen: "Kaydedilen dosyayı aç",
  verified: "Yedeğiniz doğrulandı",
  done: "Bitti",
  choose: "Dosyayı seç",
  open: "Dosyayı aç",
  export: "Başka uygulamaya aktar",
  menu: "QR kodu olarak göster",
  show: "Kodları göster",
  makeFile: "Dosyayı oluştur",
  goOn: "Devam et",
  hide: "Gizle",
};

export const PASSWORD = "correct horse battery staple";

/** What a download holds. */
export async function kept(download: Download): Promise<Kept> {
  const buffer = await readFile(await download.path());
  return { name: download.suggestedFilename(), mimeType: "application/octet-stream", buffer };
}

/** Types the password twice and waits for the file, which is not saved yet. */
export async function seal(app: App, words: OutWords = EN_OUT, password = PASSWORD): Promise<void> {
  await app.open("/settings/backup/make");
  await app.arrives(words.make);
  await app.field(words.password).fill(password);
  await app.field(words.again).fill(password);
  await app.press(words.make);
  await expect(app.page.getByText(words.ready)).toBeVisible({ timeout: 30_000 });
}

/** Presses what saves a file, and gives the file back. */
export async function saved(app: App, words: OutWords = EN_OUT): Promise<Kept> {
  const download = app.page.waitForEvent("download");
  await app.press(words.save);
  return kept(await download);
}

/** A whole backup: sealed, saved and confirmed. */
export async function backUp(app: App, words: OutWords = EN_OUT, password = PASSWORD): Promise<Kept> {
  await seal(app, words, password);
  const file = await saved(app, words);
  await app.press(words.confirm);
  await expect(app.page.getByText(words.verified)).toBeVisible();
  return file;
}

/** Hands a file to what opens the system's picker. */
export async function pick(app: App, button: string, file: Kept): Promise<void> {
  const chooser = app.page.waitForEvent("filechooser");
  await app.press(button);
  await (await chooser).setFiles(file);
}

/** Opens a backup with the page that needs no app, and gives back what it shows. */
export async function openAlone(page: Page, file: Kept, password = PASSWORD): Promise<string> {
  const tool = path.resolve(__dirname, "../../../tools/open-backup.html");
  await page.goto(pathToFileURL(tool).href);
  await page.getByLabel("Backup file").setInputFiles(file);
  await page.getByLabel("Password of the backup").fill(password);
  await page.getByRole("button", { name: "Open" }).click();
  await expect(page.locator("#result")).toBeVisible({ timeout: 60_000 });
  return (await page.locator("#result").textContent()) ?? "";
}
