/** An order of preference: tapped in turn, moved up and down with buttons that a keyboard reaches too. */

import { h, icon } from "./dom.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { words, readOnly, commit } = context;
  const element = h("div", { class: "place" });
  /** @type {string[]} */
  let held = [];
  /** @param {string[]} next */
  const set = (next) => commit(next.length > 0 ? next : null);

  /** @param {import("./types").Offer} offer @param {number} at */
  const ranked = ({ code, label }, at) => h("li", {}, h("span", { class: "words" }, label), !readOnly && [
    step("up", words.rank_up(label), at === 0, () => set(swapped(held, at, at - 1))),
    step("down", words.rank_down(label), at === held.length - 1, () => set(swapped(held, at, at + 1))),
    step("close", words.rank_remove(label), false, () => set(held.filter((other) => other !== code))),
  ]);
  const paint = () => {
    const offers = new Map(context.offered().map((offer) => [offer.code, offer]));
    const rest = Array.from(offers.values()).filter(({ code }) => !held.includes(code));
    const ordered = held.flatMap((code) => offers.get(code) ?? []);
    element.replaceChildren(
      h("ol", { class: "ranked" }, ordered.map(ranked)),
      ...(rest.length > 0 && !readOnly ? [h("p", { class: "soft small" }, words.rank_add)] : []),
      h("div", { class: "tiles" }, readOnly ? [] : rest.map((offer) => h("button", { type: "button", class: "tile", onclick: () => set([...held, offer.code]) }, icon("add"), h("span", { class: "words" }, offer.label)))),
    );
  };
  return {
    element,
    update: ({ value }) => {
      held = value ?? [];
      paint();
    },
    focus: () => element.querySelector("button")?.focus(),
  };
}

/** @param {import("./dom.js").IconName} name @param {string} label @param {boolean} disabled @param {() => void} onclick */
function step(name, label, disabled, onclick) {
  return h("button", { type: "button", class: "button quiet icon-only", "aria-label": label, disabled, onclick }, icon(name));
}

/** @param {string[]} list @param {number} a @param {number} b */
function swapped(list, a, b) {
  const next = list.slice();
  const [x, y] = [next[a], next[b]];
  if (x !== undefined && y !== undefined) [next[a], next[b]] = [y, x];
  return next;
}
