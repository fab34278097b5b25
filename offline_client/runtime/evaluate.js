// The core of the expression language as closures: arrays in, functions out. Null is unknown, an Overflow is thrown.
// Aggregates live in aggregate.js, the functions that can be called in functions.js. Twin: engine/expression/evaluate.py.

import { aggregate } from "./aggregate.js";
import { Overflow } from "./errors.js";
import { FUNCTIONS } from "./functions.js";
import { exact, finite, power10 } from "./numbers.js";
import { equal } from "./sets.js";

/**
 * @typedef {import("./types").Ast} Ast
 * @typedef {import("./types").Closure} Closure
 * @typedef {import("./types").FrameLike} FrameLike
 * @typedef {import("./types").Outward} Outward
 * @typedef {{codes: string[], positions: Map<string, number>, labels: (number | null)[], parents: (string | null)[] | null,
 *   attributes: Record<string, {type: string, values: any[]}>, exclusive: string[]}} CodeList
 * @typedef {{lists: Record<string, CodeList>, depth: number}} Context  depth: the aggregates around the expression
 */

/**
 * The closure of an expression: called with a frame and the environments outwards, it gives a value or null.
 * @param {Ast} ast @param {Context} context @returns {Closure}
 */
export function compile(ast, context) {
  const build = OPERATORS[ast[0]];
  if (!build) throw new TypeError(`The compiled form has an operator '${ast[0]}' that this program does not know.`);
  return build(ast, context);
}

/**
 * The frame `u` parents up from the one of environment `e`.
 * @param {number} e @param {number} u @returns {(frame: FrameLike, outer: Outward | null) => FrameLike}
 */
export function frameAt(e, u) {
  if (e === 0 && u === 0) return (frame) => frame;
  if (e === 0 && u === 1) return (frame) => /** @type {FrameLike} */ (frame.parent);
  return (frame, outer) => {
    let found = frame;
    let next = outer;
    for (let i = 0; i < e; i += 1) {
      const environment = /** @type {Outward} */ (next);
      found = environment.frame;
      next = environment.outer;
    }
    for (let i = 0; i < u; i += 1) found = /** @type {FrameLike} */ (found.parent);
    return found;
  };
}

