// Rows that stand for another row (docs/relations.md): the row with an id, and which of them look again when a member, or the row on the
// other side, changes: the rows about that member, the one mirror row, and not those of all pairs. Twin: engine/response/pairs.py.

/**
 * @typedef {import("./types").Ast} Ast
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./form.js").Scope} Scope
 * @typedef {import("./form.js").Dependent} Dependent
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {"other" | "mirror" | "any"} Reach  how an expression of a pair comes to a cell: by `other(x)`, by `mirror(x)`, or in another way
 * @typedef {{scope: number, reach: Reach}} Level  an environment: the scope of its frame
 */

const FEW = 8; // rows that are sooner looked through
const CELLS = new Set(["ref", "reason", "on_route"]);

/** @type {WeakMap<{id: string}[], Map<string, any>>} rows by id; a list of rows never changes, another takes its place */
const byId = new WeakMap();

/** The row of a list that has the id. @template {{id: string}} Row @param {Row[] | undefined} rows @param {string} id @returns {Row | undefined} */
export function rowWithId(rows, id) {
  if (!rows || rows.length <= FEW) return rows?.find((row) => row.id === id);
  let index = byId.get(rows);
  if (!index) byId.set(rows, (index = new Map(rows.map((row) => [row.id, row]))));
  return index.get(id);
}

/** Whether the condition of an aggregate is that the row has the id of a row around. @param {Ast | null} where */
export function namesARow(where) {
  if (where?.[0] !== "eq") return false;
  const [, [own, e, u], [other, outwards]] = where;
  return own === "row_id" && e === 0 && u === 0 && other === "row_id" && outwards > 0;
}

/**
 * How the expression of a node in a roster of others comes to a cell of the members or of their pairs; null where that says nothing of which rows look again.
 * @param {Form} form @param {import("./form.js").Node} node @param {number} scope @param {number} slot @param {number} anchor @returns {"other" | "mirror" | null}
 */
export function reachOf(form, node, scope, slot, anchor) {
  const pairs = /** @type {Scope} */ (form.scopes[node.scope]);
  const members = form.scopes[pairs.parent];
  if (!members?.others.includes(pairs.roster) || members.parent !== anchor) return null;
  /** @type {Set<Reach>} */
  const found = new Set();
  visit(form, node.ast, [{ scope: node.scope, reach: "any" }], (at, cell, reach) => at === scope && cell === slot && found.add(reach));
  const [only] = found;
  return found.size !== 1 || only === "any" ? null : (only ?? null);
}

/** Calls `note` for each cell that an expression comes to through an aggregate, or in the row before. @param {Form} form @param {Ast} ast @param {Level[]} levels @param {(scope: number, slot: number, reach: Reach) => void} note */
function visit(form, ast, levels, note) {
  const [op, e, u, slot] = ast;
  if (op === "lit") return;
  if (op === "in") return visit(form, e, levels, note);
  if (op === "agg") return visitAggregate(form, ast, levels, note);
  if (op === "each_code") {
    visit(form, u, levels, note);
    return visit(form, slot, [...levels, { scope: -1, reach: "any" }], note);
  }
  if (CELLS.has(op) || op === "before") {
    const level = /** @type {Level} */ (levels[levels.length - 1 - e]);
    if (e < levels.length - 1 || op === "before") note(above(form, level.scope, u), slot, u === 0 && op !== "before" ? level.reach : "any");
    return;
  }
  for (const part of ast) if (Array.isArray(part)) visit(form, part, levels, note);
}

/** @param {Form} form @param {Ast} ast @param {Level[]} levels @param {(scope: number, slot: number, reach: Reach) => void} note */
function visitAggregate(form, ast, levels, note) {
  const [, , e, u, children, body, where] = ast;
  let scope = above(form, /** @type {Level} */ (levels[levels.length - 1 - e]).scope, u);
  for (const child of children) scope = form.scopes[scope]?.children[child] ?? -1;
  const inner = [...levels, { scope, reach: reachThrough(ast, levels) }];
  if (body) visit(form, body, inner, note);
  if (where) visit(form, where, inner, note);
}

/** How the row of an aggregate is come to from the row of others that the expression stands in. @param {Ast} ast @param {Level[]} levels @returns {Reach} */
function reachThrough([, kind, e, u, children, , where], levels) {
  if (kind !== "first" || children.length !== 1 || !namesARow(where)) return "any";
  const [, outwards, up] = where[2];
  if (outwards !== levels.length) return "any"; // the id is not that of the row of others, or of its member
  const from = levels.length - 1 - e;
  if (from === 0 && u === 2 && up === 0) return "other";
  return u === 0 && up === 1 && levels[from]?.reach === "other" ? "mirror" : "any";
}

/** @param {Form} form @param {number} scope @param {number} u */
function above(form, scope, u) {
  for (let n = 0; n < u; n += 1) scope = form.scopes[scope]?.parent ?? -1;
  return scope;
}

/** The rows of others, below `top`, that look again when a member or a row of others has changed. @param {Dependent} dependent @param {Frame} changed @param {Frame} top @param {(frame: Frame) => void} look */
export function eachPaired({ pair, down }, changed, top, look) {
  const [members = 0, others = 0] = down ?? [];
  const about = pair === "other" ? (top.rows[members] ?? []) : [rowWithId(top.rows[members], changed.id)];
  for (const member of about) {
    const row = rowWithId(member?.rows[others], pair === "other" ? changed.id : (changed.parent?.id ?? ""));
    if (row) look(row);
  }
}
