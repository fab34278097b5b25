/**
 * Events that the server has not named yet, and those that it put in quarantine.
 *
 * The outbox holds names only; the events themselves stay in the log for ever.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {import("./types").QuarantineRecord} QuarantineRecord
 */
import { allOf } from "./ranges.js";

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
  const [atRest] = await storage.vault.seal("quarantine", quarantine ? [quarantine] : []);
  await storage.write(["outbox", "quarantine"], async (transaction) => {
    for (const { device, seq } of events) await transaction.objectStore("outbox").delete([interview, device, seq]);
    if (atRest) await transaction.objectStore("quarantine").put(atRest);
  });
}

/**
 * Forgets that events are unsent which are gone for good: there is nothing to send.
 * @param {Storage} storage
 * @param {string} interview
 * @param {string} device
 * @param {ReadonlySet<number>} numbers of its events that are there
 */
export async function forgetGone(storage, interview, device, numbers) {
  await storage.write(["outbox"], async (transaction) => {
    const names = transaction.objectStore("outbox");
    for (const key of await names.getAllKeys(allOf(interview, device))) if (!numbers.has(key[2])) await names.delete(key);
  });
}

/**
 * @param {Storage} storage
 * @param {string} user
 * @returns {Promise<QuarantineRecord[]>}
 */
export async function readQuarantine(storage, user) {
  const own = (await storage.database.getAll("quarantine")).filter((record) => record.user === user);
  return (await storage.vault.open("quarantine", own)).records;
}

/**
 * @param {Storage} storage
 * @param {string} interview
 * @returns {Promise<number>}
 */
export function countUnsentOf(storage, interview) {
  return storage.database.count("outbox", allOf(interview));
}
