import { App } from "./support/app";
import { EN_OUT, PASSWORD, pick, saved, seal, TR_OUT } from "./support/backups";
import { expect, test } from "./support/fixtures";
import { look } from "./support/look";
import { EN, TR } from "./support/words";

for (const [words, out] of [
  [EN, EN_OUT],
  [TR, TR_OUT],
] as const) {
  const named = (name: string) => `${name}-${words.language.slice(0, 2)}`;
  const link = (issuer: string, secret: string) =>
    `otpauth://totp/${issuer}:deniz.kaya?secret=${secret}&issuer=${issuer}`;

  test(`axe finds nothing on the ways out in ${words.language}`, async ({ newProfile, server }) => {
    test.slow();
    const context = await newProfile({ locale: words.language });
    const app = new App(await context.newPage(), server.origin, words);
    const see = (name: string) => look(app.page, named(name));
    await app.addByLink(link("GitHub", "JBSWY3DPEHPK3PXP"));
    await app.addByLink(link("GitLab", "GEZDGNBVGY3TQOJQ"));
    await app.open("/settings/backup");
    await app.arrives(out.backup);
    await see("backup-none");
    await app.press(out.make);
    await app.press(out.make);
    await see("backup-typing");
    await seal(app, out);
    await see("backup-ready");
    const file = await saved(app, out);
    await see("backup-saved");
    await app.press(out.confirm);
    await expect(app.page.getByText(out.verified)).toBeVisible();
    await see("backup-kept");
    await app.press(out.done);
    await see("backup-good");
    await app.addByLink(link("Gitea", "MZXW6YTBOJRGC6RA"));
    await app.open("/settings");
    await app.arrives(words.settings);
    await see("settings-backup");
    await app.open("/settings/backup/check");
    await see("drill");
    await pick(app, out.choose, file);
    await expect(app.field(out.password)).toBeVisible({ timeout: 30_000 });
    await see("drill-password");
    await app.field(out.password).fill(PASSWORD);
    await app.press(out.open);
    await expect(app.page.getByText("Gitea, deniz.kaya")).toBeVisible({ timeout: 30_000 });
    await see("drill-found");
    await app.open("/settings/export");
    await app.page.getByRole("checkbox").first().uncheck();
    await see("export");
    await app.page.getByRole("checkbox").first().check();
    await app.press(out.show);
    await see("export-question");
    await app.press(out.goOn);
    await expect(app.page.getByRole("main").getByRole("img")).toBeVisible();
    await see("export-code");
    await app.page.getByRole("button", { name: out.hide }).first().click();
    await app.page.getByRole("radio").last().check();
    await app.press(out.makeFile);
    await app.press(out.goOn);
    await expect(app.control(out.save)).toBeVisible();
    await see("export-file");
  });

  test(`axe finds nothing on the reminder in ${words.language}`, async ({ newProfile, server }) => {
    const context = await newProfile({ locale: words.language });
    const app = new App(await context.newPage(), server.origin, words);
    await app.addByLink(link("GitHub", "JBSWY3DPEHPK3PXP"));
    await app.page.clock.setFixedTime(Date.now() + 3 * 86_400_000);
    await app.open("/codes");
    await expect(app.page.getByRole("main").getByRole("link", { name: out.make })).toBeVisible();
    await look(app.page, named("codes-reminder"));
  });
}
