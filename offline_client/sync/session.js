/**
 * Signing in and out. The session is kept until the person signs out: an expired token stops sending, never working.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").Session} Session
 * @typedef {import("./transport.js").Transport} Transport
 */
import { deviceName, readMeta, writeMeta } from "../storage/meta.js";
import { fromBase64, toBase64 } from "../storage/office_key.js";
import { sealOldRecords } from "../storage/old_records.js";

export const APP_VERSION = "0.1.0";

/**
 * The session, if somebody is signed in and the vault is unlocked.
 * @param {Storage} storage
 * @returns {Promise<Session | null>}
 */
export async function readSession(storage) {
  const kept = await readMeta(storage, "session");
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

/**
 * Signs in, and opens the vault of the user with the same password.
 * @param {Storage} storage
 * @param {Transport} transport
 * @param {{name: string, password: string, old?: string}} credentials `old` is a former password, where `OldSecretNeeded` asked for it
 * @returns {Promise<Session>}
 * @throws {import("./transport.js").Unreachable | import("./transport.js").Refused | import("../storage/vault.js").OldSecretNeeded}
 */
export async function signIn(storage, transport, { name, password, old }) {
  const device = await deviceName(storage);
  const answer = await transport.signIn({ name, password, device, app_version: APP_VERSION });
  const session = { token: answer.token, expires: answer.expires, user: answer.user };
  const office = answer.office_key ?? null;
  const fromOffice = async (/** @type {Uint8Array<ArrayBuffer>} */ sealed) => fromBase64((await transport.openKey(session.token, { sealed: toBase64(sealed) })).key);
  await storage.vault.signedIn(session.user.name, password, { office, fromOffice, ...(old === undefined ? {} : { old }) });
  const [kept] = await storage.vault.seal("sessions", [{ user: session.user.name, language: session.user.language, session }]);
  await writeMeta(storage, { session: kept, ...(office && { office }), ...contact(answer.server_time) });
  await sealOldRecords(storage, office); // after the session: whoever ends it in the middle comes back to the locked screen
  return session;
}

/**
 * Forgets the session on the device; the server is told when it can be reached. Answers stay.
 * @param {Storage} storage
 * @param {Transport} transport
 */
export async function signOut(storage, transport) {
  const session = await readSession(storage);
  await writeMeta(storage, { session: null });
  storage.vault.lock();
  if (session) await transport.signOut(session.token).catch(() => {}); // the token expires by itself
}

/** The session that a code opened on this device, beside that of an account. @param {Storage} storage @returns {Promise<Session | null>} */
export function readRespondent(storage) {
  return readMeta(storage, "respondent");
}

/**
 * Opens the one assignment of a code on this device.
 * @param {Storage} storage
 * @param {Transport} transport to the addresses of respondents
 * @param {string} code
 * @returns {Promise<Session>}
 * @throws {import("./transport.js").Unreachable | import("./transport.js").Refused}
 */
export async function enterCode(storage, transport, code) {
  const device = await deviceName(storage);
  const answer = await transport.enterCode({ code, device, app_version: APP_VERSION });
  const session = { token: answer.token, expires: answer.expires, user: answer.user };
  await writeMeta(storage, { respondent: session, ...contact(answer.server_time) });
  return session;
}

/** Forgets the session of a code on the device; answers stay. @param {Storage} storage @param {Transport} transport */
export async function forgetCode(storage, transport) {
  const session = await readRespondent(storage);
  await writeMeta(storage, { respondent: null });
  if (session) await transport.signOut(session.token).catch(() => {}); // the session ends by itself
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
