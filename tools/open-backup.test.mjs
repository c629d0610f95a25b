// Tests of the page that opens a backup without the app. Run with `node --test tools/`.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const page = read("open-backup.html");
const backup = read("../crates/backup/tests/files/countersign.json");
const PASSWORD = "correct horse battery";

const inside = (tag) => new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(page)[1];
const { argon2id, blake2b, openBackup, otpauth, TEXTS } = vm.runInThisContext(
  `(() => {${inside("script")}; return { argon2id, blake2b, openBackup, otpauth, TEXTS }; })()`,
);
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const filled = (byte, length) => new Uint8Array(length).fill(byte);
const refusal = (text, password = PASSWORD) => openBackup(text, password).then(() => "opened", (error) => error.reason);

test("BLAKE2b hashes as RFC 7693, appendix A, and as OpenSSL does", () => {
  assert.ok(hex(blake2b(Buffer.from("abc"), 64)).startsWith("ba80a53f981c4d0d6a2797b69f12f6e9"));
  for (const length of [0, 1, 127, 128, 129, 256, 1000]) {
    const expected = createHash("blake2b512").update(filled(7, length)).digest("hex");
    assert.equal(hex(blake2b(filled(7, length), 64)), expected, `${length} bytes`);
  }
});

test("Argon2id makes the tag of RFC 9106, section 5.3", async () => {
  const tag = await argon2id({
    password: filled(1, 32), salt: filled(2, 16), secret: filled(3, 8), data: filled(4, 12),
    memory: 32, passes: 3, lanes: 4, length: 32,
  });
  assert.equal(hex(tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
});

test("a backup that the app wrote opens with all that it keeps", async () => {
  const { createdAt, registered, tokens } = await openBackup(backup, PASSWORD);
  assert.deepEqual([createdAt, registered, tokens.length], [1790000000000, 1, 7]);
  const [first] = tokens;
  assert.equal(first.note, "Erste Zeile\nİkinci satır 🙂");
  assert.deepEqual(first.tags, ["Work", "İş"]);
  assert.equal(otpauth(first),
    "otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno&algorithm=SHA1&digits=6&period=30");
  assert.equal(otpauth(tokens[6]), "otpauth://steam/Boeing:Sophia?secret=JRZCL47CMXVOQMNPZR2F7J4RGI&issuer=Boeing");
});

test("a wrong password, damage, a cut and something else are told apart", async () => {
  assert.equal(await refusal(backup, "wrong"), "password");
  assert.equal(await refusal(backup.replace('"registered": 1', '"registered": 0')), "damaged");
  assert.equal(await refusal(backup.replace('"ciphertext": "', '"ciphertext": "AAAA')), "damaged");
  assert.equal(await refusal(backup.replace('"ciphertext": "', '"ciphertext": "!')), "damaged");
  assert.equal(await refusal(backup.slice(0, 900)), "cut-off");
  assert.equal(await refusal("hello"), "unknown");
  assert.equal(await refusal("null"), "unknown");
  assert.equal(await refusal(backup.replace('"version": 1', '"version": 2')), "newer");
});

test("only the script and the style that are in the page may run, and nothing is fetched", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)[1];
  const hash = (tag) => `'sha256-${createHash("sha256").update(inside(tag)).digest("base64")}'`;
  assert.equal(policy,
    `default-src 'none'; script-src ${hash("script")}; style-src ${hash("style")}; base-uri 'none'; form-action 'none'`);
  assert.doesNotMatch(page, /innerHTML|insertAdjacent|document\.write|eval\(|src=|href=|url\(|@import|https?:/);
});

test("every text is there in both languages", () => {
  assert.deepEqual(Object.keys(TEXTS.tr), Object.keys(TEXTS.en));
  for (const [key, text] of Object.entries(TEXTS.en)) assert.equal(typeof TEXTS.tr[key], typeof text, key);
});
