import { expect, test } from "./support/fixtures";
import { DENIZ, other } from "./support/operator";

test("a wrong code of the text message costs a try and nothing else", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await app.signIn();
  await app.askForCode();
  const code = await gateway.nextCode(DENIZ.phone);
  await app.typeCode(other(code));
  await expect(app.page.getByText("That is not the code.")).toBeVisible();
  await expect(app.page.getByText(/4 tries left/)).toBeVisible();
  await app.typeCode(code);
  await app.finishRegistration();
});

test("an expired code is told, and a new one registers", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await operator.quickMessages();
  await app.signIn();
  await app.askForCode();
  const old = await gateway.nextCode(DENIZ.phone);
  await expect(app.page.getByText("This code has run out. Send a new one.")).toBeVisible({ timeout: 60_000 });
  await app.sendAgain();
  const fresh = await gateway.nextCode(DENIZ.phone);
  await app.typeCode(fresh === old ? fresh : old);
  if (fresh !== old) {
    await expect(app.page.getByText("That is not the code.")).toBeVisible();
    await app.typeCode(fresh);
  }
  await app.finishRegistration();
});

test("a code sent again replaces the older one and refills no tries", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await operator.set("mobile.sms.otp.resend.seconds", "10");
  await app.signIn();
  await app.askForCode();
  const first = await gateway.nextCode(DENIZ.phone);
  await app.typeCode(other(first));
  await expect(app.page.getByText(/4 tries left/)).toBeVisible();
  await app.sendAgain();
  const second = await gateway.nextCode(DENIZ.phone);
  await expect(app.page.getByText(/4 tries left/)).toBeVisible();
  if (first !== second) {
    await app.typeCode(first);
    await expect(app.page.getByText(/3 tries left/)).toBeVisible();
  }
  await app.typeCode(second);
  await app.finishRegistration();
});

test("too many wrong codes stop the registration, and starting over refills nothing", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await operator.set("mobile.sms.otp.tries", "2");
  await app.signIn();
  await app.askForCode();
  const code = await gateway.nextCode(DENIZ.phone);
  await app.typeCode(other(code));
  await expect(app.page.getByText(/1 try left/)).toBeVisible();
  await app.typeCode(other(code, 2));
  await expect(app.page.getByText(/Too many wrong codes/)).toBeVisible();
  await app.press("Cancel sign-in");
  await app.submit();
  await app.arrives("Not signed in");
  await app.press("Register a token on this device");
  await app.press("Text me a code");
  await app.arrives("Too many tries");
  expect(gateway.codesSentTo(DENIZ.phone)).toBe(1);
});

test("an outsider sees the same screens and no text message goes out", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await app.signIn(DENIZ, "wrong");
  await app.askForCode();
  await app.typeCode("000000");
  await expect(app.page.getByText("That is not the code.")).toBeVisible();
  await expect(app.page.getByText(/4 tries left/)).toBeVisible();
  expect(gateway.codesSentTo(DENIZ.phone)).toBe(0);
});

test("an activation code stands in for the text message", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  const activation = await operator.activationCode(DENIZ);
  await app.signIn();
  await app.arrives("Not signed in");
  await app.press("Register a token on this device");
  await app.press("I have an activation code");
  await app.arrives("Enter your activation code");
  await app.activate("AAAA-AAAA-AAAA");
  await expect(app.page.getByText(/the activation code is wrong, or the code has run out/)).toBeVisible();
  await app.activate(activation.toLowerCase());
  await app.finishRegistration();
  expect(gateway.codesSentTo(DENIZ.phone)).toBe(0);
});

test("a text message that cannot be sent leaves a way on by activation code", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  gateway.failing = 500;
  await app.signIn();
  await app.askForCode();
  await app.press("Nothing arrived?");
  await app.press("Use an activation code");
  await app.arrives("Enter your activation code");
  await app.activate(await operator.activationCode(DENIZ));
  await app.finishRegistration();
});

test("a code that the browser takes out of the text message registers by itself", async ({ app, context, operator, gateway }) => {
  // Only a phone with a SIM card hands codes over, so the browser's side is played here.
  await context.addInitScript(() => {
    Object.assign(globalThis, { OTPCredential: class {} });
    CredentialsContainer.prototype.get = (options) =>
      new Promise((take, refuse) => {
        addEventListener("played:message", (event) => take({ code: (event as CustomEvent).detail } as never), { once: true });
        options?.signal?.addEventListener("abort", () => refuse(options.signal?.reason));
      });
  });
  await operator.codesOn();
  await app.signIn();
  await app.askForCode();
  const code = await gateway.nextCode(DENIZ.phone);
  await app.page.evaluate((detail) => dispatchEvent(new CustomEvent("played:message", { detail })), code);
  await app.finishRegistration();
});
