/** A date with a time of day; answered once both are there. */

import { dateField } from "./date.js";
import { h } from "./dom.js";
import { fullTime, shortTime } from "./time.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { id, words, readOnly } = context;
  /** @type {string | null} */
  let day = null;
  const commit = () => {
    if (day && time.value) context.commit(`${day}T${fullTime(time.value)}`);
    else if (!day && !time.value) context.commit(null);
  };
  const date = dateField(context, `${id}-date`, (iso) => {
    day = iso;
    commit();
  }, false);
  const time = h("input", { class: "input", id: `${id}-time`, type: "time", disabled: readOnly, onchange: commit });
  return {
    element: h(
      "div", { class: "place" },
      h("div", { class: "field" }, h("label", { for: `${id}-date` }, words.date_of), date.element, date.problem),
      h("div", { class: "field" }, h("label", { for: `${id}-time` }, words.time_of), h("div", { class: "moment" }, time)),
    ),
    update: ({ value }) => {
      if (value === null && (day === null) !== (time.value === "")) return; // half typed
      day = value?.slice(0, 10) ?? null;
      date.show(day);
      const shown = shortTime(value?.slice(11) ?? "");
      if (shown !== time.value) time.value = shown;
    },
    focus: () => date.input.focus(),
  };
}
