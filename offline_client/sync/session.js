/**
 * Who is signed in here, and the session with the server. It is kept until the person signs out: an expired token stops sending,
 * never working.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").Session} Session
 */
import { readMeta } from "../storage/meta.js";

export const APP_VERSION = "0.1.0";

/**
 * The session, if somebody is signed in and the vault is unlocked.
 * @param {Storage} storage
 * @returns {Promise<Session | null>}
 */
export function readSession(storage) {
  return openedSession(storage, "session");
}

/**
 * The session that is kept under a key of `meta`: of an account, or of a respondent's code.
 * @param {Storage} storage
 * @param {"session" | "respondent"} key
 * @returns {Promise<Session | null>} null also while the vault is locked, or open for somebody else
 */
export async function openedSession(storage, key) {
  if (storage.vault.locked) return null;
  const kept = await readMeta(storage, key);
  if (!kept?.sealed) return storage.vault.plain ? kept : null;
  if (storage.vault.user !== kept.user) return null;
  return (await storage.vault.open("sessions", [kept])).records[0]?.session ?? null;
}

/**
 * Who is signed in, whether the vault is locked or not.
 * @param {Storage} storage
 * @returns {Promise<{name: string, language: string, sealed: boolean} | null>}
 */
export async function whoIsSignedIn(storage) {
  const kept = await readMeta(storage, "session");
  if (!kept) return null;
  return kept.sealed ? { name: kept.user, language: kept.language, sealed: true } : { name: kept.user.name, language: kept.user.language, sealed: false };
}

/** The session that a code opened on this device, beside that of an account, if the vault is unlocked with it. @param {Storage} storage */
export function readRespondent(storage) {
  return openedSession(storage, "respondent");
}

/** The name of the respondent whose code was typed here last, whether the vault is locked or not. @param {Storage} storage @returns {Promise<string | null>} */
export async function respondentHere(storage) {
  return (await readMeta(storage, "respondent"))?.user ?? null;
}

/**
 * What a contact with the server tells about the clock.
 * @param {string | undefined} serverTime
 * @returns {Record<string, unknown>} values for `meta`
 */
export function contact(serverTime) {
  const server = Date.parse(serverTime ?? "");
  const now = Date.now();
  return { contact: new Date(now).toISOString(), ...(Number.isNaN(server) ? {} : { offset: server - now }) };
}
