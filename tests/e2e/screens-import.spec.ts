import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { Import, IMPORT_EN, IMPORT_TR, stored } from "./support/import";
import { look } from "./support/look";
import { EN, TR } from "./support/words";

const link = (issuer: string, secret: string, account = "deniz.kaya") =>
  `otpauth://totp/${issuer}:${account}?secret=${secret}&issuer=${issuer}`;
const FIRST = "JBSWY3DPEHPK3PXP";
const TRANSFER = "otpauth-migration://offline?data=CiAKCkhlbGxvLTEyMzQSBkFjbWU6YRoEQWNtZSABKAEwAhABGAMgACgH";
const SECOND = "GEZDGNBVGY3TQOJQ";

for (const [words, importWords] of [
  [EN, IMPORT_EN],
  [TR, IMPORT_TR],
] as const) {
  const named = (name: string) => `${name}-${words.language.slice(0, 2)}`;

  test(`axe finds nothing on the way of an import in ${words.language}`, async ({ newProfile, server }) => {
    const context = await newProfile({ locale: words.language });
    const app = new App(await context.newPage(), server.origin, words);
    const bring = new Import(app, importWords);
    const see = (name: string) => look(app.page, named(name));
    await bring.bring([link("GitHub", FIRST), link("Kurumsal%20E-posta%20Sunucusu", SECOND)].join("\n"));
    await app.press(importWords.done);
    await bring.begin();
    await see("import");
    await bring.choose("no backup");
    await expect(app.page.getByText(importWords.unknown)).toBeVisible();
    await see("import-unknown");
    await bring.choose(await stored("aegis_encrypted.json"));
    await app.arrives(importWords.locked);
    await bring.unlock("wrong");
    await expect(app.page.getByText(importWords.wrong)).toBeVisible();
    await see("import-locked");
    await app.page.getByRole("button", { name: words.cancel, exact: true }).click();
    await bring.choose(
      [
        link("GitHub", FIRST, "deniz.kaya.yeni@example.com"),
        link("Kurumsal%20E-posta%20Sunucusu", SECOND),
        link("GitLab", "KRSXG5CTMVRXEZLU"),
        link("GitLab", "KRSXG5CTMVRXEZLU"),
        link("Banka", "MFRGGZDFMZTWQ2LK"),
        link("Bozuk", "1"),
      ].join("\n"),
    );
    await app.arrives(importWords.preview);
    await see("import-preview");
    await bring.write();
    await bring.tells(2, 2, 2);
    await see("import-report");
    await app.press(importWords.undo);
    await expect(app.page.getByText(importWords.undone)).toBeVisible();
    await see("import-undone");
  });

  test(`axe finds nothing on the way of a transfer in ${words.language}`, async ({ newProfile, server }) => {
    const context = await newProfile({ locale: words.language });
    const app = new App(await context.newPage(), server.origin, words);
    await app.open("/add/paste");
    await app.field(words.link).fill(TRANSFER);
    await app.press(words.goOn);
    await expect(app.control(importWords.finishTransfer)).toBeVisible();
    await look(app.page, named("import-transfer"));
    await app.page.getByRole("button", { name: importWords.close, exact: true }).click();
    await app.press(words.scan);
    await expect(app.control(importWords.finishTransfer)).toBeVisible();
    await look(app.page, named("import-transfer-scan"));
  });
}
