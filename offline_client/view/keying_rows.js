/**
 * The lines of fast entry: titles, a field for each question on route, and where a row is added. They know how a line looks and
 * what it reads back; moving between them and keeping answers is the screen's.
 *
 * @typedef {import("../runtime/interview.js").Interview} Interview
 * @typedef {import("../runtime/types").CompiledItem} Item
 * @typedef {{kind: "title", key: string, text: string, depth: number} | {kind: "cell", key: string, item: Item, path: string} | {kind: "add", key: string, item: Item, path: string}} Entry
 * @typedef {{element: HTMLElement, input: HTMLInputElement | null, entry: Entry, update: () => void, say: (wrong: string) => void}} Line
 */
import { cellPath } from "../runtime/paths.js";
import { h, setText } from "../widgets/dom.js";
import { codesOf, isKeyed, typedOf } from "./keying_answers.js";
import { rowTitle } from "./pages.js";

const OFFERED = 14; // codes shown beside a question; longer lists are typed from the paper

/** @param {Interview} interview @returns {Entry[]} everything on route, in the order of the paper: a row is keyed to its end */
export function entriesOf(interview) {
  /** @type {Entry[]} */
  const found = [];
  walk(interview, interview.compiled.items, "", 0, found);
  return found;
}

/** @param {Interview} interview @param {Item[]} items @param {string} row @param {number} depth @param {Entry[]} found */
function walk(interview, items, row, depth, found) {
  for (const item of items) {
    const path = cellPath(row, item.name);
    if (item.appearance?.includes("hidden") || item.type === "calculation" || item.type === "note" || !interview.onRoute(path)) continue;
    if (item.type === "roster") {
      const label = interview.text(path, "label");
      const last = found[found.length - 1];
      if (last?.kind !== "title" || last.text !== label) found.push({ kind: "title", key: path, text: label, depth });
      for (const one of interview.rows(path)) {
        found.push({ kind: "title", key: one, text: rowTitle(interview, one), depth: depth + 1 });
        walk(interview, item.items ?? [], one, depth + 1, found);
      }
      if (item.rows?.kind === "added" && interview.rows(path).length < (item.max_rows ?? Infinity)) found.push({ kind: "add", key: `+${path}`, item, path });
    } else if (item.items) {
      const text = interview.text(path, "label");
      if (text && item.type === "section") found.push({ kind: "title", key: path, text, depth });
      walk(interview, item.items, row, depth, found);
    } else found.push({ kind: "cell", key: path, item, path });
  }
}

let made = 0;

/**
 * @param {Interview} interview
 * @param {Entry} entry
 * @param {{words: import("../texts/fieldwork.js").FieldworkTexts, usual: import("../texts/en.js").Texts, readOnly: boolean}} look
 * @returns {Line}
 */
export function lineOf(interview, entry, look) {
  if (entry.kind === "title") return title(entry);
  return entry.kind === "add" ? adding(interview, entry, look) : field(interview, entry, look);
}

/** @param {Extract<Entry, {kind: "title"}>} entry @returns {Line} */
function title(entry) {
  const element = h("h2", { class: entry.depth > 0 ? "deep" : "" }, entry.text);
  /** @type {Line} */
  const line = { element, input: null, entry, update: () => line.entry.kind === "title" && setText(element, line.entry.text), say: () => {} };
  return line;
}

/** @param {Interview} interview @param {Extract<Entry, {kind: "add"}>} entry @param {Parameters<typeof lineOf>[2]} look @returns {Line} */
function adding(interview, entry, { words, readOnly }) {
  const id = `k${(made += 1)}`;
  const input = h("input", { class: "input", id, type: "text", autocomplete: "off", disabled: readOnly, "data-new-row": entry.path });
  const element = h("div", { class: "key-line adding" }, h("label", { for: id }, words.row_new(interview.text(entry.path, "label"))), input);
  return { element, input, entry, update: () => {}, say: () => {} };
}

/** @param {Interview} interview @param {Extract<Entry, {kind: "cell"}>} entry @param {Parameters<typeof lineOf>[2]} look @returns {Line} */
function field(interview, entry, { words, usual, readOnly }) {
  const { item, path } = entry;
  const id = `k${(made += 1)}`;
  const keyed = isKeyed(item);
  const asks = h("label", { for: id });
  const must = h("span", { class: "must", title: usual.required }, " *");
  const offers = h("span", { class: "offers soft", id: `${id}-offers` });
  const read = h("output", { class: "read", for: id });
  const wrong = h("span", { class: "problem", role: "alert" });
  const input = h("input", {
    class: "input", id, type: "text", autocomplete: "off", spellcheck: "false", disabled: readOnly || !keyed, "aria-describedby": `${id}-offers`,
    inputmode: ["integer", "date", "year_month", "time", "select_one", "boolean"].includes(item.type) ? "numeric" : "text",
  });
  const element = h("div", { class: "key-line", "data-path": path }, h("span", { class: "asks" }, asks, must), input, h("span", { class: "beside" }, read, offers, wrong));
  return {
    element, input: keyed ? input : null, entry,
    update: () => {
      setText(asks, interview.text(path, "label") || item.name);
      must.hidden = !interview.required(path);
      const typed = typedOf(interview, entry);
      if (document.activeElement !== input && input.value !== typed && wrong.textContent === "") input.value = typed;
      setText(read, keyed && (typed.startsWith("*") || !["text", "integer"].includes(item.type)) && typed !== "" ? interview.format(path) : "");
      setText(offers, keyed ? offersText(interview, entry, words, usual) : words.by_mouse);
    },
    say: (text) => {
      setText(wrong, text);
      input.toggleAttribute("aria-invalid", text !== "");
    },
  };
}

/** What can be typed: codes and missing reasons. @param {Interview} interview @param {Extract<Entry, {kind: "cell"}>} entry @param {import("../texts/fieldwork.js").FieldworkTexts} words @param {{yes: string, no: string}} usual */
function offersText(interview, entry, words, usual) {
  const codes = codesOf(interview, entry, usual) ?? [];
  const listed = codes.length <= OFFERED ? codes.map(({ code, label }) => `${code} ${label}`).join(" · ") : "";
  const reasons = (entry.item.missing ?? []).map((reason, at) => `*${at + 1} ${interview.reasonText(reason)}`).join(" ");
  return [listed, interview.text(entry.path, "unit"), reasons && words.missing_as(reasons)].filter(Boolean).join("   ");
}
