// Outcomes of constraints, required answers and edits, and the records of those that fail. Five outcomes, counted apart:
// an unknown is never a pass, and what does not apply never hides a dead rule. Twin: engine/response/edits.py.

import { Overflow } from "./errors.js";
import { ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, eachFrame } from "./frames.js";
import { message, rowsCounted } from "./messages.js";
import { text } from "./template.js";
import { toOuter, fromOuter, sameValue } from "./values.js";

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./form.js").Check} Check
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {import("./fold.js").LogState} LogState
 * @typedef {import("./types").Failure} Failure
 * @typedef {import("./types").NotEvaluated} NotEvaluated
 * @typedef {{form: Form, log: LogState, language: string, severities: Record<string, string>}} Asked
 */

/** The outcome of a check in its frame. @param {Check} check @param {Frame} frame */
export function outcome(check, frame) {
  try {
    return OUTCOMES[check.kind](check, frame);
  } catch (problem) {
    if (problem instanceof Overflow) return ERROR;
    throw problem;
  }
}

/** The number of rows of a roster on route. @param {Check} check @param {Frame} frame */
function rowsOutcome({ slot, node }, frame) {
  return frame.route[slot] ? judge(node.run(frame, null)) : NOT_APPLICABLE;
}

/** A constraint, as the choices offered, says nothing about a question without a value. @param {Check} check @param {Frame} frame */
function constraintOutcome({ slot, node }, frame) {
  if (!frame.route[slot] || frame.values[slot] === null) return NOT_APPLICABLE;
  return judge(node.run(frame, null));
}

/** @param {Check} check @param {Frame} frame */
function requiredOutcome({ slot, node }, frame) {
  if (!frame.route[slot]) return NOT_APPLICABLE;
  const required = node.run(frame, null);
  if (required !== true) return required === null ? UNKNOWN : NOT_APPLICABLE;
  return frame.reasons[slot] === "not_reached" ? FAIL : PASS;
}

/** @param {Check} check @param {Frame} frame */
function editOutcome(check, frame) {
  if (!frame.onRoute) return NOT_APPLICABLE;
  for (const [up, slot] of check.edit?.named ?? []) if (!above(frame, up).route[slot]) return NOT_APPLICABLE;
  if (check.guard) {
    const guard = check.guard.run(frame, null);
    if (guard !== true) return guard === null ? UNKNOWN : NOT_APPLICABLE;
  }
  if (!check.antecedent || !check.consequent) return judge(check.node.run(frame, null));
  const antecedent = check.antecedent(frame, null);
  if (antecedent === false) return NOT_APPLICABLE;
  const consequent = check.consequent(frame, null);
  return consequent === true ? PASS : antecedent === null ? UNKNOWN : judge(consequent);
}

const OUTCOMES = { required: requiredOutcome, constraint: constraintOutcome, choice: constraintOutcome, rows: rowsOutcome, edit: editOutcome };

/** @param {boolean | null} result */
function judge(result) {
  return result === null ? UNKNOWN : result ? PASS : FAIL;
}

/** @param {Frame} frame @param {number} up */
export function above(frame, up) {
  let found = frame;
  for (let i = 0; i < up; i += 1) found = /** @type {Frame} */ (found.parent);
  return found;
}

/**
 * The failures of all frames, in the order of the document: of each frame the checks of its items, then its edits.
 * @param {Asked} asked @param {Frame} root @returns {Failure[]}
 */
export function failures(asked, root) {
  /** @type {Failure[]} */
  const found = [];
  eachFrame(root, (frame) => {
    if (!frame.outcomes.includes(FAIL)) return;
    for (let i = 0; i < frame.outcomes.length; i += 1) {
      const check = /** @type {Check} */ (frame.scope.checks[i]);
      if (frame.outcomes[i] === FAIL && asked.severities[check.id] !== "off") found.push(failure(asked, frame, check));
    }
  });
  return found;
}

