import { expect, type Locator, type Page } from "@playwright/test";
import type { Gateway } from "./gateway";
import { DENIZ, other, type Person } from "./operator";

/** What a person sees and presses, by role and name. */
export class App {
  constructor(
    readonly page: Page,
    readonly origin: string,
  ) {}

  async open(address = "/"): Promise<void> {
    await this.page.goto(`${this.origin}${address}`);
  }

  /** The one heading that says where one is. */
  title(name: string | RegExp): Locator {
    return this.page.getByRole("heading", { level: 1, name });
  }

  /** Waits until the screen of this title is there. */
  async arrives(name: string | RegExp): Promise<void> {
    await expect(this.title(name)).toBeVisible();
  }

  /** A button or a link; people don't tell them apart. */
  control(name: string | RegExp): Locator {
    const role = (kind: "button" | "link") => this.page.getByRole(kind, { name, exact: typeof name === "string" });
    return role("button").or(role("link"));
  }

  async press(name: string | RegExp): Promise<void> {
    await this.control(name).click();
  }

  /** A short message that goes away by itself. */
  toast(text: string | RegExp): Locator {
    return this.page.getByRole("status").filter({ hasText: text });
  }

  // Signing in

  async openSignIn(): Promise<void> {
    await this.open("/sign-in");
    await this.arrives("Sign in");
  }

  /** Fills the form as it is shown and sends it. */
  async submit(person: Person = DENIZ, password = person.password): Promise<void> {
    await this.page.getByLabel("User name").fill(person.name);
    // Typed key by key, since a value handed over by a script would stay in its memory.
    const field = this.page.getByLabel("Password", { exact: true });
    await field.fill("");
    await field.pressSequentially(password);
    await this.page.getByRole("button", { name: "Sign in", exact: true }).click();
  }

  async signIn(person: Person = DENIZ, password = person.password): Promise<void> {
    await this.openSignIn();
    await this.submit(person, password);
  }

  /** From the refusal to the entry of the text message's code. */
  async askForCode(): Promise<void> {
    await this.arrives("Not signed in");
    await this.press("Register a token on this device");
    await this.press("Text me a code");
    await this.arrives("Enter the code from the text message");
  }

  async typeCode(code: string): Promise<void> {
    const field = this.page.getByLabel("Six-digit code");
    await field.fill("");
    await field.pressSequentially(code);
  }

  /** Signs in on a device without a token: registers by text message on the way. */
  async register(gateway: Gateway, person: Person = DENIZ): Promise<void> {
    await this.signIn(person);
    await this.askForCode();
    await this.typeCode(await gateway.nextCode(person.phone));
    await this.finishRegistration();
  }

  async finishRegistration(issuer = "Countersign"): Promise<void> {
    await this.arrives(`This device is registered as ${issuer}`);
    await this.press("Continue");
    await this.isSignedIn();
  }

  async activate(code: string): Promise<void> {
    const field = this.page.getByLabel("Activation code");
    await field.fill("");
    await field.pressSequentially(code);
    await this.page.getByRole("main").getByRole("button", { name: /^Register/ }).click();
  }

  async isSignedIn(person: Person = DENIZ): Promise<void> {
    await this.arrives("Account");
    await expect(this.page.getByRole("main")).toContainText(person.name);
  }

  async signOut(): Promise<void> {
    await this.press(/^Sign out/);
    await this.arrives("Sign in");
  }

  // Codes

  /** The registered token's part of the list. */
  plate(issuer: string): Locator {
    return this.row(issuer).filter({ hasText: /Registered/ });
  }

  /** The button that shows and copies the code of a token. */
  row(name: string): Locator {
    return this.page.getByRole("button", { name: new RegExp(`${name}.*Code.*Copy`, "s") });
  }

  /** The digits that a row shows. */
  async shownCode(name: string): Promise<string> {
    const text = await this.row(name).innerText();
    return /Code ([\d ]+)\. Copy/.exec(text)?.[1]?.replaceAll(" ", "") ?? "";
  }

  async addByLink(link: string): Promise<void> {
    await this.open("/add");
    await this.press(/^Paste a link/);
    await this.page.getByLabel("Link").fill(link);
    await this.press("Continue");
    await this.saveToken();
  }

  /** From the preview of a new token to the list. */
  async saveToken(): Promise<void> {
    await this.arrives("Check the code");
    await this.press("Save the token");
    await this.arrives("Codes");
  }

  /** An entry of a token's menu. */
  async more(name: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: `More for ${name}` }).click();
    await this.page.getByRole("menuitem", { name: entry }).or(this.control(entry)).click();
  }

  /** Waits until codes of this period have changed: what was sent before is of an older step. */
  async nextStep(period: number): Promise<void> {
    const now = Math.floor(Date.now() / 1000 / period);
    await expect.poll(() => Math.floor(Date.now() / 1000 / period), { timeout: period * 2000 }).toBeGreaterThan(now);
  }

  // Without a network

  /** Waits until the app would start without a network. */
  async readyOffline(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }
}

/**
 * Makes every code that leaves this page wrong, as a token whose secret has been damaged would,
 * until the function that comes back is called.
 */
export async function falsifyCode(page: Page): Promise<() => Promise<void>> {
  const sessions = "**/api/v1/sessions";
  await page.route(sessions, async (route) => {
    const body = route.request().postDataJSON() as { code?: string } | null;
    if (typeof body?.code !== "string") return route.continue();
    return route.continue({ postData: JSON.stringify({ ...body, code: other(body.code) }) });
  });
  return () => page.unroute(sessions);
}
