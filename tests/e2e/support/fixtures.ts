import { writeFile } from "node:fs/promises";
import { test as base, type BrowserContext, type BrowserContextOptions, expect } from "@playwright/test";
import { App } from "./app";
import { DiskProfile, PHONE, Watch } from "./browser";
import { Published } from "./builds";
import { Gateway } from "./gateway";
import { DENIZ, Operator } from "./operator";
import { Server } from "./server";

interface Fixtures {
  /** A server on empty data, for this journey alone. */
  server: Server;
  /** The provider of text messages that `operator` tells the server about. */
  gateway: Gateway;
  operator: Operator;
  /** A server whose app can be replaced by another build, as by an operator's update. */
  builds: { server: Server; publish: (change: (app: Published) => Promise<void>) => Promise<void> };
  /** What must never happen on a page; checked at the end of each journey. */
  watch: Watch;
  /** A browser profile of its own: another device, as far as the server can tell. */
  newProfile: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A profile that outlives its browser. */
  disk: DiskProfile;
  /** The app on this journey's phone; not opened yet. */
  app: App;
}

export const test = base.extend<Fixtures>({
  server: async ({}, use, info) => {
    const server = await Server.start();
    await use(server);
    const { output } = server;
    await server.remove();
    if (info.errors.length > 0) await writeFile(info.outputPath("server.log"), output);
    expect(output, "the server's log").not.toContain(DENIZ.password);
  },
  builds: async ({}, use) => {
    const published = await Published.first();
    const server = await Server.start("--web-dir", published.folder);
    const publish = async (change: (app: Published) => Promise<void>) => {
      await change(published);
      await server.away();
      await server.resume();
    };
    await use({ server, publish });
    await server.remove();
    await published.remove();
  },
  gateway: async ({}, use) => {
    const gateway = await Gateway.start();
    await use(gateway);
    await gateway.stop();
  },
  operator: async ({ server, gateway }, use) => {
    await use(new Operator(server, gateway));
  },
  watch: [
    async ({}, use) => {
      const watch = new Watch();
      await use(watch);
      expect(watch.take(), "violations, exceptions and errors of the pages").toEqual([]);
    },
    { auto: true },
  ],
  // It needs the server, so that the pages go before the server does.
  newProfile: async ({ browser, server, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...PHONE, baseURL: server.origin, ...options });
      contexts.push(context);
      await watch.over(context);
      return context;
    });
    for (const context of contexts) await context.close();
  },
  context: async ({ newProfile }, use) => {
    await use(await newProfile());
  },
  disk: async ({ watch }, use) => {
    const disk = await DiskProfile.make(watch);
    await use(disk);
    await disk.remove();
  },
  app: async ({ page, server }, use) => {
    await use(new App(page, server.origin));
  },
});

export { expect } from "@playwright/test";
