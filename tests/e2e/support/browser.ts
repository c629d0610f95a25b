import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium, type LaunchOptions } from "@playwright/test";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How to start Chromium here; `more` adds flags. */
export function launchOptions(...more: string[]): LaunchOptions {
  return { executablePath: process.env.COUNTERSIGN_CHROMIUM ?? "/usr/bin/chromium", args: [...FLAGS, ...more] };
}

/** A phone of the size that the screens are drawn for, in English unless told otherwise. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  locale: "en-US",
  timezoneId: "UTC",
  colorScheme: "light",
  reducedMotion: "reduce",
};

/** Collects what must never happen on a page: CSP violations, exceptions, error messages. */
export class Watch {
  private readonly found: string[] = [];

  /** Watches every page of this profile, those to come too. */
  async over(context: BrowserContext): Promise<void> {
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`CSP violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    context.on("weberror", (error) => this.found.push(`exception: ${error.error().message}`));
    context.on("console", (message) => {
      if (message.type() !== "error") return;
      const { url } = message.location();
      // Chromium reports each refusal of the server and each call without a network by itself.
      const reported = message.text().startsWith("Failed to load resource") && url.includes("/api/v1/");
      if (!reported) this.found.push(`console: ${message.text()} (${url})`);
    });
  }

  /** What was found and has not been asked for yet. */
  take(): string[] {
    return this.found.splice(0);
  }
}

/** A profile on disk, which outlives its browser: for cold starts and for looking at its files. */
export class DiskProfile {
  private constructor(
    readonly folder: string,
    private readonly watch: Watch,
  ) {}

  static async make(watch: Watch): Promise<DiskProfile> {
    return new DiskProfile(await mkdtemp(path.join(tmpdir(), "countersign-profile-")), watch);
  }

  /** Starts a browser on it. Close the context before the next start. */
  async start(options: BrowserContextOptions = {}, ...flags: string[]): Promise<BrowserContext> {
    const context = await chromium.launchPersistentContext(this.folder, {
      ...launchOptions(...flags),
      ...PHONE,
      ...options,
    });
    await this.watch.over(context);
    return context;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Makes the clock of every page of this profile go wrong by so many seconds. */
export async function shiftClock(context: BrowserContext, seconds: number): Promise<void> {
  await context.addInitScript((offset) => {
    const Real = Date;
    class Shifted extends Real {
      constructor(...given: unknown[]) {
        if (given.length === 0) super(Real.now() + offset);
        else super(...(given as [number]));
      }

      static override now(): number {
        return Real.now() + offset;
      }
    }
    globalThis.Date = Shifted as DateConstructor;
  }, seconds * 1000);
}
