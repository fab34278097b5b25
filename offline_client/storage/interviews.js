/**
 * Interviews and assignments on the device: the list, starting one, and keeping its events as they are made.
 *
 * The events are the truth; an interview record is only what the list shows of them.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./database.js").Transaction} Transaction
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {import("./types").AssignmentRecord} AssignmentRecord
 * @typedef {import("./types").InterviewRecord} InterviewRecord
 */
import { copyOf } from "./copies.js";
import { changesFieldwork, fieldworkOf } from "./fieldwork.js";
import { lastMarked } from "./marks.js";
import { lastNoted } from "./parting.js";
import { allOf } from "./ranges.js";
import { changesStatus, officeRemarks, statusOf } from "./status.js";

/**
 * What the list of one user needs. A record that cannot be read is left out and counted, never in the way of the others.
 * @param {Storage} storage
 * @param {string} user
 * @returns {Promise<{assignments: AssignmentRecord[], interviews: InterviewRecord[], damaged: number}>}
 */
export async function readWork(storage, user) {
  await refreshStale(storage, user);
  const [assignments, interviews] = await Promise.all([readEach(storage, "assignments", user), readEach(storage, "interviews", user)]);
  return {
    assignments: assignments.records,
    interviews: interviews.records.filter(({ away }) => !away),
    damaged: assignments.damaged + interviews.damaged,
  };
}

/**
 * @param {Storage} storage
 * @param {string} interview
 * @returns {Promise<InterviewRecord | undefined>}
 */
export async function readInterview(storage, interview) {
  const found = await storage.database.get("interviews", interview);
  return (await storage.vault.open("interviews", found ? [found] : [])).records[0];
}

/**
 * The interview of an assignment, made if it has none; the check and the making are one transaction.
 * @param {Storage} storage
 * @param {AssignmentRecord} assignment
 * @param {{id: string, at: string}} fresh used when one is made
 * @returns {Promise<InterviewRecord>}
 */
export async function interviewFor(storage, assignment, { id, at }) {
  const own = assignment.interview && copyOf(await storage.database.getAll("interviews"), assignment.user, assignment.interview);
  /** @type {InterviewRecord} */
  const record = {
    id: own ?? id, user: assignment.user, assignment: assignment.id, form: assignment.form,
    label: assignment.label, status: "open", created: at, changed: at, remarks: 0, training: assignment.training,
  };
  const [atRest] = await storage.vault.seal("interviews", [record]);
  const known = await storage.write(["interviews"], async (transaction) => {
    const interviews = transaction.objectStore("interviews");
    const found = (await interviews.getAll()).find(
      (other) => other.user === assignment.user && (other.id === own || other.assignment === assignment.id),
    );
    if (!found) await interviews.add(atRest);
    return found;
  });
  return known ? /** @type {InterviewRecord} */ ((await storage.vault.open("interviews", [known])).records[0] ?? { ...known, label: assignment.label }) : record;
}

/**
 * Keeps events made on this device: in the log, and named in the outbox. Resolves when they are on disk.
 *
 * Everything is asked for in one go and committed at once, so that a page that is being closed still gets it through.
 * `add` refuses a name that is taken, so two writers can never overwrite each other.
 * @param {Storage} storage
 * @param {string} user
 * @param {any[]} records events at rest, from `sealEvents`
 */
export async function keepOwnEvents(storage, user, records) {
  const [first] = records;
  if (first) storage.copy.addEvents(first.interview, records);
  try {
    await storage.write(["events", "outbox"], async (transaction) => {
      const added = records.flatMap((record) => {
        const { interview, device, seq } = record;
        return [transaction.objectStore("events").add(record), transaction.objectStore("outbox").add({ interview, device, seq, user })];
      });
      transaction.commit();
      await Promise.all(added);
    });
  } catch (error) {
    if (!(await areThere(storage, records).catch(() => false))) throw error; // else the connection broke between the commit and the word of it
  }
}

/** Whether exactly these records are on disk. @param {Storage} storage @param {any[]} records */
async function areThere(storage, records) {
  const log = storage.database.transaction("events").store;
  const there = await Promise.all(records.map(({ interview, device, seq }) => log.get([interview, device, seq])));
  return there.every((found, at) => found !== undefined && JSON.stringify(Array.from(found.sealed ?? [])) === JSON.stringify(Array.from(records[at].sealed ?? []))
    && JSON.stringify(found.event) === JSON.stringify(records[at].event));
}

/**
 * Seals events for `keepOwnEvents`: in this turn where that can be, which may be the last one of the page.
 * @param {Storage} storage
 * @param {string} interview
 * @param {AnswerEvent[]} events
 * @returns {any[] | Promise<any[]>}
 */
export function sealEvents(storage, interview, events) {
  const records = recordsOf(interview, events);
  return storage.vault.sealNow("events", records) ?? storage.vault.seal("events", records);
}

/** Whether the list shows an interview differently after these events, but for the time. @param {AnswerEvent[]} events */
export function changesList(events) {
  return events.some((event) => changesStatus(event) || changesFieldwork(event));
}

