/**
 * Wrapping a data key with what a person knows or has: password, PIN, the code of a link, a passkey.
 *
 * A known secret is stretched by PBKDF2-SHA-256 for about half a second of this device's time, and never less than 600,000
 * rounds; the rounds and the salt lie beside the wrapped key. A passkey gives 32 random bytes, which need no stretching.
 *
 * @typedef {import("./types").Wrap} Wrap
 */
import { Cipher } from "./gcm.js";

const ROUNDS = { least: 600_000, most: 10_000_000, trial: 100_000 };
const TIME = 500; // milliseconds

/**
 * @param {Uint8Array<ArrayBuffer>} raw the data key
 * @param {string} user
 * @param {string} kind "password", "pin" or another word for what is known
 * @param {string} secret
 * @returns {Promise<Wrap>}
 */
export async function wrapWithSecret(raw, user, kind, secret) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const rounds = await measuredRounds();
  const cipher = await Cipher.of(await stretched(secret, salt, rounds), { pads: false });
  return { kind, salt, rounds, sealed: await cipher.seal(raw, about(user, kind)) };
}

/**
 * @param {Wrap} wrap
 * @param {string} user
 * @param {string} secret
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>} the data key; null when the secret is wrong
 */
export async function unwrapWithSecret(wrap, user, secret) {
  return unwrap(wrap, user, await stretched(secret, wrap.salt, wrap.rounds));
}

/**
 * @param {Uint8Array<ArrayBuffer>} raw the data key
 * @param {string} user
 * @param {Uint8Array<ArrayBuffer>} bits 32 bytes that the passkey gives for this salt
 * @param {{salt: Uint8Array<ArrayBuffer>, credential: Uint8Array<ArrayBuffer>}} passkey
 * @returns {Promise<Wrap>}
 */
export async function wrapWithBits(raw, user, bits, { salt, credential }) {
  const cipher = await Cipher.of(await spread(bits), { pads: false });
  return { kind: "passkey", salt, rounds: 0, credential, sealed: await cipher.seal(raw, about(user, "passkey")) };
}

/** @param {Wrap} wrap @param {string} user @param {Uint8Array<ArrayBuffer>} bits @returns {Promise<Uint8Array<ArrayBuffer> | null>} */
export async function unwrapWithBits(wrap, user, bits) {
  return unwrap(wrap, user, await spread(bits));
}

/** @param {Wrap} wrap @param {string} user @param {Uint8Array<ArrayBuffer>} key */
async function unwrap(wrap, user, key) {
  const cipher = await Cipher.of(key, { pads: false });
  try {
    return await cipher.open(wrap.sealed, about(user, wrap.kind));
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return null; // another key: the secret is wrong
    throw error;
  }
}

/** @param {string} user @param {string} kind */
function about(user, kind) {
  return new TextEncoder().encode(`key\n${user}\n${kind}`);
}

/** @param {string} secret @param {Uint8Array<ArrayBuffer>} salt @param {number} rounds */
async function stretched(secret, salt, rounds) {
  const known = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret.normalize("NFC")), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, known, 256));
}

/** @param {Uint8Array<ArrayBuffer>} bits */
async function spread(bits) {
  const known = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode("phieu passkey") };
  return new Uint8Array(await crypto.subtle.deriveBits(how, known, 256));
}

/** How many rounds this device does in the time, within bounds. @returns {Promise<number>} */
async function measuredRounds() {
  const began = performance.now();
  await stretched("trial", new Uint8Array(16), ROUNDS.trial);
  const rounds = Math.round((ROUNDS.trial * TIME) / Math.max(1, performance.now() - began) / 1000) * 1000;
  return Math.min(ROUNDS.most, Math.max(ROUNDS.least, rounds));
}
