// The vectors of tests/conformance, compiled by `python -m tests.conformance.dump`, through the evaluator of the browser.
// PHIEU_VECTORS names the file; without it there is nothing to conform to, and the test fails.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { attributeOf, compile } from "../../offline_client/runtime/evaluate.js";
import { sameValue } from "../../offline_client/runtime/values.js";

const file = process.env.PHIEU_VECTORS;
const { worlds } = file ? JSON.parse(readFileSync(file, "utf8")) : { worlds: [] };

test("there are vectors", () => {
  assert.ok(file, "PHIEU_VECTORS names no file");
  assert.ok(worlds.length > 0);
});

for (const world of worlds) {
  test(`every vector of ${world.topic} gives what the definition says`, () => {
    const root = frameOf(world.root, null, 1, world);
    const lists = listsOf(world.lists);
    const wrong = world.cases.map((vector) => verdict(vector, root, lists)).filter((text) => text !== null);
    assert.deepEqual(wrong, []);
  });
}

/** What is wrong with the result of a vector, or null. */
function verdict(vector, root, lists) {
  const result = outcome(vector, root, lists);
  const agrees = "value" in vector.expect ? "value" in result && same(result.value, vector.expect.value) : Object.keys(vector.expect)[0] === Object.keys(result)[0];
  return agrees ? null : `${vector.name}: ${vector.expr} gave ${JSON.stringify(result)}, not ${JSON.stringify(vector.expect)}`;
}

/** Equality to the last bit; -0 is not 0, because no engine may show it. */
function same(a, b) {
  return typeof a === "number" ? Object.is(a, b) : sameValue(a, b);
}

function outcome(vector, root, lists) {
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

function frameOf(source, parent, position, world) {
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

function listsOf(sources) {
  return Object.fromEntries(Object.entries(sources).map(([name, list]) => {
    const positions = new Map(list.codes.map((code, i) => [code, i]));
    return [name, { codes: list.codes, positions, labels: [], parents: list.parents ?? null, attributes: list.attributes ?? {}, exclusive: [] }];
  }));
}

function pseudoFrame(frame, list, code) {
  const at = list.positions.get(code);
  return { home: frame.home, parent: frame, code, attribute: (name) => attributeOf(list, name, at), parentCode: () => list.parents?.[at] ?? null };
}
