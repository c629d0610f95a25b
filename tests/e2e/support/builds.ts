import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

interface Listed {
  url: string;
  integrity: string;
  bytes: number;
}

function integrityOf(content: string): string {
  return `sha384-${createHash("sha384").update(content).digest("base64")}`;
}

/** A copy of the built app that can be published anew, as an operator's update would. */
export class Published {
  private constructor(readonly folder: string) {}

  /** Publishes what `cargo xtask build` made. */
  static async first(): Promise<Published> {
    const folder = await mkdtemp(path.join(tmpdir(), "countersign-web-"));
    await cp(process.env.COUNTERSIGN_DIST ?? "dist", folder, { recursive: true });
    return new Published(folder);
  }

  /** Publishes a second build: another page, another service worker that lists it. */
  async next(): Promise<void> {
    const page = (await this.read("index.html")).replace("</head>", '<meta name="e2e-build" content="2" /></head>');
    await this.write("index.html", page);
    const worker = (await this.read("sw.js"))
      .replace(/const BUILD = "\w+";/, 'const BUILD = "0123456789abcdef";')
      .replace(/const FILES = (\[.*?\]);/, (_, list: string) => {
        const files = JSON.parse(list) as Listed[];
        const start = files.find((file) => file.url === "/");
        if (start === undefined) throw new Error("the service worker does not list the page");
        start.integrity = integrityOf(page);
        start.bytes = Buffer.byteLength(page);
        return `const FILES = ${JSON.stringify(files)};`;
      });
    await this.write("sw.js", worker);
  }

  /** Publishes a service worker that cannot be installed, since a file is not what it lists. */
  async broken(): Promise<void> {
    const wrong = `"integrity":"${integrityOf("something else")}"`;
    const worker = (await this.read("sw.js")).replaceAll(/"integrity":"[^"]+"/g, wrong);
    await this.write("sw.js", worker);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async read(name: string): Promise<string> {
    return readFile(path.join(this.folder, name), "utf8");
  }

  /** Writes a file and drops its compressed copies, which would still be the old one. */
  private async write(name: string, content: string): Promise<void> {
    const file = path.join(this.folder, name);
    await writeFile(file, content);
    for (const copy of [".br", ".gz"]) await rm(file + copy, { force: true });
  }
}
