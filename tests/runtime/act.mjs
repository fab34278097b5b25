// Plays scripts on interviews, for test_agreement.py: a line of JSON in, a line of JSON out.
//   {"form": compiled} sets the form;  {"script": [[actor, deed, a, b], …]} plays it on two devices that exchange events, and gives
//   {"events", "here", "fresh", "wrong"}: the log, the state that grew change by change, the state opened from the log, and what went wrong.
// Numbers choose: deed, a and b are taken modulo what there is, so that any script is a good one.

import { createInterface } from "node:readline";

import { InputError, Interview } from "../../offline_client/runtime/interview.js";
import { parsePath } from "../../offline_client/runtime/paths.js";
import { eachFrame } from "../../offline_client/runtime/frames.js";
import { PageReader } from "../../offline_client/view/pages.js";

let compiled = null;

function play(script) {
  const clock = tickingClock();
  const open = { preload: { size_last_round: 7 }, previous: { members: 3, "people[k3x9qa].age": 41, "people[k3x9qa].birth": "1985-03", "people[m2n8pd].name": "Lan", 'people["bà Tư"].name': "Tư" }, unit: { area: "00004", household: "012" } };
  const first = Interview.open(compiled, { clock, device: "a", user: "enumerator", open });
  const second = Interview.open(compiled, { clock, device: "b", user: "colleague", events: first.events });
  const wrong = [];
  const pages = new Map([first, second].map((interview) => [interview, pagesKept(interview)]));
  for (const [actor, deed, a, b] of script) {
    const [interview, other] = actor % 2 ? [second, first] : [first, second];
    const before = looks(interview);
    try {
      const changed = DEEDS[deed % DEEDS.length](interview, a, b, other);
      if (Array.isArray(changed)) wrong.push(...untold(before, looks(interview), changed));
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
    }
    if (b % 3) wrong.push(...pages.get(interview)()); // at times only after several changes
  }
  second.receive(first.events.slice().reverse());
  first.receive(second.events);
  const events = JSON.parse(JSON.stringify(first.events));
  const fresh = Interview.open(compiled, { clock, device: "c", events: events.slice().reverse() });
  return { events, here: state(first), there: state(second), fresh: state(fresh), wrong };
}

const DEEDS = [
  asked, asked, asked, asked, asked, asked, asked, asked, asked, asked, answer, answer,
  (interview, a) => interview.clear(cellNo(interview, a).path),
  (interview, a) => { interview.addRow(rosterNo(interview, a)); },
  (interview, a) => interview.removeRow(rowNo(interview, a)),
  (interview, a) => interview.restoreRow(pick(interview.removedRows(), a).path),
  (interview, a, b) => interview.moveRow(rowNo(interview, a), b % 3 ? parsePath(rowNo(interview, b)).at(-1).row : null),
  (interview, a) => interview.confirm(...failing(interview, a), { reason: "checked" }),
  (interview, a) => interview.accept(...failing(interview, a), { text: "seen" }),
  (interview, a) => { interview.remark(cellNo(interview, a).path, "a remark"); },
  (interview, a) => interview.resolveRemark(pick(interview.remarks(), a).id),
  (interview, a, b) => { interview.flag(cellNo(interview, a % 3).path, b % 3 > 0); },
  (interview, a) => interview.contact(["no_answer", "call_back", "refused"][a % 3], { text: a % 2 ? "said" : null, appointment: a % 3 === 1 ? "2026-11-23T18:30" : null }),
  (interview, a, b) => interview.changeMode(["capi", "cati", "keying"][a % 3], b % 2 ? { batch: `B${b % 5}`, paper: `${b}` } : {}),
  (interview) => { interview.complete(); },
  (interview) => interview.reopen(),
  (interview, a) => (a % 2 ? interview.return("again") : interview.approve()),
  (interview, a, b, other) => interview.receive(other.events.filter((event, i) => (i * 7 + a) % (1 + (b % 3)) === 0)),
];

/** Finds what is wrong with pages that are kept from change to change: they must be those that are found anew. */
function pagesKept(interview) {
  const [reader, changed] = [new PageReader(interview), new Set()];
  interview.subscribe((change) => change.changed.forEach((path) => changed.add(path)));
  return () => {
    const [kept, found] = [reader.read(changed), new PageReader(interview).read([])].map((pages) => pages.map(({ items, ...page }) => JSON.stringify([page, items.map(({ name }) => name)])));
    changed.clear();
    return kept.join() === found.join() ? [] : [`the pages kept are ${kept}, found anew ${found}`];
  };
}

/** Answers a question that is on route, one not answered yet before all others: so that scripts reach what lies deep. */
function asked(interview, a, b) {
  const onRoute = cells(interview).filter(({ path }) => interview.onRoute(path));
  const open = onRoute.filter(({ path }) => interview.reason(path) === "not_reached");
  return answerCell(interview, pick(open.length && a % 4 ? open : onRoute, a), b);
}

function answer(interview, a, b) {
  return answerCell(interview, cellNo(interview, a), b);
}

function answerCell(interview, { path, type, item }, b) {
  const reasons = item.missing ?? [];
  if (b % 7 === 0 && reasons.length) return interview.answer(path, { missing: pick(reasons, b) });
  return interview.answer(path, pick(valuesOf(type), b));
}

