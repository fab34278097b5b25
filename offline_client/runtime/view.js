// What can be asked of an interview: values, route, rows, failures, texts. Nothing here changes anything; interview.js does.

import { failures, notEvaluated } from "./edits.js";
import { InputError } from "./errors.js";
import { orphans } from "./fold.js";
import { eachFrame } from "./frames.js";
import { cellPath, rowPath } from "./paths.js";
import { evaluated, formatValue, offered, rowLabel, text } from "./template.js";
import { toOuter } from "./values.js";

/**
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {import("./form.js").Slot} Slot
 * @typedef {{frame: Frame, slot: number, place: Slot}} Place
 */

export class View {
  /** @param {import("./form.js").Form} form @param {string} language */
  constructor(form, language) {
    this.form = form;
    /** The language of texts; may be set at any time. */
    this.language = language;
    /** @type {import("./fold.js").LogState} */
    this.log = /** @type {any} */ (null);
    /** @type {import("./propagate.js").Propagation} */
    this.propagation = /** @type {any} */ (null);
    /** @type {Record<string, string>} severities changed during fieldwork, by edit */
    this.severities = {};
    /** @type {import("./types").Unapplied[]} events that cannot be read, or whose name another event has */
    this.reused = [];
  }

  /** `open`, `completed`, `returned` or `approved`. */
  get status() {
    return this.log.status;
  }

  /** Events that stay in the log without effect, and why; answers in rows that were never added among them. */
  get unapplied() {
    return [...this.reused, ...this.log.unapplied, ...orphans(this.form, this.log)];
  }

  get conflicts() {
    return this.log.conflicts;
  }

  get changedAfterCompletion() {
    return this.log.changedAfterCompletion;
  }

  /** The effective value in outer form; null when off route, missing, not answered, or in error. @param {string} path */
  value(path) {
    const { frame, slot, place } = this.cellAt(path);
    return place.type === null ? null : toOuter(place.type, frame.values[slot]);
  }

  /** Why there is no value: `not_asked`, `not_reached`, `unknown`, or a missing reason; null when there is one. @param {string} path */
  reason(path) {
    const { frame, slot } = this.cellAt(path);
    return frame.reasons[slot] ?? null;
  }

  /**
   * All about a cell. `value` and `reason` are the effective ones; `answer` is what is kept in the log even when it is off route.
   * @param {string} path
   */
  cell(path) {
    const { frame, slot, place } = this.cellAt(path);
    const held = place.calculated ? undefined : frame.raw[slot];
    const type = place.type ?? "";
    return {
      value: toOuter(type, frame.values[slot]), reason: frame.reasons[slot] ?? null,
      source: place.calculated ? "calculated" : held && (held.value !== null || held.reason !== null) ? held.source : null,
      onRoute: frame.route[slot] === true, event: held?.event ?? null, error: frame.errors?.[slot] === true,
      answer: held?.reason ? { missing: held.reason } : toOuter(type, held?.value ?? null),
    };
  }

  /** @param {string} path of a cell or container; of a row: whether its roster is */
  onRoute(path) {
    const row = this.propagation.frameAt(path);
    if (row) return row.onRoute;
    const { frame, slot } = this.cellAt(path);
    return frame.route[slot] === true;
  }

  /** Whether there is a row now. @param {string} path */
  hasRow(path) {
    return Boolean(this.propagation.frameAt(path));
  }

  /** The paths of the rows that a roster has now, in order. @param {string} path */
  rows(path) {
    const { frame, place } = this.cellAt(path);
    const child = this.form.scopes[place.roster]?.child;
    if (child === undefined) throw new InputError("not_a_roster", path, "This is no roster.", "Name a roster.");
    return (frame.rows[child] ?? []).map((row) => row.path);
  }

  /** All failures, in the order of the document. */
  failures() {
    return failures(this, this.propagation.root);
  }

  /** The failures that stand at a path or involve it. @param {string} path */
  failuresAt(path) {
    return this.failures().filter((failure) => failure.path === path || failure.involved.includes(path));
  }

  /** Checks and calculations without a result: unknown, or ended in an error. */
  notEvaluated() {
    return notEvaluated(this.propagation.root);
  }

  /** The codes that a question offers now. @param {string} path */
  offered(path) {
    const { frame, slot } = this.cellAt(path);
    return offered(this.form, frame, slot, this.language);
  }

  /** A text of a question or container; `title` and `unit_label` of the interview stand at `""`. @param {string} path @param {string} what */
  text(path, what) {
    const root = this.propagation.root;
    if (path === "") return what === "unit_label" ? this.#unitLabel() : text(this.form, this.form.compiled.title, root, this.language);
    const { frame, place } = this.cellAt(path);
    const index = place.item?.[/** @type {"label"} */ (what)];
    return text(this.form, index, frame, this.language);
  }

