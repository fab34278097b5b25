// What is recorded of how an interview goes: each kind, the times, what waits, what goes.

import assert from "node:assert/strict";
import test from "node:test";
import { Paradata, USUAL, kindsOf } from "../../offline_client/runtime/paradata.js";

/** A recorder with a clock that the test turns. @param {any} kinds */
function recorder(kinds = USUAL) {
  let now = 0;
  const clock = () => new Date(Date.UTC(2026, 10, 22, 8, 0, 0) + now).toISOString();
  return { data: new Paradata(kinds, clock, () => now), wait: (/** @type {number} */ ms) => (now += ms) };
}

test("a question has the time until its first answer, and how long it was stayed at", () => {
  const { data, wait } = recorder();
  wait(500);
  data.touched("age", false);
  wait(1200);
  data.answered(["age", "size"]);
  wait(300);
  data.answered(["age"]);
  wait(100);
  data.touched("name", true);
  wait(50);
  data.left();
  assert.deepEqual(data.take(), {
    from: "2026-11-22T08:00:00.500Z",
    records: [["asked", 0, "age", 1200, 1600, 2, false], ["asked", 1600, "name", null, 50, 0, true]],
  });
  assert.equal(data.take(), null);
});

test("an answer elsewhere, and the same question again, change nothing", () => {
  const { data, wait } = recorder();
  data.touched("age", false);
  wait(10);
  data.touched("age", true);
  data.answered(["size"]);
  data.left();
  data.left();
  assert.deepEqual(data.take()?.records, [["asked", 0, "age", null, 10, 0, false]]);
});

test("a page that is left says how long it was open, and whether it was left backwards", () => {
  const { data, wait } = recorder();
  data.page("home", 0);
  wait(1000);
  data.page("people", 1);
  wait(10);
  data.page("people", 1);
  wait(490);
  data.page("home", 0);
  assert.deepEqual(data.take()?.records, [["page", 0, "home", 1000, false], ["page", 1000, "people", 500, true]]);
});

test("an edit is noted when it is raised and when it is settled, not what failed before, nor what is only missing", () => {
  const { data, wait } = recorder();
  const fails = (/** @type {string[]} */ ...edits) => data.failures(edits.map((edit) => ({ edit, path: "p", status: "open" })));
  fails("E1");
  wait(5);
  fails("E1", "E2", "age:required", "people:rows");
  wait(5);
  data.failures([{ edit: "E1", path: "p", status: "confirmed" }, { edit: "E2", path: "p", status: "open" }]);
  assert.deepEqual(data.take()?.records, [["raised", 0, "E2", "p"], ["settled", 5, "E1", "p"]]);
});

test("only what the questionnaire asks for is recorded", () => {
  const { data } = recorder(["edits"]);
  data.touched("age", false);
  data.left();
  data.page("a", 0);
  data.page("b", 1);
  data.told("device", "app", "1");
  data.told("location", "place", 21, 105, 5);
  assert.equal(data.take(), null);
  assert.deepEqual(kindsOf({}, "capi"), USUAL);
  assert.deepEqual(kindsOf({}, "self"), []);
  assert.deepEqual(kindsOf({ paradata: [] }, "capi"), []);
  assert.deepEqual(kindsOf({ paradata: ["battery"] }, "self"), ["battery"]);
  assert.ok(!USUAL.includes("location") && !USUAL.includes("battery"));
});

test("what waits too long in too great a number goes, and is counted", () => {
  const { data } = recorder();
  for (let i = 0; i < 510; i += 1) data.told("connection", "line", i);
  const taken = data.take();
  assert.equal(taken?.records.length, 501);
  assert.deepEqual(taken?.records[0], ["lost", 0, 10]);
  assert.deepEqual(taken?.records[1], ["line", 0, 10]);
});
