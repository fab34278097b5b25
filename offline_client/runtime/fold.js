// Events to the state of the log: the last answer of each cell, the rows that were added, remarks, confirmations, status, conflicts.
// Route, values and failures are not here: propagate.js works them out from this. Rules: docs/events.md. Twin: engine/response/fold.py.

import { mistake } from "./events.js";
import { Fieldwork } from "./fieldwork.js";
import { parted } from "./late.js";
import { cellPath, rowPath } from "./paths.js";
import { BadValue, fromOuter, sameValue } from "./values.js";

/**
 * @typedef {import("./types").Event} Event
 * @typedef {import("./types").Cell} Cell
 * @typedef {import("./types").Conflict} Conflict
 * @typedef {import("./types").Unapplied} Unapplied
 * @typedef {import("./types").Remark} Remark
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./form.js").Scope} Scope
 */

/** The rows of one roster as added by hand: their order, and the event that removed a row. @typedef {{order: string[], removed: Map<string, Event>}} RowList */

/** What an event touched: a cell, the rows of a roster, or nothing that logic reads. @typedef {{row: string, slot: number} | {roster: string} | null} Touched */

export class LogState {
  /** @param {Form} form */
  constructor(form) {
    this.form = form;
    this.status = "";
    /** @type {Event | null} */
    this.opened = null;
    /** Answers by path of the row (`""` for the root), then by slot. @type {Map<string, (Cell | undefined)[]>} */
    this.answers = new Map();
    /** @type {Map<string, RowList>} */
    this.rosters = new Map();
    /** @type {Map<string, Event>} by edit and path */
    this.confirmations = new Map();
    /** @type {Remark[]} */
    this.remarks = [];
    /** @type {Conflict[]} */
    this.conflicts = [];
    /** @type {Unapplied[]} */
    this.unapplied = [];
    /** @type {Event[]} */
    this.late = [];
    this.changedAfterCompletion = false;
    /** @type {string | null} */
    this.page = null;
    this.fieldwork = new Fieldwork();
  }

  /** The answers of a row, made where there are none yet. @param {string} row */
  answersOf(row) {
    let cells = this.answers.get(row);
    if (!cells) this.answers.set(row, (cells = []));
    return cells;
  }

  /** The list of rows of a roster, made where there is none yet. @param {string} roster */
  rowsOf(roster) {
    let list = this.rosters.get(roster);
    if (!list) this.rosters.set(roster, (list = { order: [], removed: new Map() }));
    return list;
  }
}

/** The name of an event within its interview. @param {Event} event */
export function eventName(event) {
  return `${event.device}:${event.seq}`;
}

/** Order of events: by time, device, own number. @param {Event} a @param {Event} b */
export function compareEvents(a, b) {
  if (a.hlc !== b.hlc) return a.hlc < b.hlc ? -1 : 1;
  if (a.device !== b.device) return a.device < b.device ? -1 : 1;
  return a.seq - b.seq;
}

/**
 * The union of two sets of events, in order, and the events whose name another event has taken. Of two different events of one name the
 * one that sorts first is taken, so that the order of arrival decides nothing.
 * @param {readonly Event[]} known @param {readonly Event[]} more @returns {{events: Event[], reused: Unapplied[]}}
 */
export function mergeEvents(known, more) {
  /** @type {Map<string, Event>} */
  const byName = new Map();
  /** @type {Map<string, Event>} */
  const refused = new Map();
  for (const event of [...known, ...more]) {
    const name = eventName(event);
    const held = byName.get(name);
    if (held === undefined) byName.set(name, event);
    else if (held !== event && canonical(held) !== canonical(event)) {
      const first = compareEvents(held, event) || (canonical(held) < canonical(event) ? -1 : 1);
      byName.set(name, first < 0 ? held : event);
      const second = first < 0 ? event : held;
      refused.set(canonical(second), second);
    }
  }
  const reused = [...refused.keys()].sort().map((text) => ({ event: /** @type {Event} */ (refused.get(text)), code: "sequence_reused", reason: "Another event has this name." }));
  return { events: [...byName.values()].sort(compareEvents), reused };
}

/** Text that is equal for equal events only. @param {any} value @returns {string} */
export function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** The state of a log; what came after an approval that stands is set aside in `late`. @param {Form} form @param {readonly Event[]} events in order */
export function fold(form, events) {
  const state = new LogState(form);
  const { standing, late } = parted(events);
  state.late = late;
  for (const event of standing) applyEvent(state, event);
  return state;
}

/**
 * Applies one event that comes after all applied before. What cannot be applied is listed in `unapplied` and never stops the fold.
 * @param {LogState} state @param {Event} event @returns {Touched}
 */
export function applyEvent(state, event) {
  const apply = APPLY[event.type];
  if (!apply) return unapplied(state, event, "unknown_event", `This version knows no event '${event.type}'.`);
  const wrong = mistake(event);
  return wrong === null ? apply(state, event) : unapplied(state, event, "event_malformed", wrong);
}

