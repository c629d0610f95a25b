import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { App, until } from "../harness/app.mjs";
import { Profile } from "../harness/browser.mjs";
import { codeAt, secretOf } from "../harness/otp.mjs";
import { Server } from "../harness/server.mjs";

const SECRET = secretOf(1);
const COUNTER = `otpauth://hotp/Bank:deniz.kaya?secret=${SECRET}&issuer=Bank&counter=0`;
const OTHER = `otpauth://hotp/Post:deniz.kaya?secret=${secretOf(2)}&issuer=Post&counter=0`;

let server;
let profile;
let browser;

before(async () => {
  server = await Server.start();
});

after(async () => {
  await server.remove();
});

beforeEach(async () => {
  profile = await Profile.chromium();
  browser = await profile.start();
});

afterEach(async () => {
  await browser.close();
  await profile.remove();
});

async function newApp() {
  return App.in(browser, server.origin);
}

/** A page of the same origin in which nothing runs: another program that uses the same database. */
async function bystander() {
  const app = await newApp();
  await app.open("/manifest.webmanifest");
  return app.page;
}

async function showsCounter(app, counter, name = "Bank", secret = SECRET) {
  await until(`the code ${counter} of ${name}`, async () => (await app.shownCode(name)) === codeAt(secret, counter));
}

async function tells(app, text) {
  await app.find("p, .note, [role=status], [role=alert]", text);
}

test("a full disk is told, keeps what was saved, and saving works once there is room", async () => {
  const first = await newApp();
  await first.addByLink(COUNTER);
  await browser.close();
  // Chromium asks how much room there is once, before it writes.
  browser = await profile.start();
  const app = await newApp();
  const session = await app.page.createCDPSession();
  await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize: 1 });
  await app.open("/codes");
  await app.press("Next code for Bank");
  await tells(app, /No room left to save/);
  await showsCounter(app, 0);
  await app.page.reload();
  await showsCounter(app, 0);
  await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin });
  await app.press("Next code for Bank");
  await showsCounter(app, 1);
  await app.page.reload();
  await showsCounter(app, 1);
});

test("a tab gives way to a newer app, says so, and writes nothing any more", async () => {
  const app = await newApp();
  await app.addByLink(COUNTER);
  const newer = await bystander();
  const version = await newer.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const now = indexedDB.open("countersign");
        now.onsuccess = () => {
          const { version } = now.result;
          now.result.close();
          const upgrade = indexedDB.open("countersign", version + 1);
          upgrade.onblocked = () => reject(new Error("the old tab does not give way"));
          upgrade.onsuccess = () => {
            upgrade.result.close();
            resolve(version);
          };
        };
      }),
  );
  assert.ok(version >= 1);
  await app.page.bringToFront();
  await tells(app, /Another tab runs a newer version of the app/);
  await showsCounter(app, 0);
  await app.press("Next code for Bank");
  await tells(app, /saved by a newer version of the app/);
  await showsCounter(app, 0);
  // And an old app that starts now does not touch what it does not know.
  await app.page.reload();
  await tells(app, /saved by a newer version of the app/);
});

test("storage that is cleared while the app is open is told, and nothing is saved into the void", async () => {
  const app = await newApp();
  await app.addByLink(COUNTER);
  const session = await app.page.createCDPSession();
  await session.send("Storage.clearDataForOrigin", { origin: server.origin, storageTypes: "indexeddb" });
  await app.press("Next code for Bank");
  await tells(app, /deleted what was stored here/);
  await showsCounter(app, 0);
});

test("two tabs that write at once lose nothing of each other", async () => {
  const one = await newApp();
  await one.addByLink(COUNTER);
  await one.addByLink(OTHER);
  const other = await newApp();
  await other.open("/codes");
  await showsCounter(other, 0);
  const presses = (app) =>
    app.page.evaluate(() => {
      for (let times = 0; times < 10; times += 1) {
        for (const name of ["Bank", "Post"]) document.querySelector(`[aria-label="Next code for ${name}"]`).click();
      }
    });
  await Promise.all([presses(one), presses(other)]);
  for (const app of [one, other]) {
    await app.page.bringToFront();
    await showsCounter(app, 20);
    await showsCounter(app, 20, "Post", secretOf(2));
  }
});

test("a profile that comes back from an older copy opens, goes on, and says that its token has moved", async () => {
  await server.admin(["parameter", "set", "mobile.application.otp.enabled", "true"]);
  await server.admin(["group", "add", "engineers", "--codes", "on", "--sms", "on"]);
  const person = ["--display-name", "Deniz Kaya", "--phone", "+905550104217", "--language", "en"];
  const password = "correct horse 27 battery";
  await server.admin(["user", "add", "deniz.kaya", ...person, "--group", "engineers", "--password-stdin"], password);
  const signIn = async (app) => {
    await app.open("/sign-in");
    await app.type("User name", "deniz.kaya");
    await app.type("Password", password);
    await app.press("Sign in");
  };
  const activate = async (app) => {
    const made = await server.admin(["activation-code", "make", "deniz.kaya", "--json"]);
    await app.press("Register a token on this device");
    await app.press("I have an activation code");
    await app.type("Activation code", JSON.parse(made).activation_code);
    await app.press(/^Register this device/);
    await app.arrives("Account");
  };

  const before = await newApp();
  await before.addByLink(COUNTER);
  await signIn(before);
  await activate(before);
  await browser.close();
  const copy = await mkdtemp(path.join(tmpdir(), "countersign-older-"));
  await cp(profile.folder, copy, { recursive: true });

  // Life goes on: a code is used, and the token moves.
  browser = await profile.start();
  const later = await newApp();
  await later.open("/codes");
  await later.press("Next code for Bank");
  await showsCounter(later, 1);
  const elsewhere = await Profile.chromium();
  const phone = await elsewhere.start();
  const moved = await App.in(phone, server.origin);
  await signIn(moved);
  await moved.arrives("Not signed in");
  await activate(moved);
  await phone.close();
  await elsewhere.remove();
  await browser.close();

  await rm(profile.folder, { recursive: true, force: true });
  await cp(copy, profile.folder, { recursive: true });
  await rm(copy, { recursive: true, force: true });
  browser = await profile.start();
  const restored = await newApp();
  await restored.open("/codes");
  await showsCounter(restored, 0);
  await tells(restored, /Moved to another device on/);
  await restored.press("Next code for Bank");
  await showsCounter(restored, 1);
});
