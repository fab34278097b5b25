import assert from "node:assert/strict";
import { test } from "node:test";

import { InputError, Interview } from "../../offline_client/runtime/interview.js";
import { HOUSEHOLD, tickingClock } from "./household.mjs";

const start = (options = {}) => Interview.open(HOUSEHOLD, { clock: tickingClock(), device: "a", user: "enumerator", ...options });

test("a new interview records its opening, the rows it starts with and their defaults", () => {
  const interview = start();
  assert.deepEqual(interview.events.map((event) => event.type), ["open", "add_row", "answer"]);
  const [row] = interview.rows("people");
  assert.equal(interview.value(`${row}.wage`), 0);
  assert.equal(interview.cell(`${row}.wage`).source, "default");
  assert.equal(interview.events[0].reference_date, "2026-11-22");
  assert.equal(interview.status, "open");
});

test("an answer opens the questions that depend on it, and says which paths changed", () => {
  const interview = start();
  const [row] = interview.rows("people");
  assert.equal(interview.onRoute(`${row}.worked`), false);
  assert.equal(interview.reason(`${row}.worked`), "not_asked");
  assert.deepEqual(new Set(interview.answer(`${row}.age`, 34)), new Set([`${row}.age`, `${row}.worked`]));
  assert.equal(interview.onRoute(`${row}.worked`), true);
  const changed = interview.answer(`${row}.worked`, "1");
  assert.ok(changed.includes("workers") && changed.includes(`${row}.hours`));
  assert.equal(interview.value("workers"), 1);
});

test("an answer that goes off route is kept, has no effect, and comes back", () => {
  const interview = start();
  const [row] = interview.rows("people");
  interview.answer(`${row}.age`, 34);
  interview.answer(`${row}.worked`, "1");
  interview.answer(`${row}.age`, 3);
  assert.equal(interview.value(`${row}.worked`), null);
  assert.equal(interview.cell(`${row}.worked`).answer, "1");
  assert.equal(interview.value("workers"), 0);
  interview.answer(`${row}.age`, 30);
  assert.equal(interview.value("workers"), 1);
});

test("amounts are exact, and a refused amount leaves the total unknown", () => {
  const interview = start();
  const [row] = interview.rows("people");
  const second = `people[${interview.addRow("people")}]`;
  interview.answer(`${row}.wage`, 0.1);
  interview.answer(`${second}.wage`, "0.20");
  assert.equal(interview.value("income"), 0.3);
  interview.answer(`${second}.wage`, { missing: "refused" });
  assert.equal(interview.value("income"), null);
  assert.equal(interview.reason("income"), "unknown");
});

test("what is no answer to a question is refused with a remedy, and nothing is recorded", () => {
  const interview = start();
  const [row] = interview.rows("people");
  const before = interview.events.length;
  for (const [path, value] of [[`${row}.age`, "x"], [`${row}.age`, 1.5], ["owner", "3"], ["owner", 1], [`${row}.age`, { missing: "lost" }], ["workers", 1],
    ["nobody", 1], ["people[zzzzzz].age", 1], [`${row}.wage`, 0.001], ["crops", ["tea", "tea"]], [`${row}.age`, 2 ** 53]]) {
    assert.throws(() => interview.answer(path, value), (error) => error instanceof InputError && error.path === path && error.remedy !== "", `${path} ${value}`);
  }
  assert.equal(interview.events.length, before);
});

test("a required answer and a constraint fail at the question, and block completion", () => {
  const interview = start();
  const [row] = interview.rows("people");
  assert.deepEqual(interview.failures().map((failure) => failure.edit), ["name:required"]);
  interview.answer(`${row}.age`, 130);
  const [constraint] = interview.failuresAt(`${row}.age`);
  assert.equal(constraint.edit, "age:constraint");
  assert.equal(constraint.severity, "hard");
  assert.deepEqual(interview.complete().blockers.map((failure) => failure.edit).sort(), ["age:constraint", "name:required"]);
  interview.answer(`${row}.age`, 30);
  interview.answer(`${row}.name`, "Lan");
  assert.deepEqual(interview.complete(), { done: true, blockers: [] });
  assert.equal(interview.status, "completed");
  interview.answer(`${row}.age`, 31);
  assert.equal(interview.changedAfterCompletion, true);
});

test("a soft edit is confirmed with a reason as long as the values stay", () => {
  const interview = start();
  const [row] = interview.rows("people");
  interview.answer(`${row}.name`, "Lan");
  interview.answer(`${row}.age`, 30);
  interview.answer(`${row}.worked`, "1");
  interview.answer(`${row}.wage`, 5);
  interview.answer(`${row}.hours`, 90);
  const [failure] = interview.failures();
  assert.equal(failure.edit, "E07");
  assert.equal(failure.message, "Lan làm 90 giờ?");
  assert.deepEqual(failure.values, { [`${row}.hours`]: 90 });
  assert.equal(interview.complete().done, false);
  interview.confirm("E07", row, { reason: "checked", text: "two jobs" });
  assert.equal(interview.failures()[0].status, "confirmed");
  interview.answer(`${row}.hours`, 91);
  assert.equal(interview.failures()[0].status, "open");
  interview.answer(`${row}.hours`, 90);
  assert.equal(interview.complete().done, true);
});

