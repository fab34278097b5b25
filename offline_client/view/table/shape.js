/**
 * Which rosters are painted as a table, which of their questions are its columns, and what is said above a column.
 * Works out what there is; makes no elements.
 *
 * @typedef {import("../../runtime/interview.js").Interview} Interview
 * @typedef {import("../../runtime/types").CompiledItem} Item
 */

const TABLET = "(min-width: 48rem)"; // narrower, a row does not fit beside its label

/** What stands in a heading for what differs from row to row. */
const GAP = "…";

/** Whether the screen is wide enough for tables. */
export function isWide() {
  return globalThis.matchMedia?.(TABLET).matches ?? false;
}

/** Calls `change` when the screen becomes wide enough for tables, or too narrow; returns what ends it. @param {() => void} change */
export function watchWidth(change) {
  const query = matchMedia(TABLET);
  query.addEventListener("change", change);
  return () => query.removeEventListener("change", change);
}

/** Whether a roster is a table on this screen. @param {Item} item */
export function isTable(item) {
  return item.type === "roster" && (item.appearance?.includes("table") ?? false) && isWide() && columnsOf(item).length > 0;
}

/** The questions of a roster that are columns: those in the row itself and in its groups. @param {Item} item @returns {Item[]} */
export function columnsOf(item) {
  return (item.items ?? []).filter((inner) => !inner.appearance?.includes("hidden")).flatMap((inner) => {
    if (isBeyond(inner)) return [];
    return inner.items ? columnsOf(inner) : [inner];
  });
}

/** What a row holds besides its columns, on pages of its own: sections, and rosters within. @param {Item} item @returns {Item[]} */
export function beyondOf(item) {
  return (item.items ?? []).filter(isBeyond);
}

/** @param {Item} item @returns {boolean} */
function isBeyond(item) {
  return item.type === "roster" || item.type === "section" || (item.items ?? []).some(isBeyond);
}

/** The question above its column: as it is asked, without what differs from row to row. @param {Interview} interview @param {Item} item */
export function headingOf(interview, item) {
  const { texts, languages } = interview.compiled;
  for (const language of [interview.language, ...languages]) {
    const text = texts[language]?.[item.label ?? -1];
    if (text) return typeof text === "string" ? text : text.map((part) => (typeof part === "string" ? part : GAP)).join("");
  }
  return item.name;
}

/** @param {Interview} interview @param {Item} item */
export function unitOf(interview, item) {
  const { texts, languages } = interview.compiled;
  if (typeof item.unit === "string") return item.unit;
  for (const language of [interview.language, ...languages]) {
    const text = texts[language]?.[item.unit ?? -1];
    if (typeof text === "string") return text;
  }
  return "";
}

/** @type {Record<string, string>} */
const WIDTHS = { integer: "7.5rem", decimal: "9rem", boolean: "8rem", text: "13rem", date: "14rem", year_month: "13rem", time: "9rem", calculation: "9rem", note: "14rem" };

/** How wide a column is, by the type of its question. @param {Item} item */
export function widthOf(item) {
  return WIDTHS[item.type] ?? "11rem";
}
