/**
 * The last page: what must be corrected, checked or still answered, by kind and place, each with a tap leading there; what was
 * marked to come back to, remarks, and completing.
 */

import { h, icon } from "../widgets/dom.js";
import { failureBox, isRequired, placeOf } from "./failures.js";
import { pageFinder, placeTitle, rowTitle } from "./pages.js";
import { remarkBox } from "./remarks.js";

/**
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("./pages.js").Page} Page
 * @typedef {import("../runtime/types").Failure} Failure
 */

const SHOWN = 50; // of a kind; nobody reads more, and the list shrinks as they are settled

/**
 * @param {Desk} desk
 * @param {Page[]} pages
 * @param {Failure[]} failures
 * @param {() => void} complete
 * @returns {HTMLElement}
 */
export function summary(desk, pages, failures, complete) {
  const { words, interview } = desk;
  const open = failures.filter(({ status }) => status === "open");
  const missing = open.filter(isRequired);
  const impossible = open.filter((failure) => failure.severity === "hard" && !isRequired(failure) && failure.edit.includes(":"));
  const hard = open.filter((failure) => failure.severity === "hard" && !failure.edit.includes(":"));
  const soft = open.filter(({ severity }) => severity === "soft");
  const remarks = interview.remarks().filter(({ status }) => status === "open");
  const flags = Object.keys(interview.fieldwork.flags).filter((path) => stands(interview, path));
  const blocked = missing.length + impossible.length + hard.length + soft.length;
  const { answered, asked } = interview.progress();
  const find = pageFinder(interview, pages);
  const box = (/** @type {Failure} */ failure) => ({ path: placeOf(failure), element: failureBox(desk, failure, "") });
  const way = (/** @type {string} */ path) => ({ path, element: link(desk, path, true) });
  /** @param {string} kind @param {string} title @param {{path: string, element: HTMLElement}[]} entries */
  const part = (kind, title, entries) => section(desk, kind, title, entries.slice(0, SHOWN), entries.length, find);
  return h(
    "div", { class: "summary-list" },
    part("hard", words.to_correct, hard.map(box)),
    part("constraint", words.impossible_answers, impossible.map(box)),
    part("soft", words.to_check, soft.map(box)),
    part("required", words.unanswered_required, missing.map((failure) => way(placeOf(failure)))),
    part("flags", words.flagged, flags.map(way)),
    remarks.length > 0 && h("section", { class: "card", "data-kind": "remarks" }, h("h2", {}, `${words.remarks_title} (${remarks.length})`), remarks.map((remark) => remarkBox(desk, remark, link(desk, remark.path, false)))),
    blocked === 0 && !desk.readOnly && h("div", { class: "banner ok" }, icon("done"), h("span", { class: "words" }, words.nothing_to_correct)),
    desk.readOnly && h("button", { type: "button", class: "button primary wide", "data-leave": true, onclick: desk.leave }, icon("back"), words.back_to_work),
    !desk.readOnly && h(
      "div", { class: "card" },
      answered < asked && h("p", { class: "with-tool" }, h("span", { class: "words" }, words.state_open(asked - answered)), h("button", { type: "button", class: "button", "data-unanswered": true, onclick: desk.toUnanswered }, icon("skip"), words.next_unanswered)),
      blocked > 0 && h("p", { role: "status" }, h("strong", {}, words.complete_blocked(blocked))),
      h("p", { class: "soft" }, words.complete_hint),
      h("button", { type: "button", class: "button primary wide", "data-complete": true, onclick: complete }, icon("check"), words.complete),
    ),
  );
}

/**
 * One kind of thing to settle, by section or row in the order of the pages.
 * @param {Desk} desk
 * @param {string} kind
 * @param {string} title
 * @param {{path: string, element: HTMLElement}[]} entries
 * @param {number} count
 * @param {(path: string) => Page | null} find
 */
function section({ interview, words }, kind, title, entries, count, find) {
  if (entries.length === 0) return null;
  /** @type {Map<string, HTMLElement[]>} */
  const groups = new Map();
  for (const { path, element } of entries) {
    const page = path === "" ? null : find(path);
    const place = page ? placeTitle(interview, page) : words.interview_wide;
    groups.set(place, [...(groups.get(place) ?? []), element]);
  }
  return h("section", { class: "card", "data-kind": kind }, h("h2", {}, `${title} (${count})`), Array.from(groups, ([place, elements]) => h("div", { class: "of-place" }, h("h3", {}, place), elements)));
}

/** Whether a question is still there and asked. @param {Desk["interview"]} interview @param {string} path */
function stands(interview, path) {
  const end = path.lastIndexOf("]");
  return (end < 0 || interview.propagation.frameAt(path.slice(0, end + 1)) !== null) && interview.form.resolve(path) !== null && interview.onRoute(path);
}

/** @param {Desk} desk @param {string} path @param {boolean} placed whether what stands above says the row */
function link({ interview, goTo }, path, placed) {
  const row = !placed && path.includes("]") ? rowTitle(interview, path.slice(0, path.lastIndexOf("]") + 1)) : "";
  const label = interview.text(path, "label") || path;
  return h("button", { type: "button", class: "button goes", "data-go": path, onclick: () => goTo(path) }, h("span", { class: "words" }, row && !label.includes(row) ? `${row}: ${label}` : label), icon("next"));
}
