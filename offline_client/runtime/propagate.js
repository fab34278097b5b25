// From the state of the log to values, route, rows and outcomes, and onwards from each change: what depends on it runs, in the order that
// the compiler worked out, each node once a frame, and nothing else. Twin: engine/response/propagate.py.

import { FAIL, Frame, NOT_RUN, attempt, eachBelow, eachFrame, holds } from "./frames.js";
import { checkPath, outcome } from "./edits.js";
import { preloadedCell } from "./fold.js";
import { eachPaired } from "./pairs.js";
import { sameValue } from "./values.js";
import { facts } from "./rounds.js";
import { rowIds } from "./rows.js";

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./form.js").Scope} Scope
 * @typedef {import("./form.js").Slot} Slot
 * @typedef {import("./form.js").Node} Node
 * @typedef {import("./form.js").Dependent} Dependent
 * @typedef {import("./fold.js").LogState} LogState
 */

export class Propagation {
  /** @param {Form} form @param {LogState} log */
  constructor(form, log) {
    this.form = form;
    this.log = log;
    this.home = { ...facts(log), answers: (/** @type {string} */ row) => this.log.answersOf(row) };
    /** @type {(Frame[] | undefined)[]} frames in which each node waits */
    this.waiting = new Array(form.nodes.length);
    this.words = new Int32Array((form.nodes.length >> 5) + 1);
    this.word = this.words.length;
    this.change = 1;
    /** @type {(Frame | number)[]} frame, slot, frame, slot … (slot -1: the row itself) */
    this.changed = [];
    /** @type {Frame[]} frames made since they were last taken, whose defaults are still to be evaluated */
    this.fresh = [];
    /** @type {Map<string, Frame>} the rows there are now */
    this.byPath = new Map();
    const root = /** @type {Scope} */ (form.scopes[0]);
    this.root = new Frame(form, root, "", null, this.home);
    this.#preload();
    this.#start(this.root);
    this.run();
  }

  /** Takes over what one event has changed in the state of the log. @param {import("./fold.js").Touched} touched */
  touched(touched) {
    if (touched === null) return;
    if ("slot" in touched) {
      const frame = this.frameAt(touched.row);
      if (frame) this.#refresh(frame, touched.slot); // an answer of a row that is not there waits in the log
      return;
    }
    const place = this.#rosterAt(touched.roster);
    if (place) this.#arrange(place.frame, place.slot);
  }

  /** Takes over another state of the same log, and runs what depends on the differences. @param {LogState} log */
  adopt(log) {
    const confirmations = this.log.confirmations;
    this.log = log;
    this.#adoptFrame(this.root);
    this.run();
    eachFrame(this.root, (frame) => this.#markConfirmed(frame, confirmations));
  }

  /** @param {Frame} frame */
  #adoptFrame(frame) {
    frame.raw = this.log.answersOf(frame.path);
    if (frame === this.root) this.#preload();
    for (const { slot, type, calculated } of frame.scope.slots) if (type !== null && !calculated) this.#refresh(frame, slot);
    for (const rows of frame.rows) for (const row of rows) this.#adoptFrame(row);
    for (const child of frame.scope.children) {
      const { roster } = /** @type {Scope} */ (this.form.scopes[child]);
      if (frame.scope.slots[roster]?.item?.rows?.kind === "added") this.#arrange(frame, roster);
    }
  }