/**
 * Brings the record that the list shows up to date after own events. It is derived from the log, never the other way.
 * @param {Storage} storage
 * @param {string} interview
 * @param {AnswerEvent[]} events those that were added
 */
export async function noteOwnEvents(storage, interview, events) {
  const stale = changesList(events);
  await storage.write(["interviews"], async (transaction) => {
    const record = await transaction.objectStore("interviews").get(interview);
    if (record) await transaction.objectStore("interviews").put({ ...record, changed: lastChange(events) || record.changed, stale: stale || record.stale === true });
  });
  if (stale && !storage.vault.locked) await refreshRecord(storage, interview);
}

/**
 * Keeps events that came from the server; those already here stay as they are.
 * @param {Transaction} transaction over events
 * @param {any[]} records at rest
 * @returns {Promise<{device: string, seq: number}[]>} the names of those that are new here
 */
export async function keepReceivedEvents(transaction, records) {
  const log = transaction.objectStore("events");
  const fresh = [];
  for (const record of records) {
    const { interview, device, seq } = record;
    if (await log.getKey([interview, device, seq])) continue;
    await log.add(record);
    fresh.push({ device, seq });
  }
  return fresh;
}

/** @param {string} interview @param {AnswerEvent[]} events */
export function recordsOf(interview, events) {
  return events.map((event) => ({ interview, device: event.device, seq: event.seq, event }));
}

/**
 * All events of an interview that can be read, in the order of their names, and how many cannot.
 *
 * `numbers` are those of all events by device, also of events that cannot be read. `last` gives the highest that a device has
 * used, also for one that is gone or could not be put into the log yet: nothing new may take it.
 * @param {Storage} storage
 * @param {string} interview
 * @returns {Promise<{events: AnswerEvent[], count: number, damaged: number, numbers: Map<string, Set<number>>, last: (device: string) => number}>}
 */
export async function readLog(storage, interview) {
  const all = await storage.database.getAll("events", allOf(interview));
  const { records } = await storage.vault.open("events", all);
  const events = records.map(({ event }) => event).filter(isEvent);
  const numbers = new Map();
  for (const { device, seq } of all) numbers.set(device, (numbers.get(device) ?? new Set()).add(seq));
  const last = (/** @type {string} */ device) => Array.from(numbers.get(device) ?? []).reduce((most, seq) => Math.max(most, seq), Math.max(lastNoted(interview, device), lastMarked(interview, device)));
  return { events, count: all.length, damaged: all.length - events.length, numbers, last };
}

/** Only the events. @param {Storage} storage @param {string} interview @returns {Promise<AnswerEvent[]>} */
export async function readEvents(storage, interview) {
  return (await readLog(storage, interview)).events;
}

/**
 * Works out anew what the list shows of a log. Opening what is sealed takes time, so it is written only if no event came
 * meanwhile, else worked out once more.
 * @param {Storage} storage
 * @param {string} interview
 */
export async function refreshRecord(storage, interview) {
  for (let done = false; !done; ) {
    const [{ events, count }, record] = await Promise.all([readLog(storage, interview), readInterview(storage, interview)]);
    if (!record) return; // it cannot be read: the list says so
    const shown = {
      status: statusOf(events), fieldwork: fieldworkOf(events), remarks: officeRemarks(events), changed: lastChange(events) || record.changed, stale: false,
    };
    const [atRest] = await storage.vault.seal("interviews", [{ ...record, ...shown }]);
    done = await storage.write(["events", "interviews"], async (transaction) => {
      if ((await transaction.objectStore("events").count(allOf(interview))) !== count) return false;
      if (await transaction.objectStore("interviews").getKey(interview)) await transaction.objectStore("interviews").put(atRest);
      return true;
    });
  }
}

/** Does what was left undone when the app ended between taking events in and looking at them. @param {Storage} storage @param {string} user */
async function refreshStale(storage, user) {
  for (const { id, user: owner, stale } of await storage.database.getAll("interviews")) {
    if (stale && owner === user) await refreshRecord(storage, id);
  }
}

/**
 * The time part of the latest clock.
 * @param {AnswerEvent[]} events
 */
function lastChange(events) {
  return events.reduce((latest, event) => (event.hlc > latest ? event.hlc : latest), "").slice(0, 24);
}

/** @param {unknown} event @returns {event is AnswerEvent} */
function isEvent(event) {
  return typeof event === "object" && event !== null && "type" in event && "seq" in event && "hlc" in event;
}

/**
 * @template {"assignments" | "interviews"} Name
 * @param {Storage} storage
 * @param {Name} store
 * @param {string} user
 * @returns {Promise<{records: import("./types").Sealable[Name][], damaged: number}>}
 */
async function readEach(storage, store, user) {
  const all = await storage.database.getAll(store);
  const sound = all.filter((record) => record && typeof record === "object" && record.form?.id && record.form.version);
  const own = await storage.vault.open(store, sound.filter((record) => record.user === user));
  return { records: own.records, damaged: all.length - sound.length + own.damaged };
}
