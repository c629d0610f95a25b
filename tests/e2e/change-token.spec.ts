import { expect, test } from "./support/fixtures";
import { DENIZ } from "./support/operator";

const RENAMED = "Northgate PAM";

test.beforeEach(async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await operator.quickCodes();
  await operator.set("mobile.sms.otp.resend.seconds", "10");
  await app.register(gateway);
  await app.signOut();
  await operator.set("tfa.otp.issuer", RENAMED);
});

test("a registered token of the old name is used again and takes the new name", async ({ app, gateway }) => {
  await app.signIn();
  await app.arrives("The server asks for another token");
  await expect(app.page.getByRole("main")).toContainText(RENAMED);
  await app.press("Change the token");
  await app.arrives(/^Which token answers for/);
  await app.page.getByRole("list", { name: "Registered tokens here" }).getByRole("button", { name: /^Countersign/ }).click();
  await app.isSignedIn();
  await app.open("/codes");
  await expect(app.plate(RENAMED)).toBeVisible();
  expect(gateway.codesSentTo(DENIZ.phone)).toBe(1);
});

test("a new token is registered under the new name and the old one is gone", async ({ app, gateway }) => {
  await app.signIn();
  await app.arrives("The server asks for another token");
  await app.press("Change the token");
  await app.press("Register a new token");
  await app.textMe();
  await app.typeCode(await gateway.nextCode(DENIZ.phone));
  await app.finishRegistration(RENAMED);
  await app.open("/codes");
  await expect(app.plate(RENAMED)).toBeVisible();
  await expect(app.plate("Countersign")).toHaveCount(0);
});

test("declining the change leads back to the form and changes nothing", async ({ app }) => {
  await app.signIn();
  await app.arrives("The server asks for another token");
  await app.press("Not now");
  await app.arrives("Sign in");
  await app.open("/codes");
  await expect(app.plate("Countersign")).toBeVisible();
});
