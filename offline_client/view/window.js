/**
 * The rows of a long roster that are in the document: those in sight with some above and below, and the one that has the
 * focus. In the place of the others stand gaps as high as they are, or would be. Tables and cards use it alike; where the rows
 * lie and what scrolls them is told by `Ground`.
 *
 * @typedef {object} Ground
 * @property {() => {top: number, tall: number}} sight  how much of the rows is scrolled past, and how much is in sight, in pixels
 * @property {(pixels: number) => HTMLElement} gap
 * @property {number} guess  pixels, the height of a row until one has been measured
 * @property {number} spare  rows kept above and below what is in sight
 * @property {number} whole  so many rows are all kept in the document
 * @property {(pixels: number) => void} scroll  moves what is in sight, so that it stays where it was when rows above it turn out higher
 */
import { behindFrame, keepInOrder } from "../widgets/dom.js";

const NEAR = 1; // rows kept beside the one with the focus, so that Tab finds them

/** @template {{element: HTMLElement, update: (changed: null) => void}} Row */
export class RowWindow {
  /** @type {string[]} */
  #rows = [];
  /** @type {Map<string, number>} */
  #places = new Map();
  /** Every row made so far; `stale`: changed while it was not in the document. @type {Map<string, {row: Row, stale: boolean}>} */
  #made = new Map();
  /** @type {string[]} */
  #shown = [];
  /** Those made since it was last asked which rows there are: they are as they should be. @type {Set<HTMLElement>} */
  #fresh = new Set();
  #held = "";
  /** Heights of the rows that have been in sight. @type {Map<string, number>} */
  #heights = new Map();
  /** What a row takes that has not: as the first ones did, so that gaps stay as high as they are until a row in them is known. */
  #usual = 0;
  /** Where each row begins, and where the last one ends, in pixels from the first; null until it is asked for again. @type {Float64Array | null} */
  #edges = null;
  /** Those in the document, by what they stand for: one that stays as it is asks for no layout. @type {Map<string, HTMLElement>} */
  #gaps = new Map();
  #frame = 0;
  #patient = false;
  /** What is in sight, as of the last frame: to ask in between costs a layout. */
  #sight = { top: 0, tall: 0 };

  /**
   * @param {HTMLElement} body
   * @param {(path: string) => Row} make
   * @param {Ground} ground
   */
  constructor(body, make, ground) {
    this.body = body;
    this.make = make;
    this.ground = ground;
  }

