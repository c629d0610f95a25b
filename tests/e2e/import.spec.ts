import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { Import, stored } from "./support/import";
import { qrPng } from "./support/qr";
import { drop, paste, picture } from "./support/ways";

const PASSWORD = "test";
const OWN = "correct horse battery";

/** Three codes of one transfer, each with a token; the fourth is of another. */
const PARTS = [
  "otpauth-migration://offline?data=CiAKCkhlbGxvLTEyMzQSBkFjbWU6YRoEQWNtZSABKAEwAhABGAMgACgH",
  "otpauth-migration://offline?data=CiAKCkhlbGxvLTEyMzUSBkFjbWU6YhoEQWNtZSABKAEwAhABGAMgASgH",
  "otpauth-migration://offline?data=CiAKCkhlbGxvLTEyMzYSBkFjbWU6YxoEQWNtZSABKAEwAhABGAMgAigH",
  "otpauth-migration://offline?data=CiAKCkhlbGxvLTEyMzcSBkFjbWU6ZBoEQWNtZSABKAEwAhABGAIgACgI",
];

const link = (number: number) => {
  const letters = [...String(number).padStart(4, "0")].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("");
  return `otpauth://totp/Site${number}:ada?secret=JBSWY3DP${letters}EHPK&issuer=Site${number}`;
};

test.describe("files of other apps", () => {
  const files: readonly (readonly [name: string, tokens: number, password?: string])[] = [
    ["2fas_encrypted_v4.2fas", 5, PASSWORD],
    ["2fas_plain_v4.2fas", 5],
    ["aegis_encrypted.json", 7, PASSWORD],
    ["aegis_grouped_v2.json", 7],
    ["aegis_plain.json", 7],
    ["andotp_new.json.aes", 7, PASSWORD],
    ["andotp_old.json.aes", 7, PASSWORD],
    ["andotp_plain.json", 7],
    ["bitwarden.csv", 4],
    ["bitwarden.json", 4],
    ["bitwarden_argon2id.json", 4, PASSWORD],
    ["bitwarden_pbkdf2.json", 4, PASSWORD],
    ["duo.json", 2],
    ["ente_encrypted.json", 3, "password"],
    ["ente_plain.txt", 7],
    ["ente_sodium_final.json", 7, PASSWORD],
    ["ente_sodium_message.json", 7, PASSWORD],
    ["freeotp_plus.json", 6],
    ["lastpass.json", 2],
    ["otpauth_list.txt", 7],
    ["proton_encrypted.json", 3, PASSWORD],
    ["proton_plain.json", 3],
    ["steam.json", 1],
    ["steam_old.json", 1],
    ["stratum_legacy.authpro", 7, PASSWORD],
    ["stratum_plain.json", 7],
    ["stratum_strong.stratum", 7, PASSWORD],
  ];

  /** No file of these programs is to be had; the forms are those that their sources write. */
  const written: readonly (readonly [content: string, tokens: number])[] = [
    ['"Group","Title","Username","Password","URL","Notes","TOTP"\n"Root","Mail","ada","p","","","otpauth://totp/a?secret=MZXW6YTB"', 1],
    ['[{"kind":"HOTP","issuer":"I","account":"a","secret":"MZXW6YTB","timer":"30","digits":"8","algorithm":"SHA512","counter":"9"}]', 1],
    ['{"app":"2fauth_v8.0.1","schema":1,"data":[{"otp_type":"totp","service":"I","account":"a","secret":"MZXW6YTB"}]}', 1],
  ];

  test("open in the worker, each with as many tokens as are in it", async ({ newProfile, server }) => {
    const context = await newProfile();
    const bring = new Import(new App(await context.newPage(), server.origin));
    await bring.begin();
    const all = [
      ...(await Promise.all(files.map(async ([name, tokens, password]) => [name, await stored(name), tokens, password] as const))),
      ...written.map(([content, tokens]) => [content, content, tokens, undefined] as const),
    ];
    for (const [name, bytes, tokens, password] of all) {
      await bring.choose(bytes);
      if (password !== undefined) {
        await bring.app.arrives(bring.words.locked);
        await bring.unlock(password);
      }
      await bring.app.arrives(bring.words.preview);
      await expect(bring.page.getByRole("checkbox"), name).toHaveCount(tokens);
      await bring.app.press("Cancel");
      await bring.app.arrives(bring.words.title);
    }
  });
});

test("our own backup comes back in a fresh browser, and a second time nothing is new", async ({ newProfile, server }) => {
  const context = await newProfile();
  const app = new App(await context.newPage(), server.origin);
  const bring = new Import(app);
  const file = await stored("countersign.json");
  await bring.begin();
  await bring.choose(file, "countersign.json");
  await app.arrives(bring.words.locked);
  await expect(app.page.getByText("This is a backup from Countersign, locked with a password.")).toBeVisible();
  await bring.unlock(OWN);
  await app.arrives(bring.words.preview);
  await expect(app.page.getByText(/registered tokens? (is|are) not in it/)).toBeVisible();
  const count = await app.page.getByRole("checkbox").count();
  await bring.write();
  await bring.tells(count, 0, 0);
  await app.press(bring.words.done);
  await app.page.reload();
  await expect(app.page.getByRole("button", { name: app.words.copyCode }).first()).toBeVisible();

  await bring.begin();
  await bring.choose(file, "again.json");
  await bring.unlock(OWN);
  await app.arrives(bring.words.preview);
  await expect(app.page.getByText(`Here already: ${count}`)).toBeVisible();
  await expect(app.page.getByRole("checkbox")).toHaveCount(0);
  await app.press(bring.words.finish);
  await bring.tells(0, count, 0);
});

