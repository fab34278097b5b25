// Households in which every pair has been asked, in Node: `node bench/relations/household.mjs COMPILED.json MEMBERS EVENTS.json [RUNTIME]`.
// Prints milliseconds as JSON: one pair answered anew, an age, a member added, one removed (the least of 20); all asked; the log opened. Writes the log.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [form, count, log, runtime = "offline_client/runtime"] = process.argv.slice(2);
const { Interview } = await import(pathToFileURL(resolve(runtime, "interview.js")).href);
const compiled = JSON.parse(readFileSync(form, "utf8"));
let seconds = 0;
const clock = () => new Date(1.7e12 + (seconds += 1) * 1000).toISOString();
const KIN = "12349";

/** How long some work takes, as processor time. */
function cost(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A household in which each member has said how all before are related. */
function asked(members) {
  const interview = Interview.open(compiled, { events: [], clock });
  const ids = [];
  for (let i = 0; i < members; i += 1) {
    const id = interview.addRow("people");
    const row = `people[${id}]`;
    for (const [name, value] of [["name", `N${i}`], ["sex", "12"[i % 2]], ["age", (i * 7) % 80]]) interview.answer(`${row}.${name}`, value);
    ids.forEach((other, j) => interview.answer(`${row}.ties[${other}].tie`, KIN[(i + j) % KIN.length]));
    ids.push(id);
  }
  return { interview, ids };
}

/** The least of 20 turns of each kind of work. */
function changes(interview, ids) {
  const [first, last] = [ids[0], ids[ids.length - 1]];
  const found = { pair: Infinity, age: Infinity, added: Infinity, removed: Infinity };
  const note = (what, work) => (found[what] = Math.min(found[what], cost(work)));
  for (let turn = 0; turn < 20; turn += 1) {
    let added = "";
    note("pair", () => interview.answer(`people[${last}].ties[${first}].tie`, KIN[(turn + 1) % KIN.length]));
    note("age", () => interview.answer(`people[${first}].age`, 20 + turn));
    note("added", () => (added = interview.addRow("people")));
    note("removed", () => interview.removeRow(`people[${added}]`));
  }
  return found;
}

let household;
const all = cost(() => (household = asked(Number(count))));
const events = household.interview.events.slice();
writeFileSync(log, JSON.stringify(events));
const found = changes(household.interview, household.ids);
console.log(JSON.stringify({ ...found, all, opened: cost(() => Interview.open(compiled, { events, clock })) }));
