import { App } from "./support/app";
import { expect, test } from "./support/fixtures";

test.beforeEach(async ({ operator }) => {
  await operator.codesOn();
  await operator.quickCodes();
  await operator.set("mobile.sms.otp.resend.seconds", "10");
});

test("after a registration elsewhere, the first device is told when it signs in, and brings the token back", async ({
  app,
  gateway,
  newProfile,
  server,
}) => {
  await app.register(gateway);
  await app.signOut();
  const second = new App(await (await newProfile()).newPage(), server.origin);
  await second.register(gateway);

  await app.signIn();
  await app.arrives("Your token moved to another device");
  await app.press("Bring it back to this device");
  await app.textMe();
  await app.typeCode(await gateway.nextCode("+905550104217"));
  await app.finishRegistration();

  await second.open("/account");
  await second.arrives("Sign in");
});

test("a device that was signed in is signed out by a registration elsewhere and says why", async ({
  app,
  gateway,
  newProfile,
  server,
}) => {
  await app.register(gateway);
  const second = new App(await (await newProfile()).newPage(), server.origin);
  await second.register(gateway);

  await app.page.reload();
  await expect(app.page.getByText("You were signed out: your token moved to another device.")).toBeVisible();
});

test("a device that was offline shows its codes, and learns of the move when the network returns", async ({
  app,
  context,
  gateway,
  newProfile,
  server,
}) => {
  await app.register(gateway);
  await app.open("/codes");
  await app.readyOffline();
  await context.setOffline(true);
  const second = new App(await (await newProfile()).newPage(), server.origin);
  await second.register(gateway);

  await app.page.reload();
  await expect(app.plate("Countersign")).toBeVisible();
  await expect(app.page.getByText("Registered to this device")).toBeVisible();
  await context.setOffline(false);
  await expect(app.page.getByText(/Its codes no longer count here/)).toBeVisible();
});

test("a token that an administrator revoked says so", async ({ app, gateway, operator }) => {
  await app.register(gateway);
  await app.signOut();
  await operator.revoke();
  await app.signIn();
  await app.arrives("Your token was revoked");
});
