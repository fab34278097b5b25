// A frame is the running counterpart of a scope: the interview, or one row. Flat arrays by slot (docs/compiled_form.md, Scopes and slots).
// What moves the values is propagate.js.

import { Overflow } from "./errors.js";
import { cellPath, rowPath } from "./paths.js";
import { fromOuter } from "./values.js";

/**
 * @typedef {import("./types").Cell} Cell
 * @typedef {import("./types").Value} Value
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./form.js").Scope} Scope
 * @typedef {{today: Value, previous: Map<string, Record<string, any>>, answers: (row: string) => (Cell | undefined)[]}} Home
 */

/** Outcomes of a check, as kept in `outcomes`. */
export const NOT_RUN = 0;
export const PASS = 1;
export const FAIL = 2;
export const UNKNOWN = 3;
export const NOT_APPLICABLE = 4;
export const ERROR = 5;

export class Frame {
  /**
   * @param {Form} form @param {Scope} scope @param {string} id @param {Frame | null} parent @param {Home} home
   */
  constructor(form, scope, id, parent, home) {
    const size = scope.slots.length;
    this.scope = scope;
    this.id = id;
    this.parent = parent;
    this.home = home;
    this.position = 0;
    /** The path of the row, `""` for the root.
     * @type {string} */
    this.path = parent === null ? "" : rowPath(cellPath(parent.path, rosterName(form, scope)), id);
    /** The answers as folded from the log; shared with the log's state, which keeps them when the row goes. */
    this.raw = home.answers(this.path);
    /** @type {(Calculated | undefined)[]} */
    this.calculated = [];
    /** @type {Value[]} */
    this.values = new Array(size).fill(null);
    /** @type {(string | null)[]} */
    this.reasons = new Array(size).fill(/** @type {string | null} */ ("not_asked"));
    /** @type {boolean[]} */
    this.route = new Array(size).fill(false);
    /** @type {boolean[]} what `relevant` gave, whatever the container says */
    this.shown = scope.slots.map((slot) => !slot.conditional);
    /** @type {boolean[] | null} */
    this.errors = null;
    /** @type {Value[] | null} */
    this.previous = home.previous.size === 0 ? null : previousValues(form, scope, home.previous.get(this.path));
    /** Rows of the child rosters as logic sees them: none where the roster is off route.
     * @type {Frame[][]} */
    this.children = scope.children.map(() => []);
    /** All rows of the child rosters.
     * @type {Frame[][]} */
    this.rows = scope.children.map(() => []);
    /** @type {Frame | null} */
    this.before = null;
    this.alive = true;
    this.outcomes = new Uint8Array(scope.checks.length);
    this.queued = new Uint8Array(scope.nodes.length);
    this.marks = new Float64Array(size + 1); // the change in which a slot was last marked; the last place is the row's own
  }

  /** True when the row's roster, and all around it, is on route. */
  get onRoute() {
    return this.parent === null || this.parent.route[this.scope.roster] === true;
  }

  /** The path of a cell of this frame. @param {number} slot */
  pathOf(slot) {
    return cellPath(this.path, this.scope.slots[slot]?.name ?? "");
  }
}

/** The result of a calculation, whether or not it is on route. @typedef {{value: Value, error: boolean}} Calculated */

/** @param {Form} form @param {Scope} scope */
function rosterName(form, scope) {
  return form.scopes[scope.parent]?.slots[scope.roster]?.name ?? "";
}

/** @param {Form} form @param {Scope} scope @param {Record<string, any> | undefined} outer */
function previousValues(form, scope, outer) {
  if (!outer) return null;
  const values = [];
  for (const [name, value] of Object.entries(outer)) {
    const slot = scope.names.get(name);
    const type = slot === undefined ? null : scope.slots[slot]?.type;
    if (slot !== undefined && type) values[slot] = lastRound(form, type, value);
  }
  return values;
}

/** A value of the last round; null where today's questionnaire has no such value. @param {Form} form @param {string} type @param {any} outer */
function lastRound(form, type, outer) {
  try {
    return outer === null || typeof outer === "object" && "missing" in outer ? null : fromOuter(type, outer, (list) => form.codes(list));
  } catch {
    return null; // a code list or type may have changed since: there is nothing to compare with
  }
}

/**
 * The frames in a child scope below `frame`, by the way `down`.
 * @param {Frame} frame @param {number[]} down @param {(frame: Frame) => void} visit
 */
export function eachBelow(frame, down, visit, depth = 0) {
  if (depth === down.length) return visit(frame);
  const rows = frame.rows[/** @type {number} */ (down[depth])];
  if (rows) for (const row of rows) eachBelow(row, down, visit, depth + 1);
}

/** The frame and all rows below, in document order of rosters. @param {Frame} frame @param {(frame: Frame) => void} visit */
export function eachFrame(frame, visit) {
  visit(frame);
  for (const rows of frame.rows) for (const row of rows) eachFrame(row, visit);
}

/** Runs a node in a frame; an overflow is a result of its own. @param {import("./form.js").Node} node @param {Frame} frame @returns {Calculated} */
export function attempt(node, frame) {
  try {
    return { value: node.run(frame, null), error: false };
  } catch (problem) {
    if (problem instanceof Overflow) return { value: null, error: true };
    throw problem;
  }
}

/** Whether a condition is true in a frame; one that overflows is not. @param {import("./form.js").Node} node @param {Frame} frame */
export function holds(node, frame) {
  try {
    return node.run(frame, null) === true;
  } catch (problem) {
    if (problem instanceof Overflow) return false;
    throw problem;
  }
}
