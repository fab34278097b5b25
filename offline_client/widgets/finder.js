/**
 * A long code list: a search field, under it the results as tiles. While the field is empty, what was chosen lately comes
 * first, then the list itself: from group to group where it has a tree.
 */

import { h, icon, setText } from "./dom.js";

const SHOWN = 30; // results at a time; more are found by typing more

/** @typedef {import("./types").Context} Context */
/** @typedef {import("./types").CodeList} CodeList */
/** @typedef {import("./types").Offer} Offer */

/**
 * @param {Context} context
 * @param {CodeList} list
 * @param {(offer: Offer) => HTMLElement} paint makes the tile of an offer
 * @param {() => readonly string[]} chosen codes to show first while nothing is typed
 */
export function finder(context, list, paint, chosen = () => []) {
  const { id, words, label } = context;
  const input = h("input", {
    class: "input", type: "search", id: `${id}-search`, autocomplete: "off", autocapitalize: "none", spellcheck: "false", placeholder: words.search_codes,
    "aria-label": `${words.search_codes}: ${label}`, "aria-describedby": `${id}-found`,
  });
  const said = h("p", { class: "soft small", id: `${id}-found`, role: "status" });
  const trail = h("div", { class: "trail" });
  const results = h("div", { class: "results tiles" });
  /** The groups gone down into. @type {Offer[]} */
  let groups = [];

  const repaint = () => {
    const { found, more, inner } = input.value.trim() === "" ? browsed() : searched();
    const before = input.value.trim() === "" && groups.length === 0 ? found.filter((entry) => list.lately().includes(entry)) : [];
    results.replaceChildren(...before.map(tileOf), ...inner.map(groupButton), ...found.filter((entry) => !before.includes(entry)).map(tileOf));
    trail.replaceChildren(...(input.value.trim() === "" ? trailButtons() : []));
    const none = found.length === 0 && inner.length === 0;
    setText(said, none ? words.none_found : input.value.trim() === "" ? (groups.length > 0 ? "" : words.search_hint(list.size)) : more ? words.more_results : "");
  };
  const tileOf = (/** @type {number} */ entry) => paint(list.offer(entry));
  const searched = () => ({ ...list.search(input.value, SHOWN), inner: /** @type {Offer[]} */ ([]) });
  const browsed = () => {
    const group = groups.at(-1)?.code ?? null;
    const top = group === null ? [...chosen().flatMap((code) => list.entryOf(code) ?? []), ...list.lately()] : [];
    const inner = list.groups(group);
    const found = Array.from(new Set([...top, ...list.entries(group)]));
    return { found: found.slice(0, group === null ? SHOWN : found.length), more: false, inner };
  };
  const open = (/** @type {Offer[]} */ next) => {
    groups = next;
    repaint();
    /** @type {HTMLElement | null} */
    const first = results.querySelector("button, input");
    first?.focus();
  };
  const groupButton = (/** @type {Offer} */ offer) => h(
    "button", { type: "button", class: "tile group-of", "data-group": offer.code, onclick: () => open([...groups, offer]) },
    h("span", { class: "words" }, offer.label), h("span", { class: "code", "aria-hidden": "true" }, offer.code), icon("next"),
  );
  const trailButtons = () => groups.map((offer, at) => h("button", { type: "button", class: "button quiet", "data-up": offer.code, onclick: () => open(groups.slice(0, at)) }, icon("back"), offer.label));

  input.addEventListener("input", repaint);
  return {
    element: h("div", { class: "search" }, h("div", { class: "field" }, input), said, trail, results),
    input,
    /** Shows the search, from the top. */
    renew: () => {
      groups = [];
      input.hidden = said.hidden = trail.hidden = false;
      repaint();
    },
    /** Shows the search with nothing typed. */
    open: () => {
      groups = [];
      input.value = "";
      input.hidden = said.hidden = trail.hidden = false;
      repaint();
    },
    /** Leaves the tile of a code alone, where it stands, so that it keeps the focus; `make` gives it where it is not there. @param {string} code @param {() => HTMLElement} make */
    only: (/** @type {string} */ code, /** @type {() => HTMLElement} */ make) => {
      input.hidden = said.hidden = trail.hidden = true;
      const tile = Array.from(results.children).find((child) => child.querySelector("input")?.value === code);
      for (const child of Array.from(results.children)) if (child !== tile) child.remove();
      if (!tile) results.append(make());
      for (const choice of results.querySelectorAll("input")) choice.checked = true;
    },
  };
}