/** The record of a check that fails in a frame. @param {Asked} asked @param {Frame} frame @param {Check} check @returns {Failure} */
export function failure({ form, log, language, severities }, frame, check) {
  const cells = involvedCells(frame, check);
  const path = checkPath(frame, check);
  const held = confirmation(form, log, frame, check, path, cells);
  return {
    edit: check.id, path, severity: severities[check.id] ?? check.severity, phase: check.edit?.phase ?? "entry", message: text(form, check.message, frame, language) || message(form, frame, check, language),
    involved: cells.map(([cell, slot]) => cell.pathOf(slot)), values: valuesOf(form, frame, check, cells),
    status: held === null ? "open" : held.type === "accept" ? "accepted" : "confirmed",
    reason: held?.["reason"] ?? null, text: held?.["text"] ?? null, who: held?.user ?? null, when: held?.hlc ?? null,
  };
}

/** Where a check fails: a question at its own path, an edit at its row. @param {Frame} frame @param {Check} check */
export function checkPath(frame, check) {
  return check.edit ? frame.path : frame.pathOf(check.slot);
}

/** @param {Frame} frame @param {Check} check @returns {[Frame, number][]} */
function involvedCells(frame, check) {
  if (!check.edit) return [[frame, check.slot]];
  return (check.edit.involved ?? []).map(([up, slot]) => [above(frame, up), slot]);
}

/** The outer values of the cells, of a roster its rows; a cell without a value is left out. @param {Form} form @param {Frame} at @param {Check} check @param {[Frame, number][]} cells */
function valuesOf(form, at, check, cells) {
  /** @type {Record<string, any>} */
  const values = {};
  if (check.kind === "rows") return { [at.pathOf(check.slot)]: rowsCounted(form, at, check.slot) };
  for (const [frame, slot] of cells) {
    const value = frame.values[slot];
    const type = frame.scope.slots[slot]?.type;
    if (value !== null && value !== undefined && type) values[frame.pathOf(slot)] = toOuter(type, value);
  }
  return values;
}

/**
 * The confirmation that holds: the involved values are those that were seen.
 * @param {Form} form @param {LogState} log @param {Frame} at @param {Check} check @param {string} path @param {[Frame, number][]} cells
 */
function confirmation(form, log, at, check, path, cells) {
  const event = log.confirmations.get(`${check.id}|${path}`);
  if (!event) return null;
  const seen = event["seen"] ?? {};
  if (check.kind === "rows") return seen[path] === rowsCounted(form, at, check.slot) ? event : null;
  const holds = cells.every(([frame, slot]) => sameSeen(form, frame, slot, seen[frame.pathOf(slot)]));
  return holds ? event : null;
}

/** @param {Form} form @param {Frame} frame @param {number} slot @param {any} outer */
function sameSeen(form, frame, slot, outer) {
  const value = frame.values[slot] ?? null;
  const type = frame.scope.slots[slot]?.type;
  if (outer === null || outer === undefined || !type) return value === null;
  if (typeof outer === "object" && "missing" in outer) return value === null && frame.reasons[slot] === outer.missing;
  try {
    return sameValue(value, fromOuter(type, outer, (list) => form.codes(list)));
  } catch {
    return false; // what was seen is no value of this version: it is not the value of now
  }
}

/** Calculations that ended in an error, then checks that are unknown or did. @param {Frame} root @returns {NotEvaluated[]} */
export function notEvaluated(root) {
  /** @type {NotEvaluated[]} */
  const found = [];
  eachFrame(root, (frame) => {
    frame.errors?.forEach((error, slot) => {
      if (error) found.push({ edit: `${frame.scope.slots[slot]?.name}:calculation`, path: frame.pathOf(slot), outcome: "error", involved: [frame.pathOf(slot)] });
    });
  });
  eachFrame(root, (frame) => {
    frame.outcomes.forEach((result, i) => {
      const check = frame.scope.checks[i];
      if (!check || (result !== UNKNOWN && result !== ERROR)) return;
      const involved = involvedCells(frame, check).map(([cell, slot]) => cell.pathOf(slot));
      found.push({ edit: check.id, path: checkPath(frame, check), outcome: result === ERROR ? "error" : "unknown", involved });
    });
  });
  return found;
}
