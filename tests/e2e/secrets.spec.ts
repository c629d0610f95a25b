import type { Response } from "@playwright/test";
import { App } from "./support/app";
import { PHONE } from "./support/browser";
import { expect, test } from "./support/fixtures";
import { DENIZ } from "./support/operator";
import {
  keepMemories,
  leaks,
  plantedSecret,
  plantedText,
  profileFiles,
  scriptHeap,
  storage,
  wasmMemory,
} from "./support/secrets";

const OFFLINE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

test("signing out leaves no password, no code of a text message and no session anywhere", async ({
  disk,
  gateway,
  operator,
  server,
}) => {
  await operator.codesOn();
  const context = await disk.start();
  await keepMemories(context);
  const app = new App(context.pages()[0] ?? (await context.newPage()), server.origin);
  const registered = app.page.waitForResponse((answer: Response) => answer.url().endsWith("/confirm"));

  await app.signIn();
  await app.askForCode();
  const sms = await gateway.nextCode(DENIZ.phone);
  await app.typeCode(sms);
  const { token } = (await (await registered).json()) as { token: { secret: string } };
  await app.finishRegistration();
  const cookie = (await context.cookies()).find((one) => one.name === "__Host-countersign");
  expect(cookie?.httpOnly && cookie.secure && cookie.sameSite).toBe("Strict");

  const planted = [
    plantedText("the password", DENIZ.password),
    plantedText("the code of the text message", sms),
    plantedText("the session", cookie?.value ?? ""),
  ];
  const secret = plantedSecret("the secret of the registered token", token.secret);
  // While somebody is signed in, neither is anything but the sealed token stored.
  const stored = (await storage(app.page)).filter((place) => place.name !== "cookies");
  expect(leaks(stored, [...planted, secret])).toEqual([]);

  await app.signOut();
  expect(await context.cookies()).toEqual([]);
  const left = [...(await storage(app.page)), await scriptHeap(app.page), await wasmMemory(app.page)];
  expect(leaks(left, planted)).toEqual([]);
  await context.close();
  expect(leaks(await profileFiles(disk.folder), [...planted, secret])).toEqual([]);
});

test("the secret of an offline token is never stored in the clear", async ({ disk, server }) => {
  const context = await disk.start();
  const app = new App(context.pages()[0] ?? (await context.newPage()), server.origin);
  await app.open("/codes");
  await app.addByLink(`otpauth://totp/Example:me?secret=${OFFLINE_SECRET}&issuer=Example`);
  await expect(app.row("Example")).toBeVisible();
  const planted = [plantedSecret("the secret", OFFLINE_SECRET)];
  expect(leaks(await storage(app.page), planted)).toEqual([]);
  await context.close();
  expect(leaks(await profileFiles(disk.folder), planted)).toEqual([]);
});

test("the search for secrets finds them where they do lie", async ({ newProfile, server }) => {
  const context = await newProfile(PHONE);
  await keepMemories(context);
  const app = new App(await context.newPage(), server.origin);
  await app.openSignIn();
  await app.page.getByLabel("Password", { exact: true }).pressSequentially(DENIZ.password);
  await app.page.evaluate((text) => {
    localStorage.setItem("planted", text);
    (globalThis as unknown as { planted: string }).planted = text;
  }, "planted 184629 here");
  const planted = [plantedText("the planted text", "184629")];
  expect(leaks(await storage(app.page), planted)).toEqual(["the planted text in localStorage"]);
  expect(leaks([await scriptHeap(app.page)], planted)).toEqual(["the planted text in the heap of JavaScript"]);
  expect(leaks([await wasmMemory(app.page)], [plantedText("a word of the app", "/icons.svg#i-codes")])).toHaveLength(1);
});
