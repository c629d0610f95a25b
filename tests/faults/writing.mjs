import { codeAt, secretOf } from "../harness/otp.mjs";

/** Numbers that follow from a seed (mulberry32). */
export class Chance {
  constructor(seed) {
    this.state = seed;
  }

  /** At least 0, less than `end`. */
  below(end) {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  }
}

/** Every token counts, so that its code says how often it was used. */
export function linkOf(token) {
  return `otpauth://hotp/${token.name}:ada?secret=${token.secret}&issuer=${token.name}&counter=0`;
}

/** The tokens that a vault holds: their counters by their names. */
export class Model {
  constructor(tokens = []) {
    this.tokens = new Map(tokens.map((token) => [token.name, token]));
  }

  after(act) {
    const tokens = [...this.tokens.values()];
    switch (act.kind) {
      case "add":
        return new Model([...tokens, { name: act.name, secret: act.secret, counter: 0 }]);
      case "import":
        return new Model([...tokens, ...act.tokens.map((token) => ({ ...token, counter: 0 }))]);
      case "delete":
        return new Model(tokens.filter((token) => token.name !== act.name));
      default:
        return new Model(
          tokens.map((token) => (token.name === act.name ? { ...token, counter: token.counter + 1 } : token)),
        );
    }
  }

  /** Whether a page that shows these codes by these names shows this. */
  isShownBy(codes) {
    const expected = [...this.tokens.values()];
    return (
      expected.length === codes.size &&
      expected.every((token) => codes.get(token.name) === codeAt(token.secret, token.counter))
    );
  }
}

/** What is done in one run, one after another, to a vault that holds this. */
export function plan(model, chance, count, number) {
  const acts = [];
  let now = model;
  for (let index = 0; index < count; index += 1) {
    const names = [...now.tokens.keys()];
    const some = names[chance.below(Math.max(names.length, 1))];
    const fresh = (letter) => ({
      name: `T${number}x${index}${letter}`,
      secret: secretOf(number * 1000 + index * 10 + "abc".indexOf(letter)),
    });
    const draw = chance.below(10);
    let act = { kind: "advance", name: some };
    if (names.length < 3 || (draw < 2 && names.length < 12)) act = { kind: "add", ...fresh("a") };
    else if (draw < 4 && names.length < 10) act = { kind: "import", tokens: [..."abc"].map(fresh) };
    else if (draw < 5 && names.length > 6) act = { kind: "delete", name: some };
    if (act.kind === "add") act.link = linkOf(act);
    if (act.kind === "import") act.text = act.tokens.map(linkOf).join("\n");
    acts.push(act);
    now = now.after(act);
  }
  return acts;
}

/**
 * Runs in the page: does all of this as a person would, as fast as the page follows, and tells
 * `acknowledge` each time the page shows that it was done.
 */
export async function work(acts) {
  const nameOf = (element) =>
    (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent ?? "").trim();
  const look = (selector, name) =>
    [...document.querySelectorAll(selector)].find(
      (element) => element.checkVisibility() && (name instanceof RegExp ? name.test(nameOf(element)) : nameOf(element) === name),
    );
  const until = async (ask) => {
    for (;;) {
      const answer = ask();
      if (answer) return answer;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const press = async (name) => (await until(() => look("button, a, [role=menuitem]", name))).click();
  const fill = async (label, text) => {
    const field = await until(() => look("textarea", label));
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const row = (name) => look("button", new RegExp(`${name}\\b[\\s\\S]*Code [\\d ]+\\. Copy`));

  const doing = {
    async advance({ name }) {
      const before = (await until(() => row(name))).textContent;
      await press(`Next code for ${name}`);
      await until(() => row(name) && row(name).textContent !== before);
    },
    async import({ tokens, text }) {
      await press("Add token");
      await press(/^Import from another app/);
      await fill("Or paste what is in it", text);
      await press("Read the text");
      await press(/^Import \d+ tokens?$/);
      await until(() => look("button", "Undo the import"));
      // Said to be done from here on.
      globalThis.acknowledge("import");
      await press("Done");
      await until(() => row(tokens.at(-1).name));
    },
    async add({ name, link }) {
      await press("Add token");
      await press(/^Paste a link/);
      await fill("Link", link);
      await press("Continue");
      await press("Save the token");
      await until(() => row(name));
    },
    async delete({ name }) {
      await press(`More for ${name}`);
      await press("Move to bin");
      await until(() => !row(name) && look("h1", "Codes"));
    },
  };
  for (const act of acts) {
    await doing[act.kind](act);
    if (act.kind !== "import") globalThis.acknowledge(act.kind);
  }
}

/** Runs in the page: the codes that it shows, by name; nothing while it shows none or trouble. */
export function shown() {
  const rows = [...document.querySelectorAll("button")].filter((element) => element.checkVisibility());
  const codes = rows.flatMap((element) => {
    const text = element.textContent;
    const code = /Code ([\d ]+)\. Copy/.exec(text)?.[1];
    return code === undefined ? [] : [[element.querySelector(".code__issuer").textContent.trim(), code.replaceAll(" ", "")]];
  });
  const empty = /no tokens/i.test(document.querySelector("main")?.innerText ?? "");
  return {
    codes,
    ready: codes.length > 0 || empty,
    trouble: [...document.querySelectorAll(".note")]
      .map((note) => note.innerText)
      .filter((text) => /can’t be (read|opened)|storage|keep the key|newer version/i.test(text)),
  };
}
