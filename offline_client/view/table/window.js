/**
 * The rows of a long table that are in the document: those in sight with some above and below, and the one that has the
 * focus. In the place of the others stand gaps as high as they would be.
 *
 * @typedef {import("./row.js").TableRow} Row
 */
import { h, keepInOrder } from "../../widgets/dom.js";

const SPARE = 4; // rows kept above and below what is in sight
const NEAR = 2; // rows kept beside the one with the focus, so that Tab finds them
const GUESS = 54; // pixels, until a row has been measured

export class RowWindow {
  /** @type {string[]} */
  #rows = [];
  /** @type {Map<string, number>} */
  #places = new Map();
  /** Every row made so far; `stale`: changed while it was not in the document. @type {Map<string, {row: Row, stale: boolean}>} */
  #made = new Map();
  /** @type {string[]} */
  #shown = [];
  #held = "";
  #height = 0;
  #frame = 0;
  /** Where the table is scrolled to and how much is in sight, as of the last frame: to ask in between costs a layout. */
  #top = 0;
  #tall = 0;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} body
   * @param {(path: string) => Row} make
   */
  constructor(scroller, body, make) {
    this.scroller = scroller;
    this.body = body;
    this.make = make;
    scroller.addEventListener("scroll", () => this.#later(), { passive: true });
    if (globalThis.ResizeObserver) new ResizeObserver(() => this.#later()).observe(scroller);
  }

  /** The rows that there are, in order. @param {string[]} rows @returns {boolean} whether they are others than before */
  setRows(rows) {
    if (rows.length === this.#rows.length && rows.every((row, at) => row === this.#rows[at])) return false;
    this.#rows = rows;
    this.#places = new Map(rows.map((row, at) => [row, at]));
    for (const row of this.#made.keys()) if (!this.#places.has(row)) this.#made.delete(row);
    this.#shown = [];
    this.paint();
    return true;
  }

  get rows() {
    return this.#rows;
  }

  /** @param {string} row @returns {number} -1 where there is none */
  placeOf(row) {
    return this.#places.get(row) ?? -1;
  }

  /** The row with the focus stays in the document wherever the table is scrolled to. @param {string} row */
  hold(row) {
    if (row === this.#held) return;
    this.#held = row;
    this.paint();
  }

  /** The row, in the document; null where there is none. @param {string} row @returns {Row | null} */
  show(row) {
    if (!this.#places.has(row)) return null;
    this.hold(row);
    return this.#made.get(row)?.row ?? null;
  }

  /** A row that is in the document, else null: it is brought up to date when it comes. @param {string} row @returns {Row | null} */
  changed(row) {
    const known = this.#made.get(row);
    if (!known) return null;
    known.stale = !known.row.element.isConnected && !this.#shown.includes(row);
    return known.stale ? null : known.row;
  }

  /** The rows in the document, in order. @returns {Row[]} */
  shown() {
    return this.#shown.flatMap((row) => this.#made.get(row)?.row ?? []);
  }

  /** All that is not in the document has to be brought up to date. */
  age() {
    const shown = new Set(this.#shown);
    for (const [path, known] of this.#made) known.stale ||= !shown.has(path);
  }

  /** Puts the rows that should be in the document there. */
  paint() {
    const wanted = this.#wanted();
    if (wanted.length === this.#shown.length && wanted.every((at, i) => this.#rows[at] === this.#shown[i])) return;
    this.#shown = wanted.map((at) => this.#rows[at] ?? "");
    const elements = [];
    let next = 0;
    for (const at of wanted) {
      if (at > next) elements.push(this.#gap(at - next));
      elements.push(this.#rowAt(at).element);
      next = at + 1;
    }
    if (next < this.#rows.length) elements.push(this.#gap(this.#rows.length - next));
    keepInOrder(this.body, elements);
  }

  #later() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#top = this.scroller.scrollTop;
      this.#tall = this.scroller.clientHeight;
      const first = this.body.querySelector("tr[data-row]");
      if (this.#height === 0 && first) this.#height = first.getBoundingClientRect().height;
      this.paint();
    });
  }

  /** @returns {number[]} places, in order */
  #wanted() {
    const height = this.#height || GUESS;
    const tall = this.#tall || globalThis.innerHeight;
    const first = Math.max(0, Math.floor(this.#top / height) - SPARE);
    const last = Math.min(this.#rows.length, first + Math.ceil(tall / height) + 2 * SPARE);
    const places = new Set();
    for (let at = first; at < last; at += 1) places.add(at);
    const held = this.placeOf(this.#held);
    if (held >= 0) for (let at = Math.max(0, held - NEAR); at < Math.min(this.#rows.length, held + NEAR + 1); at += 1) places.add(at);
    return Array.from(places).sort((a, b) => a - b);
  }

  /** @param {number} at */
  #rowAt(at) {
    const path = this.#rows[at] ?? "";
    const known = this.#made.get(path);
    const row = known?.row ?? this.make(path);
    if (!known || known.stale) row.update();
    this.#made.set(path, { row, stale: false });
    row.element.setAttribute("aria-rowindex", String(at + 2)); // the headings are the first
    return row;
  }

  /** @param {number} rows */
  #gap(rows) {
    const cell = h("td", {});
    cell.style.height = `${rows * (this.#height || GUESS)}px`;
    return h("tr", { class: "gap", "aria-hidden": true }, cell);
  }
}
