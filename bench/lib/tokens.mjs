import { createHash } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SERVICES = ["GitHub", "GitLab", "AWS", "Google", "Branch VPN", "Mailbox", "Payroll", "Wiki", "Registrar", "Bank"];

/** Tokens that are always the same: 160 bits of secret, SHA-1, six digits, 30 seconds. */
export function makeTokens(count) {
  return Array.from({ length: count }, (_, index) => {
    const bytes = createHash("sha256").update(`token ${index}`).digest();
    const secret = Array.from(bytes.subarray(0, 32), (byte) => ALPHABET[byte & 31]).join("");
    return { issuer: `${SERVICES[index % SERVICES.length]} ${index}`, account: `user${index}@example.org`, secret };
  });
}

export function uriOf({ issuer, account, secret }) {
  const [name, of] = [encodeURIComponent(issuer), encodeURIComponent(account)];
  return `otpauth://totp/${name}:${of}?secret=${secret}&issuer=${name}`;
}
