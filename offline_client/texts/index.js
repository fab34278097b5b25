/** The languages of the screens. A form may have more; its questions are then in its own, the buttons in one of these. */
import { en } from "./en.js";
import { vi } from "./vi.js";

/** @typedef {import("./en.js").Texts} Texts */

/** @type {Record<string, Texts>} */
export const LANGUAGES = { vi, en };

/**
 * @param {string} language
 * @returns {Texts} the screens' words; English where the language is not known
 */
export function textsIn(language) {
  return LANGUAGES[language] ?? en;
}
