// The compiled form as the runtime reads it: closures made once per form, and tables that lead from a slot to what depends on it.
// Nothing here belongs to one interview. Shape of the source: docs/compiled_form.md.

import { compile } from "./evaluate.js";
import { reachOf } from "./pairs.js";
import { cellPath, parsePath, rowPath } from "./paths.js";
import { indexTexts } from "./template.js";

/**
 * @typedef {import("./types").CompiledForm} CompiledForm
 * @typedef {import("./types").CompiledItem} Item
 * @typedef {import("./types").CompiledEdit} Edit
 * @typedef {import("./types").Closure} Closure
 */

/**
 * A node: what runs, where its result goes. `local` numbers the nodes of a scope, for the marks of a frame.
 * @typedef {{index: number, kind: string, scope: number, slot: number, edit: number, local: number, check: number, eager: boolean,
 *   ast: any[], type: string | null, run: Closure}} Node
 */

/**
 * What to run when a slot changes: `node`, in the frames found by going `up` from the changed frame, then `down` through child rosters.
 * `pair`: only the rows of others that are about the changed member, or the mirror row of the changed one.
 * @typedef {{node: Node, up: number, down: number[] | null, pair: "other" | "mirror" | null}} Dependent
 */

/**
 * A slot: its item, its container within the scope, and what follows from it.
 * @typedef {{slot: number, name: string, item: Item | null, type: string | null, container: number, contents: number[], roster: number,
 *   preload: boolean, calculated: boolean, conditional: boolean, dependents: Dependent[], checks: number[], feeds: Feed[]}} Slot
 */

/**
 * Rows that come from a selection: the scope of the rows, and the way down from the frame of the selection to the roster's frame.
 * @typedef {{scope: number, down: number[]}} Feed
 */

/**
 * A check of a scope, in order: a check of an item or an edit.
 * @typedef {{id: string, kind: "required" | "constraint" | "choice" | "rows" | "edit", severity: string, message: number | null, slot: number, node: Node, edit: Edit | null, guard: Node | null,
 *   antecedent: Closure | null, consequent: Closure | null}} Check
 */

/**
 * A scope with its slots, nodes and checks; `asked`: slots of the questions; `others`: slots of the rosters in its rows whose rows are the other rows of the scope.
 * @typedef {{index: number, name: string, parent: number, child: number, roster: number, depth: number, slots: Slot[], asked: number[], top: number[],
 *   names: Map<string, number>, nodes: Node[], defaults: Node[], eager: Node[], checks: Check[], edits: number[], children: number[], others: number[], rows: Dependent[]}} Scope
 */

/** @type {WeakMap<CompiledForm, Form>} */
const known = new WeakMap();

/** The form of a compiled form; made once for each object. @param {CompiledForm} compiled */
export function readForm(compiled) {
  let form = known.get(compiled);
  if (!form) known.set(compiled, (form = new Form(compiled)));
  return form;
}

const KEPT_PLACES = 10_000;

/** What a path names. @typedef {{scope: Scope, slot: number, ids: string[], row: string, roster: string}} Place */

/** Kinds of nodes that are checks of an item, in the order in which their failures are listed. */
const CHECKS = ["required", "constraint", "choice", "rows"];
const EAGER = new Set(["relevant", "calculation", "count", ...CHECKS, "guard", "edit"]);

