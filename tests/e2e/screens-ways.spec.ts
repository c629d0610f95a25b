import { App } from "./support/app";
import { shiftClock } from "./support/browser";
import { expect, test } from "./support/fixtures";
import { look } from "./support/look";
import { paste, watchCameras } from "./support/ways";
import { EN, TR } from "./support/words";

const OWN = {
  en: { clock: "Clock", storage: "Storage", install: "Install the app first", wrong: /^This device’s clock is/ },
  tr: { clock: "Saat", storage: "Depolama", install: "Önce uygulamayı kurun", wrong: /^Bu cihazın saati .* şaşmış/ },
};

for (const words of [EN, TR]) {
  const language = words.language.slice(0, 2) as keyof typeof OWN;
  const own = OWN[language];
  const named = (name: string) => `${name}-${language}`;

  test(`axe finds nothing on the ways in, the clock and the storage in ${words.language}`, async ({
    newProfile,
    operator,
    server,
  }) => {
    await operator.codesOn();
    const context = await newProfile({ locale: words.language, permissions: ["clipboard-read", "clipboard-write"] });
    await shiftClock(context, 94);
    const app = new App(await context.newPage(), server.origin, words);
    await watchCameras(app.page);
    await app.open("/add");
    await app.arrives(words.addTitle);
    await paste(app.page, "no link");
    await expect(app.page.getByText(words.notALink)).toBeVisible();
    await look(app.page, named("add-wrong-paste"));
    await app.open("/add/type");
    await app.type(words.secret, "JBSWY3DPEHPK3PXP");
    await look(app.page, named("add-live"));
    await app.open("/settings/clock");
    await app.arrives(own.clock);
    await look(app.page, named("clock-alone"));
    await app.page.getByRole("main").getByRole("button").click();
    await expect(app.page.getByText(own.wrong)).toBeVisible();
    await look(app.page, named("clock-wrong"));
    await app.open("/settings/storage");
    await app.arrives(own.storage);
    await look(app.page, named("storage"));
    await app.addByLink("otpauth://totp/GitHub:deniz.kaya?secret=JBSWY3DPEHPK3PXP&issuer=GitHub");
    await expect(app.page.getByText(own.wrong)).toBeVisible();
    await look(app.page, named("codes-clock"));
  });

  test(`axe finds nothing where the app is to be installed first in ${words.language}`, async ({ newProfile, server }) => {
    const context = await newProfile({ locale: words.language, userAgent: "Mozilla/5.0 (iPhone; like Mac OS X) Safari" });
    const app = new App(await context.newPage(), server.origin, words);
    await app.open("/add");
    await app.arrives(own.install);
    await look(app.page, named("install-first"));
    await app.open("/settings/storage");
    await app.arrives(own.storage);
    await look(app.page, named("storage-ios"));
  });
}
