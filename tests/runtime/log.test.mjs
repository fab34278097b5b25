import assert from "node:assert/strict";
import { test } from "node:test";

import { HybridClock, instant } from "../../offline_client/runtime/clock.js";
import { Interview } from "../../offline_client/runtime/interview.js";
import { cellPath, parsePath, rowPath } from "../../offline_client/runtime/paths.js";
import { decimalText, fromOuter, toEvent, toOuter } from "../../offline_client/runtime/values.js";
import { HOUSEHOLD, tickingClock } from "./household.mjs";

const codes = () => new Map([["1", 0], ["2", 1]]);
const start = (options = {}) => Interview.open(HOUSEHOLD, { clock: tickingClock(), device: "a", ...options });

test("a clock that is set back still moves on, and follows what it observes", () => {
  const times = ["2026-11-22T08:00:00Z", "2026-11-22T07:00:00Z", "2026-11-22T15:00:01+07:00"];
  const clock = new HybridClock(() => times.shift() ?? "2026-11-22T08:00:01Z");
  assert.equal(clock.next(), "2026-11-22T08:00:00.000Z-0000");
  assert.equal(clock.next(), "2026-11-22T08:00:00.000Z-0001");
  assert.equal(clock.next(), "2026-11-22T08:00:01.000Z-0000");
  clock.observe("2026-11-22T09:00:00.000Z-ffff");
  assert.equal(clock.next(), "2026-11-22T09:00:00.001Z-0000");
  clock.observe("tomorrow");
  assert.throws(() => instant("tomorrow"), TypeError);
});

test("paths of rows quote ids that are no plain words, and are read back", () => {
  for (const id of ["k3x9qa", "sugar cane", 'a"b]c', "01.2"]) {
    const path = cellPath(rowPath("plots", id), "size");
    assert.deepEqual(parsePath(path), [{ name: "plots", row: id }, { name: "size", row: null }]);
  }
  assert.equal(parsePath("people[")?.length, undefined);
});

test("a path written another way reaches the same row", () => {
  const interview = start();
  const [row] = interview.rows("people");
  const quoted = row.replace(/\[(.*)\]/, '["$1"]');
  interview.answer(`${quoted}.age`, 40);
  assert.equal(interview.value(`${row}.age`), 40);
  assert.equal(interview.events.at(-1).path, `${row}.age`);
});

test("numbers are read through their text, to the last digit", () => {
  assert.equal(fromOuter("decimal:2", 0.1, codes) + fromOuter("decimal:2", "0.20", codes), 30);
  assert.equal(fromOuter("decimal:2", 1.1, codes), 110);
  assert.equal(fromOuter("decimal:9", 1e-9, codes), 1);
  assert.equal(fromOuter("integer", "9007199254740991", codes), Number.MAX_SAFE_INTEGER);
  assert.equal(fromOuter("integer", 2.0, codes), 2);
  assert.ok(Object.is(fromOuter("integer", -0, codes), 0));
  for (const wrong of ["9007199254740992", 0.5, "1e3", " 1", "", true, NaN, "0x10"]) assert.throws(() => fromOuter("integer", wrong, codes), `${wrong}`);
  assert.equal(decimalText(-5, 2), "-0.05");
});

test("every kind of value comes back as it went in", () => {
  const point = [21.0278, 105.8342, null];
  const outer = {
    integer: -3, "decimal:2": 12.5, boolean: false, text: "Hà Nội", "code:l": "2", "codes:l": ["1", "2"], "rank:l": ["2", "1"], date: "1992-02-29", time: "08:30:00",
    datetime: "1969-12-31T23:59:59", year_month: "2026-11", geopoint: point, geotrace: [point, point], file: { name: "a.jpg", sha256: "00", size: 3, media_type: "image/jpeg" },
  };
  for (const [type, value] of Object.entries(outer)) {
    assert.deepEqual(toOuter(type, fromOuter(type, value, codes)), value, type);
    const internal = fromOuter(type, value, codes);
    assert.deepEqual(fromOuter(type, toEvent(type, internal), codes), internal, type);
  }
});

