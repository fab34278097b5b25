/**
 * Questions of a `table` under shared columns: where all have the same few codes, a column a code and a row a question;
 * where it holds groups, a row a group; else a row a question with its answer beside it.
 *
 * @typedef {import("../types").Desk} Desk
 * @typedef {import("../../runtime/types").CompiledItem} Item
 */
import { cellPath } from "../../runtime/paths.js";
import { LONG } from "../../widgets/choices.js";
import { h, setText } from "../../widgets/dom.js";
import { cell } from "./cell.js";
import { choiceRow } from "./choice_row.js";
import { moveByKey } from "./keys.js";
import { cellLine } from "./line.js";
import { columnsOf, headingOf, isWide, unitOf, widthOf } from "./shape.js";

/** @typedef {{path: string, element: HTMLElement, update: (changed: ReadonlySet<string> | null) => void, controls: () => (HTMLElement | null)[], cells: import("./cell.js").Cell[]}} MatrixRow */

/** Whether a container is painted as a matrix on this screen. @param {Item} item */
export function isMatrix(item) {
  return item.type === "table" && isWide() && (item.items ?? []).every((inner) => inner.type !== "roster" && inner.type !== "section");
}

/** @param {Desk} desk @param {Item} item @param {string} path @param {string} row @returns {import("../types").Part} */
export function matrix(desk, item, path, row) {
  const { interview, words } = desk;
  const items = (item.items ?? []).filter((inner) => !inner.appearance?.includes("hidden"));
  const shared = sharedCodes(items, interview);
  const title = h("h2", {});
  const hint = h("p", { class: "soft" });
  const caption = h("caption", { class: "unseen" });
  const body = h("tbody", {});
  const columns = shared ? [] : columnsOfGroups(items);
  const line = shared ? null : cellLine(desk, () => focusAt(at.row, at.column));
  /** @type {MatrixRow[]} */
  const all = items.map((inner) => (shared ? choiceRow(desk, inner, cellPath(row, inner.name)) : groupRow(desk, inner, row, columns)));
  let shown = all;
  let at = { row: 0, column: 0 };

  const focusAt = (/** @type {number} */ place, /** @type {number} */ column) => {
    const control = shown[place]?.controls()[column];
    control?.focus();
    control?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (control instanceof HTMLInputElement && control.type === "text") control.select();
  };
  body.addEventListener("focusin", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const place = shown.findIndex((one) => one.element.contains(target));
    at = { row: place, column: shown[place]?.controls().indexOf(target) ?? 0 };
    const found = shown[place]?.cells.find((one) => one.element.contains(target));
    if (found) line?.show(found, columns.length > 1 ? interview.text(shown[place]?.path ?? "", "label") : "");
  });
  body.addEventListener("keydown", (event) => {
    if (shared || at.column < 0) return; // radio buttons have arrows of their own
    moveByKey(event, {
      rows: shown.length, questions: Math.max(1, columns.length), columns: Math.max(1, columns.length), page: shown.length,
      has: (place, column) => Boolean(shown[place]?.controls()[column]), focus: focusAt, beyond: () => {},
    }, at);
  });
  const heading = shared ? choiceHeads(desk, shared, items) : columnHeads(desk, columns);
  return {
    path,
    element: h("section", { class: "rows matrix" }, title, hint, h("div", { class: "tabular" }, h("table", {}, caption, heading, body)), line?.element ?? null),
    update: (changed) => {
      for (const [element, what] of /** @type {const} */ ([[title, "label"], [hint, "hint"]])) {
        setText(element, interview.text(path, what));
        element.hidden = element.textContent === "";
      }
      setText(caption, title.textContent || words.contents);
      shown = all.filter((one) => interview.onRoute(one.path));
      for (const one of shown) one.update(one.element.isConnected ? changed : null);
      const wanted = shown.map((one) => one.element);
      if (wanted.length !== body.children.length || wanted.some((one, place) => body.children[place] !== one)) body.replaceChildren(...wanted);
      line?.update(changed);
    },
    focus: (wanted) => {
      const place = shown.findIndex((one) => one.path === wanted || one.cells.some((inner) => inner.path === wanted));
      if (place < 0) return false;
      focusAt(place, Math.max(0, shown[place]?.cells.findIndex((inner) => inner.path === wanted) ?? 0));
      return true;
    },
  };
}

