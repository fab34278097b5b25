// Abstract model of the peer harness -> our questionnaire JSON -> `phieu compile` -> the compiled form's text.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TYPES = { integer: "integer", text: "text", select_one: "select_one", select_multiple: "select_many", calculated: "calculation" };

/** A relevance tree of the model in our language. */
function condition(e) {
  if (e.t === "and" || e.t === "or") return `(${condition(e.a)}) ${e.t} (${condition(e.b)})`;
  if (e.t === "gt") return `${e.ref} > ${e.v}`;
  return e.t === "eq" ? `${e.ref} = '${e.v}'` : `selected(${e.ref}, '${e.v}')`;
}

/** A constraint on the question's own answer. */
function constraint(name, c) {
  switch (c.t) {
    case "range": return `${name} between ${c.lo} and ${c.hi}`;
    case "leref": return `${name} <= coalesce(${c.ref}, 0) + ${c.add}`;
    case "maxlen": return `length(${name}) <= ${c.n}`;
    case "maxcount": return `count_selected(${name}) <= ${c.n}`;
    default: return `${name} != '${c.v}'`;
  }
}

/** A calculation; blank counts as nought in the harness' sums. */
function calculation(c, roster) {
  if (c.t === "rcount") return `count(${roster})`;
  if (c.t === "rsum") return `sum_known(${roster}.${c.field})`;
  return c.refs.map((name) => `coalesce(${name}, 0)`).join(" + ");
}

function question(q, roster) {
  const item = { name: q.name, type: TYPES[q.type], label: { en: q.label ?? q.name } };
  if (q.choices) item.codes = "choices";
  if (q.relevant) item.relevant = condition(q.relevant);
  if (q.constraint) item.constraint = constraint(q.name, q.constraint);
  if (q.calc) item.calculation = calculation(q.calc, roster);
  return item;
}

/** The questionnaire document of an abstract model. */
export function document(model) {
  const choices = Array.from({ length: 8 }, (_, i) => ({ code: `c${i + 1}`, label: { en: `Choice ${i + 1}` } }));
  const roster = model.roster && {
    name: model.roster.name, type: "roster", label: { en: model.roster.label }, row_label: "m_name", max_rows: 1000,
    items: model.roster.questions.map((q) => question(q)),
  };
  const items = model.sections.map((s) => ({
    name: s.name, type: "section", label: { en: s.label },
    items: [...(roster ? [roster] : []), ...s.questions.map((q) => question(q, model.roster?.name))],
  }));
  return { id: model.id.replaceAll("-", "_"), version: "1", languages: ["en"], title: { en: model.id }, code_lists: { choices }, items };
}

export default function format(model) {
  const folder = mkdtempSync(join(tmpdir(), "phieu-peer-"));
  try {
    writeFileSync(join(folder, "form.json"), JSON.stringify(document(model)));
    execFileSync(process.env.PHIEU ?? "phieu", ["compile", join(folder, "form.json"), "-o", join(folder, "compiled.json")], { stdio: ["ignore", "ignore", "inherit"] });
    return readFileSync(join(folder, "compiled.json"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
