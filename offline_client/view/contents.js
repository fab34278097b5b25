/** The contents: every page with its state, and the way to it. */

import { h, icon } from "../widgets/dom.js";
import { openDialog } from "./dialog.js";
import { isRequired, placeOf } from "./failures.js";
import { cellsOf, rowTitle, titleOf } from "./pages.js";

/**
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("./pages.js").Page} Page
 * @typedef {import("../runtime/types").Failure} Failure
 * @typedef {{kind: "complete" | "errors" | "open" | "empty", count: number}} PageState
 */

/**
 * @param {Desk["interview"]} interview
 * @param {Page} page
 * @param {Failure[]} failures all that are open
 * @returns {PageState}
 */
export function stateOf(interview, page, failures) {
  const paths = cellsOf(interview, page).map(({ path }) => path);
  const here = new Set(paths);
  const errors = failures.filter((failure) => !isRequired(failure) && (here.has(failure.path) || here.has(placeOf(failure)))).length;
  if (errors > 0) return { kind: "errors", count: errors };
  const open = paths.filter((path) => interview.reason(path) === "not_reached").length;
  if (open > 0) return { kind: "open", count: open };
  return { kind: paths.length > 0 ? "complete" : "empty", count: 0 };
}

/** What helps to find the way besides the pages: searching, the next question without an answer, how it is shown. @param {Desk} desk */
export function contentsTools({ words, find, toUnanswered, settings }) {
  return h("div", { class: "ways" },
    h("button", { type: "button", class: "button", "data-tool": "find", onclick: find }, icon("search"), words.find_question),
    h("button", { type: "button", class: "button icon-only", "data-tool": "settings", "aria-label": words.settings, title: words.settings, onclick: settings }, icon("settings")),
    h("button", { type: "button", class: "button", "data-tool": "unanswered", onclick: toUnanswered }, icon("skip"), words.next_unanswered));
}

/** Lays the contents over the page, where there is no room beside it. @param {Desk} desk @param {HTMLElement} list from `contents` @returns {HTMLDialogElement} */
export function openContents(desk, list) {
  const { words } = desk;
  const drawer = h("dialog", { class: "drawer", "aria-label": words.contents });
  drawer.append(
    h("div", { class: "top" }, h("h2", {}, words.contents), h("button", { type: "button", class: "button quiet icon-only", "aria-label": words.close, onclick: () => drawer.close() }, icon("close"))),
    contentsTools(desk), list,
  );
  openDialog(drawer);
  drawer.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  return drawer;
}

/**
 * @param {Desk} desk
 * @param {Page[]} pages
 * @param {string} current key, or `summary`
 * @param {Failure[]} failures
 * @returns {HTMLElement}
 */
export function contents({ interview, words, openPage }, pages, current, failures) {
  const standing = failures.filter(({ status, severity }) => status === "open" && severity !== "info");
  const entries = pages.flatMap((page, at) => {
    const state = stateOf(interview, page, standing);
    const flags = cellsOf(interview, page).filter(({ path }) => path in interview.fieldwork.flags).length;
    const title = page.continued ? words.continued(titleOf(interview, page)) : titleOf(interview, page);
    const of = page.row && page.row !== pages[at - 1]?.row ? [h("p", { class: `of ${depthClass(page.depth)}` }, rowTitle(interview, page.row))] : [];
    return [...of, entry(page.key, title, state, page.depth, flags)];
  });
  return h("nav", { class: "contents", "aria-label": words.contents }, entries, entry("summary", words.summary, null, 0));

  /** @param {string} key @param {string} title @param {PageState | null} state @param {number} depth @param {number} [flags] */
  function entry(key, title, state, depth, flags = 0) {
    const text = state && { complete: words.state_complete, errors: words.state_errors(state.count), open: words.state_open(state.count), empty: "" }[state.kind];
    const sign = !state || state.kind === "empty" ? "list" : state.kind === "complete" ? "done" : state.kind === "errors" ? "error" : "ring";
    const style = [state?.kind ?? "", depthClass(depth)].join(" ");
    return h(
      "button", { type: "button", class: style, "data-page": key, "aria-current": key === current ? "page" : null, onclick: () => openPage(key) },
      icon(sign), h("span", { class: "words" }, title, text && h("span", { class: "state" }, text), flags > 0 && h("span", { class: "state flagged" }, icon("flag"), words.state_flagged(flags))),
    );
  }
}

/** @param {number} depth */
function depthClass(depth) {
  return depth > 1 ? "deeper" : depth > 0 ? "deep" : "";
}
