/**
 * Signing in and out, with an account or with the code of a respondent.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").Session} Session
 * @typedef {import("./transport.js").Transport} Transport
 */
import { deviceName, offeredName, ownName, writeMeta } from "../storage/meta.js";
import { fromBase64, toBase64 } from "../storage/office_key.js";
import { sealOldRecords } from "../storage/old_records.js";
import { recoverAll } from "../storage/recovery.js";
import { APP_VERSION, contact, openedSession } from "./session.js";

/**
 * Signs in, and opens the vault of the user with the same password.
 * @param {Storage} storage
 * @param {Transport} transport
 * @param {{name: string, password: string, old?: string}} credentials `old` is a former password, where `OldSecretNeeded` asked for it
 * @returns {Promise<Session>}
 * @throws {import("./transport.js").Unreachable | import("./transport.js").Refused | import("../storage/vault.js").OldSecretNeeded}
 */
export async function signIn(storage, transport, { name, password, old }) {
  await recoverAll(storage); // when the app started the copy may not have been readable
  const device = await offeredName(storage, name);
  const answer = await transport.signIn({ name, password, device, app_version: APP_VERSION });
  const session = await keep(storage, transport, { key: "session", device, answer, secret: password, ...(old === undefined ? {} : { old }) });
  await sealOldRecords(storage, answer.office_key ?? null); // after the session: whoever ends it in the middle comes back to the locked screen
  return session;
}

/**
 * Opens the vault of whoever the server knows now with the same secret, and keeps the session.
 * @param {Storage} storage
 * @param {Transport} transport
 * @param {{key: "session" | "respondent", device: string, answer: any, secret: string, old?: string}} signed `answer` is the server's
 * @returns {Promise<Session>}
 */
async function keep(storage, transport, { key, device, answer, secret, ...former }) {
  const session = { token: answer.token, expires: answer.expires, user: answer.user };
  const office = answer.office_key ?? null;
  await deviceName(storage, session.user.name, device);
  await storage.vault.signedIn(session.user.name, secret, { office, fromOffice: openedByOffice(transport, session), ...former });
  const [kept] = await storage.vault.seal("sessions", [{ user: session.user.name, language: session.user.language, session }]);
  await writeMeta(storage, { [key]: kept, ...(office && { office }), ...contact(answer.server_time) });
  void storage.copy.noteDevice(storage.database);
  return session;
}

/** The data key of a device whose password or code is new: the office opens it for whose it is. @param {Transport} transport @param {Session} session */
function openedByOffice(transport, session) {
  return async (/** @type {Uint8Array<ArrayBuffer>} */ sealed) => fromBase64((await transport.openKey(session.token, { sealed: toBase64(sealed) })).key);
}

/**
 * Forgets the session on the device; the server is told when it can be reached. Answers stay.
 * @param {Storage} storage
 * @param {Transport} transport
 */
export function signOut(storage, transport) {
  return forget(storage, transport, "session");
}

/** Forgets the session of a code on the device; answers stay. @param {Storage} storage @param {Transport} transport */
export function forgetCode(storage, transport) {
  return forget(storage, transport, "respondent");
}

/** @param {Storage} storage @param {Transport} transport @param {"session" | "respondent"} key */
async function forget(storage, transport, key) {
  const session = await openedSession(storage, key);
  await writeMeta(storage, { [key]: null });
  storage.vault.lock();
  void storage.copy.noteDevice(storage.database);
  if (session) await transport.signOut(session.token).catch(() => {}); // it ends by itself
}

/**
 * Opens the one assignment of a code on this device, and the vault of its answers with the same code.
 * @param {Storage} storage
 * @param {Transport} transport to the addresses of respondents
 * @param {string} code
 * @returns {Promise<Session>}
 * @throws {import("./transport.js").Unreachable | import("./transport.js").Refused}
 */
export async function enterCode(storage, transport, code) {
  await recoverAll(storage);
  const device = await ownName(storage); // tries of wrong codes are counted under it
  const answer = await transport.enterCode({ code, device, app_version: APP_VERSION });
  return keep(storage, transport, { key: "respondent", device, answer, secret: code });
}
