/**
 * The line in the bar that says whether everything is saved. It changes twice at every answer: all that it may say lies in one
 * place, of which one is seen, so that a change is painted and nothing is laid out.
 */
import { h, icon, setText } from "../widgets/dom.js";

/** @typedef {"saved" | "saving" | "failing"} Kind */

const SIGNS = /** @type {const} */ ({ saved: "check", saving: "sync", failing: "warning" });

export class SaveLine {
  element = h("p", { class: "saving", hidden: true });
  /** @type {Map<string, HTMLElement>} */
  #said = new Map();

  constructor() {
    for (const [kind, sign] of Object.entries(SIGNS)) {
      const words = h("span");
      this.#said.set(kind, words);
      this.element.append(h("span", { "data-says": kind }, icon(sign), words));
    }
  }

  /** @param {string} text @param {Kind} kind */
  show(text, kind) {
    const words = this.#said.get(kind);
    if (words) setText(words, text);
    this.element.className = kind === "saving" ? "saving" : `saving ${kind}`;
    this.element.hidden = false;
  }
}
