/** How long anything may take to appear. */
const PATIENCE = 15_000;

/** Asks again and again until there is an answer. */
export async function until(what, ask) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Runs in the page: the first element of these selectors that can be seen and has this name, within `main` before others. */
function named(selector, source) {
  const wanted = new RegExp(source);
  const name = (element) =>
    element.getAttribute("aria-label") ??
    element.labels?.[0]?.textContent ??
    element.textContent ??
    "";
  const found = [...document.querySelectorAll(selector)].filter(
    (element) => element.checkVisibility() && wanted.test(name(element).trim()),
  );
  return found.find((element) => element.closest("main") !== null) ?? found[0] ?? null;
}

const exactly = (text) => `^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
const sourceOf = (name) => (name instanceof RegExp ? name.source : exactly(name));

/** What a person sees and presses in one page, by kind and name. */
export class App {
  constructor(page, origin) {
    this.page = page;
    this.origin = origin;
  }

  /** A page of this browser, with all that its policy refuses noted down. */
  static async in(browser, origin) {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(() => {
      globalThis.refusedByPolicy = [];
      document.addEventListener("securitypolicyviolation", (event) => {
        globalThis.refusedByPolicy.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    return new App(page, origin);
  }

  async open(address = "/") {
    await this.page.goto(`${this.origin}${address}`);
  }

  /** What the policy of the page that is open has refused so far. */
  async refused() {
    return this.page.evaluate(() => globalThis.refusedByPolicy);
  }

  async #look(selector, name) {
    const handle = await this.page.evaluateHandle(named, selector, sourceOf(name));
    return handle.asElement();
  }

  async find(selector, name) {
    try {
      return await until(`${selector} “${name}”`, () => this.#look(selector, name));
    } catch (error) {
      const shown = await this.page.evaluate(() => document.body.innerText);
      throw new Error(`${error.message}; the page shows:\n${shown}`, { cause: error });
    }
  }

  async sees(selector, name) {
    return (await this.#look(selector, name)) !== null;
  }

  async arrives(title) {
    await this.find("h1", title);
  }

  /** Presses what has this name; once more where it was drawn anew at that moment. */
  async press(name) {
    await until(`pressing “${name}”`, async () => {
      const control = await this.find("button, a, [role=menuitem]", name);
      return control.click().then(
        () => true,
        (error) => {
          if (!/detached|stale|not clickable/i.test(error.message)) throw error;
        },
      );
    });
  }

  async type(label, text) {
    const field = await this.find("input, textarea", label);
    await field.click();
    await field.type(text);
  }

  /** The button that shows and copies the code of a token. */
  async row(name) {
    return this.find("button.code__copy, button.plate__copy, button", new RegExp(`${name}[\\s\\S]*Copy`));
  }

  /** The digits that a row tells to those who listen. */
  async shownCode(name) {
    const row = await this.row(name);
    const text = await row.evaluate((element) => element.textContent);
    return /Code ([\d ]+)\. Copy/.exec(text)[1].replaceAll(" ", "");
  }

  async addByLink(link) {
    await this.open("/add");
    await this.press(/^Paste a link/);
    await this.type("Link", link);
    await this.press("Continue");
    await this.arrives("Check the code");
    await this.press("Save the token");
    await this.arrives("Codes");
  }

  /** Waits until the app would start without a network, and this page lives on what is kept. */
  async readyOffline() {
    await this.page.evaluate(async () => {
      const { serviceWorker } = navigator;
      await serviceWorker.ready;
      if (serviceWorker.controller !== null) return;
      await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    });
  }
}
