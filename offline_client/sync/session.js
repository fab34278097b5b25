/**
 * Signing in and out. The session is kept until the person signs out: an expired token stops sending, never working.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").Session} Session
 * @typedef {import("./transport.js").Transport} Transport
 */
import { deviceName, readMeta, writeMeta } from "../storage/meta.js";

export const APP_VERSION = "0.1.0";

/**
 * @param {Storage} storage
 * @returns {Promise<Session | null>}
 */
export function readSession(storage) {
  return readMeta(storage, "session");
}

/**
 * @param {Storage} storage
 * @param {Transport} transport
 * @param {{name: string, password: string}} credentials
 * @returns {Promise<Session>}
 * @throws {import("./transport.js").Unreachable | import("./transport.js").Refused}
 */
export async function signIn(storage, transport, { name, password }) {
  const device = await deviceName(storage);
  const answer = await transport.signIn({ name, password, device, app_version: APP_VERSION });
  const session = { token: answer.token, expires: answer.expires, user: answer.user };
  await writeMeta(storage, { session, ...contact(answer.server_time) });
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
