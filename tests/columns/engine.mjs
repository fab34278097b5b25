// The evaluator of the browser, for engines.py: a line of JSON in, a line of JSON out.
//   {"world": {lists, scopes, today, root}} takes a world;  {"cases": [{ast, at, filter, code}, …]} gives the outcomes of cores in it.
// JSON has no negative zero, so that one is written as an object of its own.

import { createInterface } from "node:readline";

import { frameOf, listsOf, outcome } from "../runtime/worlds.mjs";

let root = null;
let lists = null;

function answer({ world, cases }) {
  if (cases) return cases.map(attempt);
  root = frameOf(world.root, null, 1, world);
  lists = listsOf(world.lists);
  return null;
}

function attempt(asked) {
  try {
    return outcome(asked, root, lists);
  } catch (problem) {
    return { stopped: String(problem.stack) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line)), (_, value) => (Object.is(value, -0) ? { negative: 0 } : value)));
}
