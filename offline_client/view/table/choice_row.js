/** A row of a matrix whose columns are codes: a radio button or a check box under each, missing reasons behind, messages below. */

import { h, setText } from "../../widgets/dom.js";
import { added } from "../../widgets/select_many.js";
import { answerTools, reasonButtons } from "../answer_tools.js";
import { failureList } from "../failures.js";
import { contextOf } from "../question.js";
import { remarkList } from "../remarks.js";

/**
 * @typedef {import("../types").Desk} Desk
 * @typedef {import("../../runtime/types").CompiledItem} Item
 */

let made = 0;

/** @param {Desk} desk @param {Item} item @param {string} path @returns {import("./matrix.js").MatrixRow} */
export function choiceRow(desk, item, path) {
  const { interview, readOnly } = desk;
  const id = `m${(made += 1)}`;
  const { exclusive, commit } = contextOf(desk, item, path, id);
  const many = item.type === "select_many";
  const label = h("span", { class: "words" });
  const hint = h("span", { class: "hint" });
  const failures = failureList(desk, path);
  const remarks = remarkList(desk, path);
  const reasons = reasonButtons(desk, item, path);
  const tools = answerTools(desk, item, path);
  const choose = (/** @type {HTMLInputElement} */ input) => {
    if (!many) return commit(input.value);
    const held = /** @type {string[]} */ (interview.cell(path).value ?? []);
    const next = input.checked ? added(held, input.value, exclusive) : held.filter((code) => code !== input.value);
    return commit(next.length > 0 ? next : null);
  };
  const inputs = interview.offered(path).map(({ code, label: says }) => {
    const input = h("input", { type: many ? "checkbox" : "radio", name: id, value: code, disabled: readOnly, onchange: () => choose(input) });
    return { input, code, says };
  });
  const head = h("th", { scope: "row" }, label, hint, failures.element, remarks.element);
  const element = h("tr", { "data-path": path }, head, inputs.map(({ input }) => h("td", { class: "choice" }, h("label", {}, input))), h("td", { hidden: reasons.element === null }, reasons.element), h("td", {}, tools.element));
  return {
    path, element, cells: [],
    update: (changed) => {
      if (changed !== null && !changed.has(path)) return;
      const asks = interview.text(path, "label") || item.name;
      const cell = interview.cell(path);
      const found = desk.failuresAt(path);
      const standing = found.filter(({ status }) => status === "open");
      setText(label, asks);
      setText(hint, interview.text(path, "hint"));
      for (const { input, code, says } of inputs) {
        input.checked = many ? (cell.value ?? []).includes(code) : cell.value === code;
        input.setAttribute("aria-label", `${asks}: ${says}`);
      }
      reasons.update(cell);
      tools.update(cell);
      failures.update(found);
      remarks.update();
      element.className = standing.some(({ severity }) => severity === "hard") ? "hard" : standing.length > 0 ? "soft-edit" : "";
    },
    controls: () => [(inputs.find(({ input }) => input.checked) ?? inputs[0])?.input ?? null],
  };
}
