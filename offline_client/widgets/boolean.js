/** Yes or no: two radio tiles. */

import { tile } from "./choices.js";
import { h } from "./dom.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { words } = context;
  const offers = [{ code: "true", label: words.yes }, { code: "false", label: words.no }];
  const tiles = offers.map((offer) => tile(context, offer, "radio", false, (code) => context.commit(code === "true")));
  for (const element of tiles) element.querySelector(".code")?.remove();
  const element = h("div", { class: "tiles short" }, tiles);
  return {
    element,
    update: ({ value }) => {
      for (const input of element.querySelectorAll("input")) input.checked = input.value === String(value);
    },
    focus: () => element.querySelector("input")?.focus(),
  };
}
