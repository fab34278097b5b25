// Functions of text on internal values: NFC, never empty, counted in code points. What would be empty is null. Twin: engine/expression/texts.py.
// The texts of a form are in template.js.

import { dateText, timeText } from "./dates.js";
import { Overflow } from "./errors.js";
import { decimalText, splitType, toOuter } from "./values.js";

/** `pad_left` beyond this ends in an error instead of filling the memory. */
const MAX_PADDING = 1000;

/** Code points. @param {string} x */
export function length(x) {
  let n = 0;
  for (const _ of x) n += 1;
  return n;
}

/** The parts one after the other, in NFC. @param {...string} parts */
export function concat(...parts) {
  return parts.join("").normalize("NFC");
}

/** The parts that are known, one after the other, in NFC; null when there is none. @param {...(string | null)} parts */
export function concatKnown(...parts) {
  return concat(.../** @type {string[]} */ (parts.filter((part) => part !== null))) || null;
}

/** n code points from the start-th (from 1); null when there is none, or start is below 1. @param {string} x @param {number} start @param {number} n */
export function substring(x, start, n) {
  if (start < 1 || n < 1) return null;
  return [...x].slice(start - 1, start - 1 + n).join("") || null;
}

/** @param {string} x @param {number} n */
export function left(x, n) {
  return substring(x, 1, n);
}

/** @param {string} x @param {number} n */
export function right(x, n) {
  return n >= 1 ? [...x].slice(-n).join("") : null;
}

/** @param {string} x */
export function trim(x) {
  return x.trim() || null;
}

/** Where y first starts in x, from 1; 0 when nowhere. @param {string} x @param {string} y */
export function indexOf(x, y) {
  const at = x.indexOf(y);
  return at < 0 ? 0 : length(x.slice(0, at)) + 1;
}

/** x with every old, found from the left without overlap, replaced by new; in NFC. @param {string} x @param {string} old @param {string} replacement */
export function replace(x, old, replacement) {
  return x.split(old).join(replacement).normalize("NFC");
}

/** The n-th, from 1, of the parts between separators; null where there are fewer, or nothing stands there. @param {string} x @param {string} separator @param {number} n */
export function part(x, separator, n) {
  return x.split(separator)[n - 1] || null;
}

/** x with fill before it up to n code points; null when fill is not one code point. @param {string} x @param {number} n @param {string} fill */
export function padLeft(x, n, fill) {
  if (n > MAX_PADDING) throw new Overflow();
  if (length(fill) !== 1) return null;
  return (fill.repeat(Math.max(0, n - length(x))) + x).normalize("NFC");
}

/** @type {Map<string, RegExp>} */
const patterns = new Map();

/** True when the whole of x matches. @param {string} x @param {string} pattern in the common subset */
export function matches(x, pattern) {
  let compiled = patterns.get(pattern);
  if (!compiled) patterns.set(pattern, (compiled = new RegExp(`^(?:${pattern})$`, "u")));
  return compiled.test(x);
}

/** The plain text of a value, the same in every language. @param {any} x @param {string} type */
export function toText(x, type) {
  const [kind, rest] = splitType(type);
  if (kind === "integer") return decimalText(x, 0);
  if (kind === "decimal") return decimalText(x, Number(rest));
  if (kind === "date") return dateText(x);
  if (kind === "time") return timeText(x);
  return String(toOuter(type, x));
}

/** The first n signs of a classification code; null when it is shorter. @param {string} x @param {number} n */
export function firstCode(x, n) {
  const signs = [...x];
  return n >= 1 && n <= signs.length ? signs.slice(0, n).join("") : null;
}
