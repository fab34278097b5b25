// Worlds of tests/conformance/dump.py in the evaluator of the browser: frames, code lists, and what a core gives at a place.

import { attributeOf, compile } from "../../offline_client/runtime/evaluate.js";

/** What a core gives at a place of a world: {value}, {unknown: true} or {error: true}. */
export function outcome(vector, root, lists) {
  let frame = root;
  for (const [child, row] of vector.at) frame = frame.rows[child][row];
  const run = compile(vector.ast, { lists, depth: 0 });
  try {
    const value = vector.filter ? run(pseudoFrame(frame, lists[vector.filter], vector.code), { frame, outer: null }) : run(frame, null);
    return value === null ? { unknown: true } : { value };
  } catch (problem) {
    if (problem?.name !== "Overflow") throw problem;
    return { error: true };
  }
}

/** The frames of a world, from its root. */
export function frameOf(source, parent, position, world) {
  const home = parent ? parent.home : { today: world.today };
  const frame = { ...source, parent, position, home, before: null, rows: [], children: [] };
  source.children.forEach((rows, child) => {
    const scope = world.scopes.find((candidate) => candidate.parent === source.scope && candidate.child === child);
    frame.rows[child] = rows.map((row, i) => frameOf(row, frame, i + 1, world));
    frame.rows[child].forEach((row, i) => (row.before = frame.rows[child][i - 1] ?? null));
    frame.children[child] = source.route[scope.roster] ? frame.rows[child] : [];
  });
  return frame;
}

/** Its code lists. */
export function listsOf(sources) {
  return Object.fromEntries(Object.entries(sources).map(([name, list]) => {
    const positions = new Map(list.codes.map((code, i) => [code, i]));
    return [name, { codes: list.codes, positions, labels: [], parents: list.parents ?? null, attributes: list.attributes ?? {}, exclusive: [] }];
  }));
}

function pseudoFrame(frame, list, code) {
  const at = list.positions.get(code);
  return { home: frame.home, parent: frame, code, attribute: (name) => attributeOf(list, name, at), parentCode: () => list.parents?.[at] ?? null };
}
