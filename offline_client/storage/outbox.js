/**
 * Events that the server has not named yet, and those that it put in quarantine.
 *
 * The outbox holds names only; the events themselves stay in the log for ever.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {import("./types").InterviewRecord} InterviewRecord
 * @typedef {import("./types").OutboxRecord} OutboxRecord
 * @typedef {import("./types").QuarantineRecord} QuarantineRecord
 *
 * @typedef {object} Unsent
 * @property {InterviewRecord} interview
 * @property {AnswerEvent[]} events of one device, in order of sequence
 */
import { allOf } from "./interviews.js";

/**
 * Unsent events of one user, an entry for each interview, at most `limit` events in each.
 * @param {Storage} storage
 * @param {string} user
 * @param {number} limit
 * @returns {Promise<Unsent[]>}
 */
export async function readOutbox(storage, user, limit) {
  const transaction = storage.database.transaction(["outbox", "events", "interviews"]);
  const names = (await transaction.objectStore("outbox").getAll()).filter((name) => name.user === user);
  const found = [];
  for (const [id, own] of groupByInterview(names)) {
    const interview = await transaction.objectStore("interviews").get(id);
    const log = transaction.objectStore("events");
    const records = await Promise.all(own.slice(0, limit).map((name) => log.get([id, name.device, name.seq])));
    const events = records.flatMap((record) => (record ? [record.event] : []));
    if (interview && events.length > 0) found.push({ interview, events });
  }
  return found;
}

/**
 * Unsent events by interview, and how many belong to other users of this device.
 * @param {Storage} storage
 * @param {string} user
 * @returns {Promise<{total: number, byInterview: Map<string, number>, others: Map<string, number>}>}
 */
export async function countUnsent(storage, user) {
  const byInterview = new Map();
  const others = new Map();
  for (const name of await storage.database.getAll("outbox")) {
    const [counts, key] = name.user === user ? [byInterview, name.interview] : [others, name.user];
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return { total: Array.from(byInterview.values()).reduce((sum, count) => sum + count, 0), byInterview, others };
}

/**
 * Forgets that events are unsent, after the server has named their segment; remembers those it put in quarantine.
 * @param {Storage} storage
 * @param {string} interview
 * @param {AnswerEvent[]} events exactly those that were sent
 * @param {QuarantineRecord | null} quarantine
 */
export async function acknowledge(storage, interview, events, quarantine) {
  await storage.write(["outbox", "quarantine"], async (transaction) => {
    for (const { device, seq } of events) await transaction.objectStore("outbox").delete([interview, device, seq]);
    if (quarantine) await transaction.objectStore("quarantine").put(quarantine);
  });
}

/**
 * @param {Storage} storage
 * @param {string} user
 * @returns {Promise<QuarantineRecord[]>}
 */
export async function readQuarantine(storage, user) {
  return (await storage.database.getAll("quarantine")).filter((record) => record.user === user);
}

/**
 * @param {Storage} storage
 * @param {string} interview
 * @returns {Promise<number>}
 */
export function countUnsentOf(storage, interview) {
  return storage.database.count("outbox", allOf(interview));
}

/** @param {OutboxRecord[]} names @returns {Map<string, OutboxRecord[]>} */
function groupByInterview(names) {
  const groups = new Map();
  for (const name of names) {
    if (!groups.has(name.interview)) groups.set(name.interview, []);
    groups.get(name.interview).push(name);
  }
  return groups;
}
