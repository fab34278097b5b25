/**
 * What the list shows of the work on an interview without folding its log: the mode, and the last attempt at contact.
 *
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {import("./types").FieldworkRecord} FieldworkRecord
 */
import { Fieldwork } from "../runtime/fieldwork.js";

const TYPES = new Set(["open", "mode", "contact"]);

/** @param {AnswerEvent} event */
export function changesFieldwork(event) {
  return event.type === "mode" || event.type === "contact";
}

/** @param {AnswerEvent[]} events in any order @returns {FieldworkRecord} */
export function fieldworkOf(events) {
  const fieldwork = new Fieldwork();
  const about = events.filter(({ type }) => TYPES.has(type)).sort((a, b) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : a.device < b.device ? -1 : a.device > b.device ? 1 : a.seq - b.seq));
  for (const event of about) fieldwork.note(/** @type {any} */ (event));
  const { mode, contacts, appointment } = fieldwork;
  return { mode, contacts: contacts.length, outcome: contacts[contacts.length - 1]?.outcome ?? null, appointment };
}
