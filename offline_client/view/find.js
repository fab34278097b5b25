/** Finding a question by the words of its text, its name or its answer, in every row; it leads there. */

import { h, icon, setText } from "../widgets/dom.js";
import { fold } from "../widgets/fold.js";
import { flushTyping } from "../widgets/typing.js";
import { openDialog } from "./dialog.js";
import { cellsOf, rowTitle } from "./pages.js";

/**
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("./pages.js").Page} Page
 * @typedef {{path: string, label: string, row: string, answer: string, text: string}} Entry
 */

const SHOWN = 40;

/** @param {Desk} desk @param {Page[]} pages */
export function openFinder(desk, pages) {
  flushTyping();
  const { words } = desk;
  const entries = entriesOf(desk, pages);
  const field = h("input", { class: "input", type: "search", id: "find-question", autocomplete: "off", "aria-describedby": "find-question-hint" });
  const count = h("p", { class: "soft small", role: "status" });
  const list = h("div", { class: "finds" });
  const dialog = h(
    "dialog", { class: "finder", "aria-labelledby": "find-title" },
    h("div", { class: "top" }, h("h2", { id: "find-title" }, words.find_question), h("button", { type: "button", class: "button quiet icon-only", "aria-label": words.close, onclick: () => dialog.close() }, icon("close"))),
    h("div", { class: "field" }, h("label", { class: "soft", for: "find-question", id: "find-question-hint" }, words.find_question_hint), field), count, list,
  );
  field.addEventListener("input", () => {
    const found = search(entries, field.value);
    list.replaceChildren(...found.slice(0, SHOWN).map((entry) => result(desk, entry, dialog)));
    setText(count, fold(field.value) === "" ? "" : found.length > SHOWN ? words.found_first(SHOWN) : words.found_questions(found.length));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("button")?.click();
  });
  openDialog(dialog);
  field.focus();
}

/**
 * Those that hold every word: first where the question's own text begins with it, then the rest, in the order of the form.
 * @param {Entry[]} entries
 * @param {string} query
 */
export function search(entries, query) {
  const words = fold(query).split(" ").filter(Boolean);
  const first = words[0];
  if (first === undefined) return [];
  const found = entries.filter(({ text }) => words.every((word) => text.includes(word)));
  const begins = (/** @type {Entry} */ { text }) => ` ${text}`.includes(` ${first}`);
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}

/** @param {Desk} desk @param {Page[]} pages @returns {Entry[]} every question on route */
function entriesOf({ interview }, pages) {
  return pages.flatMap((page) => cellsOf(interview, page)).map(({ item, path }) => {
    const label = interview.text(path, "label") || item.name;
    const row = path.includes("]") ? rowTitle(interview, path.slice(0, path.lastIndexOf("]") + 1)) : "";
    const answer = interview.format(path);
    return { path, label, row, answer, text: [label, item.name, row, answer, String(interview.value(path) ?? "")].map(fold).join(" ") };
  });
}

/** @param {Desk} desk @param {Entry} entry @param {HTMLDialogElement} dialog */
function result({ goTo, words }, { path, label, row, answer }, dialog) {
  return h(
    "button", {
      type: "button", class: "find", "data-find": path, onclick: () => {
        dialog.close();
        goTo(path);
      },
    },
    row !== "" && !label.includes(row) && h("span", { class: "row-of" }, row),
    h("span", { class: "words" }, label), h("span", { class: "soft small" }, h("bdi", {}, answer || words.no_value)),
  );
}
