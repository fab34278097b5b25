/** A signature: drawn with finger, pen or mouse, or typed where nobody can draw. A PNG of black on white. */

import { h, icon } from "./dom.js";
import { fileAnswer } from "./file_answer.js";
import { written } from "./jpeg.js";
import { strokes } from "./strokes.js";
import { beforeLeaving } from "./typing.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { item, id, words, label, readOnly } = context;
  const about = { name: `${item.name}.png`, media_type: "image/png" };
  const answer = fileAnswer(context, (url) => h("img", { class: "signature", src: url, alt: label }), (value) => showPad(value === null));
  const pad = strokes(label, () => {
    tools.hidden = pad.isEmpty();
    forget();
    if (!pad.isEmpty()) forget = beforeLeaving(keep);
  });
  let forget = () => {};
  const keep = () => {
    forget();
    if (!pad.isEmpty()) void answer.take(written(pad.canvas, "image/png"), about);
  };
  const keepTyped = () => {
    const name = typed.value.normalize("NFC").trim();
    if (!name) return;
    pad.write(name);
    keep();
  };
  const typed = h("input", { class: "input", id: `${id}-typed`, type: "text", autocomplete: "off", autocapitalize: "words" });
  const tools = h("div", { class: "file-tools", hidden: true },
    h("button", { type: "button", class: "button primary", onclick: keep }, icon("check"), words.keep_signature),
    h("button", { type: "button", class: "button", onclick: () => pad.undo() }, words.undo_stroke),
    h("button", { type: "button", class: "button", onclick: () => pad.clear() }, icon("clear"), words.clear_strokes));
  const drawn = h("div", { class: "sign" }, h("p", { class: "soft small" }, words.sign_here), pad.canvas, tools,
    h("details", {}, h("summary", {}, words.sign_by_typing), h("div", { class: "field" }, h("label", { for: typed.id }, words.typed_name), typed),
      h("button", { type: "button", class: "button", onclick: keepTyped }, icon("check"), words.keep_signature)));
  const again = h("button", { type: "button", class: "button", hidden: true, onclick: () => showPad(true) }, icon("pen"), words.sign_again);

  /** @param {boolean} on */
  const showPad = (on) => {
    drawn.hidden = !on;
    again.hidden = on;
    if (on) pad.clear();
    else forget();
  };
  return {
    element: h("div", {}, answer.element, !readOnly && drawn, !readOnly && h("div", { class: "file-tools" }, again, answer.remove)),
    update: answer.update,
    focus: () => (drawn.hidden ? again : drawn.querySelector("summary"))?.focus(),
  };
}
