/** Any file: chosen, named, removed. Its content is the office's business. */

import { h } from "./dom.js";
import { fileAnswer, picker } from "./file_answer.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { words, readOnly } = context;
  const answer = fileAnswer(context, (url, { name }) => h("a", { class: "button", href: url, download: name }, name), (value) => {
    choose.text.textContent = value ? words.pick_another : words.pick_file;
  });
  const choose = picker(words.pick_file, "file", {}, (file) => {
    const name = file.name.normalize("NFC").slice(0, 200) || "file";
    void answer.take(file, { name, media_type: file.type || "application/octet-stream" });
  });
  return {
    element: h("div", {}, answer.element, !readOnly && h("div", { class: "file-tools" }, choose.element, answer.remove)),
    update: answer.update,
    focus: () => choose.input.focus(),
  };
}