const VALUES = {
  integer: [0, 1, 2, 3, 5, -1, 40, 2000000, 9007199254740991, 30, 45, "x", 1.5],
  decimal: [0, 0.5, 40, 84.5, 100, 200, "12.5", 12.34, 0.1, 0.2, "1e3"],
  text: ["Lan", "Nam", "e\u0301", " ", "🌾", "Lan"],
  date: ["1990-02-28", "1992-02-29", "2020-06-01", "2011-11-23", "2030-01-01", "1950-12-31", "2026-02-30"],
  datetime: ["2026-11-22T08:30:00", "2026-11-22"],
  boolean: [true, false, 1],
  geopoint: [[21.0278, 105.8342, 5], [0, 0, null], [100, 0, 1]],
};

function valuesOf(type) {
  const [kind, list] = type.split(":");
  const codes = compiled.code_lists[list]?.codes ?? [];
  if (kind === "code") return [...codes, "none"];
  if (kind === "codes" || kind === "rank") return [codes.slice(0, 1), codes.slice(0, 2).reverse(), codes.slice(1, 3), codes.slice(), []];
  return VALUES[kind];
}

function pick(list, n) {
  if (!list?.length) throw new InputError("nothing", "", "There is nothing to choose from.", "Go on.");
  return list[n % list.length];
}

function cells(interview) {
  const found = [];
  eachFrame(interview.propagation.root, (frame) => {
    for (const { slot, item, type, calculated } of frame.scope.slots) if (item && type && !calculated) found.push({ path: frame.pathOf(slot), type, item });
  });
  return found;
}

const cellNo = (interview, n) => pick(cells(interview), n);

function rosters(interview) {
  const found = [];
  eachFrame(interview.propagation.root, (frame) => {
    for (const { slot, roster } of frame.scope.slots) if (roster >= 0) found.push(frame.pathOf(slot));
  });
  return found;
}

const rosterNo = (interview, n) => pick(rosters(interview), n);
const rowNo = (interview, n) => pick(rosters(interview).flatMap((path) => interview.rows(path)), n);

function failing(interview, n) {
  const { edit, path } = pick(interview.failures(), n);
  return [edit, path];
}

/** What each path looks like, to see that a change tells of all that changed. */
function looks(interview) {
  const found = new Map();
  eachFrame(interview.propagation.root, (frame) => {
    found.set(frame.path, "");
    for (const { slot, name, roster } of frame.scope.slots) {
      const path = frame.pathOf(slot);
      const failures = frame.scope.slots[slot].checks.map((check) => frame.outcomes[check] === 2);
      const rows = roster >= 0 ? interview.rows(path) : null;
      const shown = frame.scope.slots[slot].item ? [interview.text(path, "label"), interview.format(path), interview.offered(path).length] : [];
      if (name) found.set(path, JSON.stringify([frame.values[slot], frame.reasons[slot], frame.route[slot], failures, rows, shown]));
    }
  });
  for (const failure of interview.failures()) {
    for (const path of failure.involved) found.set(path, `${found.get(path)} ${failure.edit} ${failure.path} ${failure.status} ${failure.message}`);
  }
  return found;
}

/** Paths that look different and were not told. The path of a row that came or went tells of all that is in it. */
function untold(before, after, changed) {
  const told = new Set(changed);
  const inRow = (path) => before.has(path) !== after.has(path) && changed.some((row) => path.startsWith(`${row}.`));
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path) && !told.has(path) && !inRow(path));
}

const OUTCOMES = ["not_run", "pass", "fail", "unknown", "not_applicable", "error"];

function state(interview) {
  const values = {};
  const labels = {};
  const outcomes = [];
  eachFrame(interview.propagation.root, (frame) => {
    if (frame.path) labels[frame.path] = interview.rowLabel(frame.path);
    frame.scope.checks.forEach((check, i) => outcomes.push([check.id, check.kind === "edit" ? frame.path : frame.pathOf(check.slot), OUTCOMES[frame.outcomes[i]]]));
    for (const { slot, name, item } of frame.scope.slots) {
      if (!name) continue;
      const path = frame.pathOf(slot);
      const cell = interview.cell(path);
      values[path] = [cell.value, cell.reason, cell.onRoute, cell.error, cell.source, cell.answer];
      if (item) labels[path] = [interview.text(path, "label"), interview.format(path), interview.offered(path).map((offer) => offer.label), interview.required(path)];
    }
  });
  const { status, changedAfterCompletion } = interview;
  interview.language = "en";
  const english = interview.failures().map(({ message }) => message);
  interview.language = "vi";
  return {
    english,
    status, changedAfterCompletion, values, labels, outcomes, rows: Object.fromEntries(rosters(interview).map((path) => [path, interview.rows(path)])),
    failures: interview.failures(), not_evaluated: interview.notEvaluated(), progress: interview.progress(),
    conflicts: interview.conflicts.map(({ kind, path, kept, other }) => [kind, path, `${kept.device}:${kept.seq}`, `${other.device}:${other.seq}`]),
    unapplied: interview.unapplied.map(({ event, code }) => [`${event.device}:${event.seq}`, code]),
    fieldwork: { ...interview.fieldwork }, appointment: interview.fieldwork.appointment,
    remarks: interview.remarks(), removed: interview.removedRows(), unit: interview.text("", "unit_label"),
  };
}

function tickingClock() {
  let now = Date.parse("2026-11-22T08:00:00Z");
  return () => new Date((now += 1000)).toISOString();
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.form) compiled = message.form;
  else console.log(JSON.stringify(attempt(message.script)));
}

function attempt(script) {
  try {
    return play(script);
  } catch (problem) {
    return { wrong: [String(problem.stack)] };
  }
}
