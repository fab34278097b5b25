/** Text, also of several lines, and barcodes typed by hand. */

import { h } from "./dom.js";
import { isBusy, whenTyped } from "./typing.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { item, id, readOnly } = context;
  const long = item.appearance?.includes("multiline") ?? false;
  const attributes = { class: "input", id, readonly: readOnly, autocomplete: "off" };
  const input = long ? h("textarea", { ...attributes, rows: 3 }) : h("input", { ...attributes, type: "text", autocapitalize: "sentences" });
  /** @type {string | null} */
  let held = null;
  whenTyped(input, () => {
    const text = input.value.normalize("NFC").trim() || null;
    if (text === held) return;
    held = text;
    context.commit(text);
  });
  return {
    element: h("div", {}, input),
    update: ({ value }) => {
      if (value === held && (isBusy(input) || value !== null || input.value === "")) return;
      held = value;
      input.value = value ?? "";
    },
    focus: () => input.focus(),
  };
}
