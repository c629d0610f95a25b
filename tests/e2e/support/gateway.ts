import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Message {
  readonly phone: string;
  readonly text: string;
}

const CODE = /(?<!\d)\d{6}(?!\d)/;

/** A provider of text messages: a real HTTP listener that keeps what it is given. */
export class Gateway {
  private readonly messages: Message[] = [];
  private readonly taken = new Map<string, number>();
  private readonly waiting = new Set<() => void>();
  private readonly http: HttpServer;
  /** When set, the gateway refuses with this status. */
  failing: number | undefined;

  private constructor() {
    this.http = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      if (this.failing !== undefined) {
        response.writeHead(this.failing).end();
        return;
      }
      const { to, text } = JSON.parse(Buffer.concat(parts).toString("utf8")) as { to: string; text: string };
      this.messages.push({ phone: to, text });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
      for (const wake of this.waiting) wake();
    });
  }

  static async start(): Promise<Gateway> {
    const gateway = new Gateway();
    gateway.http.listen(0, "127.0.0.1");
    await once(gateway.http, "listening");
    return gateway;
  }

  /** The `iga.2fa.sms.http.url` that reaches it. */
  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/send`;
  }

  /** How many codes went to this phone; other messages tell what has happened. */
  codesSentTo(phone: string): number {
    return this.messages.filter((message) => message.phone === phone && CODE.test(message.text)).length;
  }

  /** The text of the oldest message to this phone that was not read yet; waits for it. */
  async next(phone: string): Promise<string> {
    const index = this.taken.get(phone) ?? 0;
    for (;;) {
      const message = this.messages.filter((one) => one.phone === phone)[index];
      if (message !== undefined) {
        this.taken.set(phone, index + 1);
        return message.text;
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
      });
    }
  }

  /** The six digits of the next message to this phone that holds some. */
  async nextCode(phone: string): Promise<string> {
    for (;;) {
      const code = CODE.exec(await this.next(phone))?.[0];
      if (code !== undefined) return code;
    }
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    this.http.close();
    await once(this.http, "close");
  }
}
