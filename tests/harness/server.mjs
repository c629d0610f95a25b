import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);
const binary = path.resolve(process.env.COUNTERSIGN_SERVER ?? "target/debug/countersign-server");

/** Nothing of the developer's own configuration reaches the server. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("COUNTERSIGN_")),
);

/** A real server on its own data. */
export class Server {
  #process;
  #port = 0;
  output = "";

  constructor(data, flags) {
    this.data = data;
    this.flags = flags;
  }

  static async start(...flags) {
    const server = new Server(await mkdtemp(path.join(tmpdir(), "countersign-server-")), flags);
    await server.resume();
    return server;
  }

  /** `localhost`, since only that is a secure context without TLS. */
  get origin() {
    return `http://localhost:${this.#port}`;
  }

  /** Starts it (again), on the same port and data. */
  async resume() {
    const child = spawn(binary, ["serve", "--port", String(this.#port), "--data", this.data, ...this.flags], {
      cwd: this.data,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    this.#port = await new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on("line", (line) => {
          this.output += `${line}\n`;
          const port = /Listening on http:\/\/localhost:(\d+)/.exec(line)?.[1];
          if (port !== undefined) resolve(Number(port));
        });
      }
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${this.output}`)));
    });
  }

  /** Ends it as a power cut would. */
  async away() {
    const child = this.#process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  async remove() {
    await this.away();
    await rm(this.data, { recursive: true, force: true });
  }

  /** Runs `countersign-server admin …` on the same data, as an operator would. */
  async admin(words, input = "") {
    const ran = run(binary, ["admin", ...words, "--data", this.data], { cwd: this.data, env: environment });
    ran.child.stdin.end(input);
    return (await ran).stdout;
  }
}
