// Aggregates over the rows of rosters, as closures. Each opens an environment whose frame is the row. The kinds are the table REDUCERS.

import { Overflow } from "./errors.js";
import { frameAt } from "./evaluate.js";
import { exact, finite, power10 } from "./numbers.js";
import { namesARow, rowWithId } from "./pairs.js";
import { equal } from "./sets.js";
import { LIMIT } from "./values.js";

/**
 * @typedef {import("./types").Ast} Ast
 * @typedef {import("./types").Closure} Closure
 * @typedef {import("./types").FrameLike} FrameLike
 * @typedef {import("./evaluate.js").Context} Context
 * @typedef {(rows: FrameLike[], test: Test, more: any) => any} Reducer  `more`: decimals of a mean, what stands between in join
 * @typedef {(row: FrameLike) => any} Test  the body (or condition) of a row; SKIP leaves the row out
 */

const SKIP = Symbol("skip");

/**
 * @param {Ast} ast `["agg", kind, e, u, children, body, where, named, more]`
 * @param {Context} context
 * @param {(ast: Ast, context: Context) => Closure} compile
 * @returns {Closure}
 */
export function aggregate(ast, context, compile) {
  const [, kind, e, u, children, bodyAst, whereAst, named, more] = ast;
  const reduce = REDUCERS[kind];
  if (!reduce) throw new TypeError(`The compiled form has an aggregate '${kind}' that this program does not know.`);
  const inner = { ...context, depth: context.depth + 1 };
  if (kind === "first" && children.length === 1 && namesARow(whereAst)) return rowNamed(ast, inner, compile);
  const body = bodyAst ? compile(bodyAst, inner) : null;
  const where = whereAst ? compile(whereAst, inner) : null;
  const quantified = kind === "any" || kind === "all";
  const skips = kind === "first" ? null : named; // the first row is the first, whatever is in it
  const at = frameAt(e, u);
  const rows = rowsBelow(children);
  const [condition, result] = quantified ? [null, where] : [where, body];
  return (frame, outer) => {
    const environment = { frame, outer };
    return reduce(rows(at(frame, outer)), (row) => {
      if (condition !== null && condition(row, environment) !== true) return SKIP;
      if (result === null) return true;
      const v = result(row, environment);
      return v === null && skips && offRoute(row, skips) ? SKIP : v;
    }, more ?? 0);
  };
}

/** The body in the one row that has the id, found without looking at the others. @param {Ast} ast @param {Context} inner @param {(ast: Ast, context: Context) => Closure} compile @returns {Closure} */
function rowNamed([, , e, u, [child], bodyAst, [, , [, outwards, up]]], inner, compile) {
  const [at, named, body] = [frameAt(e, u), frameAt(outwards - 1, up), compile(bodyAst, inner)];
  return (frame, outer) => {
    const row = rowWithId(at(frame, outer).children[child], named(frame, outer).id);
    return row === undefined ? null : body(row, { frame, outer });
  };
}

/** @param {number[]} children @returns {(frame: FrameLike) => FrameLike[]} */
function rowsBelow(children) {
  const [first = 0, ...rest] = children;
  if (rest.length === 0) return (frame) => frame.children[first] ?? [];
  const deeper = rowsBelow(rest);
  return (frame) => (frame.children[first] ?? []).flatMap(deeper);
}

/** @param {FrameLike} row @param {[number, number][]} named */
function offRoute(row, named) {
  for (const [u, slot] of named) if (!frameAt(0, u)(row, null).route[slot]) return true;
  return false;
}

/** @type {Record<string, Reducer>} */
const REDUCERS = {
  count: (rows, test) => {
    let n = 0;
    for (const row of rows) if (test(row) !== SKIP) n += 1;
    return n;
  },
  count_answered: (rows, test) => {
    let n = 0;
    for (const row of rows) {
      const v = test(row);
      if (v !== SKIP && v !== null) n += 1;
    }
    return n;
  },
  sum: (rows, test) => total(rows, test, false),
  sum_known: (rows, test) => total(rows, test, true),
  rsum: (rows, test) => realTotal(rows, test, false),
  rsum_known: (rows, test) => realTotal(rows, test, true),
  min: extreme(false, (a, b) => a < b),
  max: extreme(false, (a, b) => a > b),
  rmin: extreme(false, (a, b) => a < b),
  rmax: extreme(false, (a, b) => a > b),
  min_known: extreme(true, (a, b) => a < b),
  max_known: extreme(true, (a, b) => a > b),
  rmin_known: extreme(true, (a, b) => a < b),
  rmax_known: extreme(true, (a, b) => a > b),
  mean: (rows, test, decimals) => mean(rows, test, decimals, false),
  mean_known: (rows, test, decimals) => mean(rows, test, decimals, true),
  rmean: (rows, test) => realMean(rows, test, false),
  rmean_known: (rows, test) => realMean(rows, test, true),
  any: (rows, test) => quantify(rows, test, true),
  all: (rows, test) => quantify(rows, test, false),
  unique,
  join: (rows, test, between) => {
    const cells = included(rows, test, true) ?? [];
    return cells.length === 0 ? null : cells.join(between).normalize("NFC");
  },
  first: (rows, test) => {
    for (const row of rows) {
      const v = test(row);
      if (v !== SKIP) return v;
    }
    return null;
  },
};

