// The interview: the one class that a client, a bench or a test works with. It records events, and answers what they come to.
// No DOM, no storage, no clock of its own. Twin: engine/response/interview.py.

import { HybridClock } from "./clock.js";
import { InputError } from "./errors.js";
import { FAIL } from "./frames.js";
import { unreadable } from "./events.js";
import { LogState, applyEvent, canonical, eventName, fold, mergeEvents, readAnswer } from "./fold.js";
import { readForm } from "./form.js";
import { checkPath, failure } from "./edits.js";
import { cellPath } from "./paths.js";
import { Propagation } from "./propagate.js";
import { rowIds } from "./rounds.js";
import { View } from "./view.js";
import { BadValue, sameValue, toEvent } from "./values.js";

/**
 * @typedef {import("./types").CompiledForm} CompiledForm
 * @typedef {import("./types").InterviewOptions} InterviewOptions
 * @typedef {import("./types").Event} Event
 * @typedef {import("./types").Failure} Failure
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {{changed: string[], events: Event[]}} Change  events: those added by this change
 */

const ROW_LETTERS = "abcdefghijklmnopqrstuvwxyz23456789";

export class Interview extends View {
  /**
   * An interview over a log; without events, a new one: it records `open`, the defaults, and the rows that a roster starts with.
   * @param {CompiledForm} compiled @param {InterviewOptions} options @returns {Interview}
   */
  static open(compiled, options) {
    const interview = new Interview(compiled, options);
    if (interview.events.length === 0 && interview.reused.length === 0) interview.#begin(options);
    else interview.#load();
    return interview;
  }

  /** @param {CompiledForm} compiled @param {InterviewOptions} options */
  constructor(compiled, options) {
    super(readForm(compiled), options.language ?? compiled.languages[0] ?? "");
    this.compiled = compiled;
    this.device = options.device ?? "local";
    this.user = options.user ?? null;
    this.clock = new HybridClock(options.clock);
    this.random = options.random ?? Math.random;
    this.severities = options.severities ?? {};
    this.seq = 0;
    this.events = /** @type {Event[]} */ ([]);
    this.events = this.#merged(options.events ?? []);
    /** @type {Event[]} */
    this.batch = [];
    /** @type {Set<(change: Change) => void>} */
    this.subscribers = new Set();
  }

  // What is done -----------------------------------------------------------------------------------------------------------

