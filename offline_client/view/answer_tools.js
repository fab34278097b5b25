/** What can be done with an answer besides giving it: naming the reason why it is missing, taking it back, and all that can be asked or said about the question. */

import { h, icon, setName } from "../widgets/dom.js";
import { openAbout } from "./about.js";

/**
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("../runtime/types").CompiledItem} Item
 * @typedef {{value: any, reason: string | null}} Cell
 */

const CHOSEN = new Set(["select_one", "select_many", "boolean", "rank", "geopoint"]);

/** Whether an answer of this kind is taken back by a button: what is typed can be deleted. @param {Item} item */
export function isChosen({ type }) {
  return CHOSEN.has(type);
}

/**
 * A button for each reason why there may be no answer; nothing where the question has none.
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} path
 */
export function reasonButtons({ interview, readOnly, act }, item, path) {
  const buttons = (item.missing ?? []).map((reason) => h("button", {
    type: "button", class: "reason", "data-reason": reason, "aria-pressed": "false", disabled: readOnly,
    onclick: () => act(() => (interview.reason(path) === reason ? interview.clear(path) : interview.answer(path, { missing: reason }))),
  }, interview.reasonText(reason)));
  return {
    element: buttons.length > 0 ? h("div", { class: "reasons" }, buttons) : null,
    /** @param {Cell} cell */
    update: ({ reason }) => {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset["reason"] === reason));
    },
  };
}

/**
 * Taking a chosen answer back, and the way to what is known and can be said about the question.
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} path
 */
export function answerTools({ interview, words, readOnly, act }, item, path) {
  const label = interview.text(path, "label") || item.name;
  const clear = isChosen(item) ? h("button", { type: "button", class: "button quiet icon-only", title: words.clear, "aria-label": `${words.clear}: ${label}`, onclick: () => act(() => interview.clear(path)) }, icon("clear")) : null;
  const about = h("button", { type: "button", class: "button quiet icon-only", "data-about": path, "aria-haspopup": "dialog", onclick: () => openAbout({ interview, words, readOnly, act }, path) });
  return {
    element: h("div", { class: "tools" }, clear, about),
    /** @param {Cell} cell */
    update: ({ value }) => {
      const flagged = path in interview.fieldwork.flags;
      const says = flagged ? words.about_flagged : words.about_question;
      if (about.title !== says) {
        about.replaceChildren(icon(flagged ? "flag" : "more"));
        about.title = says;
      }
      setName(about, `${says}: ${interview.text(path, "label") || item.name}`);
      if (clear) clear.hidden = readOnly || value === null; // its place stays, so that nothing jumps
    },
  };
}
