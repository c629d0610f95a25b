import { falsifyCode } from "./support/app";
import { shiftClock } from "./support/browser";
import { expect, test } from "./support/fixtures";
import { DENIZ, QUICK_PERIOD } from "./support/operator";

test("with mobile codes off, the password alone signs in", async ({ app, operator, gateway }) => {
  await operator.addGroup("engineers", true);
  await operator.addPerson(DENIZ, "engineers");
  await app.signIn();
  await app.isSignedIn();
  expect(gateway.codesSentTo(DENIZ.phone)).toBe(0);
});

test("in a group without codes, the password alone signs in", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await operator.addGroup("visitors", false);
  const visitor = { ...DENIZ, name: "elif.demir", display: "Elif Demir", phone: "+905550104218" };
  await operator.addPerson(visitor, "visitors");
  await app.signIn(visitor);
  await app.isSignedIn(visitor);
  expect(gateway.codesSentTo(visitor.phone)).toBe(0);
});

test("empty fields are named one by one and nothing is sent", async ({ app }) => {
  await app.openSignIn();
  await app.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(app.page.getByLabel("User name")).toBeFocused();
  await expect(app.page.getByText("Type your user name.")).toBeVisible();
  await app.page.getByLabel("User name").fill(DENIZ.name);
  await app.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(app.page.getByLabel("Password", { exact: true })).toBeFocused();
  await expect(app.page.getByText("Type your password.")).toBeVisible();
});

test("a wrong name, a wrong password and a missing code get the same words", async ({ app, operator }) => {
  await operator.codesOn();
  const seen = new Set<string>();
  const tries = [
    { person: { ...DENIZ, name: "nobody" }, password: DENIZ.password },
    { person: DENIZ, password: "wrong" },
    { person: DENIZ, password: DENIZ.password },
  ];
  for (const { person, password } of tries) {
    await app.signIn(person, password);
    await app.arrives("Not signed in");
    seen.add(await app.page.getByRole("main").innerText());
  }
  expect(seen.size).toBe(1);
});

test("without a token here, a code by text message registers this device and signs in", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await app.register(gateway);
  await expect(app.page.getByRole("main")).toContainText("On this device");
  await app.open("/codes");
  await expect(app.plate("Countersign")).toBeVisible();
});

test("a registered token named as the server asks answers by itself", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await operator.quickCodes();
  await app.register(gateway);
  await app.signOut();
  await app.signIn();
  await app.isSignedIn();
  expect(gateway.codesSentTo(DENIZ.phone)).toBe(1);
});

test("a code that was used waits for the next one by itself", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await operator.quickCodes();
  await app.register(gateway);
  await app.nextStep(QUICK_PERIOD);
  await app.signOut();
  await app.signIn();
  await app.isSignedIn();
  await app.signOut();
  await app.signIn();
  await app.arrives("That code has been used");
  await app.isSignedIn();
});

test("a code that does not match is told to the bound device, and the next one signs in", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await operator.quickCodes();
  await app.register(gateway);
  await app.signOut();
  const truth = await falsifyCode(app.page);
  await app.signIn();
  await app.arrives("Token mismatch");
  await expect(app.page.getByRole("main")).toContainText("Tries left");
  await truth();
  await app.press(/^Try again with the next code/);
  await app.isSignedIn();
});

test("a wrong password with the right code is refused in the words for everyone", async ({ app, operator, gateway }) => {
  await operator.codesOn();
  await operator.quickCodes();
  await app.register(gateway);
  await app.signOut();
  await app.nextStep(QUICK_PERIOD);
  await app.signIn(DENIZ, "wrong");
  await app.arrives("Not signed in");
  await app.press("Try again");
  await app.arrives("Sign in");
});

for (const [name, seconds] of [["slow", -300], ["fast", 300]] as const) {
  test(`a clock five minutes ${name} signs in all the same and is told`, async ({ app, context, operator, gateway }) => {
    await shiftClock(context, seconds);
    await operator.codesOn();
    await operator.quickCodes();
    await app.register(gateway);
    await app.signOut();
    const truth = await falsifyCode(app.page);
    await app.signIn();
    await app.arrives("Token mismatch");
    await expect(app.page.getByText(new RegExp(`clock is (5 min|4 min \\d+ s|300 s|299 s).* ${name}`))).toBeVisible();
    await truth();
    await app.press(/^Try again with the next code/);
    await app.isSignedIn();
    await app.open("/settings");
    await expect(app.page.getByText(name === "slow" ? /behind the server/ : /ahead of the server/)).toBeVisible();
  });
}