test("two events of one name are not both believed, whatever the order of arrival", () => {
  const { events } = start();
  const twin = { type: "answer", path: "owner", value: "2", prev: null, device: "z", seq: 1, hlc: "2026-11-22T09:00:00.000Z-0000", user: null };
  const other = { ...twin, value: "1" };
  const [first, second] = [[twin, other], [other, twin]].map((pair) => start({ events: [...events, ...pair], device: "b" }));
  assert.deepEqual(first.unapplied, second.unapplied);
  assert.deepEqual(first.unapplied.map((item) => item.code), ["sequence_reused"]);
  assert.equal(first.value("owner"), second.value("owner"));
});

test("what is no event is kept aside with the reason, and the rest goes on", () => {
  const { events } = start();
  const wrong = ["text", { type: "answer" }, { ...events[0], seq: 0 }, { type: "clear", device: "z", seq: 1, hlc: events[0].hlc, user: null }];
  const interview = start({ events: [...events, ...wrong], device: "b" });
  assert.deepEqual(interview.unapplied.map((item) => item.code), ["event_malformed", "event_malformed", "event_malformed", "event_malformed"]);
  assert.equal(interview.rows("people").length, 1);
});

test("answers that arrive before their row wait for it", () => {
  const here = start();
  const row = here.addRow("people");
  here.answer(`people[${row}].age`, 50);
  const added = here.events.find((event) => event.row === row);
  const there = start({ events: here.events.filter((event) => event !== added), device: "b" });
  assert.ok(there.unapplied.some((item) => item.code === "unknown_row"));
  const changed = there.receive([added]);
  assert.ok(changed.includes(`people[${row}]`));
  assert.equal(there.value(`people[${row}].age`), 50);
  assert.deepEqual(there.unapplied, []);
});

test("an answer of another device to a removed row is a conflict, and nothing is lost", () => {
  const here = start();
  const [row] = here.rows("people");
  const there = start({ events: here.events.slice(), device: "b", clock: tickingClock("2026-11-22T10:00:00Z") });
  there.answer(`${row}.age`, 50);
  here.removeRow(row);
  here.receive(there.events);
  assert.deepEqual(here.rows("people"), []);
  assert.deepEqual(here.conflicts.map((conflict) => conflict.kind), ["removed_row"]);
  here.restoreRow(row);
  assert.equal(here.value(`${row}.age`), 50);
});

test("headquarters can soften, harden or switch off an edit without a new version", () => {
  const events = start().events;
  const [row] = start({ events }).rows("people");
  const answers = (interview) => {
    for (const [name, value] of [["name", "Lan"], ["age", 40], ["worked", "1"], ["wage", 5], ["hours", 90]]) interview.answer(`${row}.${name}`, value);
    return interview;
  };
  assert.deepEqual(answers(start({ events: events.slice(), severities: { E07: "off" } })).failures(), []);
  const hard = answers(start({ events: events.slice(), severities: { E07: "hard" } }));
  assert.equal(hard.failures()[0].severity, "hard");
  assert.throws(() => hard.confirm("E07", row, { reason: "checked" }), /edit_is_hard/);
});

test("what comes after an approval is set aside until the interview is returned", () => {
  const here = start();
  const [row] = here.rows("people");
  here.answer(`${row}.age`, 40);
  const stamp = (type, seq, hlc, members) => ({ type, device: "server", seq, hlc, user: "supervisor", ...members });
  const covers = { a: here.events.at(-1).seq };
  const late = { type: "answer", device: "b", seq: 1, hlc: "2000-01-01T00:00:00.000Z-0000", user: "enumerator", path: `${row}.name`, value: "Lan", prev: null };
  const approved = [...here.events, late, stamp("approve", 1, "2099-01-01T00:00:00.000Z-0000", { covers })];
  const read = start({ events: approved });
  assert.equal(read.status, "approved");
  assert.equal(read.value(`${row}.name`), null);
  const back = start({ events: [...approved, stamp("return", 2, "2099-01-02T00:00:00.000Z-0000", { text: "again" })] });
  assert.equal(back.value(`${row}.name`), "Lan");
});
