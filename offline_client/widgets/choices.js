/** Tiles and search that the choosing widgets share: large labelled radio buttons or check boxes, long lists searched first. */

import { h, setText } from "./dom.js";
import { searcher } from "./search.js";

export const LONG = 12; // from so many codes on, searching is quicker than reading
const SHOWN = 30; // results at a time; more are found by typing more

/** @typedef {import("./types").Context} Context */
/** @typedef {import("./types").Offer} Offer */

/**
 * @param {Context} context
 * @param {Offer} offer
 * @param {"radio" | "checkbox"} type
 * @param {boolean} checked
 * @param {(code: string, checked: boolean) => void} choose
 */
export function tile(context, { code, label }, type, checked, choose) {
  const input = h("input", {
    type, name: `${context.id}-choice`, value: code, id: `${context.id}-${code}`, checked, disabled: context.readOnly,
    onchange: () => choose(code, input.checked),
  });
  return h("label", { class: "tile", for: input.id }, input, h("span", { class: "words" }, label), h("span", { class: "code", "aria-hidden": "true" }, code));
}

/** @param {Offer[]} offers @returns {string} class of the tiles: two beside each other where all are short */
export function tilesClass(offers) {
  return offers.every(({ label }) => label.length <= 24) ? "tiles short" : "tiles";
}

/** @param {Context} context @param {Offer[]} offers */
export function isLong({ item }, offers) {
  return offers.length >= LONG || (item.appearance?.includes("search") ?? false);
}

/**
 * A search field with its results; `paint` makes the tile of an offer.
 * @param {Context} context
 * @param {() => Offer[]} offers
 * @param {(offer: Offer) => HTMLElement} paint
 */
export function searchList(context, offers, paint) {
  const { id, words, label } = context;
  const input = h("input", {
    class: "input", type: "search", id: `${id}-search`, autocomplete: "off", placeholder: words.search_codes, "aria-label": `${words.search_codes}: ${label}`,
    "aria-describedby": `${id}-found`,
  });
  const found = h("p", { class: "soft small", id: `${id}-found`, role: "status" });
  const results = h("div", { class: "results tiles" });
  /** @type {ReturnType<typeof searcher> | null} */
  let find = null;
  const repaint = () => {
    find ??= searcher(offers());
    const all = find(input.value);
    results.replaceChildren(...all.slice(0, SHOWN).map(paint));
    const rest = all.length - SHOWN;
    setText(found, all.length === 0 ? words.none_found : rest > 0 ? (input.value ? words.more_results(rest) : words.search_hint(all.length)) : "");
  };
  input.addEventListener("input", repaint);
  return {
    element: h("div", { class: "search" }, h("div", { class: "field" }, input), found, results),
    input,
    repaint,
    renew: () => {
      find = null;
      input.hidden = found.hidden = false;
      repaint();
    },
    /** Shows the search and all results. */
    open: () => {
      input.value = "";
      input.hidden = found.hidden = false;
      repaint();
    },
    /** Leaves the tile of a code alone, where it stands, so that it keeps the focus; `make` gives it where it is not there. @param {string} code @param {() => HTMLElement} make */
    only: (code, make) => {
      input.hidden = found.hidden = true;
      const chosen = Array.from(results.children).find((child) => child.querySelector("input")?.value === code);
      for (const child of Array.from(results.children)) if (child !== chosen) child.remove();
      if (!chosen) results.append(make());
      for (const choice of results.querySelectorAll("input")) choice.checked = true;
    },
  };
}
