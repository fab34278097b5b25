/** A date or a month: digits typed one after the other, or picked from the device's own calendar. */

import { h, icon, setText } from "./dom.js";
import { layOut, localDate, readDate, readMonth } from "./moments.js";
import { isBusy, whenTyped } from "./typing.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const field = dateField(context, context.id, context.commit, context.item.type === "year_month");
  return { element: h("div", {}, field.element, field.problem), update: ({ value }) => field.show(value), focus: () => field.input.focus() };
}

/**
 * The field by itself, for dates with a time too.
 * @param {import("./types").Context} context
 * @param {string} id
 * @param {(iso: string | null) => void} commit
 * @param {boolean} month
 */
export function dateField({ words, readOnly, label }, id, commit, month) {
  const parts = month ? [2, 4] : [2, 2, 4];
  const read = month ? readMonth : readDate;
  const input = h("input", {
    class: "input", id, type: "text", inputmode: "numeric", autocomplete: "off", readonly: readOnly, placeholder: month ? words.month_form : words.date_form,
    "aria-describedby": `${id}-problem`,
  });
  const problem = h("p", { class: "problem", id: `${id}-problem`, role: "status" });
  const native = h("input", { type: month ? "month" : "date", tabindex: "-1", "aria-label": `${words.pick_date}: ${label}` });
  /** @type {string | null} */
  let held = null;

  const take = () => {
    const { iso, whole } = read(input.value);
    setText(problem, input.value === "" || iso ? "" : whole ? words.no_such_date : words.incomplete_date);
    if (!isBusy(input) && iso) input.value = localDate(iso);
    const next = iso ?? (input.value === "" ? null : held);
    if (next === held) return;
    held = next;
    commit(next);
  };
  input.addEventListener("input", (event) => {
    setText(problem, "");
    const typed = /** @type {InputEvent} */ (event).inputType;
    if (typed === "insertText" && !input.value.includes("-") && input.selectionStart === input.value.length) input.value = layOut(input.value, parts);
  });
  whenTyped(input, take);
  native.addEventListener("change", () => {
    if (!native.value) return;
    input.value = localDate(native.value);
    take();
  });
  native.addEventListener("click", () => native.showPicker?.());

  const calendar = h("span", { class: "calendar button icon-only" }, icon("calendar"), native);
  return {
    element: h("div", { class: "moment" }, input, !readOnly && native.type !== "text" && calendar), // Firefox, and Safari on a Mac, have no calendar of months
    problem,
    input,
    /** @param {string | null} iso */
    show: (iso) => {
      if (iso === held && (isBusy(input) || iso !== null || input.value === "")) return;
      held = iso;
      input.value = iso === null ? "" : localDate(iso);
      native.value = iso ?? "";
      setText(problem, "");
    },
  };
}