  /**
   * Answers a question. `{missing: reason}` is an answer where the question offers that reason. The answer to an off-route question is kept
   * and has no effect; null, empty text and an empty selection clear the answer. Throws InputError, and records nothing, for what is no answer to it. Returns the paths that changed.
   * @param {string} path @param {any} value outer form @param {{source?: string}} [options]
   */
  answer(path, value, options = {}) {
    const { frame, slot, place } = this.question(path);
    if (isBlank(value)) return this.clear(path);
    const read = readAnswer(this.form, place, { type: "answer", value });
    if (read instanceof BadValue) throw new InputError(read.code, path, read.message, read.remedy);
    const held = frame.raw[slot];
    const source = options.source ?? "collected";
    if (held?.event?.type === "answer" && held.source === source && held.reason === read.reason && sameValue(held.value, read.value)) return [];
    const outer = read.reason !== null ? { missing: read.reason } : toEvent(/** @type {string} */ (place.type), read.value);
    this.#record("answer", {
      path: frame.pathOf(slot), value: outer, prev: held?.event ? eventName(held.event) : null, ...(source === "collected" ? {} : { source }),
    });
    return this.#finish();
  }

  /** Takes the answer of a question back. @param {string} path */
  clear(path) {
    const { frame, slot } = this.question(path);
    const held = frame.raw[slot];
    if (!held?.event || held.event.type === "clear") return [];
    this.#record("clear", { path: frame.pathOf(slot), prev: eventName(held.event) });
    return this.#finish();
  }

  /** Adds a row to a roster with rows added by hand, at the end or after another; returns its id. @param {string} path @param {{after?: string | null}} [options] */
  addRow(path, options = {}) {
    const { frame, place } = this.addedRoster(path);
    const roster = cellPath(frame.path, place.name);
    const most = place.item?.max_rows ?? Infinity;
    const rows = frame.rows[this.form.scopes[place.roster]?.child ?? -1] ?? [];
    if (rows.length >= most) throw new InputError("too_many_rows", path, `There are ${most} rows, and no more are allowed.`, "Remove a row first.");
    const row = this.#newRowId(roster);
    this.#record("add_row", { path: roster, row, after: options.after ?? null });
    this.#finish();
    return row;
  }

  /** Removes a row that was added by hand; its answers stay in the log and come back with `restoreRow`. @param {string} path */
  removeRow(path) {
    this.#record("remove_row", { path: this.addedRow(path).path });
    return this.#finish();
  }

  /** Brings a removed row back with all its answers. @param {string} path */
  restoreRow(path) {
    if (!this.removedRows().some((row) => row.path === path)) {
      throw new InputError("unknown_row", path, "No such row has been removed.", "Choose one of the removed rows.");
    }
    this.#record("restore_row", { path });
    return this.#finish();
  }

  /** Moves a row that was added by hand behind the row with the id `after`, or to the front. @param {string} path @param {string | null} after */
  moveRow(path, after) {
    this.#record("move_row", { path: this.addedRow(path).path, after });
    return this.#finish();
  }

  /** Confirms a soft edit that fails at `path` (its row, `""` at the root), for a reason. @param {string} edit @param {string} path @param {{reason?: string | null, text?: string | null}} [why] */
  confirm(edit, path, why = {}) {
    return this.#confirm("confirm", edit, path, why);
  }

  /** Accepts an edit that fails at `path`, as a supervisor. @param {string} edit @param {string} path @param {{reason?: string | null, text?: string | null}} [why] */
  accept(edit, path, why = {}) {
    return this.#confirm("accept", edit, path, why);
  }

  /** Writes a remark on a path, or the answer to the remark with the id `answers`; returns its id. @param {string} path @param {string} text @param {string | null} [answers] */
  remark(path, text, answers = null) {
    if (text.trim() === "") throw new InputError("wrong_value", path, "A remark without text says nothing.", "Write what there is to say.");
    if (answers !== null && !this.log.remarks.some((remark) => remark.id === answers)) {
      throw new InputError("unknown_remark", path, `There is no remark '${answers}'.`, "Name a remark of this interview.");
    }
    const id = this.#newId((candidate) => this.log.remarks.some((remark) => remark.id === candidate));
    this.#record("remark", { path, text, id, ...(answers === null ? {} : { answered: answers }) });
    this.#finish([path]);
    return id;
  }

  /** Closes a remark. @param {string} id */
  resolveRemark(id) {
    const remark = this.log.remarks.find((candidate) => candidate.id === id);
    if (!remark) throw new InputError("unknown_remark", "", `There is no remark '${id}'.`, "Name a remark of this interview.");
    this.#record("remark", { path: remark.path, resolved: id });
    return this.#finish([remark.path]);
  }

  /** Marks a question to come back to, or no longer. @param {string} path @param {boolean} [on] */
  flag(path, on = true) {
    const { frame, slot } = this.question(path);
    const place = frame.pathOf(slot);
    if (place in this.fieldwork.flags !== on) this.#record("flag", { path: place, on });
    return this.#finish([place]);
  }

  /** Notes that a page was opened. @param {string} path */
  page(path) {
    this.#record("page", { path });
    return this.#finish();
  }

  /** Notes how the interview went: records of docs/events.md, their times counted from `begun`. @param {string} begun @param {any[][]} records */
  paradata(begun, records) {
    this.#record("paradata", { from: begun, records });
    return this.#finish();
  }

  /** Goes on in another mode; `batch` and `paper` number what is keyed from paper. @param {string} mode @param {{batch?: string, paper?: string}} [given] */
  changeMode(mode, { batch, paper } = {}) {
    this.#record("mode", { mode, ...(batch ? { batch } : {}), ...(paper ? { paper } : {}) });
    return this.#finish([""]);
  }

  /** Notes an attempt to reach the unit, made now; `appointment` is when to try again, on the unit's clock. @param {string} outcome @param {{text?: string | null, appointment?: string | null}} [said] */
  contact(outcome, { text = null, appointment = null } = {}) {
    this.#record("contact", { outcome, at: this.clock.physical(), mode: this.fieldwork.mode, text, appointment });
    return this.#finish([""]);
  }

  /** Completes the interview, unless a failure blocks it: a hard one, or a soft one that nobody has confirmed. Edits of the phase `office` block nothing. */
  complete() {
    const blockers = this.failures().filter((found) => found.status === "open" && found.phase !== "office");
    if (blockers.length === 0) {
      this.#record("complete", {});
      this.#finish([""]);
    }
    return { done: blockers.length === 0, blockers };
  }

  /** Takes a completed interview up again; in any other status nothing changes. */
  reopen() {
    this.#record("reopen", {});
    return this.#finish([""]);
  }

  /** Sends the interview back to the enumerator; open remarks name the questions. @param {string} text */
  return(text) {
    this.#record("return", { text });
    return this.#finish([""]);
  }

  /** Approves the interview. */
  approve() {
    this.#record("approve", {});
    return this.#finish([""]);
  }

  /** Takes in events of other devices and of the office. Order, replay and gaps make no difference. Returns the paths that changed. @param {Event[]} events */
  receive(events) {
    const before = new Set(this.events);
    const merged = this.#merged(events);
    const added = merged.filter((event) => !before.has(event));
    if (added.length === 0) return [];
    this.events = merged;
    this.batch.push(...added);
    this.#refold();
    return this.#finish([], false);
  }

  /** Calls `listen` once after each change, synchronously. Returns the function that ends it. @param {(change: Change) => void} listen */
  subscribe(listen) {
    this.subscribers.add(listen);
    return () => this.subscribers.delete(listen);
  }

  // How it is done ---------------------------------------------------------------------------------------------------------

  /** @param {InterviewOptions} options */
  #begin(options) {
    const given = options.open ?? {};
    const { id, version, hash = null, reference_date: fixed = null } = this.compiled;
    this.log = new LogState(this.form);
    const members = {
      form: id, version, hash, reference_date: given.reference_date ?? fixed ?? options.clock().slice(0, 10), assignment: given.assignment ?? null,
      unit: given.unit ?? {}, preload: given.preload ?? {}, previous: given.previous ?? {}, seed: given.seed ?? null, mode: given.mode ?? "capi",
    };
    const event = this.#stamp("open", members);
    applyEvent(this.log, event);
    this.propagation = new Propagation(this.form, this.log);
    this.propagation.dropChanged();
    this.#finish();
  }

  #load() {
    this.log = fold(this.form, this.events);
    this.propagation = new Propagation(this.form, this.log);
    this.propagation.dropChanged();
    this.propagation.takeFresh(); // defaults were recorded when the rows were made
  }

  #refold() {
    const log = fold(this.form, this.events);
    const reopened = log.opened !== this.log.opened;
    const before = this.propagation;
    this.log = log;
    if (!reopened) before.adopt(log);
    else {
      this.propagation = new Propagation(this.form, log);
      this.propagation.markAll(before);
    }
    this.propagation.takeFresh();
  }

  /** The log with more events; what cannot be read, or has a name that is taken, is kept aside. @param {readonly Event[]} events */
  #merged(events) {
    const aside = new Set(this.reused.map((item) => canonical(item.event)));
    const unread = events.filter((event) => unreadable(event) !== null);
    const merged = mergeEvents(this.events, unread.length ? events.filter((event) => unreadable(event) === null) : events);
    const wrong = unread.map((event) => ({ event, code: "event_malformed", reason: unreadable(event) ?? "" }));
    this.reused.push(...[...wrong, ...merged.reused].filter((item) => !aside.has(canonical(item.event))));
    for (const event of merged.events) this.#noticed(event);
    return merged.events;
  }

  /** @param {Event} event */
  #noticed(event) {
    this.clock.observe(event.hlc);
    if (event.device === this.device && event.seq > this.seq) this.seq = event.seq;
  }

  /** Records an event that comes after all others, and applies it. @param {string} type @param {Record<string, any>} members */
  #record(type, members) {
    const touched = applyEvent(this.log, this.#stamp(type, members));
    if (touched) this.propagation.touched(touched);
    this.propagation.run();
  }

  /** @param {string} type @param {Record<string, any>} members */
  #stamp(type, members) {
    this.seq += 1;
    /** @type {Event} */
    const event = { type, ...members, device: this.device, seq: this.seq, hlc: this.clock.next(), user: this.user };
    this.events.push(event);
    this.batch.push(event);
    return event;
  }

  /** Ends a change: what new rows start with is recorded, and all is told. @param {string[]} [more] paths that changed besides @param {boolean} [starting] */
  #finish(more = [], starting = true) {
    if (starting) this.#startFresh();
    const changed = this.propagation.takeChanged();
    for (const path of more) if (!changed.includes(path)) changed.push(path);
    const events = this.batch;
    this.batch = [];
    if (events.length) for (const listen of [...this.subscribers]) listen({ changed, events });
    return changed;
  }

  #startFresh() {
    for (let fresh = this.propagation.takeFresh(); fresh.length; fresh = this.propagation.takeFresh()) {
      for (const frame of fresh) if (frame.alive) this.#startFrame(frame);
    }
  }

  /** The rows and defaults that a new frame starts with, as events. @param {Frame} frame */
  #startFrame(frame) {
    for (const child of frame.scope.children) {
      const { roster } = /** @type {import("./form.js").Scope} */ (this.form.scopes[child]);
      const item = frame.scope.slots[roster]?.item;
      const path = frame.pathOf(roster);
      if (item?.rows?.kind !== "added") continue;
      const order = () => this.log.rosters.get(path)?.order ?? [];
      for (const row of rowIds(this.log.opened?.["previous"] ?? {}, path)) {
        if (!order().includes(row)) this.#record("add_row", { path, row, after: null });
      }
      while (order().length < (item.min_rows ?? 0)) this.#record("add_row", { path, row: this.#newRowId(path), after: null });
    }
    for (const node of frame.scope.defaults) {
      const slot = frame.scope.slots[node.slot];
      const value = frame.raw[node.slot] === undefined && slot?.type ? this.evaluated(node, frame) : null;
      if (value === null) continue;
      this.#record("answer", { path: frame.pathOf(node.slot), value: toEvent(slot?.type ?? "", value), prev: null, source: "default" });
    }
  }

  /** @param {string} type @param {string} edit @param {string} path @param {{reason?: string | null, text?: string | null}} why */
  #confirm(type, edit, path, why) {
    const frame = this.frame(this.form.resolve(path)?.row ?? path);
    const at = frame.scope.checks.findIndex((check) => check.id === edit && checkPath(frame, check) === path);
    const check = frame.scope.checks[at];
    if (!check) throw new InputError("unknown_edit", path, `No edit '${edit}' stands here.`, "Name an edit of the questionnaire and the row in which it fails.");
    if (frame.outcomes[at] !== FAIL) throw new InputError("edit_does_not_fail", path, `'${edit}' does not fail.`, "Only a failure can be confirmed or accepted.");
    if (type === "confirm" && (this.severities[edit] ?? check.severity) === "hard") {
      throw new InputError("edit_is_hard", path, `'${edit}' is a hard edit.`, "Correct the answers: a hard edit cannot be confirmed.");
    }
    const { values, involved } = failure(this, frame, check);
    this.#record(type, { edit, path, reason: why.reason ?? null, text: why.text ?? null, seen: values });
    return this.#finish(involved.length ? involved : [path]);
  }

  /** @param {string} roster */
  #newRowId(roster) {
    const taken = this.log.rosters.get(roster)?.order ?? [];
    return this.#newId((id) => taken.includes(id));
  }

  /** @param {(id: string) => boolean} taken */
  #newId(taken) {
    for (;;) {
      let id = "";
      for (let i = 0; i < 6; i += 1) id += ROW_LETTERS[Math.floor(this.random() * ROW_LETTERS.length)];
      if (!taken(id)) return id;
    }
  }
}

/** What says nothing: an answer of it is none. @param {any} value */
function isBlank(value) {
  return value === null || value === undefined || (typeof value === "string" && value.trim() === "") || (Array.isArray(value) && value.length === 0);
}

export { InputError };
