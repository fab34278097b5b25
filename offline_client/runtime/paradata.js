// How an interview goes: times, moves, edits raised, what the device tells. Gathers records (docs/events.md); no browser in it, and no
// meaning for the answers. What calls it, and when records become an event, is view/paradata.js.

/**
 * @typedef {import("./types").ParadataKind} Kind
 * @typedef {{path: string, at: number, first: number | null, changes: number, again: boolean}} Asked
 */

/** What is recorded where the questionnaire does not say. @type {readonly Kind[]} */
export const USUAL = ["times", "moves", "edits", "connection", "device"];
const MOST = 500; // records that wait; what is older goes

/** The kinds that a form asks for in a mode: without a word of it, nothing of people who answer by themselves. @param {{paradata?: Kind[]}} form @param {string | null} mode @returns {readonly Kind[]} */
export function kindsOf(form, mode) {
  return form.paradata ?? (mode === "self" ? [] : USUAL);
}

export class Paradata {
  /** @type {any[][]} */
  #records = [];
  #lost = 0;
  #from = "";
  #start = 0;
  /** @type {Asked | null} */
  #asked = null;
  /** @type {{key: string, place: number, at: number} | null} */
  #page = null;
  /** What fails already. @type {Map<string, [string, string]> | null} */
  #failing = null;

  /**
   * @param {readonly Kind[]} kinds
   * @param {() => string} clock  ISO time, as events have it
   * @param {() => number} ticks  milliseconds that never run backwards
   */
  constructor(kinds, clock, ticks) {
    this.kinds = new Set(kinds);
    this.clock = clock;
    this.ticks = ticks;
  }

  /** How many records wait. */
  get waiting() {
    return this.#records.length;
  }

  /** A question has the focus. @param {string} path @param {boolean} again  whether it had an answer before */
  touched(path, again) {
    if (this.#asked?.path === path || !this.kinds.has("times")) return;
    this.left();
    this.#asked = { path, at: this.ticks(), first: null, changes: 0, again };
  }

  /** Answers came; only those of the question that has the focus count. @param {readonly string[]} paths */
  answered(paths) {
    if (!this.#asked || !paths.includes(this.#asked.path)) return;
    this.#asked.first ??= Math.round(this.ticks() - this.#asked.at);
    this.#asked.changes += 1;
  }

  /** The question lost the focus, or nobody sees it any more. */
  left() {
    const asked = this.#asked;
    this.#asked = null;
    if (asked) this.#add("times", asked.at, "asked", asked.path, asked.first, Math.round(this.ticks() - asked.at), asked.changes, asked.again);
  }

  /** A page is open. @param {string} key @param {number} place  its number among the pages */
  page(key, place) {
    const left = this.#page;
    if (left?.key === key) return;
    const now = this.ticks();
    this.#page = { key, place, at: now };
    if (left) this.#add("moves", left.at, "page", left.key, Math.round(now - left.at), place < left.place);
  }

  /** What fails now; the first time, what fails already is not noted. @param {readonly {edit: string, path: string, status: string}[]} failures */
  failures(failures) {
    if (!this.kinds.has("edits")) return;
    /** @type {Map<string, [string, string]>} */
    const open = new Map();
    for (const { edit, path, status } of failures) {
      if (status === "open" && !edit.endsWith(":required") && !edit.endsWith(":rows")) open.set(`${edit} ${path}`, [edit, path]);
    }
    const before = this.#failing;
    this.#failing = open;
    if (before === null) return;
    const now = this.ticks();
    for (const [key, [edit, path]] of open) if (!before.has(key)) this.#add("edits", now, "raised", edit, path);
    for (const [key, [edit, path]] of before) if (!open.has(key)) this.#add("edits", now, "settled", edit, path);
  }

  /** What the device tells. @param {Kind} kind @param {string} name @param {...any} rest */
  told(kind, name, ...rest) {
    this.#add(kind, this.ticks(), name, ...rest);
  }

  /** All that waits, for one event; null where there is nothing. @returns {{from: string, records: any[][]} | null} */
  take() {
    if (this.#records.length === 0) return null;
    const lost = this.#lost > 0 ? [["lost", 0, this.#lost]] : [];
    const taken = { from: this.#from, records: [...lost, ...this.#records] };
    this.#records = [];
    this.#lost = 0;
    return taken;
  }

  /** @param {Kind} kind @param {number} at  ticks @param {string} name @param {...any} rest */
  #add(kind, at, name, ...rest) {
    if (!this.kinds.has(kind)) return;
    if (this.#records.length === 0) {
      this.#start = at;
      this.#from = new Date(Date.parse(this.clock()) - Math.round(this.ticks() - at)).toISOString();
    }
    this.#records.push([name, Math.round(at - this.#start), ...rest]);
    if (this.#records.length <= MOST) return;
    this.#records.shift();
    this.#lost += 1;
  }
}
