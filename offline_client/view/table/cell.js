/**
 * A cell of a table: one question with a control that fits, or a button that opens it where none would. Off route it is empty.
 *
 * @typedef {import("../types").Desk} Desk
 * @typedef {import("../../runtime/types").CompiledItem} Item
 *
 * @typedef {object} Cell
 * @property {Item} item
 * @property {string} path
 * @property {HTMLElement} element
 * @property {() => number} update  returns how many failures stand here
 * @property {() => HTMLElement | null} control  what takes the focus; null off route
 */
import { describe, h, icon, setInvalid, setText } from "../../widgets/dom.js";
import { longList } from "../../widgets/choices.js";
import * as compact from "../../widgets/compact.js";
import { widgetFor } from "../../widgets/index.js";
import { openDialog } from "../dialog.js";
import { messageOf } from "../failures.js";
import { contextOf, question } from "../question.js";

/** Types whose own control is one short field. */
const SHORT = new Set(["integer", "decimal", "text", "date", "year_month", "time"]);

let made = 0;

/**
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} path
 * @param {HTMLElement} element  the td or th that becomes the cell
 * @param {() => string} nameOf  what the control is called: the column and the row
 * @returns {Cell}
 */
export function cell(desk, item, path, element, nameOf) {
  const { interview } = desk;
  const id = `c${(made += 1)}`;
  const said = h("span", { class: "unseen", id: `${id}-said` });
  /** @type {Control | null} */
  let control = null;
  element.classList.add("cell");

  return {
    item, path, element,
    update: () => {
      if (!interview.onRoute(path)) {
        if (control) element.querySelector(":scope > .holds")?.remove();
        control = null;
        element.removeAttribute("data-path");
        element.className = "cell off";
        return 0;
      }
      element.setAttribute("data-path", path);
      if (!control) {
        control = controlOf(desk, item, path, id);
        element.insertBefore(h("div", { class: "holds" }, control.element, said), element.querySelector(":scope > .count"));
      }
      const state = interview.cell(path);
      control.update(state.value, state.reason !== null && item.missing?.includes(state.reason) ? interview.reasonText(state.reason) : "");
      return mark(desk, path, element, control.field, said, nameOf());
    },
    control: () => control?.field ?? null,
  };
}

/**
 * Shows at the cell, and says of its control, what it is called and what stands against the answer.
 * @param {Desk} desk @param {string} path @param {HTMLElement} element @param {HTMLElement | null} field @param {HTMLElement} said @param {string} name
 */
function mark(desk, path, element, field, said, name) {
  const failures = desk.failuresAt(path);
  const standing = failures.filter(({ status }) => status === "open");
  const hard = standing.some(({ severity }) => severity === "hard");
  const style = hard ? "hard" : standing.length > 0 ? "soft-edit" : failures.length > 0 ? "confirmed" : "";
  const remarked = desk.remarksAt(path).some(({ status }) => status === "open");
  element.className = ["cell", style, remarked && "remarked"].filter(Boolean).join(" ");
  setText(said, standing.map((failure) => messageOf(desk, failure)).join(" "));
  if (!field) return standing.length;
  if (field.getAttribute("aria-label") !== name) field.setAttribute("aria-label", name);
  setInvalid(field, hard);
  describe(field, said.id, standing.length > 0 ? [said.id] : []);
  return standing.length;
}

/**
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {HTMLElement | null} field  the native control; null where there is nothing to answer
 * @property {(value: any, missing: string) => void} update  `missing`: the text of the reason given instead of an answer
 */

/** @param {Desk} desk @param {Item} item @param {string} path @param {string} id @returns {Control} */
function controlOf(desk, item, path, id) {
  if (item.type === "calculation") return readout(desk, path);
  if (item.type === "note") return { element: h("span", { class: "output" }, desk.interview.text(path, "label")), field: null, update: () => {} };
  const context = contextOf(desk, item, path, id);
  const few = item.type === "boolean" || (item.type === "select_one" && !longList(context));
  const short = SHORT.has(item.type) && !item.appearance?.includes("multiline");
  return few || short ? fieldOf(few ? compact.create(context) : widgetFor(item.type).create(context)) : opener(desk, item, path);
}

/** @param {import("../../widgets/types").Widget} widget @returns {Control} */
function fieldOf(widget) {
  const field = /** @type {HTMLInputElement | HTMLSelectElement} */ (widget.element.matches("select") ? widget.element : widget.element.querySelector("input"));
  return {
    element: widget.element, field,
    update: (value, missing) => {
      widget.update({ value, reason: null, offersAnew: true });
      if (field instanceof HTMLSelectElement) {
        const none = field.options[0];
        if (none) setText(none, missing);
      } else if (missing || field.dataset["missing"]) {
        field.placeholder = missing;
        field.dataset["missing"] = missing;
      }
    },
  };
}

/** @param {Desk} desk @param {string} path @returns {Control} */
function readout({ interview, words }, path) {
  const output = h("output", { class: "output" });
  return { element: output, field: null, update: (value) => setText(output, value === null ? words.no_value : interview.format(path)) };
}

/**
 * A button that says the answer and opens the question as it stands elsewhere.
 * @param {Desk} desk @param {Item} item @param {string} path @returns {Control}
 */
function opener(desk, item, path) {
  const { interview, words } = desk;
  const answer = h("span", { class: "words" });
  /** @type {import("../types").Part | null} */
  let opened = null;
  const open = () => {
    opened = question(desk, item, path);
    opened.element.removeAttribute("data-path"); // the cell has it
    const close = h("button", { type: "button", class: "button primary", onclick: () => dialog.close() }, words.ok);
    const dialog = openDialog(h("dialog", { class: "asking", "aria-label": interview.text(path, "label") || item.name }, opened.element, h("div", { class: "actions" }, close)));
    dialog.addEventListener("close", () => (opened = null));
    opened.update(null);
    opened.focus(path);
  };
  const button = h("button", { type: "button", class: "input opens-question", onclick: open }, answer, icon("pen"));
  return {
    element: button, field: button,
    update: (_value, missing) => {
      setText(answer, interview.format(path) || missing);
      opened?.update(null);
    },
  };
}