/** @type {Record<string, (state: LogState, event: Event) => Touched>} */
const APPLY = {
  open(state, event) {
    if (state.opened) return null;
    state.opened = event;
    if (!state.status) state.status = "open";
    return noteFieldwork(state, event);
  },
  answer: applyAnswer,
  clear: applyAnswer,
  add_row: applyAddRow,
  remove_row: applyRemoveRow,
  restore_row: applyRestoreRow,
  move_row: applyMoveRow,
  confirm: applyConfirm,
  accept: applyConfirm,
  remark: applyRemark,
  flag: noteFieldwork,
  page(state, event) {
    state.page = event.path ?? null;
    return null;
  },
  mode: noteFieldwork,
  contact: noteFieldwork,
  paradata: () => null, // how the interview went is for the office; it changes nothing of what it comes to
  complete: (state) => setStatus(state, "completed"),
  reopen: (state) => (state.status === "completed" ? setStatus(state, "open") : null),
  return: (state) => setStatus(state, "returned"),
  approve: (state) => setStatus(state, "approved"),
  migrate: () => null,
};

/** @param {LogState} state @param {Event} event */
function noteFieldwork(state, event) {
  state.fieldwork.note(event);
  return null;
}

/** @param {LogState} state @param {string} status */
function setStatus(state, status) {
  state.status = status;
  state.changedAfterCompletion = false;
  return null;
}

/** @param {LogState} state @param {Event} event @returns {Touched} */
function applyAnswer(state, event) {
  const place = state.form.resolve(event.path ?? "");
  const slot = place && place.slot >= 0 ? place.scope.slots[place.slot] : null;
  if (!place || !slot) return unapplied(state, event, "unknown_path", `This version of the questionnaire has no '${event.path}'.`);
  if (!slot.item || !slot.type || slot.calculated) return unapplied(state, event, "not_a_question", `'${event.path}' is not answered.`);
  const read = readAnswer(state.form, slot, event);
  if (read instanceof BadValue) return unapplied(state, event, read.code, read.message);
  const { row } = place;
  const cells = state.answersOf(row);
  noteConflict(state, cells[place.slot], event, read);
  noteRemovedRow(state, row, event);
  cells[place.slot] = { ...read, source: event.source ?? "collected", event };
  noteChange(state);
  return { row, slot: place.slot };
}

/**
 * The value or missing reason of an answer event, or what is wrong with it.
 * @param {Form} form @param {import("./form.js").Slot} slot @param {{type: string, value?: any}} event
 * @returns {{value: any, reason: string | null} | BadValue}
 */
export function readAnswer(form, slot, event) {
  if (event.type === "clear") return { value: null, reason: null };
  const outer = event.value;
  if (outer !== null && typeof outer === "object" && "missing" in outer) {
    const declared = slot.item?.missing ?? [];
    if (declared.includes(outer.missing)) return { value: null, reason: outer.missing };
    const remedy = declared.length ? `Give one of ${declared.join(", ")}.` : "Give a value, or clear the answer.";
    return new BadValue("unknown_reason", `'${slot.name}' offers no missing reason '${outer.missing}'.`, remedy);
  }
  try {
    return { value: fromOuter(/** @type {string} */ (slot.type), outer, (list) => form.codes(list)), reason: null };
  } catch (problem) {
    if (problem instanceof BadValue) return problem;
    throw problem;
  }
}

/**
 * The cell of a preloaded variable; without a value where none was given, or none that today's questionnaire can read.
 * @param {Form} form @param {string} type @param {any} outer @returns {Cell}
 */
export function preloadedCell(form, type, outer) {
  const missing = outer !== null && typeof outer === "object" && "missing" in outer;
  const cell = { value: null, reason: missing ? outer.missing : null, source: "preloaded", event: null };
  if (outer === null || missing) return cell;
  try {
    return { ...cell, value: fromOuter(type, outer, (list) => form.codes(list)) };
  } catch (problem) {
    if (problem instanceof BadValue) return cell;
    throw problem;
  }
}

/** @param {LogState} state @param {Cell | undefined} held @param {Event} event @param {{value: any, reason: string | null}} read */
function noteConflict(state, held, event, read) {
  if (!held?.event || held.event.device === event.device || (event.prev ?? null) === eventName(held.event)) return;
  if (held.reason === read.reason && sameValue(held.value, read.value)) return;
  state.conflicts.push({ kind: "answer", path: event.path ?? "", kept: event, other: held.event });
}

/** An answer from another device to a row that is removed by now. @param {LogState} state @param {string} row @param {Event} event */
function noteRemovedRow(state, row, event) {
  for (const [roster, list] of state.rosters) {
    for (const [id, removal] of list.removed) {
      const gone = rowPath(roster, id);
      if ((row === gone || row.startsWith(`${gone}.`)) && removal.device !== event.device) {
        state.conflicts.push({ kind: "removed_row", path: event.path ?? "", kept: removal, other: event });
      }
    }
  }
}

