/** Several of a list: check boxes, a search where the list is long; an exclusive code unchecks the others, and they it. */

import { longList, tile, tilesClass } from "./choices.js";
import { h } from "./dom.js";
import { finder } from "./finder.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const list = longList(context);
  /** @type {string[]} */
  let held = [];
  /** @param {string} code @param {boolean} checked */
  const choose = (code, checked) => {
    held = checked ? added(held, code, context.exclusive) : held.filter((other) => other !== code);
    for (const input of element.querySelectorAll("input[type=checkbox]")) {
      /** @type {HTMLInputElement} */ (input).checked = held.includes(/** @type {HTMLInputElement} */ (input).value);
    }
    if (checked) list?.use(code);
    context.commit(held.length > 0 ? held : null);
  };
  /** @param {import("./types").Offer} offer */
  const paint = (offer) => tile(context, offer, "checkbox", held.includes(offer.code), choose);
  const search = list ? finder(context, list, paint, () => held) : null;
  const element = search?.element ?? h("div", {});
  /** @type {string | null} */
  let painted = null;
  /** @param {import("./types").Offer[]} offers */
  const paintTiles = (offers) => {
    const codes = offers.map(({ code }) => code).join(" ");
    if (codes === painted) return;
    painted = codes;
    element.className = tilesClass(offers);
    element.replaceChildren(...offers.map(paint));
  };

  return {
    element,
    update: ({ value, offersAnew }) => {
      held = value ?? [];
      if (search) {
        if (painted === null || (context.item.filter !== undefined && offersAnew)) search.renew();
        painted = "";
      } else paintTiles(context.offered());
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