  /** Looks again, before the next frame, which rows are in sight: the ground was scrolled or has another size. */
  look() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      if (!this.#patient) this.#look();
    });
  }

  /** What comes in sight is in the document: the next look comes behind the frame that shows it. */
  lookLater() {
    this.#patient = true;
    behindFrame(() => {
      this.#patient = false;
      this.#look();
    });
  }

  #look() {
    if (!this.body.isConnected) return;
    this.#measure();
    const before = this.#anchor();
    this.paint();
    if (before) this.#settle(before);
  }

  /**
   * The rows that there are, in order.
   * @param {string[]} rows
   * @returns {number} the place from which on they are others than before; -1 where none is
   */
  setRows(rows) {
    this.#fresh.clear();
    const other = rows.findIndex((row, at) => row !== this.#rows[at]);
    if (other < 0 && rows.length === this.#rows.length) return -1;
    const from = other < 0 ? rows.length : other;
    for (const row of this.#rows.slice(from)) this.#places.delete(row);
    for (let at = from; at < rows.length; at += 1) this.#places.set(rows[at] ?? "", at);
    for (const row of this.#made.keys()) if (!this.#places.has(row)) this.#made.delete(row);
    this.#rows = rows;
    this.#edges = null;
    this.#put(this.#wanted());
    return from;
  }

  get rows() {
    return this.#rows;
  }

  /** @param {string} row @returns {number} -1 where there is none */
  placeOf(row) {
    return this.#places.get(row) ?? -1;
  }

  /** The row with the focus stays in the document wherever it is scrolled to. @param {string} row */
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

  /** A row that is in the document and was there before, else null: it is brought up to date when it comes. @param {string} row @returns {Row | null} */
  changed(row) {
    const known = this.#made.get(row);
    if (!known || this.#fresh.has(known.row.element)) return null;
    known.stale = !known.row.element.isConnected && !this.#shown.includes(row);
    return known.stale ? null : known.row;
  }

  /** The rows in the document, in order. @param {number} [from] only those from this place on @returns {Row[]} */
  shown(from = 0) {
    return this.#shown.flatMap((row) => (this.placeOf(row) >= from ? (this.#made.get(row)?.row ?? []) : []));
  }

  /** Those of them that were there before. @param {number} from this place on @returns {Row[]} */
  stood(from) {
    return this.shown(from).filter(({ element }) => !this.#fresh.has(element));
  }

  /** What is not in the document has to be brought up to date when it comes. @param {number} [from] only from this place on */
  age(from = 0) {
    const shown = new Set(this.#shown);
    for (const [path, known] of this.#made) known.stale ||= !shown.has(path) && this.placeOf(path) >= from;
  }

  /** Puts the rows that should be in the document there. */
  paint() {
    const wanted = this.#wanted();
    if (wanted.length !== this.#shown.length || wanted.some((at, i) => this.#rows[at] !== this.#shown[i])) this.#put(wanted);
  }

  /** @param {number[]} wanted places, in order */
  #put(wanted) {
    this.#shown = wanted.map((at) => this.#rows[at] ?? "");
    const elements = [];
    const before = this.#gaps;
    this.#gaps = new Map();
    let next = 0;
    for (const at of wanted) {
      if (at > next) elements.push(this.#gap(next, at, before));
      elements.push(this.#rowAt(at).element);
      next = at + 1;
    }
    if (next < this.#rows.length) elements.push(this.#gap(next, this.#rows.length, before));
    keepInOrder(this.body, elements);
  }

  /** How high the rows in the document are, from one to the next, and where they are; the layout is done. */
  #measure() {
    this.#sight = this.ground.sight();
    const shown = this.shown();
    this.#edges = null;
    const tops = shown.map(({ element }) => element.getBoundingClientRect().top);
    shown.forEach(({ element }, i) => {
      const path = this.#shown[i] ?? "";
      const next = shown[i + 1];
      const follows = next !== undefined && element.nextElementSibling === next.element;
      if (follows) this.#heights.set(path, (tops[i + 1] ?? 0) - (tops[i] ?? 0));
      else if (!this.#heights.has(path)) this.#heights.set(path, element.offsetHeight);
    });
    if (this.#usual > 0 || this.#heights.size === 0) return;
    let sum = 0;
    for (const height of this.#heights.values()) sum += height;
    this.#usual = sum / this.#heights.size;
  }

  /** A row in sight that stays, and where it is: rows that come above it must not move it. @returns {{element: HTMLElement, top: number} | null} */
  #anchor() {
    for (const { element } of this.shown()) {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom > 0 && top < globalThis.innerHeight) return { element, top };
    }
    return null;
  }

  /** @param {{element: HTMLElement, top: number}} before */
  #settle({ element, top }) {
    const by = element.isConnected ? element.getBoundingClientRect().top - top : 0;
    if (Math.abs(by) >= 1) this.ground.scroll(by);
  }

  #edgesNow() {
    if (this.#edges) return this.#edges;
    const edges = new Float64Array(this.#rows.length + 1);
    const usual = this.#usual || this.ground.guess;
    for (let at = 0; at < this.#rows.length; at += 1) edges[at + 1] = (edges[at] ?? 0) + (this.#heights.get(this.#rows[at] ?? "") ?? usual);
    this.#edges = edges;
    return edges;
  }

  /** @returns {number[]} places, in order */
  #wanted() {
    if (this.#rows.length <= this.ground.whole) return this.#rows.map((_row, at) => at);
    const { top } = this.#sight;
    const bottom = top + (this.#sight.tall || globalThis.innerHeight);
    const edges = this.#edgesNow();
    const first = Math.max(1, firstBeyond(edges, top)) - 1;
    const last = Math.min(firstBeyond(edges, bottom), this.#rows.length);
    const places = new Set();
    for (let at = first - this.ground.spare; at < Math.max(first, last) + this.ground.spare; at += 1) places.add(at);
    const held = this.placeOf(this.#held);
    if (held >= 0) for (let at = held - NEAR; at <= held + NEAR; at += 1) places.add(at);
    return Array.from(places).filter((at) => at >= 0 && at < this.#rows.length).sort((a, b) => a - b);
  }

  /** @param {number} at */
  #rowAt(at) {
    const path = this.#rows[at] ?? "";
    const known = this.#made.get(path);
    const row = known?.row ?? this.make(path);
    if (!known) this.#fresh.add(row.element);
    if (!known || known.stale) row.update(null);
    this.#made.set(path, { row, stale: false });
    return row;
  }

  /** @param {number} from @param {number} to place of the row behind it @param {Map<string, HTMLElement>} before those that are there */
  #gap(from, to, before) {
    const edges = this.#edgesNow();
    const pixels = (edges[to] ?? 0) - (edges[from] ?? 0);
    const name = `${from} ${to} ${pixels}`;
    const gap = before.get(name) ?? this.ground.gap(pixels);
    this.#gaps.set(name, gap);
    return gap;
  }
}

/** The first place of an edge that lies beyond so many pixels; behind the last where none does. @param {Float64Array} edges rising @param {number} pixels */
function firstBeyond(edges, pixels) {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) > pixels) high = middle;
    else low = middle + 1;
  }
  return low;
}
