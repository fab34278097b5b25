/**
 * Answers as a keying clerk types them: codes, digits of dates, numbers of missing reasons; and back as they stand in the field.
 *
 * @typedef {import("../runtime/interview.js").Interview} Interview
 * @typedef {import("../runtime/types").CompiledItem} Item
 * @typedef {import("../texts/fieldwork.js").FieldworkTexts} Texts
 * @typedef {{value: any} | {wrong: string}} Typed  `value` null clears the answer
 */
import { localDate, readDate, readMonth } from "../widgets/moments.js";

/** Types that are typed here; what else there is, is answered in the usual view. */
const KEYED = new Set(["integer", "decimal", "text", "date", "time", "datetime", "year_month", "select_one", "select_many", "rank", "boolean", "barcode", "geopoint"]);

/** @param {Item} item */
export function isKeyed(item) {
  return KEYED.has(item.type);
}

/**
 * What somebody typed at a question.
 * @param {Interview} interview
 * @param {{item: Item, path: string}} cell
 * @param {string} typed
 * @param {Texts} words
 * @returns {Typed}
 */
export function readTyped(interview, { item, path }, typed, words) {
  const text = typed.trim();
  if (text === "") return { value: null };
  if (text.startsWith("*")) return readReason(item.missing ?? [], text.slice(1).trim(), words);
  const read = READERS[item.type];
  const value = read ? read(text, interview, path) : text;
  return value === undefined ? { wrong: item.type.startsWith("select") || item.type === "rank" ? words.no_such_code(text) : words.not_understood(text) } : { value };
}

/** The answer as it is typed. @param {Interview} interview @param {{item: Item, path: string}} cell */
export function typedOf(interview, { item, path }) {
  const { value, reason } = interview.cell(path);
  const at = (item.missing ?? []).indexOf(reason ?? "");
  if (at >= 0) return `*${at + 1}`;
  if (value === null) return "";
  if (Array.isArray(value)) return (item.type === "geopoint" ? value.filter((part) => part !== null) : value).join(" ");
  if (item.type === "boolean") return value ? "1" : "2";
  if (item.type === "date" || item.type === "year_month") return localDate(value);
  if (item.type === "datetime") return `${localDate(value.slice(0, 10))} ${value.slice(11, 16)}`;
  return item.type === "time" ? value.slice(0, 5) : String(value);
}

/** The codes that can be typed at a question, with their labels; null where any text can be. @param {Interview} interview @param {{item: Item, path: string}} cell @param {{yes: string, no: string}} words */
export function codesOf(interview, { item, path }, words) {
  if (item.type === "boolean") return [{ code: "1", label: words.yes }, { code: "2", label: words.no }];
  return ["select_one", "select_many", "rank"].includes(item.type) ? interview.offered(path) : null;
}

/** Whether what is typed is an answer that no longer one begins with, so that there is nothing to wait for. @param {Interview} interview @param {{item: Item, path: string}} cell @param {string} typed */
export function isWhole(interview, { item, path }, typed) {
  if (item.type === "boolean") return typed === "1" || typed === "2";
  if (item.type !== "select_one") return false;
  const codes = interview.offered(path).map(({ code }) => code);
  return codes.includes(typed) && !codes.some((code) => code !== typed && (code.startsWith(typed) || bare(code).startsWith(typed)));
}

/** @param {string[]} reasons @param {string} typed @param {Texts} words @returns {Typed} */
function readReason(reasons, typed, words) {
  const reason = typed === "" && reasons.length === 1 ? reasons[0] : reasons[Number(typed) - 1];
  return reason === undefined ? { wrong: words.no_such_reason } : { value: { missing: reason } };
}

/** @type {Record<string, (text: string, interview: Interview, path: string) => any>} undefined for what is no answer */
const READERS = {
  integer: (text) => (/^[+-]?[\d\s]+$/u.test(text) ? Number(text.replace(/\s/gu, "")) : undefined),
  decimal: (text) => (/^[+-]?[\d\s]*[.,]?\d+$/u.test(text) ? text.replace(/\s/gu, "").replace(",", ".") : undefined),
  date: (text) => readDate(parted(text, [2, 2, 4], "/")).iso ?? undefined,
  year_month: (text) => readMonth(parted(text, [2, 4], "/")).iso ?? undefined,
  time: (text) => readTime(text),
  datetime: (text) => {
    const [, day = "", time = ""] = /^(.+?)[\s-]*(\d{4}|\d{1,2}:\d{2})$/u.exec(text) ?? [];
    const [date, clock] = [readDate(parted(day, [2, 2, 4], "/")).iso, readTime(time)];
    return date && clock ? `${date}T${clock}` : undefined;
  },
  select_one: (text, interview, path) => codeOf(interview, path, text),
  select_many: (text, interview, path) => codesIn(interview, path, text),
  rank: (text, interview, path) => codesIn(interview, path, text),
  boolean: (text) => ({ 1: true, 2: false, 0: false }[text]),
  geopoint: (text) => {
    const parts = text.split(/[\s;]+/u).map((part) => Number(part.replace(",", ".")));
    return (parts.length === 2 || parts.length === 3) && parts.every(Number.isFinite) ? [parts[0], parts[1], parts[2] ?? null] : undefined;
  },
};

/** A code as typed, or without its leading zeros where that leaves no doubt. @param {Interview} interview @param {string} path @param {string} typed */
function codeOf(interview, path, typed) {
  const codes = interview.offered(path).map(({ code }) => code);
  if (codes.includes(typed)) return typed;
  const found = codes.filter((code) => bare(code) === bare(typed));
  return found.length === 1 ? found[0] : undefined;
}

/** @param {Interview} interview @param {string} path @param {string} text */
function codesIn(interview, path, text) {
  const codes = text.split(/[\s,;]+/u).filter(Boolean).map((typed) => codeOf(interview, path, typed));
  return codes.includes(undefined) ? undefined : Array.from(new Set(codes));
}

/** Digits with strokes between the parts; text that has strokes stays. @param {string} text @param {number[]} widths @param {string} stroke */
function parted(text, widths, stroke) {
  if (!/^\d+$/u.test(text) || text.length !== widths.reduce((sum, width) => sum + width, 0)) return text;
  let at = 0;
  return widths.map((width) => text.slice(at, (at += width))).join(stroke);
}

/** @param {string} text */
function readTime(text) {
  const [, hours = "", minutes = ""] = /^(\d{1,2}):?(\d{2})$/u.exec(text) ?? [];
  return hours !== "" && Number(hours) < 24 && Number(minutes) < 60 ? `${hours.padStart(2, "0")}:${minutes}:00` : undefined;
}

/** @param {string} code */
function bare(code) {
  return code.replace(/^0+(?=.)/u, "");
}
