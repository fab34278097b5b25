/** A calculated value: shown, never typed. */

import { h, setText } from "./dom.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const output = h("output", { class: "output", id: context.id });
  return {
    element: h("div", { class: "with-unit" }, output, h("span", {}, context.unit), h("span", { class: "badge" }, context.words.calculated)),
    update: ({ value }) => setText(output, value === null ? context.words.no_value : context.format()),
    focus: () => {},
  };
}
