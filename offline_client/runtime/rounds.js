// What the `open` event brings: the reference date, and the last round of a panel, its values by path and the rows they stand in.
// Twin: engine/response/rounds.py.

import { readDate } from "./values.js";

/** The reference date, and the values of the last round by path of the row. @param {import("./fold.js").LogState} log */
export function facts(log) {
  const date = log.opened?.["reference_date"];
  return { today: dateOrNull(date ?? log.form.compiled.reference_date), previous: valuesByRow(log.opened?.["previous"] ?? {}) };
}

/** @param {any} outer */
function dateOrNull(outer) {
  try {
    return readDate(outer);
  } catch {
    return null; // a log without a readable date: what asks for today is unknown
  }
}

/** Values of the last round by the path of their row, then by name. @param {Record<string, any>} previous */
export function valuesByRow(previous) {
  /** @type {Map<string, Record<string, any>>} */
  const found = new Map();
  for (const [path, value] of Object.entries(previous)) {
    const end = path.lastIndexOf("]") + 1;
    const row = path.slice(0, end);
    found.set(row, { ...found.get(row), [end ? path.slice(end + 1) : path]: value });
  }
  return found;
}

/** Ids of the rows that a roster had in the last round, in the order in which they are first named. @param {Record<string, any>} previous @param {string} roster */
export function rowIds(previous, roster) {
  const start = `${roster}[`;
  const inside = Object.keys(previous).filter((path) => path.startsWith(start));
  return [...new Set(inside.map((path) => path.slice(start.length, path.indexOf("]", start.length))))];
}
