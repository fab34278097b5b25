/** About one question: why it is asked, with the answers that decide it; marking it to come back to; a remark. */

import { h, icon } from "../widgets/dom.js";
import { whyAsked, whyFailed } from "../runtime/words.js";
import { openDialog } from "./dialog.js";
import { openRemarkDialog } from "./remarks.js";

/** @typedef {import("./types").Desk} Desk */

/** @param {Pick<Desk, "interview" | "words" | "readOnly" | "act">} desk @param {string} path */
export function openAbout({ interview, words, readOnly, act }, path) {
  const { type, name } = interview.item(path) ?? { type: "", name: path };
  const answerable = !readOnly && !["note", "calculation"].includes(type);
  const flagged = path in interview.fieldwork.flags;
  const why = whyAsked(interview, path);
  const then = (/** @type {() => void} */ run) => () => {
    dialog.close();
    run();
  };
  const dialog = h(
    "dialog", { class: "about", "aria-labelledby": "about-title" },
    h("div", { class: "top" }, h("h2", { id: "about-title" }, interview.text(path, "label") || name), h("button", { type: "button", class: "button quiet icon-only", "aria-label": words.close, onclick: () => dialog.close() }, icon("close"))),
    h("section", { class: "why" }, why.length > 0 ? reasons(words.asked_because, why) : h("p", {}, words.asked_always)),
    answerable && h("button", { type: "button", class: "button wide", "data-flag": path, "aria-pressed": String(flagged), onclick: then(() => void act(() => interview.flag(path, !flagged))) }, icon("flag"), flagged ? words.unflag : words.flag),
    answerable && h("button", { type: "button", class: "button wide", "data-remark-on": path, onclick: then(() => openRemarkDialog({ interview, words, act }, path)) }, icon("remark"), words.add_remark),
  );
  openDialog(dialog);
}

/**
 * What a failing check demands and why it is checked, folded up; null where its message says all there is.
 * @param {Pick<Desk, "interview" | "words">} desk
 * @param {import("../runtime/types").Failure} failure
 */
export function failedBecause({ interview, words }, failure) {
  const { demands, because } = whyFailed(interview, failure);
  if (demands.length + because.length === 0) return null;
  return h("details", { class: "why" }, h("summary", {}, words.why_failed), demands.length > 0 && reasons(words.must_hold, demands), because.length > 0 && reasons(words.only_when, because));
}

/** @param {string} title @param {string[]} sentences */
function reasons(title, sentences) {
  return h("div", {}, h("p", {}, h("strong", {}, title)), h("ul", {}, sentences.map((sentence) => h("li", {}, sentence))));
}
