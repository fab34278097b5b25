// Answer events: what each type carries (docs/events.md). What they do is fold.js. Twin: engine/response/events.py.

import { isHybridTime } from "./clock.js";

/** @typedef {import("./types").Event} Event */
/** @typedef {(value: any) => boolean} Check */

/** @type {Check} */
const text = (value) => typeof value === "string";
/** @type {Check} */
const textOrNone = (value) => value === null || typeof value === "string";
/** @type {Check} */
const code = (value) => typeof value === "string" && value !== "";
/** @type {Check} */
const mapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
/** @type {Check} */
const mappingOrNone = (value) => value === null || mapping(value);
/** @type {Check} */
const anything = () => true;

/** @type {Record<string, [boolean, Check]>} */
const CONFIRM = { edit: [true, code], path: [true, text], reason: [false, textOrNone], text: [false, textOrNone], seen: [true, mapping] };

/**
 * Each type with its members: whether it must be there, and what its value must be. Further members are kept.
 * @type {Record<string, Record<string, [boolean, Check]>>}
 */
export const EVENT_TYPES = {
  open: {
    form: [true, code], version: [true, code], hash: [false, textOrNone], reference_date: [false, textOrNone], assignment: [false, anything],
    unit: [false, mappingOrNone], preload: [false, mappingOrNone], previous: [false, mappingOrNone], seed: [false, anything], mode: [false, textOrNone],
  },
  answer: { path: [true, code], value: [true, (value) => value !== null], prev: [false, textOrNone], source: [false, textOrNone] },
  clear: { path: [true, code], prev: [false, textOrNone] },
  add_row: { path: [true, code], row: [true, code], after: [false, textOrNone] },
  remove_row: { path: [true, code] },
  restore_row: { path: [true, code] },
  move_row: { path: [true, code], after: [false, textOrNone] },
  confirm: CONFIRM,
  accept: CONFIRM,
  remark: { path: [false, text], text: [false, textOrNone], id: [false, textOrNone], answered: [false, textOrNone], resolved: [false, textOrNone] },
  flag: { path: [true, code], on: [true, (value) => typeof value === "boolean"] },
  page: { path: [true, text] },
  mode: { mode: [true, code], batch: [false, textOrNone], paper: [false, textOrNone] },
  contact: { outcome: [true, code], at: [true, code], mode: [false, textOrNone], text: [false, textOrNone], appointment: [false, textOrNone] },
  paradata: { from: [true, code], records: [true, Array.isArray] },
  complete: {},
  reopen: {},
  return: { text: [false, textOrNone] },
  approve: { covers: [false, mappingOrNone] },
  migrate: { version: [true, code], hash: [false, textOrNone] },
};

/** @type {Record<string, Check>} */
const COMMON = {
  type: code, device: code, seq: (value) => Number.isSafeInteger(value) && value >= 1, hlc: isHybridTime, user: (value) => value === undefined || textOrNone(value),
};

/** Why a JSON value lacks what names and orders an event, in words; null when it does not. @param {any} document @returns {string | null} */
export function unreadable(document) {
  if (!mapping(document)) return "An event is a JSON object.";
  for (const [name, fits] of Object.entries(COMMON)) {
    if (!fits(document[name])) return `'${name}' of an event cannot be ${JSON.stringify(document[name])}.`;
  }
  return null;
}

/** Why an event does not fit its type, in words; null when it does. @param {Event} event @returns {string | null} */
export function mistake(event) {
  const shape = EVENT_TYPES[event.type] ?? {};
  for (const name in shape) {
    const [needed, fits] = /** @type {[boolean, Check]} */ (shape[name]);
    const value = event[name];
    if (value === undefined) {
      if (needed) return `An event of type ${event.type} needs '${name}'.`;
    } else if (!fits(value)) return `'${name}' of an event of type ${event.type} cannot be ${JSON.stringify(value).slice(0, 60)}.`;
  }
  return null;
}
