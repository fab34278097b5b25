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
import { changesFieldwork, fieldworkOf } from "./fieldwork.js";
import { changesStatus, officeRemarks, statusOf } from "./status.js";

/**
 * What the list of one user needs. A record that cannot be read is left out and counted, never in the way of the others.
 * @param {Storage} storage
 * @param {string} user
 * @returns {Promise<{assignments: AssignmentRecord[], interviews: InterviewRecord[], damaged: number}>}
 */
export async function readWork(storage, user) {
  const [assignments, interviews] = await Promise.all([readEach(storage, "assignments"), readEach(storage, "interviews")]);
  return {
    assignments: assignments.records.filter((record) => record.user === user),
    interviews: interviews.records.filter((record) => record.user === user),
    damaged: assignments.damaged + interviews.damaged,
  };
}

/**
 * @param {Storage} storage
 * @param {string} interview
 * @returns {Promise<InterviewRecord | undefined>}
 */
export function readInterview(storage, interview) {
  return storage.database.get("interviews", interview);
}

/**
 * The interview of an assignment, made if it has none; the check and the making are one transaction.
 * @param {Storage} storage
 * @param {AssignmentRecord} assignment
 * @param {{id: string, at: string}} fresh used when one is made
 * @returns {Promise<InterviewRecord>}
 */
export async function interviewFor(storage, assignment, { id, at }) {
  return storage.write(["interviews"], async (transaction) => {
    const interviews = transaction.objectStore("interviews");
    const known = (await interviews.getAll()).find(
      (record) => record.id === assignment.interview || (record.assignment === assignment.id && record.user === assignment.user),
    );
    if (known) return known;
    /** @type {InterviewRecord} */
    const record = {
      id: assignment.interview ?? id, user: assignment.user, assignment: assignment.id, form: assignment.form,
      label: assignment.label, status: "open", created: at, changed: at, remarks: 0, training: assignment.training,
    };
    await interviews.add(record);
    return record;
  });
}

/**
 * Keeps events made on this device: in the log, and named in the outbox. Resolves when they are on disk.
 *
 * Everything is asked for in one go and committed at once, so that a page that is being closed still gets it through.
 * `add` refuses a name that is taken, so two writers can never overwrite each other.
 * @param {Storage} storage
 * @param {{id: string, user: string}} interview
 * @param {AnswerEvent[]} events
 */
export async function keepOwnEvents(storage, { id, user }, events) {
  await storage.write(["events", "outbox"], (transaction) => {
    const added = events.flatMap((event) => {
      const name = { interview: id, device: event.device, seq: event.seq };
      return [transaction.objectStore("events").add({ ...name, event }), transaction.objectStore("outbox").add({ ...name, user })];
    });
    transaction.commit();
    return Promise.all(added);
  });
}

/**
 * Brings the record that the list shows up to date after own events. It is derived from the log, never the other way.
 * @param {Storage} storage
 * @param {string} interview
 * @param {AnswerEvent[]} events those that were added
 */
export async function noteOwnEvents(storage, interview, events) {
  await storage.write(["events", "interviews"], async (transaction) => {
    const record = await transaction.objectStore("interviews").get(interview);
    if (!record) return;
    if (events.some((event) => changesStatus(event) || changesFieldwork(event))) await refreshRecord(transaction, record);
    else await transaction.objectStore("interviews").put({ ...record, changed: lastChange(events) || record.changed });
  });
}

/**
 * Keeps events that came from the server; those already here stay as they are.
 * @param {Transaction} transaction over events and interviews
 * @param {InterviewRecord} record
 * @param {AnswerEvent[]} events
 * @returns {Promise<AnswerEvent[]>} those that are new here
 */
export async function keepReceivedEvents(transaction, record, events) {
  const log = transaction.objectStore("events");
  const fresh = [];
  for (const event of events) {
    const name = { interview: record.id, device: event.device, seq: event.seq };
    if (await log.getKey([name.interview, name.device, name.seq])) continue;
    await log.add({ ...name, event });
    fresh.push(event);
  }
  await refreshRecord(transaction, record);
  return fresh;
}

/**
 * All events of an interview that can be read, in the order of their names.
 * @param {Storage} storage
 * @param {string} interview
 * @returns {Promise<AnswerEvent[]>}
 */
export async function readEvents(storage, interview) {
  const records = await storage.database.getAll("events", allOf(interview));
  return records.map((record) => record.event).filter(isEvent);
}

/**
 * The range of keys of one interview in `events` and `outbox`.
 * @param {string} interview
 */
export function allOf(interview) {
  return IDBKeyRange.bound([interview], [interview, []]);
}

/**
 * @param {Transaction} transaction
 * @param {InterviewRecord} record
 */
async function refreshRecord(transaction, record) {
  const events = (await transaction.objectStore("events").getAll(allOf(record.id))).map(({ event }) => event).filter(isEvent);
  await transaction.objectStore("interviews").put({
    ...record, status: statusOf(events), fieldwork: fieldworkOf(events), remarks: officeRemarks(events), changed: lastChange(events) || record.changed,
  });
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
 */
async function readEach(storage, store) {
  const all = await storage.database.getAll(store);
  const records = all.filter((record) => record && typeof record === "object" && record.form?.id && record.form.version);
  return { records, damaged: all.length - records.length };
}
