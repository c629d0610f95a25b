import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { look } from "./support/look";
import { EN, TR } from "./support/words";

const OWN = {
  [EN.language]: {
    bin: "Move to bin",
    details: "Details",
    edit: "Edit",
    hide: "Hide codes",
    hold: "Hold the code",
    note: "Note",
    organize: "Sort and organize",
    resync: "Find the counter again",
    select: "Select",
    tag: "Tag",
    tags: "Tags",
    tokens: ["Put in order", "Duplicates", "Bin"],
  },
  [TR.language]: {
    bin: "Çöp kutusuna taşı",
    details: "Ayrıntılar",
    edit: "Düzenle",
    hide: "Kodları gizle",
    hold: "Kodu tut",
    note: "Not",
    organize: "Sırala ve düzenle",
    resync: "Sayacı yeniden bul",
    select: "Seç",
    tag: "Etiketle",
    tags: "Etiketler",
    tokens: ["Sıraya diz", "Yinelenenler", "Çöp kutusu"],
  },
};

const LONG = "Türkiye Vakıflar Bankası Kurumsal İnternet Şubesi";
const link = (issuer: string, secret: string, kind = "totp", rest = "") =>
  `otpauth://${kind}/${encodeURIComponent(issuer)}:muvaffakiyetsizlestiricilestiriveremeyebileceklerimizden?secret=${secret}&issuer=${encodeURIComponent(issuer)}${rest}`;

for (const words of [EN, TR]) {
  const own = OWN[words.language] ?? OWN[EN.language];
  const named = (name: string) => `${name}-${words.language.slice(0, 2)}`;

  test(`axe finds nothing where tokens are kept in order, in ${words.language}`, async ({ newProfile, server }) => {
    if (own === undefined) throw new Error("no words");
    const context = await newProfile({ locale: words.language });
    const app = new App(await context.newPage(), server.origin, words);
    const see = (name: string) => look(app.page, named(name));
    const close = async () => {
      await app.page.keyboard.press("Escape");
      await expect(app.page.locator("dialog")).toHaveCount(0);
    };
    await app.open("/codes");
    await app.addByLink(link("GitHub", "JBSWY3DPEHPK3PXP"));
    await app.addByLink(link(LONG, "GEZDGNBVGY3TQOJQ"));
    await app.addByLink(link("Bank", "MFRGGZDFMZTWQ2LK", "hotp", "&counter=3"));
    await app.addByLink(link("GitHub", "NBSWY3DPO5XXE3DE"));
    await app.page.getByRole("button", { name: words.more("Bank"), exact: true }).click();
    await see("everyday-menu");
    await app.page.getByRole("menuitem", { name: own.resync }).click();
    await see("everyday-resync");
    await close();
    await app.more(LONG, own.edit);
    await app.field(own.tags).fill("iş, Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizden");
    await app.field(own.note).fill("Kurtarma kodları kasada, 14 numaralı zarfta.");
    await see("everyday-edit");
    await app.press(words.save);
    await expect(app.page.locator("dialog")).toHaveCount(0);
    await app.more(LONG, own.details);
    await see("everyday-details");
    await close();
    await app.more(LONG, own.hold);
    await app.more("Bank", own.select);
    await app.page.getByRole("button", { name: own.tag, exact: true }).click();
    await see("everyday-tag");
    await close();
    await see("everyday-selected");
    await app.page.keyboard.press("Escape");
    await app.press(own.hide);
    await see("everyday-hidden");
    await app.press(own.organize);
    await see("everyday-organize");
    await close();
    await app.page.keyboard.press("?");
    await see("everyday-keys");
    await close();
    await app.more("Bank", own.bin);
    await expect(app.page.getByRole("button", { name: words.more("Bank"), exact: true })).toHaveCount(0);
    for (const page of own.tokens) {
      await app.open("/codes");
      await app.press(own.organize);
      await app.page.getByRole("link", { name: page }).click();
      await app.arrives(page);
      await see(`everyday-${own.tokens.indexOf(page)}`);
    }
  });
}
