/** A roster as a list of cards: a card a row, adding, moving, removing with undo, and restoring what was removed. */

import { h, icon, keepInOrder, setSign, setText } from "../widgets/dom.js";
import { isInline, namingQuestion, rosterOf, rowTitle } from "./pages.js";
import { partsIn } from "./parts.js";
import { moveBehind, removedRows, removeWithUndo } from "./rows.js";
import { dependsOnOthers, rowsOf } from "./touched.js";

/**
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("./types").Part} Part
 * @typedef {import("../runtime/types").CompiledItem} Item
 */

/** @type {ReadonlySet<string>} */
const NOTHING = new Set();
const MANY = 50; // cards; from here on those off the screen are not laid out

/** @param {Desk} desk @param {Item} item @param {string} path @returns {Part} */
export function roster(desk, item, path) {
  const { interview, words } = desk;
  const title = h("h2", {});
  const empty = h("p", { class: "soft" }, words.no_rows);
  const list = h("div", { class: "rows" });
  const gone = h("div", { class: "gone" });
  const byHand = item.rows?.kind === "added" && !desk.readOnly;
  const add = h("button", { type: "button", class: "button wide", "data-add": path, onclick: () => addRow(desk, path, cards) });
  const others = dependsOnOthers(desk, item);
  /** @type {string[] | null} */
  let listed = null;
  /** @type {Map<string, Part>} */
  const cards = new Map();

  /** Rows came, went or moved. @param {string[]} rows @returns {Set<string>} those that came */
  const arrange = (rows) => {
    const held = new Set(rows);
    for (const row of cards.keys()) if (!held.has(row)) cards.delete(row);
    const fresh = new Set(rows.filter((row) => !cards.has(row)));
    const ends = [listed?.[0] ?? "", rows[0] ?? ""]; // the first has nothing above it
    listed = rows;
    for (const row of fresh) cards.set(row, card(desk, item, row));
    for (const row of new Set([...fresh, ...ends])) cards.get(row)?.update(fresh.has(row) ? null : NOTHING);
    empty.hidden = rows.length > 0;
    list.classList.toggle("many", rows.length > MANY);
    add.disabled = rows.length >= (item.max_rows ?? Infinity);
    keepInOrder(list, rows.flatMap((row) => cards.get(row)?.element ?? []));
    gone.replaceChildren(...(byHand ? removedRows(desk, path) : []));
    return fresh;
  };

  return {
    path,
    element: h("section", { class: "rows", "data-roster": path }, title, empty, list, byHand && add, gone),
    update: (changed) => {
      setText(title, interview.text(path, "label"));
      setSign(add, "add", words.add_row(interview.text(path, "label")));
      const rows = interview.rows(path);
      const fresh = listed !== null && isSame(rows, listed) ? NOTHING : arrange(rows);
      for (const row of changed === null || others ? rows : rowsOf(changed)) if (!fresh.has(row)) cards.get(row)?.update(changed);
    },
    focus: (wanted) => Array.from(cards.values()).some((part) => part.focus(wanted)),
  };
}

/** @param {string[]} rows @param {string[]} before */
function isSame(rows, before) {
  return rows.length === before.length && rows.every((row, at) => row === before[at]);
}

/** @param {Desk} desk @param {string} path @param {Map<string, Part>} cards */
function addRow(desk, path, cards) {
  let row = "";
  if (!desk.act(() => (row = desk.interview.addRow(path)))) return;
  const made = Array.from(cards.values()).find((part) => part.path === `${path}[${row}]`);
  made?.element.scrollIntoView({ block: "center" });
  /** @type {HTMLElement | null | undefined} */
  const first = made?.element.querySelector(".question input") ?? made?.element.querySelector("button.opens");
  first?.focus();
}

/** @param {Desk} desk @param {Item} item @param {string} row @returns {Part} */
function card(desk, item, row) {
  const { interview, words } = desk;
  const inline = isInline(item);
  const naming = namingQuestion(interview, item);
  const body = h("div", { class: "group" });
  const parts = partsIn(desk, inline ? (item.items ?? []) : naming ? [naming] : [], row, body);
  const title = h("strong", {});
  const open = h("button", { type: "button", class: "button opens", onclick: () => openRow(desk, row) }, icon("next"));
  const remove = h("button", { type: "button", class: "button quiet icon-only", "data-remove": row, onclick: () => void removeWithUndo(desk, row) }, icon("bin"));
  const up = h("button", { type: "button", class: "button quiet icon-only", "data-move-up": row, onclick: () => moveUp(desk, row, element) }, icon("up"));
  const byHand = item.rows?.kind === "added" && !desk.readOnly;
  const element = h("div", { class: "row-card", "data-row": row }, h("div", { class: "top" }, h("span", { class: "words" }, title), byHand && up, byHand && remove, !inline && open), body);
  return {
    path: row,
    element,
    update: (changed) => {
      const label = rowTitle(interview, row);
      up.hidden = interview.frame(row).position === 1;
      up.setAttribute("aria-label", words.rank_up(label));
      setText(title, label);
      open.setAttribute("aria-label", words.open_row(label));
      remove.setAttribute("aria-label", words.remove_row(label));
      parts.update(changed);
      element.hidden = item.rows?.kind === "others" && body.childElementCount === 0; // nothing is asked of the pair here
    },
    focus: parts.focus,
  };
}

/** @param {Desk} desk @param {string} row */
function openRow(desk, row) {
  desk.openPage(`row:${row}`);
}

/**
 * Moves a row before the one above it; the focus goes with it, to something that cannot remove it.
 * @param {Desk} desk
 * @param {string} row
 * @param {HTMLElement} element
 */
function moveUp(desk, row, element) {
  const rows = desk.interview.rows(rosterOf(row));
  if (!moveBehind(desk, row, rows[rows.indexOf(row) - 2] ?? null)) return;
  /** @type {HTMLElement | null} */
  const next = element.querySelector("[data-move-up]:not([hidden])") ?? element.querySelector(".question input, button.opens");
  next?.focus();
}
