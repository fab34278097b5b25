/** A time of day, with the device's own control. */

import { h } from "./dom.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const input = h("input", { class: "input", id: context.id, type: "time", readonly: context.readOnly, disabled: context.readOnly });
  input.addEventListener("change", () => context.commit(input.value ? fullTime(input.value) : null));
  return {
    element: h("div", { class: "moment" }, input),
    update: ({ value }) => {
      const shown = shortTime(value);
      if (shown !== input.value && document.activeElement !== input) input.value = shown;
    },
    focus: () => input.focus(),
  };
}

/** @param {string} time `08:30` @returns {string} `08:30:00` */
export function fullTime(time) {
  return time.length === 5 ? `${time}:00` : time;
}

/** @param {string | null} time @returns {string} without seconds where they are zero */
export function shortTime(time) {
  return (time ?? "").replace(/^(\d\d:\d\d):00$/u, "$1");
}