/** @type {Record<string, (ast: Ast, context: Context) => Closure>} */
const OPERATORS = {
  lit: (ast) => constant(ast[1]),
  ref: (ast) => reference(ast[1], ast[2], ast[3]),
  reason: ([, e, u, slot]) => {
    const at = frameAt(e, u);
    return (frame, outer) => at(frame, outer).reasons[slot] ?? null;
  },
  on_route: ([, e, u, slot]) => {
    const at = frameAt(e, u);
    return (frame, outer) => at(frame, outer).route[slot] === true;
  },
  position: ([, e, u]) => {
    const at = frameAt(e, u);
    return (frame, outer) => at(frame, outer).position;
  },
  row_id: ([, e, u]) => {
    const at = frameAt(e, u);
    return (frame, outer) => at(frame, outer).id;
  },
  before: ([, e, u, slot]) => {
    const at = frameAt(e, u);
    return (frame, outer) => {
      const row = at(frame, outer).before;
      return row ? read(row, slot) : null;
    };
  },
  previous: ([, e, u, slot]) => {
    const at = frameAt(e, u);
    return (frame, outer) => at(frame, outer).previous?.[slot] ?? null;
  },
  today: () => (frame) => frame.home.today,
  code: (_, { depth }) => {
    const at = frameAt(depth, 0);
    return (frame, outer) => at(frame, outer).code ?? null;
  },
  code_attr: ([, attribute], { depth }) => {
    const at = frameAt(depth, 0);
    return (frame, outer) => /** @type {any} */ (at(frame, outer)).attribute(attribute);
  },
  code_parent: (_, { depth }) => {
    const at = frameAt(depth, 0);
    return (frame, outer) => /** @type {any} */ (at(frame, outer)).parentCode();
  },
  missing: ([, x], context) => {
    const value = compile(x, context);
    return (frame, outer) => value(frame, outer) === null;
  },
  and: (ast, context) => conjunction(compileFrom(1, ast, context)),
  or: (ast, context) => disjunction(compileFrom(1, ast, context)),
  not: ([, x], context) => {
    const value = compile(x, context);
    return (frame, outer) => {
      const v = value(frame, outer);
      return v === null ? null : !v;
    };
  },
  implies: ([, a, b], context) => disjunction([compile(["not", a], context), compile(b, context)]),
  if: ([, c, a, b], context) => {
    const [condition, yes, no] = [compile(c, context), compile(a, context), compile(b, context)];
    return (frame, outer) => {
      const v = condition(frame, outer);
      return v === null ? null : v ? yes(frame, outer) : no(frame, outer);
    };
  },
  coalesce: (ast, context) => {
    const values = compileFrom(1, ast, context);
    const [first, second] = values;
    if (values.length === 2 && first && second) return (frame, outer) => first(frame, outer) ?? second(frame, outer);
    return (frame, outer) => {
      for (const value of values) {
        const v = value(frame, outer);
        if (v !== null) return v;
      }
      return null;
    };
  },
  eq: (ast, context) => equality(ast[1], ast[2], context, true),
  ne: (ast, context) => equality(ast[1], ast[2], context, false),
  lt: comparison((a, b) => a < b),
  le: comparison((a, b) => a <= b),
  gt: comparison((a, b) => a > b),
  ge: comparison((a, b) => a >= b),
  between: ([, x, low, high], context) => between(compile(x, context), compile(low, context), compile(high, context)),
  in: ([, x, members], context) => membership(compile(x, context), members),
  add: binary((a, b) => exact(a + b)),
  sub: binary((a, b) => exact(a - b)),
  mul: binary((a, b) => exact(a * b + 0)), // + 0: a product with zero has no sign
  neg: unary((a) => 0 - a),
  scale: ([, x, k], context) => {
    const [value, factor] = [compile(x, context), power10(k)];
    return (frame, outer) => {
      const v = value(frame, outer);
      return v === null ? null : exact(v * factor + 0);
    };
  },
  real: ([, x, d], context) => {
    const [value, divisor] = [compile(x, context), power10(d ?? 0)];
    return (frame, outer) => {
      const v = value(frame, outer);
      return v === null ? null : v / divisor;
    };
  },
  radd: binary((a, b) => finite(a + b)),
  rsub: binary((a, b) => finite(a - b)),
  rmul: binary((a, b) => finite(a * b)),
  rdiv: binary((a, b) => (b === 0 ? null : finite(a / b))),
  rneg: unary((a) => 0 - a),
  attr: ([, list, attribute, x], context) => {
    const value = compile(x, context);
    const codes = context.lists[list];
    return (frame, outer) => {
      const v = value(frame, outer);
      return v === null || !codes ? null : attributeOf(codes, attribute, codes.positions.get(v));
    };
  },
  each_code: ([, list, x, condition], context) => eachCode(context.lists[list], compile(x, context), compile(condition, { ...context, depth: 0 })),
  call: (ast, context) => call(ast[1], compileFrom(2, ast, context)),
  agg: (ast, context) => aggregate(ast, context, compile),
};

/** The names of all operators, for the tests that want a vector for each. */
export const OPERATOR_NAMES = Object.keys(OPERATORS);

/** @param {CodeList} list @param {string} attribute @param {number | undefined} index */
export function attributeOf(list, attribute, index) {
  const values = attribute === "parent" ? list.parents : list.attributes[attribute]?.values;
  return index === undefined ? null : (values?.[index] ?? null);
}

/** The pseudo frame of a code, in which a filter looks at it. @param {CodeList} list @param {number} index @param {FrameLike} frame that the question is in @returns {FrameLike} */
export function codeFrame(list, index, frame) {
  const pseudo = {
    id: "", parent: frame, position: index + 1, values: [], reasons: [], route: [], errors: null, previous: null, children: [], before: null,
    home: frame.home, code: /** @type {string} */ (list.codes[index]),
    attribute: (/** @type {string} */ name) => attributeOf(list, name, index),
    parentCode: () => list.parents?.[index] ?? null,
  };
  return pseudo;
}

/** Whether the condition is true of every code of a set. @param {CodeList | undefined} list @param {Closure} codes @param {Closure} condition @returns {Closure} */
function eachCode(list, codes, condition) {
  return (frame, outer) => {
    const chosen = codes(frame, outer);
    if (chosen === null || !list) return null;
    return chosen.every((/** @type {string} */ code) => condition(codeFrame(list, list.positions.get(code) ?? -1, frame), { frame, outer }) === true);
  };
}

/** @param {number} start @param {Ast} ast @param {Context} context */
function compileFrom(start, ast, context) {
  const parts = [];
  for (let i = start; i < ast.length; i += 1) parts.push(compile(ast[i], context));
  return parts;
}

/** @param {any} value @returns {Closure} */
function constant(value) {
  return () => value;
}

/** The effective value; throws when the cell is in error. @param {FrameLike} frame @param {number} slot */
function read(frame, slot) {
  const v = frame.values[slot];
  if (v === null && frame.errors !== null && frame.errors[slot]) throw new Overflow();
  return v === undefined ? null : v;
}

