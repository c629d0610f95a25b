import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { violations } from "./axe";
import { cutOff } from "./cut-off";
import { expect } from "./fixtures";

type Size = "phone" | "desktop";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;
/** Where to write every screen that is looked at, for people. */
const pictures = process.env.SCREENS;

/** One way in which a person may see a screen. */
interface Sight {
  readonly name: string;
  readonly size: Size;
  readonly colorScheme: "light" | "dark";
  readonly direction?: "rtl";
  /** How many times the usual size the text is. */
  readonly text?: number;
}

const SIGHTS: readonly Sight[] = [
  { name: "phone-light", size: "phone", colorScheme: "light" },
  { name: "phone-dark", size: "phone", colorScheme: "dark" },
  { name: "desktop-light", size: "desktop", colorScheme: "light" },
  { name: "desktop-dark", size: "desktop", colorScheme: "dark" },
  { name: "phone-rtl", size: "phone", colorScheme: "light", direction: "rtl" },
  { name: "phone-large", size: "phone", colorScheme: "light", text: 2 },
];

/**
 * Looks at the screen once no toast lies over it, in every way that a person may see it: light and
 * dark, phone and desktop, right to left, and text of twice the size. Axe must find nothing, and
 * nothing may be cut off.
 */
export async function look(page: Page, name: string): Promise<void> {
  await expect(page.locator(".toast")).toHaveCount(0);
  await lookNow(page, name);
}

/** The same at once, with whatever toast is there. */
export async function lookNow(page: Page, name: string): Promise<void> {
  for (const sight of SIGHTS) {
    const back = await seeAs(page, sight);
    expect.soft(await violations(page), `${name}, ${sight.name}`).toEqual([]);
    expect.soft(await cutOff(page), `${name}, ${sight.name}: what is cut off`).toEqual([]);
    if (pictures !== undefined) {
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${name}-${sight.name}.png`) });
    }
    await back();
  }
  await page.setViewportSize(SIZES.phone);
  await page.emulateMedia({ colorScheme: "light" });
}

/** Shows the page in this way, until the function that comes back is called. */
async function seeAs(page: Page, { size, colorScheme, direction, text }: Sight): Promise<() => Promise<void>> {
  await page.emulateMedia({ colorScheme });
  const direct = (dir: string, fontSize: string) =>
    page.evaluate((to) => {
      const root = document.documentElement;
      const was = root.dir;
      root.dir = to.dir === "" ? was : to.dir;
      // By the object model, since the page's policy refuses a style attribute.
      root.style.fontSize = to.fontSize;
      return was;
    }, { dir, fontSize });
  const was = await direct(direction ?? "", text === undefined ? "" : `${text * 100}%`);
  // All of it in view, or what lies under the bar at the bottom would count as covered.
  await page.setViewportSize(SIZES[size]);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...SIZES[size], height: Math.max(height, SIZES[size].height) });
  return async () => {
    await direct(was, "");
  };
}
