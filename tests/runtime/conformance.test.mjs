// The vectors of tests/conformance, compiled by `python -m tests.conformance.dump`, through the evaluator of the browser.
// PHIEU_VECTORS names the file; without it there is nothing to conform to, and the test fails.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { sameValue } from "../../offline_client/runtime/values.js";
import { frameOf, listsOf, outcome } from "./worlds.mjs";

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