export class Form {
  /** @param {CompiledForm} compiled */
  constructor(compiled) {
    this.compiled = compiled;
    this.lists = readLists(compiled);
    this.context = { lists: this.lists, depth: 0 };
    /** @type {Node[]} */
    this.nodes = compiled.nodes.map((node, index) => this.#node(node, index));
    /** @type {Scope[]} */
    this.scopes = compiled.scopes.map((scope, index) => emptyScope(scope, index));
    for (const scope of this.scopes) this.#place(scope);
    this.#preloads();
    for (const item of compiled.items) this.#item(item, -1);
    for (const node of this.nodes) this.#assign(node);
    const checks = this.nodes.filter((node) => CHECKS.includes(node.kind));
    for (const node of checks.sort((a, b) => a.slot - b.slot || CHECKS.indexOf(a.kind) - CHECKS.indexOf(b.kind))) this.#check(node);
    (compiled.edits ?? []).forEach((edit) => this.#edit(edit));
    for (const scope of this.scopes) this.#dependents(scope);
    /** @type {Map<number, import("./template.js").TextUse[]> | null} */
    this.uses = null;
    /** @type {Map<string, Place | null>} what the paths asked for last name: an answer asks more than once */
    this.places = new Map();
  }

  /** Which cells, or which edit, show the reference of each text node; made when it is first asked for. */
  get textUses() {
    return (this.uses ??= indexTexts(this));
  }

  /**
   * What a path names in the form, whether or not its rows exist; null when it names nothing. `slot` is -1 for a row or the interview.
   * `row` is the path of the row that it is in, or that it is, and `roster` that of the row's roster, as everyone writes them.
   * @param {string} path @returns {Place | null}
   */
  resolve(path) {
    const known = this.places.get(path);
    if (known !== undefined) return known;
    if (this.places.size >= KEPT_PLACES) this.places.clear();
    const place = this.#read(path);
    this.places.set(path, place);
    return place;
  }

  /** @param {string} path @returns {Place | null} */
  #read(path) {
    const steps = parsePath(path);
    let scope = this.scopes[0];
    if (!steps || !scope) return null;
    const ids = [];
    let row = "";
    let roster = "";
    for (const [i, step] of steps.entries()) {
      const slot = scope.names.get(step.name);
      if (slot === undefined) return null;
      if (step.row === null) return i === steps.length - 1 ? { scope, slot, ids, row, roster } : null;
      const inner = scope.slots[slot]?.roster ?? -1;
      if (inner < 0) return null;
      ids.push(step.row);
      roster = cellPath(row, step.name);
      row = rowPath(roster, step.row);
      scope = /** @type {Scope} */ (this.scopes[inner]);
    }
    return { scope, slot: -1, ids, row, roster };
  }

  /** Positions of the codes of a list. @param {string} list */
  codes(list) {
    return this.lists[list]?.positions ?? new Map();
  }

  /** @param {import("./types").CompiledNode} source @param {number} index @returns {Node} */
  #node(source, index) {
    const node = {
      index, kind: source.kind, scope: source.scope, slot: source.slot ?? -1, edit: source.edit ?? -1, local: -1, check: -1,
      eager: EAGER.has(source.kind), ast: source.ast, type: source.type ?? null, run: /** @type {Closure} */ (() => null),
    };
    node.run = (frame, outer) => (node.run = compile(source.ast, this.context))(frame, outer); // most of a form never runs in an interview
    return node;
  }

  /** @param {Scope} scope */
  #place(scope) {
    const parent = this.scopes[scope.parent];
    if (!parent) return;
    scope.depth = parent.depth + 1;
    parent.children[scope.child] = scope.index;
    const slot = parent.slots[scope.roster];
    if (slot) slot.roster = scope.index;
  }

  #preloads() {
    const root = this.scopes[0];
    for (const preload of this.compiled.preload ?? []) {
      const slot = root?.slots[preload.slot];
      if (!root || !slot) continue;
      Object.assign(slot, { name: preload.name, type: preload.value_type, preload: true });
      root.names.set(preload.name, preload.slot);
    }
  }

  /** @param {Item} item @param {number} container slot of the container in the same scope, -1 at the top of the scope */
  #item(item, container) {
    const scope = this.scopes[item.scope];
    const slot = scope?.slots[item.slot];
    if (!scope || !slot) throw new TypeError(`The compiled form places '${item.name}' nowhere.`);
    slot.name = item.name;
    slot.item = item;
    slot.type = item.value_type ?? null;
    slot.container = container;
    slot.calculated = item.calculation !== undefined && item.calculation !== null;
    scope.names.set(item.name, item.slot);
    if (slot.type !== null && !slot.calculated) scope.asked.push(item.slot);
    if (container < 0) scope.top.push(item.slot);
    else add(/** @type {Slot} */ (scope.slots[container]), "contents", item.slot);
    if (item.rows?.kind === "others") scope.others.push(item.slot);
    if (item.rows?.kind === "selected" && item.rows.from) this.#feed(scope, slot, item.rows.from);
    if (item.items) for (const child of item.items) this.#item(child, child.scope === item.scope ? item.slot : -1);
  }

  /** @param {Scope} scope @param {Slot} roster @param {[number, number]} from */
  #feed(scope, roster, [up, from]) {
    const down = [];
    let source = scope;
    for (let i = 0; i < up; i += 1) {
      down.unshift(source.child);
      source = /** @type {Scope} */ (this.scopes[source.parent]);
    }
    const selection = source.slots[from];
    if (selection) add(selection, "feeds", { scope: roster.roster, down });
  }

  /** @param {Node} node */
  #assign(node) {
    const scope = this.scopes[node.scope];
    if (!scope) return;
    node.local = scope.nodes.length;
    scope.nodes.push(node);
    if (node.eager) scope.eager.push(node);
    if (node.kind === "default") scope.defaults.push(node);
    const slot = scope.slots[node.slot];
    if (!slot) return;
    if (node.kind === "relevant") slot.conditional = true;
  }

  /** @param {Node} node */
  #check(node) {
    const scope = this.scopes[node.scope];
    const slot = scope?.slots[node.slot];
    if (!scope || !slot) return;
    const kind = /** @type {"required"} */ (node.kind);
    const source = /** @type {Record<string, any>} */ (slot.item ?? {});
    node.check = scope.checks.length;
    add(slot, "checks", node.check);
    scope.checks.push({
      id: `${slot.name}:${kind}`, kind, severity: source[`${kind}_severity`] ?? "hard", message: source[`${kind}_message`] ?? null,
      slot: node.slot, node, edit: null, guard: null, antecedent: null, consequent: null,
    });
  }

  /** @param {Edit} edit */
  #edit(edit) {
    const node = this.nodes[edit.require];
    const scope = this.scopes[edit.scope];
    if (!node || !scope) return;
    const guard = edit.guard === undefined || edit.guard === null ? null : (this.nodes[edit.guard] ?? null);
    const split = node.ast[0] === "implies";
    node.check = scope.checks.length;
    if (guard) guard.check = node.check;
    scope.edits.push(node.check);
    scope.checks.push({ id: edit.id, kind: "edit", severity: edit.severity, message: edit.message ?? null, slot: -1, node, edit, guard, antecedent: split ? later(this, node.ast[1]) : null, consequent: split ? later(this, node.ast[2]) : null });
  }

  /** @param {Scope} scope */
  #dependents(scope) {
    const source = this.compiled.scopes[scope.index];
    const dependents = source?.dependents ?? {};
    for (const slot in dependents) {
      const target = scope.slots[Number(slot)];
      if (target) target.dependents = /** @type {[number, number][]} */ (dependents[slot]).map((pair) => this.#dependent(scope, pair[0], pair[1], target.slot));
    }
    // Rows are added to, and taken from, the parent's frame: the way to what depends on them starts there.
    const parent = this.scopes[scope.parent];
    if (parent) scope.rows = (source?.rows ?? []).map(([node, anchor]) => this.#rowDependent(scope, parent, node, anchor));
  }

  /** @param {Scope} scope @param {Scope} parent @param {number} index @param {number} anchor @returns {Dependent} */
  #rowDependent(scope, parent, index, anchor) {
    if (anchor !== scope.index) return this.#dependent(parent, index, anchor);
    const within = this.#dependent(scope, index, anchor);
    return { node: within.node, up: 0, down: [scope.child, ...(within.down ?? [])], pair: null };
  }

  /** @param {Scope} scope @param {number} index @param {number} anchor @param {number} slot that changes; -1: rows @returns {Dependent} */
  #dependent(scope, index, anchor, slot = -1) {
    const node = /** @type {Node} */ (this.nodes[index]);
    const top = /** @type {Scope} */ (this.scopes[anchor]);
    if (node.scope === anchor) return { node, up: scope.depth - top.depth, down: null, pair: null };
    const down = [];
    for (let s = /** @type {Scope} */ (this.scopes[node.scope]); s.index !== anchor; s = /** @type {Scope} */ (this.scopes[s.parent])) down.unshift(s.child);
    return { node, up: scope.depth - top.depth, down, pair: slot < 0 ? null : reachOf(this, node, scope.index, slot, anchor) };
  }
}

