/** One of a list: large radio tiles, or a search where the list is long. */

import { chosen, isLong, searchList, tile, tilesClass } from "./choices.js";
import { h } from "./dom.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  return isLong(context, context.offered()) ? createSearch(context) : createTiles(context);
}

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
function createTiles(context) {
  const element = h("div", {});
  let painted = "";
  /** @param {string | null} value */
  const paint = (value) => {
    const offers = context.offered();
    const codes = offers.map(({ code }) => code).join(" ");
    if (codes !== painted) {
      painted = codes;
      element.className = tilesClass(offers);
      element.replaceChildren(...offers.map((offer) => tile(context, offer, "radio", false, context.commit)));
    }
    for (const input of element.querySelectorAll("input")) input.checked = input.value === value;
  };
  return { element, update: ({ value }) => paint(value), focus: () => focusChoice(element) };
}

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
function createSearch(context) {
  const element = h("div", {});
  /** @type {string | null | undefined} */
  let held;
  const list = searchList(context, context.offered, (offer) => tile(context, offer, "radio", offer.code === held, context.commit));
  const search = () => {
    list.clear();
    element.replaceChildren(list.element);
    list.input.focus();
  };
  return {
    element,
    update: ({ value }) => {
      const filtered = context.item.filter !== undefined && context.item.filter !== null;
      if (value === held && !(filtered && value === null)) return;
      held = value;
      if (value === null) {
        if (context.readOnly) return element.replaceChildren();
        list.renew();
        if (!list.element.isConnected) element.replaceChildren(list.element);
        return;
      }
      const label = context.offered().find(({ code }) => code === value)?.label ?? context.format();
      const within = element.contains(document.activeElement);
      element.replaceChildren(chosen(context, `${label} (${value})`, search));
      if (within) element.querySelector("button")?.focus();
    },
    focus: () => focusChoice(element),
  };
}

/** @param {HTMLElement} element */
function focusChoice(element) {
  /** @type {HTMLElement | null} */
  const first = element.querySelector("input:checked") ?? element.querySelector("input, button");
  first?.focus();
}
