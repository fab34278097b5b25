/** One of a list in little room: a native select, in which a code can be typed. Yes and no are such a list too. */

import { h } from "./dom.js";

/** @typedef {import("./types").Offer} Offer */

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { item, id, words } = context;
  const none = h("option", { value: "" });
  const select = h("select", { class: "input", id, disabled: context.readOnly, onchange: () => context.commit(read(select.value)) }, none);
  const offers = () => (item.type === "boolean" ? [{ code: "true", label: words.yes }, { code: "false", label: words.no }] : context.offered());
  const read = (/** @type {string} */ code) => (code === "" ? null : item.type === "boolean" ? code === "true" : code);
  let painted = "";

  /** @param {Offer[]} found @param {string} value an answer that is no longer offered is shown all the same */
  const paint = (found, value) => {
    const lost = value !== "" && !found.some(({ code }) => code === value);
    const codes = found.map(({ code }) => code).join(" ") + (lost ? ` ${value}` : "");
    if (codes === painted) return;
    painted = codes;
    const options = found.map(({ code, label }) => h("option", { value: code }, item.type === "boolean" ? label : `${code} ${label}`));
    select.replaceChildren(none, ...options, ...(lost ? [h("option", { value }, context.format())] : []));
  };
  return {
    element: select,
    update: ({ value, offersAnew }) => {
      const code = value === null ? "" : String(value);
      if (painted === "" || offersAnew || select.value !== code) paint(offers(), code);
      select.value = code;
    },
    focus: () => select.focus(),
  };
}
