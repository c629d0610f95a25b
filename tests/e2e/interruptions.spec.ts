import type { App } from "./support/app";
import { expect, test } from "./support/fixtures";
import { DENIZ } from "./support/operator";
import type { Server } from "./support/server";

test.beforeEach(async ({ operator }) => {
  await operator.codesOn();
  await operator.quickCodes();
  await operator.set("mobile.sms.otp.resend.seconds", "1");
});

/** Ends the server, does something that needs it, and brings it back. */
async function without(server: Server, app: App, act: () => Promise<void>): Promise<void> {
  await server.away();
  await act();
  await app.arrives("Can’t reach the server");
  await server.resume();
  await app.press("Try again");
}

test("a server that is away at any step of registering and signing in costs nothing", async ({ app, gateway, server }) => {
  await app.openSignIn();
  await without(server, app, () => app.submit());
  await app.arrives("Not signed in");
  await app.press("Register a token on this device");
  await without(server, app, () => app.press("Text me a code"));
  await app.arrives("Enter the code from the text message");
  const code = await gateway.nextCode(DENIZ.phone);
  await without(server, app, () => app.typeCode(code));
  await app.arrives("This device is registered as Countersign");
  await without(server, app, () => app.press("Continue"));
  await app.isSignedIn();
});

test("a server that is away while somebody is signed in leaves the codes, and signing out works", async ({
  app,
  gateway,
  server,
}) => {
  await app.register(gateway);
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
  await gateway.nextCode(DENIZ.phone);
  await app.page.reload();
  await app.arrives("Sign in");

  await app.signIn();
  await app.askForCode();
  await app.typeCode(await gateway.nextCode(DENIZ.phone));
  await app.arrives("This device is registered as Countersign");
  await app.page.reload();
  await app.arrives("Sign in");

  await app.signIn();
  await app.isSignedIn();
  await app.page.reload();
  await app.isSignedIn();
});
