/** The last page: what must be corrected, checked or still answered, each with a tap leading there; and completing. */

import { h, icon } from "../widgets/dom.js";
import { failureBox, isRequired, placeOf } from "./failures.js";
import { rowTitle } from "./pages.js";
import { remarkBox } from "./remarks.js";

/**
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("../runtime/types").Failure} Failure
 */

const SHOWN = 50; // of a kind; nobody reads more, and the list shrinks as they are settled

/**
 * @param {Desk} desk
 * @param {Failure[]} failures
 * @param {() => void} complete
 * @returns {HTMLElement}
 */
export function summary(desk, failures, complete) {
  const { words, interview } = desk;
  const open = failures.filter(({ status }) => status === "open");
  const missing = open.filter(isRequired);
  const hard = open.filter((failure) => failure.severity === "hard" && !isRequired(failure));
  const soft = open.filter(({ severity }) => severity === "soft");
  const remarks = interview.remarks().filter(({ status }) => status === "open");
  const blocked = missing.length + hard.length + soft.length;
  return h(
    "div", { class: "summary-list" },
    part(words.to_correct, hard.map((failure) => failureBox(desk, failure, ""))),
    part(words.to_check, soft.map((failure) => failureBox(desk, failure, ""))),
    part(words.unanswered_required, missing.map((failure) => link(desk, placeOf(failure)))),
    part(words.remarks_title, remarks.map((remark) => remarkBox(desk, remark, link(desk, remark.path)))),
    blocked === 0 && !desk.readOnly && h("div", { class: "banner ok" }, icon("done"), h("span", { class: "words" }, words.nothing_to_correct)),
    desk.readOnly && h("button", { type: "button", class: "button primary wide", "data-leave": true, onclick: desk.leave }, icon("back"), words.back_to_work),
    !desk.readOnly && h(
      "div", { class: "card" },
      blocked > 0 && h("p", { role: "status" }, h("strong", {}, words.complete_blocked(blocked))),
      h("p", { class: "soft" }, words.complete_hint),
      h("button", { type: "button", class: "button primary wide", "data-complete": true, onclick: complete }, icon("check"), words.complete),
    ),
  );
}

/** @param {string} title @param {HTMLElement[]} entries */
function part(title, entries) {
  if (entries.length === 0) return null;
  return h("section", { class: "card" }, h("h2", {}, `${title} (${entries.length})`), entries.slice(0, SHOWN));
}

/** @param {Desk} desk @param {string} path */
function link({ interview, goTo }, path) {
  const row = path.includes("]") ? rowTitle(interview, path.slice(0, path.lastIndexOf("]") + 1)) : "";
  const label = interview.text(path, "label") || path;
  return h("button", { type: "button", class: "button", "data-go": path, onclick: () => goTo(path) }, row && !label.includes(row) ? `${row}: ${label} →` : `${label} →`);
}
