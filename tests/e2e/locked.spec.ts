import { App, falsifyCode } from "./support/app";
import { expect, test } from "./support/fixtures";

test.beforeEach(async ({ app, gateway, operator }) => {
  await operator.codesOn();
  await operator.quickCodes();
  await app.register(gateway);
  await app.signOut();
});

test("an account that an administrator locked is told to its device, codes still work, and unlocking helps", async ({
  app,
  operator,
}) => {
  await operator.lock();
  await app.signIn();
  await app.arrives("Your account is locked");
  await expect(app.page.getByText("An administrator locked it. Ask them to open it.")).toBeVisible();
  await app.press("Back to codes");
  await expect(app.plate("Countersign")).toBeVisible();
  await operator.unlock();
  await app.signIn();
  await app.isSignedIn();
});

test("an outsider is not told that an account is locked", async ({ newProfile, operator, server }) => {
  await operator.lock();
  const outsider = new App(await (await newProfile()).newPage(), server.origin);
  await outsider.signIn();
  await outsider.arrives("Not signed in");
});

test("too many wrong codes lock the account for a while, and it says until when", async ({ app }) => {
  await falsifyCode(app.page);
  const locked = app.title("Your account is locked");
  const mismatch = app.title("Token mismatch");
  let mismatches = 0;
  for (; mismatches < 10; mismatches += 1) {
    await app.signIn();
    await expect(locked.or(mismatch)).toBeVisible();
    if (await locked.isVisible()) break;
  }
  expect(mismatches).toBe(4);
  await expect(app.page.getByText(/By itself at .*\d{1,2}:\d{2}/)).toBeVisible();
  await app.press("Back to codes");
  await expect(app.plate("Countersign")).toBeVisible();
});
