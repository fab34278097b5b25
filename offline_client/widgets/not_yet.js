/** A kind of question that this client does not know, of a newer questionnaire. It says so, and holds nothing up. */

import { h, icon } from "./dom.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create({ words }) {
  const element = h("div", { class: "banner", tabindex: "-1" }, icon("lock"), h("span", { class: "words" }, words.no_widget));
  return { element, update: () => {}, focus: () => element.focus() };
}
