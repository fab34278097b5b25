/** One of a list: large radio tiles, or a search where the list is long. */

import { isLong, searchList, tile, tilesClass } from "./choices.js";
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
  const { words, item, readOnly } = context;
  /** @type {string | null | undefined} */
  let held;
  /** @param {import("./types").Offer} offer */
  const paint = (offer) => tile(context, offer, "radio", offer.code === held, context.commit);
  const list = searchList(context, context.offered, paint);
  const change = h("button", {
    type: "button", class: "button", "aria-label": `${words.change_choice}: ${context.label}`, onclick: () => {
      change.hidden = true;
      list.open();
      list.input.focus();
    },
  }, words.change_choice);
  const element = h("div", { class: "search" }, list.element, change);
  const filtered = item.filter !== undefined && item.filter !== null;
  return {
    element,
    update: ({ value }) => {
      if (value === held && !(filtered && value === null)) return;
      held = value;
      change.hidden = readOnly || value === null;
      if (value === null) list.renew();
      else list.only(value, () => paint(context.offered().find(({ code }) => code === value) ?? { code: value, label: context.format() }));
    },
    focus: () => focusChoice(element),
  };
}

/** @param {HTMLElement} element */
function focusChoice(element) {
  /** @type {HTMLElement | null} */
  const first = element.querySelector("input:checked") ?? element.querySelector("input:not([hidden]), button");
  first?.focus();
}
