import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { App, until } from "../harness/app.mjs";
import { Profile } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";

const LINK = "otpauth://totp/GitHub:deniz.kaya?secret=JBSWY3DPEHPK3PXP&issuer=GitHub";
const COUNTER = "otpauth://hotp/Bank:deniz.kaya?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bank&counter=0";
/** RFC 4226, appendix D: the codes of `COUNTER`. */
const COUNTED = ["755224", "287082", "359152", "969429"];

let server;
let profile;
let browser;
let apps;

/** A page whose policy is looked at when the test ends. */
async function newApp() {
  const app = await App.in(browser, server.origin);
  apps.push(app);
  return app;
}

before(async () => {
  server = await Server.start();
});

after(async () => {
  await server.remove();
});

beforeEach(async () => {
  profile = await Profile.firefox();
  browser = await profile.start();
  apps = [];
});

afterEach(async () => {
  await browser.close();
  await profile.remove();
});

test("what was saved is there after a reload, and the policy refused nothing", async () => {
  const app = await newApp();
  await app.addByLink(LINK);
  await app.addByLink(COUNTER);
  await app.row("GitHub");
  assert.deepEqual(await app.refused(), []);
  await app.open("/codes");
  await app.row("GitHub");
  assert.equal(await app.shownCode("Bank"), COUNTED[0]);
  await app.press("Next code for Bank");
  await until("the next code", async () => (await app.shownCode("Bank")) === COUNTED[1]);
  await app.page.reload();
  assert.equal(await app.shownCode("Bank"), COUNTED[1]);
  for (const address of ["/settings", "/sign-in", "/add"]) {
    await app.open(address);
    await app.find("h1", /./);
    assert.deepEqual(await app.refused(), [], address);
  }
});

test("what one tab saves is in the other at once, and neither undoes what the other did", async () => {
  const one = await newApp();
  await one.addByLink(COUNTER);
  // Pages in the background are hardly drawn, so the one that is looked at is in front.
  const other = await newApp();
  await other.open("/codes");
  await other.row("Bank");
  await one.page.bringToFront();
  await one.addByLink(LINK);
  await other.page.bringToFront();
  await other.row("GitHub");
  await other.press("Next code for Bank");
  await one.page.bringToFront();
  await until("the code of the other tab", async () => (await one.shownCode("Bank")) === COUNTED[1]);
});

test("the app starts cold while the server is gone, at any address", async () => {
  const first = await newApp();
  await first.addByLink(LINK);
  await first.readyOffline();
  await browser.close();
  await server.away();
  try {
    browser = await profile.start();
    for (const address of ["/", "/codes", "/settings", "/unknown/deep?x=1"]) {
      const app = await newApp();
      await app.open(address);
      await app.press(/^Codes/);
      await app.row("GitHub");
      assert.deepEqual(await app.refused(), [], address);
    }
  } finally {
    await server.resume();
  }
});

test("a device is registered by text message and signs in", async () => {
  await server.admin(["parameter", "set", "mobile.application.otp.enabled", "true"]);
  await server.admin(["group", "add", "engineers", "--codes", "on", "--sms", "on"]);
  const person = ["--display-name", "Deniz Kaya", "--phone", "+905550104217", "--language", "en"];
  const password = "correct horse 27 battery";
  await server.admin(["user", "add", "deniz.kaya", ...person, "--group", "engineers", "--password-stdin"], password);

  const app = await newApp();
  await app.open("/sign-in");
  await app.type("User name", "deniz.kaya");
  await app.type("Password", password);
  await app.press("Sign in");
  await app.arrives("Not signed in");
  await app.press("Register a token on this device");
  await app.press("Text me a code");
  await app.arrives("Enter the code from the text message");
  const code = await until("the text message", () => /(?<![\d#])\d{6}(?!\d)/.exec(server.output.split("+905550104217").at(-1) ?? "")?.[0]);
  await app.type("Six-digit code", code);
  await app.arrives("Account");
  assert.deepEqual(await app.refused(), []);
  await app.open("/codes");
  await app.row("Countersign");
});
