/** Tiles that the choosing widgets share: large labelled radio buttons or check boxes; and which lists are too long for them. */

import { h } from "./dom.js";

export const LONG = 12; // from so many codes on, searching is quicker than reading
const ENDLESS = 200; // from so many codes in the list on, nobody counts how many of them are offered

/** @typedef {import("./types").Context} Context */
/** @typedef {import("./types").Offer} Offer */

/**
 * @param {Context} context
 * @param {Offer} offer
 * @param {"radio" | "checkbox"} type
 * @param {boolean} checked
 * @param {(code: string, checked: boolean) => void} choose
 */
export function tile(context, { code, label, above }, type, checked, choose) {
  const input = h("input", {
    type, name: `${context.id}-choice`, value: code, id: `${context.id}-${code}`, checked, disabled: context.readOnly,
    onchange: () => choose(code, input.checked),
  });
  return h("label", { class: "tile", for: input.id }, input, h("span", { class: "words" }, label, above && above.length > 0 && h("span", { class: "above" }, above.join(" › "))), h("span", { class: "code", "aria-hidden": "true" }, code));
}

/** @param {Offer[]} offers @returns {string} class of the tiles: two beside each other where all are short */
export function tilesClass(offers) {
  return offers.every(({ label }) => label.length <= 24) ? "tiles short" : "tiles";
}

/**
 * The code list of a question where searching is quicker than reading, else null.
 * @param {Context} context
 */
export function longList({ item, list, offered }) {
  const long = list && (item.appearance?.includes("search") || list.size >= ENDLESS || (list.size >= LONG && offered().length >= LONG));
  return long ? list : null;
}
