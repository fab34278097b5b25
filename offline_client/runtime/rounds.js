// What the `open` event brings: the reference date, and the last round of a panel, its values by path and the rows they stand in.
// Twin: engine/response/rounds.py.

import { cellPath, parsePath, rowPath } from "./paths.js";
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
    const steps = parsePath(path) ?? [];
    const last = steps[steps.length - 1];
    if (!last || last.row !== null) continue;
    const row = pathOf(steps.slice(0, -1));
    found.set(row, { ...found.get(row), [last.name]: value });
  }
  return found;
}

/** Ids of the rows that a roster had in the last round, in the order in which they are first named. @param {Record<string, any>} previous @param {string} roster */
export function rowIds(previous, roster) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const path of Object.keys(previous)) {
    let row = "";
    for (const step of parsePath(path) ?? []) {
      const here = cellPath(row, step.name);
      if (step.row !== null && here === roster) found.add(step.row);
      row = step.row === null ? here : rowPath(here, step.row);
    }
  }
  return [...found];
}

/** A path as everyone writes it. @param {import("./paths.js").Step[]} steps */
function pathOf(steps) {
  let path = "";
  for (const { name, row } of steps) path = row === null ? cellPath(path, name) : rowPath(cellPath(path, name), row);
  return path;
}
