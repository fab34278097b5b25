/** The line below a table: all of the question whose cell has the focus, its missing reasons, failures and remarks. */

import { h, setText } from "../../widgets/dom.js";
import { answerTools, reasonButtons } from "../answer_tools.js";
import { failureList } from "../failures.js";
import { remarkList } from "../remarks.js";

/**
 * @typedef {import("../types").Desk} Desk
 * @typedef {import("./cell.js").Cell} Cell
 */

/**
 * @param {Desk} desk
 * @param {() => void} back puts the focus into the cell again
 */
export function cellLine(desk, back) {
  const { interview, words } = desk;
  const element = h("div", { class: "cell-line" }, h("p", { class: "soft" }, words.cell_hint));
  /** @type {{path: string, update: () => void} | null} */
  let shown = null;
  return {
    element,
    /** @param {Cell} cell @param {string} row what the row is called */
    show: (cell, row) => {
      if (shown?.path === cell.path) return;
      const asks = h("p", { class: "asks" });
      const hint = h("p", { class: "hint" });
      const reasons = reasonButtons(desk, cell.item, cell.path);
      const tools = answerTools(desk, cell.item, cell.path);
      const failures = failureList(desk, cell.path);
      const remarks = remarkList(desk, cell.path);
      reasons.element?.addEventListener("click", (event) => event.target !== reasons.element && back());
      element.replaceChildren(h("div", { class: "head" }, h("div", { class: "words" }, asks, hint), reasons.element, tools.element), failures.element, remarks.element);
      shown = {
        path: cell.path,
        update: () => {
          if (!interview.onRoute(cell.path)) return;
          const text = interview.text(cell.path, "label") || cell.item.name;
          setText(asks, row && !text.includes(row) ? `${row} · ${text}` : text);
          setText(hint, interview.text(cell.path, "hint"));
          hint.hidden = hint.textContent === "";
          reasons.update(interview.cell(cell.path));
          tools.update(interview.cell(cell.path));
          failures.update(desk.failuresAt(cell.path));
          remarks.update();
        },
      };
      shown.update();
    },
    /** @param {ReadonlySet<string> | null} changed */
    update: (changed) => {
      if (shown && (changed === null || changed.has(shown.path))) shown.update();
    },
    /** Forgets a question that is no longer there. @param {(path: string) => boolean} stays */
    keepIf: (stays) => {
      if (!shown || stays(shown.path)) return;
      shown = null;
      element.replaceChildren(h("p", { class: "soft" }, words.cell_hint));
    },
  };
}
