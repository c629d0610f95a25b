import { defineConfig } from "@playwright/test";
import { launchOptions } from "./support/browser";

/**
 * End-to-end journeys: the built app in Chromium against the real server. `cargo xtask e2e`
 * builds both and runs them; the binary and the browser come from COUNTERSIGN_SERVER and
 * COUNTERSIGN_CHROMIUM.
 */
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/e2e",
  fullyParallel: true,
  // Each worker drives a browser and a server; more of them than cores only makes both slow.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: { launchOptions: launchOptions() },
  reporter: "list",
});