/** @param {number} e @param {number} u @param {number} slot @returns {Closure} */
function reference(e, u, slot) {
  if (e === 0 && u === 0) return (frame) => read(frame, slot);
  if (e === 0 && u === 1) return (frame) => read(/** @type {FrameLike} */ (frame.parent), slot);
  const at = frameAt(e, u);
  return (frame, outer) => read(at(frame, outer), slot);
}

/** @param {Closure[]} parts @returns {Closure} */
function conjunction(parts) {
  const [a, b] = parts;
  if (parts.length === 2 && a && b) {
    return (frame, outer) => {
      const left = a(frame, outer);
      if (left === false) return false;
      const right = b(frame, outer);
      return right === false ? false : left === null ? null : right;
    };
  }
  return (frame, outer) => {
    let result = true;
    for (const part of parts) {
      const v = part(frame, outer);
      if (v === false) return false;
      if (v === null) result = v;
    }
    return result;
  };
}

/** @param {Closure[]} parts @returns {Closure} */
function disjunction(parts) {
  const [a, b] = parts;
  if (parts.length === 2 && a && b) {
    return (frame, outer) => {
      const left = a(frame, outer);
      if (left === true) return true;
      const right = b(frame, outer);
      return right === true ? true : left === null ? null : right;
    };
  }
  return (frame, outer) => {
    let result = false;
    for (const part of parts) {
      const v = part(frame, outer);
      if (v === true) return true;
      if (v === null) result = v;
    }
    return result;
  };
}

/** @param {Ast} a @param {Ast} b @param {Context} context @param {boolean} wanted @returns {Closure} */
function equality(a, b, context, wanted) {
  const left = compile(a, context);
  const literal = b[0] === "lit" && typeof b[1] !== "object" ? b[1] : undefined;
  if (literal !== undefined) {
    return (frame, outer) => {
      const v = left(frame, outer);
      return v === null ? null : (v === literal) === wanted;
    };
  }
  const right = compile(b, context);
  return (frame, outer) => {
    const x = left(frame, outer);
    const y = right(frame, outer);
    return x === null || y === null ? null : equal(x, y) === wanted;
  };
}

/** @param {(a: any, b: any) => boolean} compare @returns {(ast: Ast, context: Context) => Closure} */
function comparison(compare) {
  return binary(compare);
}

/** @param {(a: any, b: any) => any} operate @returns {(ast: Ast, context: Context) => Closure} */
function binary(operate) {
  return (ast, context) => {
    const b = ast[2];
    const left = compile(ast[1], context);
    if (b[0] === "lit" && b[1] !== null) {
      const literal = b[1];
      return (frame, outer) => {
        const x = left(frame, outer);
        return x === null ? null : operate(x, literal);
      };
    }
    const right = compile(b, context);
    return (frame, outer) => {
      const x = left(frame, outer);
      const y = right(frame, outer);
      return x === null || y === null ? null : operate(x, y);
    };
  };
}

/** @param {(a: any) => any} operate @returns {(ast: Ast, context: Context) => Closure} */
function unary(operate) {
  return ([, a], context) => {
    const value = compile(a, context);
    return (frame, outer) => {
      const v = value(frame, outer);
      return v === null ? null : operate(v);
    };
  };
}

/** @param {Closure} value @param {Closure} low @param {Closure} high @returns {Closure} */
function between(value, low, high) {
  return (frame, outer) => {
    const from = low(frame, outer);
    const v = value(frame, outer);
    if (from !== null && v !== null && v < from) return false;
    const to = high(frame, outer);
    if (to !== null && v !== null && v > to) return false;
    return v === null || from === null || to === null ? null : true;
  };
}

/** @param {Closure} value @param {any[]} members @returns {Closure} */
function membership(value, members) {
  const known = new Set(members);
  return (frame, outer) => {
    const v = value(frame, outer);
    return v === null ? null : known.has(v);
  };
}

/** @param {string} name @param {Closure[]} args @returns {Closure} */
function call(name, args) {
  const row = FUNCTIONS[name];
  if (!row) throw new TypeError(`The compiled form calls '${name}', which this program does not know.`);
  const { apply, inside } = row;
  const [a, b] = args;
  if (args.length === 1 && a && !inside) {
    return (frame, outer) => {
      const x = a(frame, outer);
      return x === null ? null : apply(x);
    };
  }
  if (args.length === 2 && a && b && !inside) {
    return (frame, outer) => {
      const x = a(frame, outer);
      const y = b(frame, outer);
      return x === null || y === null ? null : apply(x, y);
    };
  }
  return (frame, outer) => {
    const given = args.map((arg) => arg(frame, outer));
    return !inside && given.includes(null) ? null : apply(...given);
  };
}
