/** A roster as a table: a row a row, a column a question, the heading and the first column always in sight. */

import { h, setSign, setText } from "../../widgets/dom.js";
import { namingQuestion, rowTitle } from "../pages.js";
import { TOUCHES } from "../press.js";
import { moveBehind, removedRows, removeWithUndo } from "../rows.js";
import { RowWindow } from "../window.js";
import { moveByKey } from "./keys.js";
import { cellLine } from "./line.js";
import { tableRow } from "./row.js";
import { beyondOf, columnsOf, headingOf, unitOf, widthOf } from "./shape.js";

/**
 * @typedef {import("../types").Desk} Desk
 * @typedef {import("../../runtime/types").CompiledItem} Item
 * @typedef {import("./row.js").Sheet} Sheet
 */

/** @param {Desk} desk @param {Item} item @param {string} path @returns {import("../types").Part} */
export function rosterTable(desk, item, path) {
  return new RosterTable(desk, item, path);
}

class RosterTable {
  /** The cell that has, or last had, the focus. */
  #row = "";
  #column = 0;

  /** @param {Desk} desk @param {Item} item @param {string} path */
  constructor(desk, item, path) {
    const { interview, words, readOnly } = desk;
    this.path = path;
    this.desk = desk;
    this.sheet = sheetOf(desk, item, this);
    const { columns, byHand } = this.sheet;
    this.title = h("h2", {});
    this.caption = h("caption", { class: "unseen" });
    this.empty = h("p", { class: "soft" }, words.no_rows);
    this.body = h("tbody", {});
    const widths = widthsOf(this.sheet);
    this.table = h("table", {}, this.caption, h("colgroup", {}, widths.map(() => h("col", {}))), heads(this.sheet), this.body);
    widths.forEach((width, at) => (/** @type {HTMLElement} */ (this.table.children[1]?.children[at]).style.width = width));
    this.table.style.width = `calc(${widths.join(" + ")})`;
    this.scroller = h("div", { class: "tabular" }, this.table);
    this.gone = h("div", { class: "gone" });
    this.add = h("button", { type: "button", class: "button wide", "data-add": path, onclick: () => this.addRow() });
    this.line = cellLine(desk, () => this.focusCell(this.#row, this.#column));
    this.window = new RowWindow(this.body, (row) => tableRow(this.sheet, row), groundOf(this.scroller));
    this.scroller.addEventListener("scroll", () => this.window.look(), { passive: true });
    if (globalThis.ResizeObserver) new ResizeObserver(() => this.window.look()).observe(this.scroller);
    this.element = h("section", { class: "rows roster-table", "data-roster": path }, this.title, this.empty, this.scroller, this.line.element, byHand && this.add, this.gone);
    this.most = item.max_rows ?? Infinity;
    this.table.setAttribute("aria-colcount", String(columns.length + 1));
    for (const kind of TOUCHES) this.body.addEventListener(kind, (event) => this.#onFocus(/** @type {HTMLElement} */ (event.target)));
    this.body.addEventListener("keydown", (event) => this.#onKey(event));
    this.interview = interview;
    this.readOnly = readOnly;
  }

  /** @param {ReadonlySet<string> | null} changed */
  update(changed) {
    const { interview, window } = this;
    if (changed === null || changed.has(this.path)) this.#around();
    const others = window.setRows(interview.rows(this.path)) >= 0;
    if (changed === null) {
      window.age();
      for (const row of window.shown()) row.update();
    } else this.#refresh(changed);
    if (others) {
      this.line.keepIf((cell) => window.placeOf(cell.slice(0, cell.lastIndexOf("."))) >= 0);
      for (const row of window.shown()) row.settle();
    }
    this.line.update(changed);
  }

  /** @param {string} path */
  focus(path) {
    const row = path.slice(0, path.indexOf("]", this.path.length) + 1);
    const at = this.sheet.columns.findIndex(({ name }) => path === `${row}.${name}`);
    return at >= 0 && this.window.placeOf(row) >= 0 && this.focusCell(row, at);
  }

  /** @param {string} row @param {number} column @returns {boolean} */
  focusCell(row, column) {
    const found = this.window.show(row)?.cells[column];
    const control = found?.control();
    if (!found || !control) return false;
    control.focus({ preventScroll: true });
    found.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (control instanceof HTMLInputElement) control.select();
    return true;
  }

  addRow() {
    let row = "";
    if (!this.desk.act(() => (row = this.interview.addRow(this.path)), { pageFirst: true })) return;
    this.#focusFirst(`${this.path}[${row}]`);
  }

  /** @param {string} row */
  remove(row) {
    const { rows } = this.window;
    const at = this.window.placeOf(row);
    const next = rows[at + 1] ?? rows[at - 1];
    if (!removeWithUndo(this.desk, row)) return;
    if (next) this.#focusFirst(next);
    else this.add.focus();
  }

  /** @param {string} row */
  moveUp(row) {
    const over = this.window.rows[this.window.placeOf(row) - 2];
    if (moveBehind(this.desk, row, over ?? null)) this.#focusFirst(row);
  }

  /** @param {string} row */
  goToFailure(row) {
    const { desk, sheet } = this;
    const at = sheet.columns.findIndex(({ name }) => desk.failuresAt(`${row}.${name}`).some(({ status }) => status === "open"));
    if (at >= 0) this.focusCell(row, at);
  }

  #around() {
    const { interview, desk, path } = this;
    const label = interview.text(path, "label");
    const rows = interview.rows(path);
    setText(this.title, label);
    setText(this.caption, label);
    setSign(this.add, "add", desk.words.add_row(label));
    this.add.disabled = rows.length >= this.most;
    this.empty.hidden = rows.length > 0;
    this.scroller.hidden = rows.length === 0;
    this.line.element.hidden = rows.length === 0;
    this.table.setAttribute("aria-rowcount", String(rows.length + 1));
    this.gone.replaceChildren(...(this.sheet.byHand ? removedRows(desk, path) : []));
  }

  /** @param {ReadonlySet<string>} changed */
  #refresh(changed) {
    /** @type {Map<string, string[]>} */
    const byRow = new Map();
    const prefix = `${this.path}[`;
    for (const path of changed) {
      if (!path.startsWith(prefix)) continue;
      const row = path.slice(0, path.indexOf("]", prefix.length) + 1);
      const paths = byRow.get(row);
      if (paths) paths.push(path);
      else byRow.set(row, [path]);
    }
    for (const [row, paths] of byRow) this.window.changed(row)?.refresh(paths);
  }

  /** @param {string} row */
  #focusFirst(row) {
    const first = this.sheet.columns.findIndex((_item, at) => this.#has(row, at));
    this.focusCell(row, first);
  }

  /** Whether a cell takes an answer now. @param {string} row @param {number} column */
  #has(row, column) {
    const item = this.sheet.columns[column];
    return item !== undefined && item.type !== "calculation" && item.type !== "note" && this.interview.onRoute(`${row}.${item.name}`);
  }

  /** @param {HTMLElement} target */
  #onFocus(target) {
    const row = target.closest("tr")?.dataset["row"];
    if (!row) return;
    this.#row = row;
    this.window.hold(row);
    const at = target.closest("[data-col]");
    if (!(at instanceof HTMLElement) || target.matches(".count")) return;
    this.#column = Number(at.dataset["col"]);
    const found = this.window.show(row)?.cells[this.#column];
    if (found) this.line.show(found, rowTitle(this.interview, row));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const row = this.window.placeOf(target.closest("tr")?.dataset["row"] ?? "");
    if (row < 0) return;
    const { rows } = this.window;
    const questions = this.sheet.columns.length;
    const tools = this.window.show(rows[row] ?? "")?.tools() ?? [];
    const column = target instanceof HTMLButtonElement && tools.includes(target) ? questions + tools.indexOf(target) : Number(target.closest("td, th")?.getAttribute("data-col") ?? 0);
    moveByKey(event, {
      rows: rows.length, questions, columns: questions + tools.length, page: Math.max(1, Math.floor(this.scroller.clientHeight / GUESS) - 2),
      has: (at, to) => (to < questions ? this.#has(rows[at] ?? "", to) : true),
      focus: (at, to) => {
        if (to < questions) this.focusCell(rows[at] ?? "", to);
        else this.window.show(rows[at] ?? "")?.tools()[to - questions]?.focus();
      },
      beyond: () => (this.sheet.byHand && !this.add.disabled ? this.add.focus() : undefined),
    }, { row, column });
  }
}

const GUESS = 54; // pixels

/** The rows of a table lie in a box of their own. @param {HTMLElement} scroller @returns {import("../window.js").Ground} */
function groundOf(scroller) {
  return {
    guess: GUESS, spare: 4, whole: 0,
    sight: () => ({ top: scroller.scrollTop, tall: scroller.clientHeight }),
    scroll: (pixels) => scroller.scrollBy(0, pixels),
    gap: (pixels) => {
      const cell = h("td", {});
      cell.style.height = `${pixels}px`;
      return h("tr", { class: "gap", "aria-hidden": true }, cell);
    },
  };
}

/** @param {Desk} desk @param {Item} item @param {RosterTable} table @returns {Sheet} */
function sheetOf(desk, item, table) {
  const naming = namingQuestion(desk.interview, item);
  const all = columnsOf(item);
  const named = naming !== null && all.includes(naming);
  const columns = named && naming ? [naming, ...all.filter((column) => column !== naming)] : all;
  return {
    desk, item, columns, named,
    headings: columns.map((column) => headingOf(desk.interview, column)),
    deep: beyondOf(item).length > 0,
    byHand: item.rows?.kind === "added" && !desk.readOnly,
    remove: (row) => table.remove(row),
    moveUp: (row) => table.moveUp(row),
    goToFailure: (row) => table.goToFailure(row),
  };
}

/** How wide each column is: known beforehand, so that a row that comes or goes measures none anew. @param {Sheet} sheet */
function widthsOf({ columns, named, deep, byHand }) {
  const widths = [...(named ? [] : ["11rem"]), ...columns.map((item, at) => (named && at === 0 ? "16rem" : widthOf(item)))];
  const tools = (byHand ? 2 : 0) + (deep ? 1 : 0);
  if (tools > 0) widths.push(`${tools * 3 + 1}rem`);
  return widths;
}

/** @param {Sheet} sheet */
function heads({ desk, item, columns, headings, named, deep, byHand }) {
  const { interview, words } = desk;
  const cells = columns.map((column, at) => {
    const unit = unitOf(interview, column);
    return h("th", { scope: "col", title: headings[at] }, h("span", { class: "words" }, headings[at]), unit && h("span", { class: "unit" }, unit));
  });
  const corner = h("th", { scope: "col" }, h("span", { class: "words" }, headingOf(interview, item)));
  return h("thead", {}, h("tr", { "aria-rowindex": "1" }, !named && corner, cells, (deep || byHand) && h("td", { class: "tools" }, h("span", { class: "unseen" }, words.row_tools))));
}
