import { expect, test } from "./support/fixtures";
import { DENIZ } from "./support/operator";

test.beforeEach(async ({ operator }) => {
  await operator.codesOn();
  await operator.quickCodes();
  await operator.set("mobile.sms.otp.resend.seconds", "10");
});

test("a server that is away at any step of registering and signing in costs nothing", async ({ app, gateway, server }) => {
  await app.openSignIn();
  await app.readyOffline();
  await server.away();
  await app.submit();
  await app.arrives("Can’t reach the server");
  await server.resume();
  await app.press("Try again");
  await app.arrives("Not signed in");

  await app.press("Register a token on this device");
  await app.arrives("Register this device first");
  await server.away();
  await app.press("Text me a code");
  await app.arrives("Can’t reach the server");
  await server.resume();
  // It is tried again without a press, too.
  await app.arrives("Enter the code from the text message");

  const code = await gateway.nextCode(DENIZ.phone);
  await server.away();
  await app.typeCode(code);
  await expect(app.page.getByRole("alert").filter({ hasText: /Can’t reach|doesn’t answer/ })).toBeVisible();
  await server.resume();
  await app.arrives("This device is registered as Countersign");

  await server.away();
  await app.arrives("Can’t reach the server");
  await server.resume();
  await app.isSignedIn();
});

test("a server that is away while somebody is signed in leaves the codes, and signing out works", async ({
  app,
  gateway,
  server,
}) => {
  await app.register(gateway);
  await app.readyOffline();
  await server.away();
  await app.open("/codes");
  await expect(app.plate("Countersign")).toBeVisible();
  await server.resume();
  await app.open("/account");
  await app.isSignedIn();
  await server.away();
  await app.press(/^Sign out/);
  await server.resume();
  await app.open("/account");
  await app.arrives("Sign in");
});

test("reloading at any step of registering and signing in loses nothing", async ({ app, gateway }) => {
  await app.openSignIn();
  await app.page.reload();
  await app.arrives("Sign in");

  await app.submit();
  await app.arrives("Not signed in");
  await app.page.reload();
  await app.arrives("Sign in");

  await app.submit();
  await app.arrives("Not signed in");
  await app.press("Register a token on this device");
  await app.arrives("Register this device first");
  await app.page.reload();
  await app.arrives("Sign in");

  await app.signIn();
  await app.askForCode();
  const code = await gateway.nextCode(DENIZ.phone);
  await app.page.reload();
  await app.arrives("Enter the code from the text message");
  await app.typeCode(code);
  await app.arrives("Sign in");
  await expect(app.page.getByText(/registered/).first()).toBeVisible();
  await app.page.reload();
  await app.arrives("Sign in");

  await app.submit();
  await app.isSignedIn();
  await app.page.reload();
  await app.isSignedIn();
  expect(gateway.codesSentTo(DENIZ.phone)).toBe(1);
});
