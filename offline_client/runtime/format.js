// Values as people read them: numbers and dates as the language writes them. No labels of its own: codes are given a way to theirs.

import { civilFromDays, pad, timeText } from "./dates.js";
import { runsFromRight } from "./from_right.js";
import { decimalText, splitType } from "./values.js";

/** @typedef {(list: string, code: string) => string} Labels */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** How a language groups digits, marks decimals and writes dates. */
const LANGUAGES = {
  vi: { group: ".", point: ",", yes: "có", no: "không", date: dayFirst, month: (/** @type {number} */ y, /** @type {number} */ m) => `${pad(m, 2)}/${pad(y, 4)}` },
  en: { group: ",", point: ".", yes: "yes", no: "no", date: dayMonthName, month: (/** @type {number} */ y, /** @type {number} */ m) => `${MONTHS[m - 1]} ${y}` },
};

/** A value within a text of the language: from right to left, its own order is kept apart from that of the words around it. @param {string} shown @param {string} language */
export function within(shown, language) {
  return runsFromRight(language) ? `\u2068${shown}\u2069` : shown;
}

/**
 * A value of a type in a language; a language without a row of its own is written as English.
 * @param {string} type @param {any} value internal, not null @param {string} language @param {Labels} labels
 */
export function format(type, value, language, labels) {
  const [kind, rest] = splitType(type);
  const style = LANGUAGES[/** @type {"vi" | "en"} */ (language)] ?? LANGUAGES.en;
  const show = SHOW[kind];
  return show ? show(value, rest, style, labels) : String(value);
}

/** @typedef {typeof LANGUAGES.vi} Style */
/** @type {Record<string, (value: any, rest: string, style: Style, labels: Labels) => string>} */
const SHOW = {
  integer: (value, _, style) => grouped(decimalText(value, 0), style),
  decimal: (value, decimals, style) => grouped(withoutIdleZeros(decimalText(value, Number(decimals))), style),
  real: (value, _, style) => grouped(String(value).replace(/e([+-])(\d)$/, "e$10$2"), style),
  boolean: (value, _, style) => (value ? style.yes : style.no),
  code: (value, list, _, labels) => labels(list, value),
  codes: (value, list, _, labels) => value.map((/** @type {string} */ code) => labels(list, code)).join(", "),
  rank: (value, list, _, labels) => value.map((/** @type {string} */ code) => labels(list, code)).join(", "),
  date: (value, _, style) => style.date(value),
  time: (value) => timeText(value).slice(0, 5),
  datetime: (value, _, style) => {
    const days = Math.floor(value / 86400);
    return `${style.date(days)} ${timeText(value - days * 86400).slice(0, 5)}`;
  },
  year_month: (value, _, style) => style.month(Math.floor(value / 12), (value % 12) + 1),
  geopoint: (value) => `${value[0].toFixed(5)}, ${value[1].toFixed(5)}`,
  geotrace: (value) => String(value.length),
  geoshape: (value) => String(value.length),
  file: (value) => value.name,
};

/** @param {string} text plain decimal text */
function withoutIdleZeros(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** @param {string} text plain decimal text @param {Style} style */
function grouped(text, style) {
  const [whole = "", fraction] = text.split(".");
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, style.group);
  return fraction === undefined ? digits : digits + style.point + fraction;
}

/** @param {number} days */
function dayFirst(days) {
  const [year, month, day] = civilFromDays(days);
  return `${pad(day, 2)}/${pad(month, 2)}/${pad(year, 4)}`;
}

/** @param {number} days */
function dayMonthName(days) {
  const [year, month, day] = civilFromDays(days);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}