/** @param {CompiledForm} compiled */
function readLists(compiled) {
  /** @type {Record<string, import("./evaluate.js").CodeList>} */
  const lists = {};
  for (const [name, list] of Object.entries(compiled.code_lists ?? {})) {
    /** @type {Map<string, number> | null} */
    let positions = null;
    lists[name] = {
      codes: list.codes, labels: list.labels ?? [], parents: list.parents ?? null, attributes: list.attributes ?? {}, exclusive: list.exclusive ?? [],
      get positions() {
        return (positions ??= new Map(list.codes.map((code, i) => [code, i])));
      },
    };
  }
  return lists;
}

/** @type {any[]} what most slots have: nothing */
const NONE = [];

/** Adds to a list of a slot; lists are shared while they are empty, for a form has thousands. @param {Slot} slot @param {"contents" | "feeds" | "checks"} list @param {any} member */
function add(slot, list, member) {
  if (slot[list] === NONE) slot[list] = [member];
  else slot[list].push(member);
}

/** An expression whose closure is made when it first runs. @param {Form} form @param {any[]} ast @returns {Closure} */
function later(form, ast) {
  /** @type {Closure | null} */
  let run = null;
  return (frame, outer) => (run ??= compile(ast, form.context))(frame, outer);
}

/** @param {import("./types").CompiledScope} source @param {number} index @returns {Scope} */
function emptyScope(source, index) {
  const slots = Array.from({ length: source.size }, (_, slot) => ({
    slot, name: "", item: null, type: null, container: -1, contents: NONE, roster: -1, preload: false, calculated: false,
    conditional: false, dependents: NONE, checks: NONE, feeds: NONE,
  }));
  return {
    index, name: source.name, parent: source.parent ?? -1, child: source.child ?? -1, roster: source.roster ?? -1, depth: 0, slots, asked: [], top: [],
    names: new Map(), nodes: [], defaults: [], eager: [], checks: [], edits: [], children: [], others: [], rows: [],
  };
}
