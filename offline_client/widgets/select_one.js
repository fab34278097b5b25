/** One of a list: large radio tiles, or a search where the list is long. */

import { longList, tile, tilesClass } from "./choices.js";
import { h } from "./dom.js";
import { finder } from "./finder.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const list = longList(context);
  return list ? createSearch(context, list) : createTiles(context);
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

/** @param {import("./types").Context} context @param {import("./types").CodeList} list @returns {import("./types").Widget} */
function createSearch(context, list) {
  const { words, item, readOnly } = context;
  /** @type {string | null | undefined} */
  let held;
  /** @param {import("./types").Offer} offer */
  const paint = (offer) => tile(context, offer, "radio", offer.code === held, choose);
  const choose = (/** @type {string} */ code) => {
    list.use(code);
    context.commit(code);
  };
  const search = finder(context, list, paint);
  const offerOf = (/** @type {string} */ code) => {
    const entry = list.entryOf(code);
    return entry === null ? { code, label: context.format() } : list.offer(entry);
  };
  const change = h("button", {
    type: "button", class: "button", "aria-label": `${words.change_choice}: ${context.label}`, onclick: () => {
      change.hidden = true;
      search.open();
      search.input.focus();
    },
  }, words.change_choice);
  const element = h("div", { class: "search" }, search.element, change);
  const filtered = item.filter !== undefined && item.filter !== null;
  return {
    element,
    update: ({ value, offersAnew }) => {
      if (value === held && !(filtered && value === null && offersAnew)) return;
      held = value;
      change.hidden = readOnly || value === null;
      if (value === null) search.renew();
      else search.only(value, () => paint(offerOf(value)));
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
