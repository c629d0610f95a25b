import { expect, type Locator, type Page } from "@playwright/test";
import type { Gateway } from "./gateway";
import { DENIZ, other, type Person } from "./operator";
import { EN, type Words } from "./words";

/** What a person sees and presses, by role and name. */
export class App {
  constructor(
    readonly page: Page,
    readonly origin: string,
    readonly words: Words = EN,
  ) {}

  async open(address = "/"): Promise<void> {
    await this.page.goto(`${this.origin}${address}`);
  }

  /** The one heading that says where one is. */
  title(name: string | RegExp): Locator {
    return this.page.getByRole("heading", { level: 1, name, exact: typeof name === "string" });
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
    return this.page.getByRole("status").getByText(text).first();
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  /** Types key by key, since a value that a script hands over would stay in the memory of scripts. */
  async type(label: string, text: string): Promise<void> {
    await this.field(label).fill("");
    await this.field(label).pressSequentially(text);
  }

  // Signing in

  async openSignIn(): Promise<void> {
    await this.open("/sign-in");
    await this.arrives(this.words.signIn);
  }

  async send(): Promise<void> {
    await this.page.getByRole("main").getByRole("button", { name: this.words.signIn, exact: true }).click();
  }

  /** Fills the form as it is shown and sends it. */
  async submit(person: Person = DENIZ, password = person.password): Promise<void> {
    await this.field(this.words.userName).fill(person.name);
    await this.type(this.words.password, password);
    await this.send();
  }

  async signIn(person: Person = DENIZ, password = person.password): Promise<void> {
    await this.openSignIn();
    await this.submit(person, password);
  }

  /** From the refusal to the entry of the text message's code. */
  async askForCode(): Promise<void> {
    await this.arrives(this.words.notSignedIn);
    await this.press(this.words.registerHere);
    await this.textMe();
  }

  /** Asks for a text message, which waits by itself where one has just been sent. */
  async textMe(): Promise<void> {
    await this.press(this.words.textMe);
    await this.arrives(this.words.smsTitle);
  }

  async typeCode(code: string): Promise<void> {
    await this.type(this.words.smsLabel, code);
  }

  /** Asks for another text message as soon as that is allowed. */
  async sendAgain(): Promise<void> {
    // By the server's clock it may be a moment early, which the page then says.
    await expect(async () => {
      await this.press(/^Send it again/);
      await expect(this.toast(/The older code no longer works/)).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
  }

  async activate(code: string): Promise<void> {
    await this.type(this.words.activationLabel, code);
    await this.page.getByRole("button", { name: this.words.register }).click();
  }

  /** Signs in on a device without a token: registers by text message on the way. */
  async register(gateway: Gateway, person: Person = DENIZ): Promise<void> {
    await this.signIn(person);
    await this.askForCode();
    await this.typeCode(await gateway.nextCode(person.phone));
    await this.finishRegistration("Countersign", person);
  }

  async finishRegistration(issuer = "Countersign", person: Person = DENIZ): Promise<void> {
    await this.arrives(this.words.registeredAs(issuer));
    // It goes on by itself after a moment.
    await this.isSignedIn(person);
  }

  async isSignedIn(person: Person = DENIZ): Promise<void> {
    await this.arrives(this.words.account);
    await expect(this.page.getByRole("main")).toContainText(person.name);
  }

  async signOut(): Promise<void> {
    await this.press(this.words.signOut);
    await this.arrives(this.words.signIn);
  }

  // Codes

  /** The registered token's part of the list. */
  plate(issuer: string): Locator {
    return this.row(issuer).filter({ hasText: this.words.registeredPlate });
  }

  /** The button that shows and copies the code of a token. */
  row(name: string): Locator {
    return this.page.getByRole("button", { name: this.words.copyCode }).filter({ hasText: name });
  }

  /** The digits that a row tells to those who listen. */
  async shownCode(name: string): Promise<string> {
    const text = (await this.row(name).textContent()) ?? "";
    return this.words.copyCode.exec(text)?.[1]?.replaceAll(" ", "") ?? "";
  }

  async addByLink(link: string): Promise<void> {
    await this.open("/add");
    await this.press(this.words.paste);
    await this.field(this.words.link).fill(link);
    await this.press(this.words.goOn);
    await this.saveToken();
  }

  /** From the preview of a new token to the list. */
  async saveToken(): Promise<void> {
    await this.arrives(this.words.preview);
    await this.press(this.words.saveToken);
    await this.arrives(this.words.codes);
  }

  /** An entry of a token's menu. */
  async more(name: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: this.words.more(name), exact: true }).click();
    await this.page.getByRole("menuitem", { name: entry, exact: true }).click();
  }

  /** Waits until codes of this period have changed: what was sent before is of an older step. */
  async nextStep(period: number): Promise<void> {
    const step = () => Math.floor(Date.now() / 1000 / period);
    const now = step();
    await expect.poll(step, { timeout: period * 2000 }).toBeGreaterThan(now);
  }

  // Without a network

  /** Waits until the app would start without a network, and this page lives on what is kept. */
  async readyOffline(): Promise<void> {
    await this.page.evaluate(async () => {
      const { serviceWorker } = navigator;
      await serviceWorker.ready;
      if (serviceWorker.controller !== null) return;
      await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
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
