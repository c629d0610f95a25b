import type { Page } from "@playwright/test";

/** A file that someone hands to the app. */
export interface Given {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export const picture = (bytes: Buffer): Given => ({ name: "code.png", type: "image/png", bytes });

/** Puts a text or a picture on the clipboard and presses the keys for pasting it. */
export async function paste(page: Page, what: string | Given): Promise<void> {
  if (typeof what === "string") {
    await page.evaluate((text) => navigator.clipboard.writeText(text), what);
  } else {
    await page.evaluate(async ({ type, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ [type]: new Blob([bytes], { type }) })]);
    }, handed(what));
  }
  await page.keyboard.press("Control+V");
}

/** Drops a text or a file on the page. */
export async function drop(page: Page, what: string | Given, on = "main"): Promise<void> {
  const data = await page.evaluateHandle(
    (given) => {
      const data = new DataTransfer();
      if (typeof given === "string") data.setData("text/plain", given);
      else {
        const bytes = Uint8Array.from(atob(given.base64), (sign) => sign.charCodeAt(0));
        data.items.add(new File([bytes], given.name, { type: given.type }));
      }
      return data;
    },
    typeof what === "string" ? what : handed(what),
  );
  for (const event of ["dragenter", "dragover", "drop"]) await page.dispatchEvent(on, event, { dataTransfer: data });
}

/**
 * Shares something to the app as the system does: a form that is posted to where the manifest says.
 * With `stay` the page is not left; the answer is only asked for.
 */
export async function share(page: Page, what: string | Given, { stay = false } = {}): Promise<void> {
  await page.evaluate(
    async ({ given, stay }) => {
      const manifest = (await (await fetch("/manifest.webmanifest")).json()) as {
        share_target: { action: string; params: { text: string; files: { name: string }[] } };
      };
      const { action, params } = manifest.share_target;
      const form = Object.assign(document.createElement("form"), { action, method: "POST", enctype: "multipart/form-data" });
      // The system keeps nothing of what it shares; a browser remembers what is typed into fields.
      form.autocomplete = "off";
      const field = document.createElement("input");
      if (typeof given === "string") Object.assign(field, { name: params.text, value: given });
      else {
        const data = new DataTransfer();
        const bytes = Uint8Array.from(atob(given.base64), (sign) => sign.charCodeAt(0));
        data.items.add(new File([bytes], given.name, { type: given.type }));
        Object.assign(field, { type: "file", name: params.files[0]?.name ?? "" });
        field.files = data.files;
      }
      form.append(field);
      if (stay) {
        await fetch(action, { method: "POST", body: new FormData(form), redirect: "manual" });
        return;
      }
      document.body.append(form);
      form.submit();
    },
    { given: typeof what === "string" ? what : handed(what), stay },
  );
}

function handed({ name, type, bytes }: Given): { name: string; type: string; base64: string } {
  return { name, type, base64: bytes.toString("base64") };
}

/** Makes the page think that it is hidden, or shown again. */
export async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    Object.defineProperty(document, "visibilityState", { value: value ? "hidden" : "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

/** What the cameras that the page was given are doing, the oldest first. Call `watchCameras` first. */
export async function cameras(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (globalThis as unknown as { cameras: MediaStreamTrack[] }).cameras.map((track) => track.readyState),
  );
}

/** Keeps hold of every camera that the page is given; each says that it has a light, and what it was told last. */
export async function watchCameras(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: MediaStreamTrack[] = [];
    const applied: unknown[] = [];
    Object.assign(globalThis, { cameras: kept, applied });
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
      const stream = await ask(wishes);
      for (const track of stream.getVideoTracks()) {
        kept.push(track);
        track.getCapabilities = () => ({ torch: true, focusMode: ["manual", "continuous"] }) as MediaTrackCapabilities;
        track.applyConstraints = async (constraints) => {
          applied.push(...(constraints?.advanced ?? []));
        };
      }
      return stream;
    };
  });
}

/** What the cameras were told, in order. */
export async function toldCameras(page: Page): Promise<unknown[]> {
  return page.evaluate(() => (globalThis as unknown as { applied: unknown[] }).applied);
}
