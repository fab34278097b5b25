// What the engine says of a failure for which the questionnaire has no message: a sentence in the interview's language.
// Twin: engine/response/messages.py, with the same table.

import { format } from "./format.js";
import { attempt } from "./frames.js";
import { formatValue, text } from "./template.js";

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./form.js").Check} Check
 * @typedef {import("./frames.js").Frame} Frame
 */

/** By kind of failure, then language; a language that is not here reads English. @type {Record<string, {vi: string, en: string}>} */
export const MESSAGES = {
  required: { vi: "“{label}”: cần có câu trả lời.", en: "“{label}”: an answer is needed." },
  constraint: { vi: "“{label}”: {value} không hợp lệ.", en: "“{label}”: {value} is not possible." },
  choice: { vi: "“{label}”: {value} không nằm trong các lựa chọn hiện có.", en: "“{label}”: {value} is not among the choices that are offered now." },
  exclusive: { vi: "“{label}”: {value} không thể chọn cùng nhau.", en: "“{label}”: {value} cannot be chosen together." },
  rows_least: { vi: "“{label}”: có {value} dòng, cần ít nhất {limit}.", en: "“{label}”: {value} in the list, at least {limit} needed." },
  rows_most: { vi: "“{label}”: có {value} dòng, nhiều nhất là {limit}.", en: "“{label}”: {value} in the list, at most {limit} possible." },
};

/** Rows that a count may ask for where the questionnaire sets no `max_rows`: a slip of the pen must not freeze a tablet. */
export const MOST_ROWS = 1000;

/** The sentence for a check that fails; `""` for an edit, whose message its author gives. @param {Form} form @param {Frame} frame @param {Check} check @param {string} language */
export function message(form, frame, check, language) {
  const slot = frame.scope.slots[check.slot];
  if (check.kind === "edit" || !slot) return "";
  const label = text(form, slot.item?.label, frame, language) || slot.name;
  if (check.kind === "rows") return rowsMessage(form, frame, check, label, language);
  const value = frame.values[check.slot] ?? null;
  const kind = check.kind === "choice" && excludes(slot, value) ? "exclusive" : check.kind;
  return said(kind, language, { label, value: value === null || slot.type === null ? "" : formatValue(form, slot.type, value, frame, language) });
}

/** The rows of a roster; of one whose rows are counted, as many as the count asks for. @param {Form} form @param {Frame} frame @param {number} index @returns {number} */
export function rowsCounted(form, frame, index) {
  const slot = frame.scope.slots[index];
  const rows = slot?.item?.rows;
  const node = rows?.kind === "count" && rows.count !== undefined ? form.nodes[rows.count] : undefined;
  if (node) return attempt(node, frame).value ?? 0;
  return frame.rows[form.scopes[slot?.roster ?? -1]?.child ?? -1]?.length ?? 0;
}

/** @param {Form} form @param {Frame} frame @param {Check} check @param {string} label @param {string} language */
function rowsMessage(form, frame, check, label, language) {
  const item = frame.scope.slots[check.slot]?.item;
  const rows = rowsCounted(form, frame, check.slot);
  const least = item?.min_rows ?? 0;
  const [kind, limit] = rows < least ? ["rows_least", least] : ["rows_most", item?.max_rows ?? MOST_ROWS];
  const number = (/** @type {number} */ n) => format("integer", n, language, String);
  return said(kind, language, { label, value: number(rows), limit: number(limit) });
}

/** True where an exclusive code stands with others. @param {import("./form.js").Slot} slot @param {any} value */
function excludes(slot, value) {
  const excluding = slot.item?.exclusive ?? [];
  return Array.isArray(value) && value.length > 1 && value.some((code) => excluding.includes(code));
}

/** @param {string} kind @param {string} language @param {Record<string, string>} parts */
function said(kind, language, parts) {
  const words = MESSAGES[kind];
  const sentence = words?.[/** @type {"vi" | "en"} */ (language)] ?? words?.en ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_, name) => parts[name] ?? "");
}