  /** @param {Frame} frame @param {Map<string, import("./types").Event>} before */
  #markConfirmed(frame, before) {
    frame.scope.checks.forEach((check, index) => {
      const key = `${check.id}|${checkPath(frame, check)}`;
      if (frame.outcomes[index] === FAIL && before.get(key) !== this.log.confirmations.get(key)) this.#markInvolved(frame, check);
    });
  }

  /** Marks all that there is, and the rows that another state had. @param {Propagation} before */
  markAll(before) {
    eachFrame(this.root, (frame) => frame.scope.slots.forEach((slot) => this.mark(frame, slot.slot)));
    eachFrame(before.root, (frame) => this.byPath.has(frame.path) || this.mark(frame, -1));
  }

  /** Runs what waits, in order. */
  run() {
    while (this.word < this.words.length) {
      const bits = this.words[this.word] ?? 0;
      if (bits === 0) {
        this.word += 1;
        continue;
      }
      const lowest = 31 - Math.clz32(bits & -bits);
      this.words[this.word] = bits & ~(1 << lowest);
      this.#runNode((this.word << 5) + lowest);
    }
  }

  /** Forgets what changed: nobody has seen the state before. */
  dropChanged() {
    this.changed = [];
    this.change += 1;
  }

  /** The paths that changed since they were last taken, without repetition. @returns {string[]} */
  takeChanged() {
    const paths = [];
    for (let i = 0; i < this.changed.length; i += 2) {
      const frame = /** @type {Frame} */ (this.changed[i]);
      const slot = /** @type {number} */ (this.changed[i + 1]);
      paths.push(slot < 0 ? frame.path : frame.pathOf(slot));
    }
    this.changed = [];
    this.change += 1;
    return paths;
  }

  /** The frames made since they were last taken. */
  takeFresh() {
    const fresh = this.fresh;
    this.fresh = [];
    return fresh;
  }

  /** Notes that a cell (slot -1: the row itself) looks different now. @param {Frame} frame @param {number} slot */
  mark(frame, slot) {
    const place = slot < 0 ? frame.marks.length - 1 : slot;
    if (frame.marks[place] === this.change) return;
    frame.marks[place] = this.change;
    this.changed.push(frame, slot);
  }

  #preload() {
    const open = this.log.opened;
    for (const preload of this.form.compiled.preload ?? []) {
      const given = (preload.unit ? open?.["unit"] : open?.["preload"])?.[preload.name] ?? null;
      this.root.raw[preload.slot] = preloadedCell(this.form, preload.value_type, given);
    }
  }

  /** Sets a frame going that nobody has looked at yet: plain stores, then every node of its scope. @param {Frame} frame */
  #start(frame) {
    const { scope } = frame;
    this.fresh.push(frame);
    if (frame.parent === null) for (const preload of this.form.compiled.preload ?? []) this.#begin(frame, preload.slot);
    const on = frame.onRoute;
    if (on) for (const slot of scope.top) this.#begin(frame, slot);
    for (const node of scope.eager) this.#queue(node, frame);
    for (const child of scope.children) {
      const roster = /** @type {Scope} */ (this.form.scopes[child]).roster;
      if (scope.slots[roster]?.item?.rows?.kind !== "count") this.#arrange(frame, roster); // a count waits for its node
    }
  }

  /** Puts a slot of a new frame on route, and what it contains, unless a condition has to be looked at first. Nobody is told: all of the frame is to run, and what reads it from outside depends on the rows. @param {Frame} frame @param {number} index */
  #begin(frame, index) {
    const slot = /** @type {Slot} */ (frame.scope.slots[index]);
    if (!frame.shown[index]) return;
    frame.route[index] = true;
    const cell = slot.calculated ? undefined : frame.raw[index];
    frame.values[index] = cell ? cell.value : null;
    frame.reasons[index] = slot.type === null || (cell && cell.value !== null) ? null : slot.calculated ? "unknown" : (cell?.reason ?? "not_reached");
    for (const inner of slot.contents) this.#begin(frame, inner);
  }

  /** Brings the route of a slot, and of what it contains, in line with its container. @param {Frame} frame @param {number} index @param {boolean} around */
  #route(frame, index, around) {
    const slot = /** @type {Slot} */ (frame.scope.slots[index]);
    this.#setRoute(frame, slot, around && frame.shown[index] === true);
  }

  /** @param {Frame} frame @param {Slot} slot @param {boolean} on */
  #setRoute(frame, slot, on) {
    const index = slot.slot;
    if (frame.route[index] === on) return;
    frame.route[index] = on;
    if (slot.type !== null) this.#refresh(frame, index, true);
    else {
      frame.reasons[index] = on ? null : "not_asked";
      this.#touch(frame, slot);
    }
    for (const inner of slot.contents) this.#route(frame, inner, on);
    if (slot.roster >= 0) this.#routeRows(frame, slot, on);
  }

  /** @param {Frame} frame @param {Slot} slot @param {boolean} on */
  #routeRows(frame, slot, on) {
    const scope = /** @type {Scope} */ (this.form.scopes[slot.roster]);
    const rows = frame.rows[scope.child] ?? [];
    frame.children[scope.child] = on ? rows : [];
    for (const row of rows) {
      for (const top of scope.top) this.#route(row, top, on);
      for (const check of scope.edits) this.#queue(/** @type {any} */ (scope.checks[check]).node, row);
    }
    this.#spread(frame, scope.rows);
  }

  /** Works out the effective value of a cell again. @param {Frame} frame @param {number} index @param {boolean} touched */
  #refresh(frame, index, touched = false) {
    const slot = /** @type {Slot} */ (frame.scope.slots[index]);
    const on = frame.route[index] === true;
    const result = slot.calculated ? frame.calculated[index] : frame.raw[index];
    const value = on && result ? result.value : null;
    const reason = value !== null ? null : !on ? "not_asked" : slot.calculated ? "unknown" : (frame.raw[index]?.reason ?? "not_reached");
    const error = on && slot.calculated && frame.calculated[index]?.error === true;
    const same = sameValue(frame.values[index], value) && frame.reasons[index] === reason && (frame.errors?.[index] ?? false) === error;
    if (same && !touched) return;
    frame.values[index] = value;
    frame.reasons[index] = reason;
    if (error || frame.errors) (frame.errors ??= [])[index] = error;
    this.#touch(frame, slot);
  }

  /** Passes on that the value, reason or route of a cell has changed. @param {Frame} frame @param {Slot} slot */
  #touch(frame, slot) {
    this.mark(frame, slot.slot);
    this.#spread(frame, slot.dependents);
    for (const check of slot.checks) this.#queue(/** @type {any} */ (frame.scope.checks[check]).node, frame);
    for (const feed of slot.feeds) {
      const roster = /** @type {Scope} */ (this.form.scopes[feed.scope]).roster;
      eachBelow(frame, feed.down, (target) => this.#arrange(target, roster));
    }
  }

  /** @param {Frame} frame @param {Dependent[]} dependents */
  #spread(frame, dependents) {
    for (let i = 0; i < dependents.length; i += 1) {
      const dependent = /** @type {Dependent} */ (dependents[i]);
      const { node, up, down } = dependent;
      let top = frame;
      for (let n = 0; n < up; n += 1) top = /** @type {Frame} */ (top.parent);
      if (down === null) this.#queue(node, top);
      else if (dependent.pair !== null) eachPaired(dependent, frame, top, (target) => this.#queue(node, target));
      else eachBelow(top, down, (target) => this.#queue(node, target));
    }
  }

  /** @param {Node} node @param {Frame} frame */
  #queue(node, frame) {
    if (frame.queued[node.local] === 1) return;
    if (!node.eager) return this.#shownChanged(node, frame);
    frame.queued[node.local] = 1;
    const frames = this.waiting[node.index];
    if (frames) frames.push(frame);
    else this.waiting[node.index] = [frame];
    const word = node.index >> 5;
    this.words[word] = (this.words[word] ?? 0) | (1 << (node.index & 31));
    if (word < this.word) this.word = word;
  }

  /** Texts, labels and filters are evaluated when they are shown: here only what shows them is marked. @param {Node} node @param {Frame} frame */
  #shownChanged(node, frame) {
    if (node.kind === "row_label" || node.kind === "unit_label") return this.mark(frame, -1);
    if (node.kind === "filter") return this.mark(frame, node.slot);
    for (const use of this.form.textUses.get(node.index) ?? []) {
      if (use.slot >= 0) eachBelow(frame, use.down, (target) => this.mark(target, use.slot));
      else if (use.check) this.#markInvolved(frame, use.check);
    }
  }

  /** @param {number} index */
  #runNode(index) {
    const frames = /** @type {Frame[]} */ (this.waiting[index]);
    this.waiting[index] = undefined;
    const node = /** @type {Node} */ (this.form.nodes[index]);
    for (const frame of frames) {
      frame.queued[node.local] = 0;
      if (frame.alive) this.#apply(node, frame);
    }
  }

  /** @param {Node} node @param {Frame} frame */
  #apply(node, frame) {
    if (node.kind === "relevant") return this.#applyRelevant(node, frame);
    if (node.kind === "calculation") return this.#applyCalculation(node, frame);
    if (node.kind === "count") return this.#arrange(frame, node.slot);
    return this.#applyCheck(node, frame);
  }

  /** @param {Node} node @param {Frame} frame */
  #applyRelevant(node, frame) {
    const shown = holds(node, frame);
    if (frame.shown[node.slot] === shown) return;
    frame.shown[node.slot] = shown;
    const container = /** @type {Slot} */ (frame.scope.slots[node.slot]).container;
    this.#route(frame, node.slot, container < 0 ? frame.onRoute : frame.route[container] === true);
  }

  /** @param {Node} node @param {Frame} frame */
  #applyCalculation(node, frame) {
    frame.calculated[node.slot] = attempt(node, frame);
    this.#refresh(frame, node.slot);
  }

  /** @param {Node} node @param {Frame} frame */
  #applyCheck(node, frame) {
    if (node.kind === "guard" && node.check >= 0) return this.#queue(/** @type {any} */ (frame.scope.checks[node.check]).node, frame);
    const check = frame.scope.checks[node.check];
    if (!check) return undefined;
    const before = frame.outcomes[node.check] ?? NOT_RUN;
    const now = outcome(check, frame);
    frame.outcomes[node.check] = now;
    // A failure that stays also changes: its message and its confirmation depend on the values it saw.
    if (before !== FAIL && now !== FAIL) return undefined;
    return this.#markInvolved(frame, check);
  }

  /** Marks the cells that a check involves, the row where an edit involves none. @param {Frame} frame @param {import("./form.js").Check} check */
  #markInvolved(frame, { edit, slot: own }) {
    if (!edit) return this.mark(frame, own);
    if (!edit.involved?.length) this.mark(frame, -1);
    for (const [up, slot] of edit.involved ?? []) {
      let target = frame;
      for (let n = 0; n < up; n += 1) target = /** @type {Frame} */ (target.parent);
      this.mark(target, slot);
    }
  }

  /** Makes the rows of a roster what they should be now, and passes on that they changed. @param {Frame} frame @param {number} index slot of the roster */
  #arrange(frame, index) {
    const scope = /** @type {Scope} */ (this.form.scopes[frame.scope.slots[index]?.roster ?? 0]);
    if (this.#arranged(frame, index)) this.#spread(frame, scope.rows);
  }

  /** Arranges the roster of others in each of the rows; what lies around all of them is passed on once. @param {Frame[]} rows @param {number} index */
  #arrangeOthers(rows, index) {
    const changed = rows.filter((row) => this.#arranged(row, index));
    changed.forEach((row, i) => {
      const scope = /** @type {Scope} */ (this.form.scopes[row.scope.slots[index]?.roster ?? 0]);
      this.#spread(row, i === 0 ? scope.rows : scope.rows.filter((dependent) => dependent.up === 0));
    });
  }

  /** Makes the rows of a roster what they should be now; rows that stay keep their frames. True when they changed. @param {Frame} frame @param {number} index slot of the roster */
  #arranged(frame, index) {
    const slot = /** @type {Slot} */ (frame.scope.slots[index]);
    const scope = /** @type {Scope} */ (this.form.scopes[slot.roster]);
    const ids = rowIds(this.form, this.log, frame, slot);
    const rows = frame.rows[scope.child] ?? [];
    const other = rows.findIndex((row, i) => row.id !== ids[i]);
    const from = other < 0 ? rows.length : other; // the rows before it stay where they are
    if (from === ids.length && from === rows.length) return false;
    const old = new Map(rows.slice(from).map((row) => [row.id, row]));
    /** @type {Frame[]} */
    const entering = [];
    const next = rows.slice(0, from);
    for (const id of ids.slice(from)) {
      const kept = old.get(id);
      if (kept) old.delete(id);
      else entering.push(new Frame(this.form, scope, id, frame, this.home));
      next.push(kept ?? /** @type {Frame} */ (entering[entering.length - 1]));
    }
    for (const gone of old.values()) this.#end(gone);
    frame.rows[scope.child] = next;
    frame.children[scope.child] = frame.route[index] ? next : [];
    for (let i = from; i < next.length; i += 1) Object.assign(/** @type {Frame} */ (next[i]), { position: i + 1, before: next[i - 1] ?? null });
    for (const row of entering) this.#enter(row);
    for (const about of scope.others) this.#arrangeOthers(next, about);
    this.mark(frame, index);
    return true;
  }

  /** @param {Frame} row that is new */
  #enter(row) {
    this.byPath.set(row.path, row);
    this.mark(row, -1);
    this.#start(row);
  }

  /** @param {Frame} frame a row that is no longer there, with all below */
  #end(frame) {
    frame.alive = false;
    this.byPath.delete(frame.path);
    this.mark(frame, -1);
    for (const index of frame.scope.edits) {
      if (frame.outcomes[index] === FAIL) this.#markInvolved(frame, /** @type {import("./form.js").Check} */ (frame.scope.checks[index])); // the failure goes with the row
    }
    for (const rows of frame.rows) for (const row of rows) this.#end(row);
  }

  /** @param {string} path */
  #rosterAt(path) {
    const end = path.lastIndexOf("]");
    const frame = this.frameAt(end < 0 ? "" : path.slice(0, end + 1));
    const slot = frame?.scope.names.get(end < 0 ? path : path.slice(end + 2));
    return frame && slot !== undefined ? { frame, slot } : null;
  }

  /** The frame at a path of a row, `""` for the root; null where there is no such row now. @param {string} path @returns {Frame | null} */
  frameAt(path) {
    return path === "" ? this.root : (this.byPath.get(path) ?? null);
  }
}
