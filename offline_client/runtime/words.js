// Conditions in words: why a question is asked, and what a failing check demands, with the values that decide it now. Read off the
// compiled expression, so that it says what the engine does and nothing else. What has no words here is said as it is written.
// Only who interviews asks why: there is no twin in Python.

import { Overflow } from "./errors.js";
import { compile } from "./evaluate.js";
import { formatValue, rowLabel, text } from "./template.js";
import { Saying } from "./saying.js";

/**
 * @typedef {import("./interview.js").Interview} Interview
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {import("./types").Failure} Failure
 */

const MOST = 12; // sentences; nobody reads more

/**
 * Why a question, section or roster is on route: a sentence for each condition on the way to it that holds, the outermost first.
 * @param {Interview} interview @param {string} path @returns {string[]} none where it is always asked
 */
export function whyAsked(interview, path) {
  const { frame, slot } = interview.cellAt(path);
  /** @type {string[]} */
  const said = [];
  for (const [at, place] of around(frame, slot)) {
    const number = at.scope.slots[place]?.item?.relevant;
    if (number !== undefined && number !== null) said.unshift(...sentences(interview, number, at, true));
  }
  return [...new Set(said)].slice(0, MOST);
}

/**
 * What a failing check demands that is not so, and because of what it is checked at all.
 * @param {Interview} interview @param {Failure} failure @returns {{demands: string[], because: string[]}}
 */
export function whyFailed(interview, failure) {
  const edit = interview.compiled.edits?.find(({ id }) => id === failure.edit);
  if (edit) {
    const frame = interview.frame(failure.path);
    const guard = edit.guard ?? null;
    const ast = interview.form.nodes[edit.require]?.ast ?? [];
    const because = guard === null ? [] : sentences(interview, guard, frame, true);
    if (ast[0] === "implies") because.push(...sentences(interview, edit.require, frame, true, ast[1]));
    return { demands: sentences(interview, edit.require, frame, false, ast[0] === "implies" ? ast[2] : ast), because };
  }
  const { frame, place } = interview.cellAt(failure.path);
  const [, kind] = failure.edit.split(":");
  const { constraint = null, required = null } = place.item ?? {};
  if (kind === "constraint" && constraint !== null) return { demands: sentences(interview, constraint, frame, false), because: [] };
  const condition = required === null ? undefined : interview.form.nodes[required]?.ast;
  if (kind === "required" && required !== null && condition?.[0] !== "lit") return { demands: [], because: sentences(interview, required, frame, true) };
  return { demands: [], because: [] };
}

/** A slot and what contains it, the innermost first, up to the interview. @param {Frame} frame @param {number} slot @returns {Generator<[Frame, number]>} */
function* around(frame, slot) {
  for (let at = slot, held = frame; ; ) {
    for (; at >= 0; at = held.scope.slots[at]?.container ?? -1) yield [held, at];
    if (!held.parent) return;
    at = held.scope.roster;
    held = held.parent;
  }
}

/** @param {Interview} interview @param {number} number of the node @param {Frame} at @param {boolean} expected @param {any} [part] of its expression @returns {string[]} */
function sentences(interview, number, at, expected, part) {
  const node = interview.form.nodes[number];
  if (!node) return [];
  let frame = at;
  while (frame.scope.index !== node.scope && frame.parent) frame = frame.parent;
  const saying = new Saying(interview.form, interview.language, frame, shown(interview, frame));
  const written = interview.compiled.nodes[number]?.text;
  const said = saying.sentences(part ?? node.ast, expected);
  if (said !== null) return said;
  return [written ? saying.named(written) : ""].filter(Boolean);
}

/** What an expression comes to now, in words; "" where that is not known. @param {Interview} interview @param {Frame} frame @returns {import("./saying.js").Shown} */
function shown({ form, language }, frame) {
  return {
    value: (ast, type) => {
      const value = run(form, ast, frame);
      return value === null || value === undefined ? "" : formatValue(form, type, value, frame, language);
    },
    holds: (ast) => run(form, ast, frame),
    reason: (code) => text(form, form.compiled.reasons?.[code], frame, language) || code,
    rows: (children, up, where) => {
      const top = climb(frame, up);
      const rows = (top.children[children[0] ?? -1] ?? []).filter((row) => where === null || compile(where, { ...form.context, depth: 1 })(row, { frame, outer: null }) === true);
      return children.length === 1 ? rows.map((row) => rowLabel(form, row, language)) : [];
    },
    label: (up, slot) => {
      const at = climb(frame, up);
      return text(form, at.scope.slots[slot]?.item?.label, at, language);
    },
    missing: (up, slot) => {
      const reason = climb(frame, up).reasons[slot] ?? null;
      return reason !== null && form.compiled.reasons?.[reason] !== undefined ? text(form, form.compiled.reasons[reason], frame, language) : "";
    },
  };
}

/** @param {Interview["form"]} form @param {any} ast @param {Frame} frame */
function run(form, ast, frame) {
  try {
    return compile(ast, form.context)(frame, null);
  } catch (problem) {
    if (problem instanceof Overflow) return null;
    throw problem;
  }
}

/** @param {Frame} frame @param {number} up */
function climb(frame, up) {
  let at = frame;
  for (let i = 0; i < up && at.parent; i += 1) at = at.parent;
  return at;
}
