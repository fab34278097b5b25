// Values between the outer form (events, RESPONSE.json) and the internal form (docs/compiled_form.md). Exact numbers go through
// text, never through a product of doubles. What a question allows beyond its type is decided in edits.js.

import { dateText, daysFromCivil, isDate, pad, timeText } from "./dates.js";

export const LIMIT = Number.MAX_SAFE_INTEGER;

/** Powers of ten, written out: an engine's own power function need not be exact. */
export const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

/** An outer value that is no value of the type: a code and a remedy; the caller knows the path. */
export class BadValue extends Error {
  /** @param {string} code @param {string} message @param {string} remedy */
  constructor(code, message, remedy) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

/**
 * The internal value of an outer one. Throws BadValue where it is no value of the type.
 * Null and empty text are no values: the caller clears instead.
 * @param {string} type as in the compiled form: `integer`, `decimal:2`, `codes:sex`, …
 * @param {any} outer
 * @param {(list: string) => Map<string, number>} codes positions of a list's codes
 */
export function fromOuter(type, outer, codes) {
  const [kind = "", rest = ""] = splitType(type);
  const reader = READERS[kind];
  if (!reader) throw new BadValue("wrong_value", `A ${type} holds no value.`, "Answer a question instead.");
  return reader(outer, rest, codes);
}

/** The outer form of an internal value; decimals as numbers. @param {string} type @param {any} value */
export function toOuter(type, value) {
  if (value === null || value === undefined) return null;
  const [kind = "", rest = ""] = splitType(type);
  const writer = WRITERS[kind];
  return writer ? writer(value, rest) : value;
}

/** The outer form as events carry it: decimals as exact text. @param {string} type @param {any} value */
export function toEvent(type, value) {
  return type.startsWith("decimal:") && value !== null ? decimalText(value, Number(type.slice(8))) : toOuter(type, value);
}

/** Equality of two internal values of one type. @param {any} a @param {any} b @returns {boolean} */
export function sameValue(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (!Array.isArray(a)) return JSON.stringify(a) === JSON.stringify(b);
  if (!Array.isArray(b) || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (!sameValue(a[i], b[i])) return false;
  return true;
}

/** A scaled integer as plain decimal text with all its decimals. @param {number} scaled @param {number} decimals */
export function decimalText(scaled, decimals) {
  const digits = String(Math.abs(scaled)).padStart(decimals + 1, "0");
  const sign = scaled < 0 ? "-" : "";
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The parts of a type's text: kind and what follows the colon. @param {string} type @returns {[string, string]} */
export function splitType(type) {
  const colon = type.indexOf(":");
  return colon < 0 ? [type, ""] : [type.slice(0, colon), type.slice(colon + 1)];
}

/** @typedef {(outer: any, rest: string, codes: (list: string) => Map<string, number>) => any} Reader */
/** @type {Record<string, Reader>} */
const READERS = {
  integer: (outer) => readExact(outer, 0),
  decimal: (outer, decimals) => readExact(outer, Number(decimals)),
  real: readReal,
  boolean: (outer) => (typeof outer === "boolean" ? outer : wrong(outer, "true or false")),
  text: readText,
  code: readCode,
  codes: (outer, list, codes) => readCodes(outer, list, codes, true),
  rank: (outer, list, codes) => readCodes(outer, list, codes, false),
  date: readDate,
  time: readTime,
  datetime: readDatetime,
  year_month: readYearMonth,
  geopoint: readPoint,
  geotrace: points(2),
  geoshape: points(3),
  file: readFile,
};

/** @type {Record<string, (value: any, rest: string) => any>} */
const WRITERS = {
  // The nearest double to an exact quotient prints as the decimal it stands for.
  decimal: (value, decimals) => value / /** @type {number} */ (POWERS[Number(decimals)]),
  date: dateText,
  time: timeText,
  datetime: (value) => `${dateText(Math.floor(value / 86400))}T${timeText(value - Math.floor(value / 86400) * 86400)}`,
  year_month: (value) => `${pad(Math.floor(value / 12), 4)}-${pad((value % 12) + 1, 2)}`,
};

const NUMBER = /^([+-]?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?$/;
const WRITTEN = /^[+-]?[0-9]+(\.[0-9]+)?$/;

/** @param {any} outer @param {number} decimals */
function readExact(outer, decimals) {
  const text = typeof outer === "number" ? String(outer) : typeof outer === "string" && outer.length <= 40 && WRITTEN.test(outer) ? outer : null;
  const match = text === null ? null : NUMBER.exec(text);
  if (!match) return wrong(outer, decimals ? `a number with at most ${decimals} decimals` : "a whole number");
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const shift = decimals - fraction.length + Number(exponent);
  const digits = (whole + fraction).replace(/^0+(?=\d)/, "");
  const scaled = shift >= 0 ? digits + "0".repeat(digits === "0" ? 0 : shift) : dropZeros(digits, -shift, decimals, outer);
  const value = Number(scaled);
  if (scaled.length > 16 || value > LIMIT) {
    throw new BadValue("wrong_value", `${outer} is beyond what can be kept exactly.`, "Give a smaller number.");
  }
  return sign === "-" && value !== 0 ? -value : value;
}

/** @param {string} digits @param {number} count @param {number} decimals @param {any} outer */
function dropZeros(digits, count, decimals, outer) {
  const padded = digits.padStart(count + 1, "0");
  if (/[^0]/.test(padded.slice(-count))) {
    throw new BadValue("wrong_value", `${outer} has more decimals than are kept.`, `Give at most ${decimals} decimals.`);
  }
  return padded.slice(0, -count);
}

/** @param {any} outer */
function readReal(outer) {
  if (typeof outer !== "number" || !Number.isFinite(outer)) return wrong(outer, "a number");
  return outer + 0;
}

/** What no store keeps: a zero, half a surrogate pair. */
const UNSTORABLE = /[\0\uD800-\uDFFF]/u;

/** @param {any} outer */
function readText(outer) {
  const text = typeof outer === "string" ? outer.normalize("NFC") : "";
  if (text.trim() === "") return wrong(outer, "text; an answer without text is a missing answer");
  if (UNSTORABLE.test(text)) return wrong(outer, "text that can be stored");
  return text;
}

/** @type {Reader} */
function readCode(outer, list, codes) {
  if (typeof outer !== "string") return wrong(outer, `a code of ${list}, as text`);
  const code = outer.normalize("NFC");
  if (!codes(list).has(code)) {
    throw new BadValue("unknown_code", `'${outer}' is no code of ${list}.`, `Give one of the codes of ${list}.`);
  }
  return code;
}

/** @param {any} outer @param {string} list @param {(list: string) => Map<string, number>} codes @param {boolean} sort */
function readCodes(outer, list, codes, sort) {
  if (!Array.isArray(outer) || outer.length === 0) return wrong(outer, `an array of codes of ${list}`);
  if (new Set(outer).size < outer.length) throw new BadValue("wrong_value", `A code of ${list} is given twice.`, "Give each code once.");
  const read = outer.map((code) => readCode(code, list, codes));
  const order = codes(list);
  return sort ? read.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)) : read;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Days since 1970-01-01 of an ISO date; throws BadValue. @param {any} outer @returns {number} */
export function readDate(outer) {
  const [, year, month, day] = (typeof outer === "string" && DATE.exec(outer)) || [];
  if (year === undefined || !isDate(Number(year), Number(month), Number(day))) return wrong(outer, "a date such as 2026-11-22");
  return daysFromCivil(Number(year), Number(month), Number(day));
}

/** @param {any} outer */
function readTime(outer) {
  const [, hour, minute, second = "0"] = (typeof outer === "string" && TIME.exec(outer)) || [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return wrong(outer, "a time such as 08:30:00");
  return Number(hour) * 3600 + Number(minute) * 60 + Number(second);
}

/** @param {any} outer */
function readDatetime(outer) {
  const [date, time, extra] = typeof outer === "string" ? outer.split("T") : [];
  if (time === undefined || extra !== undefined) return wrong(outer, "a date and time such as 2026-11-22T08:30:00");
  return readDate(date) * 86400 + readTime(time);
}

/** @param {any} outer */
function readYearMonth(outer) {
  const [, year, month] = (typeof outer === "string" && /^(\d{4})-(\d{2})$/.exec(outer)) || [];
  if (year === undefined || !isDate(Number(year), Number(month), 1)) return wrong(outer, "a month such as 2026-11");
  return Number(year) * 12 + Number(month) - 1;
}

/** @param {any} outer @returns {[number, number, number | null]} */
function readPoint(outer) {
  if (!Array.isArray(outer) || outer.length < 2 || outer.length > 3) return wrong(outer, "a point as [latitude, longitude, accuracy]");
  const [latitude, longitude] = [readReal(outer[0]), readReal(outer[1])];
  const accuracy = outer[2] === undefined || outer[2] === null ? null : readReal(outer[2]);
  const placed = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (accuracy === null || accuracy >= 0);
  return placed ? [latitude, longitude, accuracy] : wrong(outer, "a place on earth");
}

/** @param {number} fewest @returns {(outer: any) => any[]} */
function points(fewest) {
  return (outer) => (Array.isArray(outer) && outer.length >= fewest ? outer.map(readPoint) : wrong(outer, `an array of at least ${fewest} points`));
}

/** @param {any} outer */
function readFile(outer) {
  const { name, sha256, size, media_type } = outer !== null && typeof outer === "object" ? outer : {};
  const whole = [name, sha256, media_type].every((member) => typeof member === "string") && Number.isSafeInteger(size) && size >= 0;
  return whole ? { name, sha256, size, media_type } : wrong(outer, "a file as {name, sha256, size, media_type}");
}

/** @param {any} outer @param {string} wanted @returns {never} */
function wrong(outer, wanted) {
  throw new BadValue("wrong_value", `${JSON.stringify(outer)} is not ${wanted}.`, `Give ${wanted}.`);
}
