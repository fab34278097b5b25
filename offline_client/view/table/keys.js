/**
 * The keyboard in a table, as in a spreadsheet: arrows, Enter, Home, End, pages. Tab is the browser's own, so that nobody is
 * kept in. Arrows inside a text that is being typed move the cursor; lists open with Alt and an arrow, or the space bar.
 *
 * @typedef {object} Grid
 * @property {number} rows
 * @property {number} questions    columns of questions
 * @property {number} columns      with what can be done with a row behind them
 * @property {number} page         rows in sight
 * @property {(row: number, column: number) => boolean} has  whether a cell takes an answer
 * @property {(row: number, column: number) => void} focus
 * @property {() => void} beyond   where Enter goes in the last row
 */
import { flushTyping } from "../../widgets/typing.js";

const MOVES = new Set(["Tab", "Enter", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"]);

/** What leads to the next column where pages are laid out from right to left. @type {Record<string, string>} */
const MIRRORED = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };

/**
 * Moves the focus for a key; the key then does nothing else. What was typed is taken first, for cells may come on route by it.
 * @param {KeyboardEvent} event @param {Grid} grid @param {{row: number, column: number}} at
 */
export function moveByKey(event, grid, { row, column }) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (MOVES.has(event.key)) flushTyping();
  const go = goal(event, target, grid, row, column);
  if (!go) return;
  event.preventDefault();
  if (go === "beyond") grid.beyond();
  else grid.focus(go[0], go[1]);
}

/**
 * @param {KeyboardEvent} event @param {HTMLElement} target @param {Grid} grid @param {number} row @param {number} column
 * @returns {[number, number] | "beyond" | null}
 */
function goal({ key: pressed, ctrlKey, altKey, shiftKey, metaKey, isComposing }, target, grid, row, column) {
  if (altKey || metaKey || isComposing) return null;
  const key = document.documentElement.dir === "rtl" ? (MIRRORED[pressed] ?? pressed) : pressed;
  const text = target instanceof HTMLInputElement ? target : null;
  if (ctrlKey) return key === "Home" ? across(grid, 0, 0, 1) : key === "End" ? across(grid, grid.rows - 1, grid.questions - 1, -1) : null;
  switch (key) {
    case "ArrowUp": return firstFrom(grid, row - 1, -1, column);
    case "ArrowDown": return firstFrom(grid, row + 1, 1, column);
    case "Enter":
      if (target instanceof HTMLButtonElement) return null;
      return firstFrom(grid, shiftKey ? row - 1 : row + 1, shiftKey ? -1 : 1, column) ?? (shiftKey ? null : "beyond");
    case "PageUp": return firstFrom(grid, Math.max(0, row - grid.page), -1, column);
    case "PageDown": return firstFrom(grid, Math.min(grid.rows - 1, row + grid.page), 1, column) ?? firstFrom(grid, grid.rows - 1, -1, column);
    case "ArrowLeft": return text && !isAt(text, "start") ? null : across(grid, row, column - 1, -1);
    case "ArrowRight": return text && !isAt(text, "end") ? null : across(grid, row, column + 1, 1);
    case "Home": return text && !isAt(text, "start") ? null : across(grid, row, 0, 1);
    case "End": return text && !isAt(text, "end") ? null : across(grid, row, grid.questions - 1, -1);
    default: return null;
  }
}

/** The first row from here on whose cell takes an answer. @param {Grid} grid @param {number} row @param {1 | -1} by @param {number} column @returns {[number, number] | null} */
function firstFrom(grid, row, by, column) {
  for (let at = row; at >= 0 && at < grid.rows; at += by) if (grid.has(at, column)) return [at, column];
  return null;
}

/** @param {Grid} grid @param {number} row @param {number} column @param {1 | -1} by @returns {[number, number] | null} */
function across(grid, row, column, by) {
  for (let at = column; at >= 0 && at < grid.columns; at += by) if (grid.has(row, at)) return [row, at];
  return null;
}

/** Whether the cursor is at an end of the text, or all of it is chosen. @param {HTMLInputElement} input @param {"start" | "end"} end */
function isAt(input, end) {
  const { selectionStart: from, selectionEnd: to, value } = input;
  if (from === null || (from === 0 && to === value.length)) return true;
  return from === to && from === (end === "start" ? 0 : value.length);
}
