// Texts of the form in a language, with their references filled in; labels of rows; the codes that a question offers.
// Evaluated when something is shown, never before.

import { codeFrame } from "./evaluate.js";
import { format, within } from "./format.js";

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {{slot: number, down: number[], check: import("./form.js").Check | null}} TextUse
 */

/** What stands in a text for a value that is missing. */
const GAP = "…";

const TEXTS = /** @type {const} */ (["label", "hint", "required_message", "constraint_message", "choice_message", "unit"]);

/**
 * Which cells, or which edit, show the reference of each text node.
 * @param {Form} form @returns {Map<number, TextUse[]>}
 */
export function indexTexts(form) {
  /** @type {Map<number, TextUse[]>} */
  const uses = new Map();
  if (!form.nodes.some((node) => node.kind === "text")) return uses;
  const note = (/** @type {number | string | null | undefined} */ text, /** @type {TextUse} */ use) => {
    for (const node of references(form, text)) uses.set(node, [...(uses.get(node) ?? []), use]);
  };
  for (const scope of form.scopes) {
    for (const { item, slot } of scope.slots) if (item) for (const kind of TEXTS) note(item[kind], { slot, down: [], check: null });
    for (const check of scope.checks) if (check.edit) note(check.message, { slot: -1, down: [], check });
  }
  return uses;
}

/** The nodes that a text refers to, in any language. @param {Form} form @param {number | string | null | undefined} index */
function references(form, index) {
  if (typeof index !== "number") return [];
  const found = new Set();
  for (const texts of Object.values(form.compiled.texts)) {
    const text = texts[index];
    if (Array.isArray(text)) for (const part of text) if (typeof part === "number") found.add(part);
  }
  return found;
}

/**
 * A text of the form in the language, or in the first language that has it; `""` where none has.
 * @param {Form} form @param {number | string | null | undefined} index @param {Frame} frame @param {string} language @returns {string}
 */
export function text(form, index, frame, language) {
  if (typeof index === "string") return index;
  if (index === null || index === undefined) return "";
  const { texts, languages } = form.compiled;
  for (const candidate of [language, ...languages]) {
    const found = texts[candidate]?.[index];
    if (typeof found === "string") return found;
    if (found) return found.map((part) => (typeof part === "string" ? part : within(reference(form, part, frame, language), candidate))).join("");
  }
  return "";
}

/** @param {Form} form @param {number} index @param {Frame} frame @param {string} language @returns {string} */
function reference(form, index, frame, language) {
  const node = form.nodes[index];
  if (!node) return GAP;
  const value = evaluated(node, frame);
  return value === null ? GAP : formatValue(form, node.type ?? "text", value, frame, language);
}

/** The value of a node in the frame of its scope at or around `frame`; null when it is unknown or in error. @param {import("./form.js").Node} node @param {Frame} frame */
export function evaluated(node, frame) {
  let target = frame;
  while (target.scope.index !== node.scope && target.parent) target = target.parent;
  try {
    return node.run(target, null);
  } catch (problem) {
    if (problem instanceof Error && problem.name === "Overflow") return null;
    throw problem;
  }
}

/** @param {Form} form @param {string} type @param {any} value @param {Frame} frame @param {string} language @returns {string} */
export function formatValue(form, type, value, frame, language) {
  return format(type, value, language, (list, code) => codeLabel(form, list, code, frame, language));
}

/** The label of a code; the code itself where it has none. @param {Form} form @param {string} list @param {string} code @param {Frame} frame @param {string} language @returns {string} */
export function codeLabel(form, list, code, frame, language) {
  const codes = form.lists[list];
  const position = codes?.positions.get(code);
  return (position === undefined ? "" : text(form, codes?.labels[position], frame, language)) || code;
}

/** The label of a row: what `row_label` gives, else its code's label or its number. @param {Form} form @param {Frame} row @param {string} language @returns {string} */
export function rowLabel(form, row, language) {
  const item = form.scopes[row.scope.parent]?.slots[row.scope.roster]?.item;
  const node = item?.row_label === undefined || item.row_label === null ? null : form.nodes[item.row_label];
  const value = node ? evaluated(node, row) : null;
  if (node && value !== null) return formatValue(form, node.type ?? "text", value, row, language);
  const about = item?.rows?.kind === "others" ? otherRow(row) : undefined;
  if (about) return rowLabel(form, about, language);
  const list = item?.rows?.codes ?? selectedList(form, row);
  return list ? codeLabel(form, list, row.id, row, language) : String(row.position);
}

/** The row of the roster around that a row of others is about. @param {Frame} row */
function otherRow({ id, parent }) {
  return parent?.parent?.rows[parent.scope.child]?.find((member) => member.id === id);
}

/** @param {Form} form @param {Frame} row */
function selectedList(form, row) {
  const rows = form.scopes[row.scope.parent]?.slots[row.scope.roster]?.item?.rows;
  if (rows?.kind !== "selected" || !rows.from) return undefined;
  let scope = form.scopes[row.scope.parent];
  for (let i = 0; i < rows.from[0]; i += 1) scope = form.scopes[scope?.parent ?? 0];
  return scope?.slots[rows.from[1]]?.item?.codes ?? undefined;
}

/**
 * The codes that a question offers after its `choice_filter`, in order; a code whose filter is not true is not offered.
 * @param {Form} form @param {Frame} frame @param {number} slot @param {string} language
 */
export function offered(form, frame, slot, language) {
  const item = frame.scope.slots[slot]?.item;
  const list = form.lists[item?.codes ?? ""];
  if (!item?.codes || !list) return [];
  const node = item.filter === undefined || item.filter === null ? null : form.nodes[item.filter];
  const found = [];
  for (const [i, code] of list.codes.entries()) {
    if (node && !offers(node, list, i, frame)) continue;
    found.push({ code, label: text(form, list.labels[i], frame, language) || code, parent: list.parents?.[i] ?? null });
  }
  return found;
}

/** @param {import("./form.js").Node} node @param {import("./evaluate.js").CodeList} list @param {number} index @param {Frame} frame */
function offers(node, list, index, frame) {
  try {
    return node.run(codeFrame(list, index, frame), { frame, outer: null }) === true;
  } catch (problem) {
    if (problem instanceof Error && problem.name === "Overflow") return false;
    throw problem;
  }
}
