import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Interview } from "../../offline_client/runtime/interview.js";
import { whyAsked, whyFailed } from "../../offline_client/runtime/words.js";
import { tickingClock } from "./household.mjs";

const [form, labourForce] = JSON.parse(readFileSync(process.env.PHIEU_FORMS, "utf8"));
const start = (language = "vi", compiled = form) => Interview.open(compiled, { clock: tickingClock(), device: "a", user: "enumerator", language });

/** A member with answers; the row's path. */
function member(interview, answers) {
  const row = `people[${interview.addRow("people")}]`;
  for (const [name, value] of Object.entries(answers)) interview.answer(`${row}.${name}`, value);
  return row;
}

const failing = (interview, edit) => interview.failures().find((failure) => failure.edit === edit);

test("a question says why it is asked, by labels, codes and values, the outer conditions first", () => {
  const interview = start();
  const lan = member(interview, { name: "Lan", age: 34, worked: "1" });
  assert.deepEqual(whyAsked(interview, `${lan}.worked`), ["“Tuổi” = 34 (từ 15 trở lên)"]);
  assert.deepEqual(whyAsked(interview, `${lan}.hours`), ["“Tuổi” = 34 (từ 15 trở lên)", "“Lan có làm việc không?” = Có", "“Tuổi” = 34 (dưới 70)"]);
  assert.deepEqual(whyAsked(interview, `${lan}.name`), []);
});

test("the words follow the language at any moment", () => {
  const interview = start("en");
  const lan = member(interview, { name: "Lan", age: 34, worked: "1" });
  assert.deepEqual(whyAsked(interview, `${lan}.days`), ["“Age” = 34 (15 or more)", "“Did Lan work?” = Yes"]);
  interview.language = "vi";
  assert.deepEqual(whyAsked(interview, `${lan}.days`), ["“Tuổi” = 34 (từ 15 trở lên)", "“Lan có làm việc không?” = Có"]);
});

test("of several ways to be asked the one that holds is said", () => {
  const interview = start("en");
  interview.answer("started", "2026-02-01");
  assert.deepEqual(whyAsked(interview, "late"), ["“Start” = 1 Feb 2026 (5 Jan 2026 or later)"]);
  interview.answer("crops", ["01", "03"]);
  assert.deepEqual(whyAsked(interview, "rice"), ["“Crops” = Rice, Maize (includes Rice)"]);
});

test("rows that decide are named", () => {
  const interview = start("en");
  member(interview, { name: "Lan", age: 20, worked: "1" });
  member(interview, { name: "Mai", age: { missing: "refused" } });
  interview.answer("crops", ["01"]);
  const [some, not] = whyAsked(interview, "why");
  assert.match(some, /^some of “Member” where .*“Age”.* – Mai$/u);
  assert.equal(not, "“Crops” = Rice (does not include Tea)");
  assert.deepEqual(whyAsked(interview, "end"), ["“Workers” = 1 (one of: 1; 2)"]);
});

test("a failing constraint says what must hold, with the answer that is not so", () => {
  const interview = start("en");
  const lan = member(interview, { name: "Lan", age: 134 });
  const [failure] = interview.failuresAt(`${lan}.age`);
  assert.deepEqual(whyFailed(interview, failure), { demands: ["“Age” = 134 (must be: from 0 to 120)"], because: [] });
});

test("a failing edit says its demand and its condition, with exact decimals", () => {
  const interview = start("en");
  const lan = member(interview, { name: "Lan", age: 34, worked: "1", hours: 60.5, days: 5 });
  assert.deepEqual(whyFailed(interview, failing(interview, "E1")), {
    demands: ["“Hours” = 60.5 (must be: at most 12 × “Days” = 60)"], because: ["“Did Lan work?” = Yes"],
  });
  interview.answer(`${lan}.days`, 7);
  member(interview, { name: "Mai", age: 95, worked: "1" });
  const third = member(interview, { name: "Hùng", age: 40, worked: "1", hours: 50 });
  assert.deepEqual(whyFailed(interview, failing(interview, "E2")).demands, ["total of “Hours” over “Member” where “Age” 15 or more = 110.5 (must be: at most 100)"]);
  assert.deepEqual(whyFailed(interview, failing(interview, "E3")).demands, ["number of “Member” = 3 (must be: at most 2)"]);
  assert.deepEqual(whyFailed(interview, failing(interview, "E4")).demands, ["not all of “Member”: “Age” less than 90 – Mai"]);
  interview.removeRow(third);
  assert.equal(failing(interview, "E3"), undefined);
});

test("every condition of a whole questionnaire has words in both languages", () => {
  for (const language of ["vi", "en"]) {
    const interview = start(language, labourForce);
    interview.answer("contact", "1");
    const row = `people[${interview.addRow("people")}]`;
    interview.answer(`${row}.name`, "Lan");
    const forms = interview.form;
    for (const [at, node] of forms.nodes.entries()) {
      if (!["relevant", "constraint", "edit"].includes(node.kind)) continue;
      const place = node.kind === "edit" ? null : forms.scopes[node.scope].slots[node.slot];
      const frames = [];
      const visit = (frame) => {
        if (frame.scope.index === node.scope) frames.push(frame);
        for (const rows of frame.rows) rows.forEach(visit);
      };
      visit(interview.frame(""));
      for (const frame of frames.slice(0, 1)) {
        const edit = node.kind === "edit" ? labourForce.edits[node.edit].id : `${place.name}:constraint`;
        const failure = { edit, path: node.kind === "edit" ? frame.path : frame.pathOf(node.slot) };
        const said = node.kind === "relevant" ? whyAsked(interview, frame.pathOf(node.slot)) : whyFailed(interview, failure).demands;
        assert.ok(said.length > 0, labourForce.nodes[at].text);
        for (const sentence of said) {
          assert.ok(sentence.trim() !== "" && !/undefined|NaN|\[object|\{\w\}/u.test(sentence), sentence);
          if (process.env.SHOW) console.log(`${labourForce.nodes[at].text}\n    ${sentence}`);
        }
      }
    }
  }
});
