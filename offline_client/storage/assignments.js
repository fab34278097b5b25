/**
 * Takes in what a pull brought: assignments and events together with the cursor, in one transaction, so that a cursor
 * never runs ahead of what it stands for.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {import("./types").AssignmentRecord} AssignmentRecord
 * @typedef {import("./types").FormName} FormName
 *
 * @typedef {object} Pulled
 * @property {string} cursor
 * @property {Omit<AssignmentRecord, "user">[]} assignments
 * @property {number[]} removed_assignments
 * @property {{interview: string, assignment: number | null, form: FormName, events: AnswerEvent[]}[]} events
 */
import { copyOf } from "./copies.js";
import { keepReceivedEvents, recordsOf, refreshRecord } from "./interviews.js";
import { lacksForms } from "./forms.js";
import { cursorOf, heldBy, readMeta } from "./meta.js";
import { allOf } from "./ranges.js";

/**
 * @param {Storage} storage
 * @param {string} user
 * @param {Pulled} pulled
 * @param {string} at time, used for interviews first seen here
 * @returns {Promise<Map<string, AnswerEvent[]>>} the events that are new here, by interview
 */
export async function takeIn(storage, user, pulled, at) {
  const { vault } = storage;
  const assignments = await vault.seal("assignments", pulled.assignments.map((assignment) => ({ ...assignment, user })));
  const [labels, held] = await Promise.all([labelsOf(storage, user, pulled), storage.database.getAll("interviews")]);
  const logs = await Promise.all(pulled.events.map(async ({ interview: name, assignment, form, events }) => {
    const interview = copyOf(held, user, name);
    /** @type {import("./types").InterviewRecord} */
    const record = { id: interview, user, assignment, form, label: labels.get(assignment) ?? name, status: "open", created: at, changed: at, remarks: 0 };
    return { interview, events, records: await vault.seal("events", recordsOf(interview, events)), fresh: (await vault.seal("interviews", [record]))[0] };
  }));
  const added = await storage.write(["assignments", "interviews", "events", "meta"], async (transaction) => {
    for (const assignment of assignments) await transaction.objectStore("assignments").put(assignment);
    for (const id of pulled.removed_assignments) await transaction.objectStore("assignments").delete([user, id]);
    await markAway(transaction, user, pulled);
    const names = new Map();
    for (const { interview, records, fresh } of logs) {
      const record = (await transaction.objectStore("interviews").get(interview)) ?? fresh;
      if (record.user !== user) throw new Error(`${interview} has become somebody else's in another tab`); // the next pull finds a free name
      names.set(interview, new Set((await keepReceivedEvents(transaction, records)).map(nameOf)));
      await transaction.objectStore("interviews").put({ ...record, stale: names.get(interview).size > 0 || record.stale === true });
    }
    await transaction.objectStore("meta").put({ key: heldBy(user), value: await transaction.objectStore("assignments").count(allOf(user)) });
    await transaction.objectStore("meta").put({ key: cursorOf(user), value: pulled.cursor });
    return names;
  });
  const fresh = new Map();
  for (const { interview, events } of logs) {
    const found = events.filter((event) => added.get(interview)?.has(nameOf(event)));
    if (found.length === 0) continue;
    fresh.set(interview, found);
    await refreshRecord(storage, interview);
  }
  return fresh;
}

/**
 * Whether something is gone of what the pulls have brought so far: assignments, or a form that work of the user names.
 * @param {Storage} storage
 * @param {string} user
 */
export async function lacksWork(storage, user) {
  const [held, here] = await Promise.all([readMeta(storage, heldBy(user)), storage.database.count("assignments", allOf(user))]);
  return here < (held ?? 0) || lacksForms(storage, user);
}

/**
 * An interview whose assignment goes leaves the work of its user, and is back with it.
 * @param {import("./database.js").Transaction} transaction over interviews
 * @param {string} user
 * @param {Pulled} pulled
 */
async function markAway(transaction, user, { assignments, removed_assignments: removed }) {
  const now = new Map([...removed.map((id) => /** @type {const} */ ([id, true])), ...assignments.map(({ id }) => /** @type {const} */ ([id, false]))]);
  if (now.size === 0) return;
  const interviews = transaction.objectStore("interviews");
  for (const record of await interviews.getAll()) {
    const away = record.assignment === null || record.user !== user ? undefined : now.get(record.assignment);
    if (away !== undefined && away !== (record.away ?? false)) await interviews.put({ ...record, away });
  }
}

/**
 * The labels of the assignments that the events belong to, from what came and from what is here.
 * @param {Storage} storage
 * @param {string} user
 * @param {Pulled} pulled
 * @returns {Promise<Map<number | null, string>>}
 */
async function labelsOf(storage, user, pulled) {
  const found = new Map(pulled.assignments.map(({ id, label }) => [/** @type {number | null} */ (id), label]));
  for (const { assignment } of pulled.events) {
    if (assignment === null || found.has(assignment)) continue;
    const held = await storage.database.get("assignments", [user, assignment]);
    const [opened] = (await storage.vault.open("assignments", held ? [held] : [])).records;
    if (opened) found.set(assignment, opened.label);
  }
  return found;
}

/** @param {{device: string, seq: number}} name */
function nameOf({ device, seq }) {
  return `${device} ${seq}`;
}
