import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import type { App } from "./app";

/** What importing says, in one language. */
export interface ImportWords {
  readonly title: string;
  readonly choose: string;
  readonly paste: string;
  readonly readText: string;
  readonly locked: string;
  readonly password: string;
  readonly open: string;
  readonly wrong: RegExp;
  readonly wrongOrDamaged: RegExp;
  readonly damaged: RegExp;
  readonly unknown: RegExp;
  readonly preview: string;
  readonly import: RegExp;
  readonly finish: string;
  readonly report: string;
  readonly result: (added: number, same: number, skipped: number) => string;
  readonly undo: string;
  readonly undone: RegExp;
  readonly done: string;
  readonly close: string;
  readonly finishTransfer: string;
}

export const IMPORT_EN: ImportWords = {
  title: "Import from another app",
  choose: "Choose a file",
  paste: "Or paste what is in it",
  readText: "Read the text",
  locked: "A password is needed",
  password: "Password of the file",
  open: "Open",
  wrong: /^Wrong password for this file\./,
  wrongOrDamaged: /^Wrong password, or the file is damaged/,
  damaged: /^The file ends in the middle/,
  unknown: /^This file isn’t a backup that is known here/,
  preview: "Look before you import",
  import: /^Import \d+ tokens?$/,
  finish: "Finish",
  report: "Import finished",
  result: (added, same, skipped) => `${added} added, ${same} ${same === 1 ? "was" : "were"} here already, ${skipped} skipped.`,
  undo: "Undo the import",
  undone: /^Undone\./,
  done: "Done",
  close: "Close",
  finishTransfer: "Go on without the rest",
};

export const IMPORT_TR: ImportWords = {
  title: "Başka bir uygulamadan içe aktar",
  choose: "Dosya seç",
  paste: "Ya da içindekini yapıştırın",
  readText: "Metni oku",
  locked: "Bir parola gerekiyor",
  password: "Dosyanın parolası",
  open: "Aç",
  wrong: /^Bu dosyanın parolası yanlış\./,
  wrongOrDamaged: /^Parola yanlış ya da dosya hasarlı/,
  damaged: /^Dosya ortasında bitiyor/,
  unknown: /^Bu dosya burada bilinen bir yedek değil/,
  preview: "İçe aktarmadan önce bakın",
  import: /^\d+ jetonu içe aktar$/,
  finish: "Bitir",
  report: "İçe aktarma bitti",
  result: (added, same, skipped) => `${added} eklendi, ${same} zaten buradaydı, ${skipped} atlandı.`,
  undo: "İçe aktarmayı geri al",
  undone: /^Geri alındı\./,
  done: "Bitti",
  close: "Kapat",
  finishTransfer: "Kalanlar olmadan devam et",
};

/** A file of the stored corpus, made by the real programs where they could be had. */
export function stored(name: string): Promise<Buffer> {
  return readFile(path.join(__dirname, "../../../crates/backup/tests/files", name));
}

/** Importing, as a person does it. */
export class Import {
  constructor(
    readonly app: App,
    readonly words: ImportWords = IMPORT_EN,
  ) {}

  get page(): Page {
    return this.app.page;
  }

  async begin(): Promise<void> {
    await this.app.open("/add");
    await this.app.press(new RegExp(`^${this.words.title}`));
    await this.app.arrives(this.words.title);
  }

  /** Chooses a file on the page for it. */
  async choose(bytes: Buffer | string, name = "export", mimeType = "application/octet-stream"): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.app.press(this.words.choose);
    await (await chooser).setFiles({ name, mimeType, buffer: Buffer.from(bytes) });
  }

  async unlock(password: string): Promise<void> {
    await this.app.type(this.words.password, password);
    await this.page.getByRole("button", { name: this.words.open, exact: true }).click();
  }

  /** From the preview to the report. */
  async write(): Promise<void> {
    await this.app.arrives(this.words.preview);
    await this.app.press(this.words.import);
    await this.app.arrives(this.words.report);
  }

  async tells(added: number, same: number, skipped: number): Promise<void> {
    await expect(this.page.getByText(this.words.result(added, same, skipped))).toBeVisible();
  }

  /** All of it for a file, with its password where it has one. */
  async bring(bytes: Buffer | string, password?: string): Promise<void> {
    await this.begin();
    await this.choose(bytes);
    if (password !== undefined) {
      await this.app.arrives(this.words.locked);
      await this.unlock(password);
    }
    await this.write();
  }
}