/** @param {LogState} state */
function noteChange(state) {
  if (state.status === "completed" || state.status === "approved") state.changedAfterCompletion = true;
}

/** @param {LogState} state @param {Event} event @returns {Touched} */
function applyAddRow(state, event) {
  const place = state.form.resolve(event.path ?? "");
  const slot = place && place.slot >= 0 ? place.scope.slots[place.slot] : null;
  if (!place || slot?.item?.rows?.kind !== "added") return unapplied(state, event, "unknown_path", `This version has no roster '${event.path}' with rows added by hand.`);
  const roster = cellPath(place.row, slot.name);
  const row = /** @type {string} */ (event.row);
  const list = state.rowsOf(roster);
  if (list.order.includes(row)) return null;
  insertAfter(list.order, row, event.after ?? null, list.order.length);
  noteChange(state);
  return { roster };
}

/** @param {LogState} state @param {Event} event @returns {Touched} */
function applyRemoveRow(state, event) {
  const row = rowAt(state, event);
  if (!row) return null;
  row.list.removed.set(row.id, event);
  noteChange(state);
  return { roster: row.roster };
}

/** @param {LogState} state @param {Event} event @returns {Touched} */
function applyRestoreRow(state, event) {
  const row = rowAt(state, event);
  if (!row) return null;
  row.list.removed.delete(row.id);
  noteChange(state);
  return { roster: row.roster };
}

/** @param {LogState} state @param {Event} event @returns {Touched} */
function applyMoveRow(state, event) {
  const row = rowAt(state, event);
  if (!row) return null;
  const at = row.list.order.indexOf(row.id);
  if (at < 0) return null;
  row.list.order.splice(at, 1);
  insertAfter(row.list.order, row.id, event.after ?? null, 0);
  return { roster: row.roster };
}

/** @param {string[]} order @param {string} id @param {string | null} after @param {number} otherwise */
function insertAfter(order, id, after, otherwise) {
  const at = after === null ? -1 : order.indexOf(after);
  order.splice(at < 0 ? otherwise : at + 1, 0, id);
}

/** The list and id of the row that an event names. @param {LogState} state @param {Event} event */
function rowAt(state, event) {
  const place = state.form.resolve(event.path ?? "");
  const id = place?.ids[place.ids.length - 1];
  const kind = place ? state.form.scopes[place.scope.parent]?.slots[place.scope.roster]?.item?.rows?.kind : undefined;
  if (place?.slot === -1 && id !== undefined && kind === "added") return { list: state.rowsOf(place.roster), id, roster: place.roster };
  unapplied(state, event, "unknown_path", `This version has no row '${event.path}' that was added by hand.`);
  return null;
}

/** @param {LogState} state @param {Event} event @returns {Touched} */
function applyConfirm(state, event) {
  state.confirmations.set(`${event["edit"]}|${event.path ?? ""}`, event);
  return null;
}

/** @param {LogState} state @param {Event} event @returns {Touched} */
function applyRemark(state, event) {
  const status = event["resolved"] ? "resolved" : event["answered"] ? "answered" : "open";
  const closes = event["resolved"] ?? event["answered"] ?? null;
  const closed = closes === null ? undefined : state.remarks.find((remark) => remark.id === closes);
  if (closed) closed.status = status;
  else if (closes !== null) return unapplied(state, event, "unknown_remark", `There is no remark '${closes}'.`);
  const said = event["text"];
  if (said) state.remarks.push({ id: event["id"] ?? eventName(event), path: event.path ?? "", text: said, user: event.user, hlc: event.hlc, status });
  return null;
}

/** @param {LogState} state @param {Event} event @param {string} code @param {string} reason */
function unapplied(state, event, code, reason) {
  state.unapplied.push({ event, code, reason });
  return null;
}

/** Answers in rows that were never added: the event that adds the row has not arrived, or never will. @param {Form} form @param {LogState} state @returns {Unapplied[]} */
export function orphans(form, state) {
  /** @type {Unapplied[]} */
  const found = [];
  for (const [path, cells] of state.answers) {
    if (path === "" || wasAdded(form, state, path)) continue;
    const reason = `The row ${path} was never added, or the event that adds it has not arrived.`;
    for (const cell of cells) if (cell?.event) found.push({ event: cell.event, code: "unknown_row", reason });
  }
  return found.sort((a, b) => compareEvents(a.event, b.event));
}

/** Whether each row on the way that has to be added by hand was. @param {Form} form @param {LogState} state @param {string} path of a row */
function wasAdded(form, state, path) {
  for (let row = path; row !== ""; ) {
    const place = form.resolve(row);
    const id = place?.ids[place.ids.length - 1];
    if (!place || id === undefined) return true;
    const { roster } = place;
    const kind = form.scopes[place.scope.parent]?.slots[place.scope.roster]?.item?.rows?.kind;
    if (kind === "added" && !state.rosters.get(roster)?.order.includes(id)) return false;
    row = roster.slice(0, Math.max(0, roster.lastIndexOf("]") + 1));
  }
  return true;
}
