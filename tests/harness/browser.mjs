import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import puppeteer from "puppeteer-core";

const CHROMIUM = {
  browser: "chrome",
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
  ],
};

const FIREFOX = {
  browser: "firefox",
  executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
  extraPrefsFirefox: {
    "intl.locale.requested": "en-US",
    // A fresh profile would fetch lists and show pages of its own.
    "app.normandy.enabled": false,
    "browser.aboutwelcome.enabled": false,
    "browser.safebrowsing.malware.enabled": false,
    "browser.safebrowsing.phishing.enabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
  },
};

/** A profile on disk, which outlives its browser. */
export class Profile {
  constructor(kind, folder) {
    this.kind = kind;
    this.folder = folder;
  }

  static async chromium() {
    return new Profile(CHROMIUM, await mkdtemp(path.join(tmpdir(), "countersign-chromium-")));
  }

  static async firefox() {
    return new Profile(FIREFOX, await mkdtemp(path.join(tmpdir(), "countersign-firefox-")));
  }

  /** Starts a browser on it. */
  async start() {
    return puppeteer.launch({
      ...this.kind,
      userDataDir: this.folder,
      headless: true,
      // The tests end what they start.
      handleSIGINT: true,
      defaultViewport: { width: 390, height: 844 },
    });
  }

  async remove() {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
