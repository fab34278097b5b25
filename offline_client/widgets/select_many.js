/** Several of a list: check boxes, a search where the list is long; an exclusive code unchecks the others, and they it. */

import { isLong, searchList, tile, tilesClass } from "./choices.js";
import { h } from "./dom.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const long = isLong(context, context.offered());
  /** @type {string[]} */
  let held = [];
  /** @param {string} code @param {boolean} checked */
  const choose = (code, checked) => {
    held = checked ? added(held, code, context.exclusive) : held.filter((other) => other !== code);
    for (const input of element.querySelectorAll("input[type=checkbox]")) {
      /** @type {HTMLInputElement} */ (input).checked = held.includes(/** @type {HTMLInputElement} */ (input).value);
    }
    context.commit(held.length > 0 ? held : null);
  };
  /** @param {import("./types").Offer} offer */
  const paint = (offer) => tile(context, offer, "checkbox", held.includes(offer.code), choose);
  const list = long ? searchList(context, () => chosenFirst(context.offered(), held), paint) : null;
  const element = list?.element ?? h("div", {});
  let painted = "";

  return {
    element,
    update: ({ value }) => {
      held = value ?? [];
      const offers = context.offered();
      const codes = offers.map(({ code }) => code).join(" ");
      if (codes !== painted) {
        painted = codes;
        if (list) list.renew();
        else {
          element.className = tilesClass(offers);
          element.replaceChildren(...offers.map(paint));
        }
      }
      for (const input of element.querySelectorAll("input[type=checkbox]")) {
        /** @type {HTMLInputElement} */ (input).checked = held.includes(/** @type {HTMLInputElement} */ (input).value);
      }
    },
    focus: () => element.querySelector("input")?.focus(),
  };
}

/**
 * @param {string[]} held
 * @param {string} code
 * @param {readonly string[]} exclusive
 */
export function added(held, code, exclusive) {
  return exclusive.includes(code) ? [code] : [...held.filter((other) => !exclusive.includes(other)), code];
}

/** @param {import("./types").Offer[]} offers @param {string[]} held */
function chosenFirst(offers, held) {
  return [...offers.filter(({ code }) => held.includes(code)), ...offers.filter(({ code }) => !held.includes(code))];
}