test("a wrong password is told from a damaged file, and nothing is lost on the way", async ({ newProfile, server }) => {
  const context = await newProfile();
  const app = new App(await context.newPage(), server.origin);
  const bring = new Import(app);
  const file = await stored("aegis_encrypted.json");
  await bring.begin();
  await bring.choose(file.subarray(0, file.length / 2));
  await expect(app.page.getByText(bring.words.damaged)).toBeVisible();
  await bring.choose("just some text");
  await expect(app.page.getByText(bring.words.unknown)).toBeVisible();
  await bring.choose(file);
  await app.arrives(bring.words.locked);
  await bring.unlock("wrong");
  await expect(app.page.getByText(bring.words.wrong)).toBeVisible();
  await bring.unlock(PASSWORD);
  await bring.write();
  await app.press(bring.words.done);

  await bring.begin();
  await bring.choose(await stored("andotp_new.json.aes"));
  await expect(app.page.getByText("This may be a backup from andOTP")).toBeVisible();
  await bring.unlock("wrong");
  await expect(app.page.getByText(bring.words.wrongOrDamaged)).toBeVisible();
});

test("an import is undone as one step", async ({ newProfile, server }) => {
  const context = await newProfile();
  const app = new App(await context.newPage(), server.origin);
  const bring = new Import(app);
  await app.addByLink("otpauth://totp/Here:ada?secret=GEZDGNBVGY3TQOJQ&issuer=Here");
  await bring.begin();
  await app.field(bring.words.paste).fill([link(1), link(2), link(2), "otpauth://totp/Broken?secret=1"].join("\n"));
  await app.press(bring.words.readText);
  await bring.write();
  await bring.tells(2, 0, 2);
  await expect(app.page.getByText("It is in the file twice.")).toBeVisible();
  await expect(app.page.getByText("Its secret can’t be read.")).toBeVisible();
  await app.press(bring.words.undo);
  await expect(app.page.getByText(bring.words.undone)).toBeVisible();
  await app.press(bring.words.done);
  await expect(app.row("Here")).toBeVisible();
  await expect(app.row("Site1")).toHaveCount(0);
  await app.page.reload();
  await expect(app.row("Here")).toBeVisible();
  await expect(app.row("Site1")).toHaveCount(0);
});

test("what the file says of a token that is here is taken over where it is chosen", async ({ newProfile, server }) => {
  const context = await newProfile();
  const app = new App(await context.newPage(), server.origin);
  const bring = new Import(app);
  await bring.bring([link(1), link(2)].join("\n"));
  await app.press(bring.words.done);
  await bring.begin();
  await bring.choose([link(1).replace("ada", "eve"), link(2).replace("ada", "eve"), link(3)].join("\n"));
  await app.arrives(bring.words.preview);
  await expect(app.control("Import 1 token")).toBeVisible();
  await app.page.getByRole("checkbox", { name: /Site1/ }).check();
  await app.press("Import 2 tokens");
  await bring.tells(1, 1, 0);
  await app.press(bring.words.done);
  await expect(app.row("Site1")).toContainText("eve");
  await expect(app.row("Site2")).toContainText("ada");
});

test("a thousand tokens are imported in one go", async ({ newProfile, server }) => {
  const context = await newProfile();
  const app = new App(await context.newPage(), server.origin);
  const bring = new Import(app);
  await bring.bring(Array.from({ length: 1_000 }, (_, number) => link(number)).join("\n"));
  await bring.tells(1_000, 0, 0);
  await app.press(bring.words.undo);
  await expect(app.page.getByText(bring.words.undone)).toBeVisible();
});

test.describe("transfer codes of Google Authenticator", () => {
  const [first = "", second = "", third = "", other = ""] = PARTS;

  test("are collected one after another, whichever way they come", async ({ newProfile, server }) => {
    const context = await newProfile();
    const app = new App(await context.newPage(), server.origin);
    const bring = new Import(app);
    await app.open("/add/paste");
    await app.field(app.words.link).fill(first);
    await app.press(app.words.goOn);
    await expect(app.page.getByText("1 of 3 transfer codes read. Missing 2 and 3.")).toBeVisible();
    await app.field(app.words.link).fill(first);
    await app.press(app.words.goOn);
    await expect(app.page.getByText("This code was read before.")).toBeVisible();
    await drop(app.page, picture(qrPng(third)));
    await expect(app.page.getByText("2 of 3 transfer codes read. Missing 2.")).toBeVisible();
    await drop(app.page, second);
    await bring.write();
    await bring.tells(3, 0, 0);
  });

  test("may all be in one picture", async ({ newProfile, server }) => {
    const context = await newProfile();
    const app = new App(await context.newPage(), server.origin);
    const bring = new Import(app);
    await bring.begin();
    await bring.choose(qrPng(first, second, third), "screen.png", "image/png");
    await bring.write();
    await bring.tells(3, 0, 0);
  });

  test("of two transfers are told apart, and the import can begin without the rest", async ({ newProfile, server }) => {
    const context = await newProfile({ permissions: ["clipboard-read", "clipboard-write"] });
    const app = new App(await context.newPage(), server.origin);
    const bring = new Import(app);
    await app.open("/add");
    await app.arrives(app.words.addTitle);
    await paste(app.page, first);
    await expect(app.page.getByText("Missing 2 and 3.")).toBeVisible();
    await paste(app.page, other);
    await expect(app.page.getByText("This code belongs to another transfer.")).toBeVisible();
    await app.press(bring.words.finishTransfer);
    await app.arrives(bring.words.preview);
    await expect(app.page.getByText("Codes 2 and 3 of 3 of the transfer are missing")).toBeVisible();
    await bring.write();
    await bring.tells(2, 0, 0);
  });
});
