/** A row of a table: its heading, its cells, and what can be done with the row. */

import { h, icon, setText } from "../../widgets/dom.js";
import { rowTitle } from "../pages.js";
import { cell } from "./cell.js";

/**
 * @typedef {import("../types").Desk} Desk
 * @typedef {import("../../runtime/types").CompiledItem} Item
 * @typedef {import("./cell.js").Cell} Cell
 *
 * @typedef {object} Sheet  what all rows of a table share
 * @property {Desk} desk
 * @property {Item} item           the roster
 * @property {Item[]} columns      the first names the rows where `named`
 * @property {string[]} headings
 * @property {boolean} named
 * @property {boolean} deep        whether rows hold more than columns
 * @property {boolean} byHand
 * @property {(row: string) => void} remove
 * @property {(row: string) => void} moveUp
 * @property {(row: string) => void} goToFailure
 *
 * @typedef {object} TableRow
 * @property {string} path
 * @property {HTMLTableRowElement} element
 * @property {Cell[]} cells
 * @property {() => void} update  brings all of it up to date
 * @property {() => void} settle  its name and place only
 * @property {(paths: Iterable<string>) => void} refresh  what changed in it
 * @property {() => HTMLButtonElement[]} tools
 */

/** @param {Sheet} sheet @param {string} path @returns {TableRow} */
export function tableRow(sheet, path) {
  const { desk, columns, headings, named } = sheet;
  const { interview, words } = desk;
  const number = h("span", { class: "number", "aria-hidden": true });
  const label = h("span", { class: "words" });
  const badge = h("button", { type: "button", class: "count", tabindex: "-1", onclick: () => sheet.goToFailure(path) });
  const head = h("th", { scope: "row" }, number, !named && label, badge);
  const tools = toolsOf(sheet, path);
  const element = h("tr", { "data-row": path }, head);
  /** @type {Map<string, Cell>} */
  const byPath = new Map();
  const counts = new Array(columns.length).fill(0);
  let title = "";
  let place = 0;

  const cells = columns.map((item, at) => {
    const holder = at === 0 && named ? head : h("td", {});
    const of = cell(desk, item, `${path}.${item.name}`, holder, () => `${headings[at]}, ${title}`);
    holder.dataset["col"] = String(at);
    byPath.set(of.path, of);
    if (holder !== head) element.append(holder);
    return of;
  });
  if (tools) element.append(tools.element);

  const settle = () => {
    const now = rowTitle(interview, path);
    const { position } = interview.frame(path);
    if (now === title && position === place) return false;
    title = now;
    place = position;
    setText(number, String(position));
    element.setAttribute("aria-rowindex", String(position + 1)); // the headings are the first
    setText(label, title);
    label.title = title;
    tools?.update(title, position);
    return true;
  };
  const count = () => {
    const failures = counts.reduce((sum, here) => sum + here, 0);
    badge.hidden = failures === 0;
    setText(badge, failures === 0 ? "" : String(failures));
    if (failures > 0) badge.setAttribute("aria-label", words.row_failures(failures, title));
  };
  const update = () => {
    settle();
    cells.forEach((one, at) => (counts[at] = one.update()));
    head.classList.add("head");
    count();
  };
  return {
    path, element, cells, update,
    settle: () => {
      if (settle()) update();
    },
    refresh: (paths) => {
      if (settle()) return update(); // every control is called by the row's name
      for (const one of paths) {
        const at = cells.findIndex((candidate) => candidate.path === one);
        const found = cells[at];
        if (found) counts[at] = found.update();
      }
      head.classList.add("head");
      return count();
    },
    tools: () => Array.from(element.querySelectorAll("button[tabindex='-1']:not([hidden])")),
  };
}

/** @param {Sheet} sheet @param {string} path */
function toolsOf({ desk, deep, byHand, remove, moveUp }, path) {
  const { words } = desk;
  if (!deep && !byHand) return null;
  const button = (/** @type {Record<string, any>} */ more, /** @type {import("../../widgets/dom.js").IconName} */ name) =>
    h("button", { type: "button", class: "button quiet icon-only", tabindex: "-1", ...more }, icon(name));
  const up = byHand ? button({ "data-move-up": path, onclick: () => moveUp(path) }, "up") : null;
  const bin = byHand ? button({ "data-remove": path, onclick: () => remove(path) }, "bin") : null;
  const open = deep ? button({ "data-open": path, onclick: () => desk.openPage(`row:${path}`) }, "next") : null;
  return {
    element: h("td", { class: "tools" }, h("div", { class: "holds" }, up, bin, open)),
    /** @param {string} title @param {number} place */
    update: (title, place) => {
      if (up) up.hidden = place === 1;
      up?.setAttribute("aria-label", words.rank_up(title));
      bin?.setAttribute("aria-label", words.remove_row(title));
      open?.setAttribute("aria-label", words.open_row(title));
    },
  };
}
