import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { PASSPHRASE } from "./support/lock";
import { look } from "./support/look";
import { EN, TR } from "./support/words";

const EN_LOCK = {
  title: "Lock",
  setUp: "Set a lock",
  kind: "Passphrase",
  again: "Once more",
  kept: "I have kept it",
  turnOn: "Turn the lock on",
  now: "Lock now",
  locked: "Locked",
  unlock: "Unlock",
  wrong: /Wrong passphrase/,
  forgot: "Can’t unlock?",
};

const TR_LOCK: typeof EN_LOCK = {
  title: "Kilit",
  setUp: "Kilit belirle",
  kind: "Parola",
  again: "Bir kez daha",
  kept: "Sakladım",
  turnOn: "Kilidi etkinleştir",
  now: "Şimdi kilitle",
  locked: "Kilitli",
  unlock: "Kilidi aç",
  wrong: /Parola yanlış/,
  forgot: "Açamıyor musunuz?",
};

for (const [words, lock] of [
  [EN, EN_LOCK],
  [TR, TR_LOCK],
] as const) {
  test(`axe finds nothing on the lock in ${words.language}`, async ({ newProfile, server }) => {
    test.slow();
    const context = await newProfile({ locale: words.language });
    const app = new App(await context.newPage(), server.origin, words);
    const see = (name: string) => look(app.page, `${name}-${words.language.slice(0, 2)}`);
    const secret = app.page.getByRole("textbox", { name: lock.kind, exact: true });
    await app.open("/settings/lock");
    await app.arrives(lock.title);
    await see("lock-none");
    await app.press(lock.setUp);
    await app.page.getByRole("radio", { name: lock.kind }).check({ force: true });
    await see("lock-typing");
    await secret.fill(PASSPHRASE);
    await app.field(lock.again).fill(PASSPHRASE);
    await app.press(words.goOn);
    await expect(app.page.getByRole("checkbox", { name: lock.kept })).toBeVisible({ timeout: 30_000 });
    await see("lock-paper");
    await app.page.getByRole("checkbox", { name: lock.kept }).check();
    await app.press(lock.turnOn);
    await expect(app.control(lock.now)).toBeVisible({ timeout: 30_000 });
    await see("lock-on");
    await app.press(lock.now);
    await app.arrives(lock.locked);
    await see("locked-app");
    await secret.fill("not the passphrase");
    await app.page.getByRole("button", { name: lock.unlock, exact: true }).click();
    await expect(app.page.getByText(lock.wrong)).toBeVisible();
    await see("locked-app-wrong");
    await app.page.getByText(lock.forgot).click();
    await see("locked-app-forgot");
  });
}