  #unitLabel() {
    const label = this.form.compiled.unit?.label;
    const node = label === undefined || label === null ? undefined : this.form.nodes[label];
    const value = node ? evaluated(node, this.propagation.root) : null;
    return value === null ? "" : String(value);
  }

  /** @param {string} path of a row */
  rowLabel(path) {
    return rowLabel(this.form, this.frame(path), this.language);
  }

  /** The text of a missing reason. @param {string} reason */
  reasonText(reason) {
    return text(this.form, this.form.compiled.reasons?.[reason], this.propagation.root, this.language) || reason;
  }

  /** The reasons offered when a soft edit is confirmed. */
  confirmReasons() {
    return (this.form.compiled.confirm_reasons ?? []).map(({ code, label }) => ({ code, label: text(this.form, label, this.propagation.root, this.language) || code }));
  }

  /** Whether a question on route must be answered now. @param {string} path */
  required(path) {
    const { frame, place } = this.cellAt(path);
    const node = place.item?.required === undefined || place.item.required === null ? undefined : this.form.nodes[place.item.required];
    return node !== undefined && frame.route[place.slot] === true && evaluated(node, frame) === true;
  }

  /** The item of the compiled form at a path; of a row, its roster's. @param {string} path */
  item(path) {
    const row = path === "" ? null : this.propagation.frameAt(path);
    if (row) return this.form.scopes[row.scope.parent]?.slots[row.scope.roster]?.item ?? null;
    return this.cellAt(path).place.item;
  }

  /** The answer as people read it; the text of a missing reason where one was given. @param {string} path */
  format(path) {
    const { frame, slot, place } = this.cellAt(path);
    const value = frame.values[slot] ?? null;
    if (value !== null && place.type) return formatValue(this.form, place.type, value, frame, this.language);
    const reason = frame.route[slot] ? (frame.raw[slot]?.reason ?? null) : null;
    return reason === null ? "" : this.reasonText(reason);
  }

  /** Questions on route, and how many of them have an answer or a missing reason. */
  progress() {
    let asked = 0;
    let answered = 0;
    eachFrame(this.propagation.root, (frame) => {
      for (const slot of frame.scope.asked) {
        if (!frame.route[slot]) continue;
        asked += 1;
        if (frame.reasons[slot] !== "not_reached") answered += 1;
      }
    });
    return { answered, asked };
  }

  remarks() {
    return this.log.remarks;
  }

  /** The mode the interview is done in, and the attempts at contact. */
  get fieldwork() {
    return this.log.fieldwork;
  }

  /** The rows that were removed and can be restored, with the answers that come back with them. */
  removedRows() {
    const found = [];
    for (const [roster, list] of this.log.rosters) {
      for (const [id, event] of list.removed) {
        const path = rowPath(roster, id);
        if (list.order.includes(id)) found.push({ path, roster, user: event.user, hlc: event.hlc, answers: this.#answersOf(path) });
      }
    }
    return found;
  }

  /** The answers of a row that is not there, by name. @param {string} path */
  #answersOf(path) {
    const slots = this.form.resolve(path)?.scope.slots ?? [];
    /** @type {Record<string, any>} */
    const answers = {};
    this.log.answers.get(path)?.forEach((cell, slot) => {
      const place = slots[slot];
      if (cell && cell.value !== null && place?.type) answers[place.name] = toOuter(place.type, cell.value);
    });
    return answers;
  }

  // Places -------------------------------------------------------------------------------------------------------------------

  /** The frame of a row, `""` for the interview. Throws InputError, for the path `asked`, when there is none. @param {string} path @param {string} [asked] @returns {Frame} */
  frame(path, asked = path) {
    const found = this.propagation.frameAt(path);
    if (found) return found;
    const place = this.form.resolve(path);
    const known = place?.slot === -1;
    const written = known ? this.propagation.frameAt(place.row) : null; // the same path, written another way
    if (written) return written;
    throw known ? new InputError("unknown_row", asked, "There is no such row now.", "Add the row first.") : unknownPath(asked);
  }

  /** The cell or container at a path. Throws InputError when the questionnaire has none, or its row is not there. @param {string} path @returns {Place} */
  cellAt(path) {
    const end = path.lastIndexOf("]");
    const frame = end < 0 ? this.propagation.root : this.frame(path.slice(0, end + 1), path);
    const slot = frame.scope.names.get(end < 0 ? path : path.slice(end + 2));
    const place = slot === undefined ? undefined : frame.scope.slots[slot];
    if (slot === undefined || !place) throw unknownPath(path);
    return { frame, slot, place };
  }

  /** The cell at a path, which must be a question. @param {string} path */
  question(path) {
    const found = this.cellAt(path);
    if (found.place.item && found.place.type && !found.place.calculated) return found;
    throw new InputError("not_answerable", path, "This takes no answer.", "Answer a question; calculations, notes and containers take no answers.");
  }

  /** The roster at a path, whose rows are added by hand. @param {string} path */
  addedRoster(path) {
    const found = this.cellAt(path);
    if (found.place.item?.rows?.kind === "added") return found;
    throw new InputError("not_added_by_hand", path, "Rows are not added to this by hand.", "The rows of this roster come from a code list, a count or a selection.");
  }

  /** The row at a path, which was added by hand. @param {string} path */
  addedRow(path) {
    const row = this.frame(path);
    if (!row.parent) throw new InputError("unknown_row", path, "This is no row.", "Name a row of a roster.");
    this.addedRoster(cellPath(row.parent.path, row.parent.scope.slots[row.scope.roster]?.name ?? ""));
    return row;
  }

  /** The value of a node in a frame; null when unknown or in error. @param {import("./form.js").Node} node @param {Frame} frame */
  evaluated(node, frame) {
    return evaluated(node, frame);
  }
}

/** @param {string} path */
function unknownPath(path) {
  return new InputError("unknown_path", path, "The questionnaire has nothing here.", "Name a question of this version of the questionnaire; rows need their id in brackets.");
}
