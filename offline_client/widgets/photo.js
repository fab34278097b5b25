/** A photo: taken with the camera or chosen, made small, looked at, taken again or removed. */

import { h } from "./dom.js";
import { fileAnswer, picker, Unfit } from "./file_answer.js";
import { smallJpeg } from "./jpeg.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { item, words, label, readOnly } = context;
  const answer = fileAnswer(context, (url) => h("img", { class: "photo", src: url, alt: label }), (value) => {
    camera.text.textContent = value ? words.retake_photo : words.take_photo;
  });
  const take = (/** @type {File} */ file) => {
    const small = smallJpeg(file).catch((error) => {
      console.error(error);
      throw new Unfit(words.not_a_photo);
    });
    void answer.take(small, { name: `${item.name}.jpg`, media_type: "image/jpeg" });
  };
  const camera = picker(words.take_photo, "camera", { accept: "image/*", capture: "environment" }, take);
  const choose = picker(words.pick_photo, "picture", { accept: "image/*" }, take);
  return {
    element: h("div", {}, answer.element, !readOnly && h("div", { class: "file-tools" }, camera.element, choose.element, answer.remove)),
    update: answer.update,
    focus: () => camera.input.focus(),
  };
}
