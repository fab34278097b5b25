/** The parts of a page: questions, groups and rosters, each shown while it is on route, without moving what has the focus. */

import { cellPath } from "../runtime/paths.js";
import { h, keepInOrder, setText } from "../widgets/dom.js";
import { isInline } from "./pages.js";
import { question } from "./question.js";
import { roster } from "./roster.js";
import { isMatrix, matrix } from "./table/matrix.js";
import { rosterTable } from "./table/roster_table.js";
import { isTable } from "./table/shape.js";
import { mayDiffer } from "./touched.js";

/**
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("./types").Part} Part
 * @typedef {import("../runtime/types").CompiledItem} Item
 */

/**
 * The parts of a list of items in a row, kept in order in `parent`.
 * @param {Desk} desk
 * @param {Item[]} items
 * @param {string} row
 * @param {HTMLElement} parent
 * @returns {Pick<Part, "update" | "focus">}
 */
export function partsIn(desk, items, row, parent) {
  /** @type {Map<string, Part>} */
  const made = new Map();
  const shown = items.filter((item) => !item.appearance?.includes("hidden"));
  return {
    update: (changed) => {
      const present = [];
      for (const item of shown) {
        const path = cellPath(row, item.name);
        if (!desk.interview.onRoute(path)) continue;
        const known = made.get(path);
        const part = known ?? makePart(desk, item, path, row);
        made.set(path, part);
        if (!known?.element.isConnected) part.update(null);
        else if (changed === null || !isQuestion(item) || changed.has(path) || mayDiffer(desk, item, path)) part.update(changed);
        present.push(part.element);
      }
      keepInOrder(parent, present);
    },
    focus: (path) => Array.from(made.values()).some((part) => part.element.isConnected && part.focus(path)),
  };
}

/** @param {Desk} desk @param {Item} item @param {string} path @param {string} row @returns {Part} */
function makePart(desk, item, path, row) {
  if (item.type === "roster") return isTable(item) ? rosterTable(desk, item, path) : roster(desk, item, path);
  if (isMatrix(item)) return matrix(desk, item, path, row);
  if (item.type === "group" || item.type === "table" || item.type === "section") return group(desk, item, path, row);
  return question(desk, item, path);
}

/** Whether a page with these items shows a table on this screen. @param {Item[]} items @returns {boolean} */
export function hasTable(items) {
  return items.some((item) => isTable(item) || isMatrix(item) || ((item.type !== "roster" || isInline(item)) && hasTable(item.items ?? [])));
}

/** @param {Item} item */
function isQuestion({ type }) {
  return !["roster", "group", "table", "section"].includes(type);
}

/** @param {Desk} desk @param {Item} item @param {string} path @param {string} row @returns {Part} */
function group(desk, item, path, row) {
  const title = h("h2", {});
  const hint = h("p", { class: "soft" });
  const body = h("div", { class: "group" });
  const parts = partsIn(desk, item.items ?? [], row, body);
  return {
    path,
    element: h("section", { class: "group" }, title, hint, body),
    update: (changed) => {
      setText(title, desk.interview.text(path, "label"));
      setText(hint, desk.interview.text(path, "hint"));
      title.hidden = title.textContent === "";
      hint.hidden = hint.textContent === "";
      parts.update(changed);
    },
    focus: parts.focus,
  };
}
