/**
 * What waits to be sent, as it is sent: the events whose names stand in the outbox.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {import("./types").InterviewRecord} InterviewRecord
 * @typedef {import("./types").OutboxRecord} OutboxRecord
 *
 * @typedef {object} Unsent
 * @property {InterviewRecord} interview
 * @property {string} device  the name that the device had when they were made
 * @property {AnswerEvent[]} events of one device, in order of sequence
 */
import { readInterview } from "./interviews.js";

/**
 * Unsent events of one user, an entry for each interview and device name, at most `limit` events in each. An event that
 * cannot be read stays unsent and holds back no other.
 * @param {Storage} storage
 * @param {string} user
 * @param {number} limit
 * @returns {Promise<Unsent[]>}
 */
export async function readUnsent(storage, user, limit) {
  const names = (await storage.database.getAll("outbox")).filter((name) => name.user === user);
  const found = [];
  for (const own of groups(names)) {
    const { interview: id, device } = /** @type {OutboxRecord} */ (own[0]);
    const interview = await readInterview(storage, id);
    const events = await firstReadable(storage, own, limit);
    if (interview && events.length > 0) found.push({ interview, device, events });
  }
  return found;
}

/**
 * @param {Storage} storage
 * @param {OutboxRecord[]} names
 * @param {number} limit
 * @returns {Promise<AnswerEvent[]>}
 */
async function firstReadable(storage, names, limit) {
  for (let at = 0; at < names.length; at += limit) {
    const log = storage.database.transaction("events").store;
    const all = await Promise.all(names.slice(at, at + limit).map((name) => log.get([name.interview, name.device, name.seq])));
    const { records } = await storage.vault.open("events", all.filter((record) => record !== undefined));
    if (records.length > 0) return records.map(({ event }) => event);
  }
  return [];
}

/** By interview and device name. @param {OutboxRecord[]} names @returns {OutboxRecord[][]} */
function groups(names) {
  /** @type {Map<string, OutboxRecord[]>} */
  const found = new Map();
  for (const name of names) {
    const key = `${name.interview} ${name.device}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key)?.push(name);
  }
  return Array.from(found.values());
}