/** The code list that all questions share, short and without a filter; null where they do not. @param {Item[]} items @param {Desk["interview"]} interview */
function sharedCodes(items, interview) {
  const [first] = items;
  const name = first?.codes;
  if (!name || (interview.form.lists[name]?.codes.length ?? LONG) >= LONG) return null;
  const alike = items.every(({ type, codes, filter }) => (type === "select_one" || type === "select_many") && codes === name && typeof filter !== "number");
  return alike ? name : null;
}

/** The questions of the first group stand above the columns of all; none where the rows are questions. @param {Item[]} items @returns {Item[]} */
function columnsOfGroups(items) {
  const groups = items.map((item) => (item.items ? columnsOf(item) : [item]));
  return groups.reduce((widest, group) => (group.length > widest.length ? group : widest), []);
}

/** @param {Desk} desk @param {Item} item @param {string} row @param {Item[]} columns @returns {MatrixRow} */
function groupRow(desk, item, row, columns) {
  const { interview } = desk;
  const path = cellPath(row, item.name);
  const label = h("span", { class: "words" });
  const element = h("tr", {}, h("th", { scope: "row" }, label));
  const inner = item.items ? columnsOf(item) : [item];
  const cells = inner.map((question) => {
    const holder = h("td", {});
    element.append(holder);
    const name = () => [item.items && headingOf(interview, question), interview.text(path, "label") || item.name].filter(Boolean).join(", ");
    return cell(desk, question, cellPath(row, question.name), holder, name);
  });
  for (let empty = inner.length; empty < columns.length; empty += 1) element.append(h("td", { class: "cell off" }));
  return {
    path, element, cells,
    update: (changed) => {
      setText(label, interview.text(path, "label") || item.name);
      for (const one of cells) if (changed === null || changed.has(one.path)) one.update();
    },
    controls: () => cells.map((one) => one.control()),
  };
}

/** @param {Desk} desk @param {string} codes @param {Item[]} items */
function choiceHeads({ interview, words }, codes, items) {
  const list = interview.compiled.code_lists?.[codes];
  const { texts, languages } = interview.compiled;
  const labelOf = (/** @type {number | null | undefined} */ text) => [interview.language, ...languages].map((language) => texts[language]?.[text ?? -1]).find(Boolean) ?? "";
  const reasons = Array.from(new Set(items.flatMap((item) => item.missing ?? [])));
  return h("thead", {}, h("tr", {}, h("td", {}, h("span", { class: "unseen" }, words.question)),
    (list?.codes ?? []).map((code, place) => h("th", { scope: "col" }, h("span", { class: "words" }, String(labelOf(list?.labels?.[place])) || code))),
    reasons.length > 0 && h("td", {}, h("span", { class: "unseen" }, words.missing_reasons)),
    h("td", {}, h("span", { class: "unseen" }, words.row_tools))));
}

/** @param {Desk} desk @param {Item[]} columns */
function columnHeads({ interview, words }, columns) {
  const named = columns.length > 1;
  const cells = columns.map((item) => {
    const unit = unitOf(interview, item);
    const th = h("th", { scope: "col" }, h("span", { class: "words" }, named ? headingOf(interview, item) : words.answer), named && unit && h("span", { class: "unit" }, unit));
    th.style.minWidth = widthOf(item);
    return th;
  });
  return h("thead", {}, h("tr", {}, h("td", {}, h("span", { class: "unseen" }, words.question)), cells));
}
