import { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { DENIZ, QUICK_PERIOD } from "./support/operator";

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

test("too many wrong passwords from the device lock the account for a while", async ({ app }) => {
  await app.nextStep(QUICK_PERIOD);
  await app.openSignIn();
  const locked = app.title("Your account is locked");
  const refused = app.title("Not signed in");
  for (let tries = 0; tries < 20 && !(await locked.isVisible()); tries += 1) {
    await app.submit(DENIZ, "wrong");
    await expect(locked.or(refused)).toBeVisible();
    if (await refused.isVisible()) await app.press("Try again");
  }
  await expect(locked).toBeVisible();
  await expect(app.page.getByText(/By itself at \d{1,2}:\d{2}/)).toBeVisible();
});
