import { type ChildProcess, execFile, spawn } from "node:child_process";
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

/** A real server on its own SQLite file. */
export class Server {
  private process: ChildProcess | undefined;
  private log: string[] = [];
  private port = 0;

  private constructor(
    readonly data: string,
    private readonly flags: readonly string[],
  ) {}

  static async start(...flags: string[]): Promise<Server> {
    const server = new Server(await mkdtemp(path.join(tmpdir(), "countersign-e2e-")), flags);
    await server.resume();
    return server;
  }

  /** Where a browser finds it: `localhost`, since only that is a secure context without TLS. */
  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** What the server has written so far. */
  get output(): string {
    return this.log.join("\n");
  }

  /** Starts it (again), on the same port and data. */
  async resume(): Promise<void> {
    const child = spawn(binary, ["serve", "--port", String(this.port), "--data", this.data, ...this.flags], {
      cwd: this.data,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process = child;
    const listening = new Promise<number>((resolve, reject) => {
      const read = (line: string) => {
        this.log.push(line);
        const port = /Listening on http:\/\/localhost:(\d+)/.exec(line)?.[1];
        if (port !== undefined) resolve(Number(port));
      };
      createInterface({ input: child.stdout }).on("line", read);
      createInterface({ input: child.stderr }).on("line", read);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`server ended with ${code}:\n${this.output}`)));
    });
    this.port = await listening;
  }

  /** Ends it as a power cut would. */
  async away(): Promise<void> {
    const child = this.process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  async remove(): Promise<void> {
    await this.away();
    await rm(this.data, { recursive: true, force: true });
  }

  /** Runs `countersign-server admin …` on the same data, as an operator would. */
  async admin(words: readonly string[], input = ""): Promise<string> {
    const ran = run(binary, ["admin", ...words, "--data", this.data], { cwd: this.data, env: environment });
    if (input === "") ran.child.stdin?.end();
    else ran.child.stdin?.end(input);
    return (await ran).stdout;
  }
}
