/** The bar above an interview: the way back to the list, whose it is, whether it is saved, the language, the contents. */

import { h, icon } from "../widgets/dom.js";
import { languageButton } from "./language.js";

/**
 * @typedef {object} Parts
 * @property {HTMLElement} status
 * @property {HTMLElement} meter
 * @property {(language: string) => void} onLanguage
 * @property {() => void} openContents
 *
 * @param {import("./types").Desk} desk
 * @param {Parts} parts
 */
export function bar({ interview, words, leave }, { status, meter, onLanguage, openContents }) {
  const name = [interview.text("", "unit_label"), interview.text("", "title")].filter(Boolean).join(" · ");
  return h(
    "header", { class: "bar" },
    isPractice(interview) && h("p", { class: "practice-note" }, icon("practice"), h("span", {}, words.practice_note)),
    h("div", { class: "inner" },
      h("button", { type: "button", class: "button quiet icon-only", "aria-label": words.back_to_work, title: words.back_to_work, onclick: leave }, icon("back")),
      h("div", { class: "title" }, h("p", {}, h("strong", {}, h("bdi", {}, name))), status),
      languageButton(interview.language, interview.compiled.languages, onLanguage),
      h("button", { type: "button", class: "button quiet icon-only opens-contents", "aria-label": words.contents, title: words.contents, onclick: openContents }, icon("list"))),
    h("div", { class: "meter" }, meter),
  );
}

/** Whether an interview is for training and not for the survey. @param {import("../runtime/interview.js").Interview} interview */
export function isPractice(interview) {
  return interview.log.opened?.["mode"] === "training";
}