test("rows are removed, restored with their answers, and moved", () => {
  const interview = start();
  const [first] = interview.rows("people");
  const second = `people[${interview.addRow("people")}]`;
  interview.answer(`${first}.age`, 50);
  interview.removeRow(first);
  assert.deepEqual(interview.rows("people"), [second]);
  assert.throws(() => interview.value(`${first}.age`), /unknown_row/);
  assert.deepEqual(interview.removedRows().map((row) => [row.path, row.answers.age]), [[first, 50]]);
  const changed = interview.restoreRow(first);
  assert.ok(changed.includes(first));
  assert.equal(interview.value(`${first}.age`), 50);
  interview.moveRow(first, interview.rows("people").includes(second) ? second.slice(7, -1) : null);
  assert.deepEqual(interview.rows("people"), [second, first]);
  interview.addRow("people");
  assert.throws(() => interview.addRow("people"), /too_many_rows/);
});

test("counted and selected rosters come, go and keep their answers", () => {
  const interview = start();
  interview.answer("children_count", 2);
  assert.deepEqual(interview.rows("children"), ["children[1]", "children[2]"]);
  interview.answer("children[2].birth", "2020-02-29");
  interview.answer("children_count", 1);
  assert.deepEqual(interview.rows("children"), ["children[1]"]);
  interview.answer("children_count", 3);
  assert.equal(interview.value("children[2].birth"), "2020-02-29");
  interview.answer("crops", ["tea", "sugar cane", "rice"]);
  assert.deepEqual(interview.rows("plots"), ["plots[rice]", "plots[tea]", 'plots["sugar cane"]']);
  interview.answer('plots["sugar cane"].size', 1.5);
  interview.answer("crops", ["rice"]);
  interview.answer("crops", ["sugar cane"]);
  assert.equal(interview.value('plots["sugar cane"].size'), 1.5);
});

test("texts speak the language, with gaps where a value is missing", () => {
  const interview = start();
  const [row] = interview.rows("people");
  assert.equal(interview.text(`${row}.hours`, "label"), "Giờ làm của …");
  const changed = interview.answer(`${row}.name`, "Lan");
  assert.ok(changed.includes(`${row}.hours`), "the label of hours names the person");
  assert.ok(changed.includes(row), "the row is labelled by the name");
  assert.equal(interview.rowLabel(row), "Lan");
  interview.language = "en";
  assert.equal(interview.text(`${row}.hours`, "label"), "Hours of Lan");
  assert.equal(interview.text("", "title"), "Household");
  interview.answer(`${row}.age`, { missing: "refused" });
  assert.equal(interview.format(`${row}.age`), "Không biết");
});

test("subscribers hear of each change once, with its events", () => {
  const interview = start();
  /** @type {any[]} */
  const heard = [];
  const stop = interview.subscribe((change) => heard.push(change));
  interview.addRow("people");
  assert.equal(heard.length, 1);
  assert.deepEqual(heard[0].events.map((event) => event.type), ["add_row", "answer"]);
  stop();
  interview.answer("owner", "1");
  assert.equal(heard.length, 1);
});

test("two devices come to the same state whatever the order, and see their conflict", () => {
  const here = start();
  const there = Interview.open(HOUSEHOLD, { clock: tickingClock("2026-11-22T09:00:00Z"), device: "b", events: here.events.slice() });
  here.answer("owner", "1");
  there.answer("owner", "2");
  there.answer("rent", 3.5);
  const fromThere = there.events.filter((event) => event.device === "b");
  const changed = here.receive(fromThere.slice().reverse());
  there.receive(here.events);
  assert.ok(changed.includes("owner") && changed.includes("rent"));
  assert.equal(here.value("owner"), "2");
  assert.equal(here.value("rent"), 3.5);
  assert.deepEqual(here.events, there.events);
  assert.equal(here.conflicts.length, 1);
  assert.deepEqual(here.receive(fromThere), [], "a replay changes nothing");
});

test("an event that does not fit is kept and listed, and stops nothing", () => {
  const first = start();
  const strange = [{ type: "answer", path: "nobody", value: 1 }, { type: "answer", path: "owner", value: "7" }, { type: "flight" }]
    .map((event, i) => ({ ...event, device: "z", seq: i + 1, hlc: "2026-11-22T07:00:00.000Z-0000", user: null }));
  const again = Interview.open(HOUSEHOLD, { clock: tickingClock(), events: [...first.events, ...strange] });
  assert.deepEqual(again.unapplied.map((item) => item.code), ["unknown_path", "unknown_code", "unknown_event"]);
  assert.deepEqual(again.rows("people"), first.rows("people"));
});
