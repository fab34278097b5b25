/** What is done with the rows of a roster, on cards and in tables alike: removing with undo, moving, restoring. */

import { h } from "../widgets/dom.js";
import { rowTitle } from "./pages.js";

/** @typedef {import("./types").Desk} Desk */

/** Removes a row, and offers to take that back. @param {Desk} desk @param {string} row @returns {boolean} whether it was done */
export function removeWithUndo(desk, row) {
  const { interview, words } = desk;
  const label = rowTitle(interview, row);
  if (!desk.act(() => interview.removeRow(row))) return false;
  desk.toast(words.removed_row(label), { label: words.undo, run: () => desk.act(() => interview.restoreRow(row)) });
  return true;
}

/** Moves a row behind another, or to the front. @param {Desk} desk @param {string} row @param {string | null} over @returns {boolean} whether it was done */
export function moveBehind({ interview, act }, row, over) {
  return act(() => interview.moveRow(row, over === null ? null : interview.frame(over).id));
}

/** The rows of a roster that were removed, each a button that brings it back. @param {Desk} desk @param {string} path */
export function removedRows({ interview, words, act }, path) {
  const removed = interview.removedRows().filter(({ roster }) => roster === path);
  if (removed.length === 0) return [];
  return [
    h("span", { class: "soft small" }, words.removed_rows),
    ...removed.map(({ path: row, answers }) => h(
      "button", { type: "button", class: "button quiet", "data-restore": row, onclick: () => act(() => interview.restoreRow(row)) },
      `${words.restore}: ${Object.values(answers).find((answer) => typeof answer === "string") ?? row}`,
    )),
  ];
}
