// A small household form in the compiled form, written by hand: one of each thing that the runtime has to keep in order.
// Slots of the root: 0 people (roster), 1 workers (calculation), 2 income (calculation), 3 owner, 4 rent, 5 children_count, 6 children (roster), 7 crops, 8 plots (roster).
// Slots of people: 0 name, 1 age, 2 worked, 3 hours, 4 wage.

const NODES = [
  { kind: "relevant", scope: 1, slot: 2, ast: ["ge", ["ref", 0, 0, 1], ["lit", 15]] },
  { kind: "relevant", scope: 1, slot: 3, ast: ["eq", ["ref", 0, 0, 2], ["lit", "1"]] },
  { kind: "constraint", scope: 1, slot: 1, ast: ["between", ["ref", 0, 0, 1], ["lit", 0], ["lit", 120]] },
  { kind: "required", scope: 1, slot: 0, ast: ["lit", true] },
  { kind: "calculation", scope: 0, slot: 1, ast: ["agg", "count", 0, 0, [0], null, ["eq", ["ref", 0, 0, 2], ["lit", "1"]], null] },
  { kind: "calculation", scope: 0, slot: 2, ast: ["agg", "sum", 0, 0, [0], ["ref", 0, 0, 4], null, [[0, 4]]] },
  { kind: "relevant", scope: 0, slot: 4, ast: ["eq", ["ref", 0, 0, 3], ["lit", "2"]] },
  { kind: "count", scope: 0, slot: 6, ast: ["ref", 0, 0, 5] },
  { kind: "edit", scope: 1, edit: 0, ast: ["le", ["ref", 0, 0, 3], ["lit", 84]] },
  { kind: "edit", scope: 0, edit: 1, ast: ["implies", ["gt", ["ref", 0, 0, 1], ["lit", 0]], ["gt", ["ref", 0, 0, 2], ["lit", 0]]] },
  { kind: "text", scope: 1, slot: 0, ast: ["ref", 0, 0, 0], type: "text" },
  { kind: "text", scope: 1, slot: 3, ast: ["ref", 0, 0, 3], type: "integer" },
  { kind: "row_label", scope: 1, ast: ["ref", 0, 0, 0], type: "text" },
  { kind: "default", scope: 1, slot: 4, ast: ["lit", 0] },
  { kind: "filter", scope: 0, slot: 3, ast: ["ne", ["code"], ["ref", 1, 0, 7]] },
];

export const HOUSEHOLD = {
  format: 1, id: "household", version: "1", hash: "h", languages: ["vi", "en"], title: 0,
  texts: {
    vi: ["Hộ", "Tên", ["Giờ làm của ", 10], [10, " làm ", 11, " giờ?"], "Có", "Không", "Không biết"],
    en: ["Household", "Name", ["Hours of ", 10], [10, " works ", 11, " hours?"], "Yes", "No", null],
  },
  reasons: { refused: 6 },
  code_lists: { yes_no: { codes: ["1", "2"], labels: [4, 5] }, crop: { codes: ["rice", "tea", "sugar cane"], labels: [null, null, null] } },
  scopes: [
    { name: "", size: 9, dependents: { 1: [[9, 0]], 2: [[9, 0]], 3: [[6, 0]], 5: [[7, 0]] } },
    {
      name: "people", parent: 0, child: 0, roster: 0, size: 5, rows: [[4, 0], [5, 0]],
      dependents: { 0: [[10, 1], [12, 1]], 1: [[0, 1], [2, 1]], 2: [[1, 1], [4, 0]], 3: [[8, 1], [11, 1]], 4: [[5, 0]] },
    },
    { name: "children", parent: 0, child: 1, roster: 6, size: 1 },
    { name: "plots", parent: 0, child: 2, roster: 8, size: 1 },
  ],
  nodes: NODES,
  items: [
    {
      name: "people", type: "roster", scope: 0, slot: 0, of: 1, rows: { kind: "added" }, min_rows: 1, max_rows: 3, row_label: 12,
      items: [
        { name: "name", type: "text", value_type: "text", scope: 1, slot: 0, label: 1, required: 3 },
        { name: "age", type: "integer", value_type: "integer", scope: 1, slot: 1, constraint: 2, missing: ["refused"] },
        { name: "worked", type: "select_one", value_type: "code:yes_no", codes: "yes_no", scope: 1, slot: 2, relevant: 0 },
        { name: "hours", type: "integer", value_type: "integer", scope: 1, slot: 3, relevant: 1, label: 2 },
        { name: "wage", type: "decimal", value_type: "decimal:2", scope: 1, slot: 4, default: 13, missing: ["refused"] },
      ],
    },
    { name: "workers", type: "calculation", value_type: "integer", scope: 0, slot: 1, calculation: 4 },
    { name: "income", type: "calculation", value_type: "decimal:2", scope: 0, slot: 2, calculation: 5 },
    { name: "owner", type: "select_one", value_type: "code:yes_no", codes: "yes_no", scope: 0, slot: 3 },
    { name: "rent", type: "decimal", value_type: "decimal:2", scope: 0, slot: 4, relevant: 6 },
    { name: "children_count", type: "integer", value_type: "integer", scope: 0, slot: 5 },
    {
      name: "children", type: "roster", scope: 0, slot: 6, of: 2, rows: { kind: "count", count: 7 },
      items: [{ name: "birth", type: "date", value_type: "date", scope: 2, slot: 0 }],
    },
    { name: "crops", type: "select_many", value_type: "codes:crop", codes: "crop", scope: 0, slot: 7 },
    {
      name: "plots", type: "roster", scope: 0, slot: 8, of: 3, rows: { kind: "selected", from: [0, 7] },
      items: [{ name: "size", type: "decimal", value_type: "decimal:1", scope: 3, slot: 0 }],
    },
  ],
  edits: [
    { id: "E07", scope: 1, severity: "soft", require: 8, message: 3, involved: [[0, 3]], named: [[0, 3]] },
    { id: "E08", scope: 0, severity: "soft", require: 9, involved: [[0, 1], [0, 2]], named: [[0, 1], [0, 2]] },
  ],
};

/** A clock that goes on a second at each look. @param {string} start */
export function tickingClock(start = "2026-11-22T08:00:00Z") {
  let now = Date.parse(start);
  return () => new Date((now += 1000)).toISOString();
}
