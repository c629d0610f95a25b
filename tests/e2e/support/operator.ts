import type { Gateway } from "./gateway";
import type { Server } from "./server";

/** Somebody who may sign in. */
export interface Person {
  readonly name: string;
  readonly display: string;
  readonly password: string;
  readonly phone: string;
}

export const DENIZ: Person = {
  name: "deniz.kaya",
  display: "Deniz Kaya",
  password: "correct horse 27 battery",
  phone: "+905550104217",
};

/** The person at the command line of the server. */
export class Operator {
  constructor(
    private readonly server: Server,
    private readonly gateway: Gateway,
  ) {}

  async set(parameter: string, value: string): Promise<void> {
    await this.server.admin(["parameter", "set", parameter, value]);
  }

  /** One-time codes for everyone in `engineers`, and the person in that group. */
  async codesOn(person: Person = DENIZ): Promise<void> {
    await this.set("mobile.application.otp.enabled", "true");
    await this.smsByGateway();
    await this.addGroup("engineers", true);
    await this.addPerson(person, "engineers");
  }

  async smsByGateway(): Promise<void> {
    await this.set("sms.channel", "http");
    await this.set("iga.2fa.sms.http.url", this.gateway.url);
    await this.set("iga.2fa.sms.http.body", '{"to":"{phone}","text":"{message}"}');
  }

  async addGroup(name: string, codes: boolean): Promise<void> {
    await this.server.admin(["group", "add", name, "--codes", codes ? "on" : "off", "--sms", "on"]);
  }

  async addPerson(person: Person, ...groups: string[]): Promise<void> {
    const facts = ["--display-name", person.display, "--phone", person.phone, "--language", "en"];
    const joined = groups.flatMap((group) => ["--group", group]);
    await this.server.admin(["user", "add", person.name, ...facts, ...joined, "--password-stdin"], person.password);
  }

  /** Tokens issued from now on change their code every few seconds. */
  async quickCodes(): Promise<void> {
    await this.set("iga.2fa.token.timestep", String(QUICK_PERIOD));
  }

  /** Text messages whose code runs out as soon as a server allows. */
  async quickMessages(): Promise<void> {
    await this.set("mobile.sms.otp.lifetime", "30");
    await this.set("mobile.sms.otp.resend.seconds", "10");
  }

  async lock(person: Person = DENIZ): Promise<void> {
    await this.server.admin(["user", "lock", person.name]);
  }

  async unlock(person: Person = DENIZ): Promise<void> {
    await this.server.admin(["user", "unlock", person.name]);
  }

  async revoke(person: Person = DENIZ): Promise<void> {
    await this.server.admin(["binding", "revoke", person.name]);
  }

  /** An activation code, valid once and for ten minutes. */
  async activationCode(person: Person): Promise<string> {
    const made = JSON.parse(await this.server.admin(["activation-code", "make", person.name, "--json"])) as {
      activation_code: string;
    };
    return made.activation_code;
  }
}

/** Seconds that a code of a quick token lasts, so that no journey waits half a minute. */
export const QUICK_PERIOD = 10;

/** Six other digits than these. */
export function other(code: string, by = 1): string {
  return ((Number(code) + by) % 1_000_000).toString().padStart(6, "0");
}
