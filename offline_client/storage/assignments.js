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
import { keepReceivedEvents } from "./interviews.js";

/** @param {string} user @returns {string} the key of the user's cursor in `meta` */
export function cursorOf(user) {
  return `cursor:${user}`;
}

/**
 * @param {Storage} storage
 * @param {string} user
 * @param {Pulled} pulled
 * @param {string} at time, used for interviews first seen here
 * @returns {Promise<Map<string, AnswerEvent[]>>} the events that are new here, by interview
 */
export async function takeIn(storage, user, pulled, at) {
  return storage.write(["assignments", "interviews", "events", "meta"], async (transaction) => {
    const assignments = transaction.objectStore("assignments");
    for (const assignment of pulled.assignments) await assignments.put({ ...assignment, user });
    for (const id of pulled.removed_assignments) await assignments.delete([user, id]);
    const fresh = new Map();
    for (const { interview, assignment, form, events } of pulled.events) {
      const known = await transaction.objectStore("interviews").get(interview);
      const work = assignment === null ? undefined : await assignments.get([user, assignment]);
      const label = work?.label ?? known?.label ?? interview;
      const record = known ?? {
        id: interview, user, assignment, form, label, status: /** @type {const} */ ("open"), created: at, changed: at, remarks: 0,
      };
      const added = await keepReceivedEvents(transaction, record, events);
      if (added.length > 0) fresh.set(interview, added);
    }
    await transaction.objectStore("meta").put({ key: cursorOf(user), value: pulled.cursor });
    return fresh;
  });
}