/** The names of all aggregates, for the tests that want a vector for each. */
export const AGGREGATE_NAMES = Object.keys(REDUCERS);

/**
 * The included values, or null when one is unknown and `known` is false.
 * @param {FrameLike[]} rows @param {Test} test @param {boolean} known
 */
function included(rows, test, known) {
  const found = [];
  let unknown = false;
  for (const row of rows) {
    const v = test(row);
    if (v === SKIP) continue;
    if (v !== null) found.push(v);
    else unknown = true;
  }
  return unknown && !known ? null : found;
}

/** @param {FrameLike[]} rows @param {Test} test @param {boolean} known */
function total(rows, test, known) {
  const cells = included(rows, test, known);
  return cells === null ? null : exactTotal(cells);
}

/** The exact total, whatever the order of the parts. @param {number[]} cells */
export function exactTotal(cells) {
  let sum = 0;
  for (const cell of cells) {
    sum += cell;
    if (sum > LIMIT || sum < -LIMIT) return Number(exactBig(bigTotal(cells)));
  }
  return exact(sum);
}

/** @param {number[]} cells */
function bigTotal(cells) {
  return cells.reduce((sum, cell) => sum + BigInt(cell), 0n);
}

/** @param {bigint} sum */
function exactBig(sum) {
  if (sum > BigInt(LIMIT) || sum < -BigInt(LIMIT)) throw new Overflow();
  return sum;
}

/** @param {FrameLike[]} rows @param {Test} test @param {boolean} known */
function realTotal(rows, test, known) {
  const cells = included(rows, test, known);
  if (cells === null) return null;
  return sumReals(cells);
}

/** The sum of doubles in their order. @param {number[]} cells */
function sumReals(cells) {
  let sum = 0;
  for (const cell of cells) sum = finite(sum + cell);
  return sum;
}

/** @param {FrameLike[]} rows @param {Test} test @param {number} decimals @param {boolean} known */
function mean(rows, test, decimals, known) {
  const cells = included(rows, test, known);
  return cells === null || cells.length === 0 ? null : finite(exactTotal(cells) / power10(decimals) / cells.length);
}

/** @param {FrameLike[]} rows @param {Test} test @param {boolean} known */
function realMean(rows, test, known) {
  const cells = included(rows, test, known);
  return cells === null || cells.length === 0 ? null : finite(sumReals(cells) / cells.length);
}

/** @param {boolean} known @param {(a: any, b: any) => boolean} beats @returns {Reducer} */
function extreme(known, beats) {
  return (rows, test) => {
    let best = null;
    let unknown = false;
    for (const row of rows) {
      const v = test(row);
      if (v === SKIP) continue;
      if (v === null) unknown = true;
      else if (best === null || beats(v, best)) best = v;
    }
    return unknown && !known ? null : best;
  };
}

/** @param {FrameLike[]} rows @param {Test} test @param {boolean} decisive @returns {boolean | null} */
function quantify(rows, test, decisive) {
  let unknown = false;
  for (const row of rows) {
    const v = test(row);
    if (v === SKIP) continue;
    if (v === decisive) return decisive;
    if (v === null) unknown = true;
  }
  return unknown ? null : !decisive;
}

/** @param {FrameLike[]} rows @param {Test} test @returns {boolean | null} */
function unique(rows, test) {
  /** @type {any[]} */
  const cells = [];
  let unknown = false;
  for (const row of rows) {
    const v = test(row);
    if (v === null) unknown = true;
    else if (v !== SKIP) cells.push(v);
  }
  if (cells.length > 0 && Array.isArray(cells[0])) {
    if (cells.some((cell, i) => cells.slice(i + 1).some((other) => equal(cell, other)))) return false;
  } else if (new Set(cells).size < cells.length) return false;
  return unknown ? null : true;
}
