/** Languages: which way they run, the switch to the next one, small enough for the bar of a phone, and a button for each. */

import { runsFromRight } from "../runtime/from_right.js";
import { h } from "../widgets/dom.js";

/** @param {string} language @returns {"ltr" | "rtl"} */
export function directionOf(language) {
  return runsFromRight(language) ? "rtl" : "ltr";
}

/**
 * @param {string} language
 * @param {string[]} languages
 * @param {(language: string) => void} onLanguage
 * @returns {HTMLButtonElement | null} null where there is only one
 */
export function languageButton(language, languages, onLanguage) {
  const next = languages[(languages.indexOf(language) + 1) % languages.length];
  if (next === undefined || next === language) return null;
  const name = new Intl.DisplayNames([next], { type: "language" }).of(next) ?? next;
  return h("button", { type: "button", class: "button quiet icon-only", lang: next, "aria-label": `${next.toUpperCase()}: ${name}`, title: name, "data-language": next, onclick: () => onLanguage(next) }, next.toUpperCase());
}

/**
 * A button for each language.
 * @param {string} language
 * @param {{code: string, name: string}[]} languages
 * @param {string} label
 * @param {(language: string) => void} onLanguage
 */
export function languageButtons(language, languages, label, onLanguage) {
  return h("div", { class: "languages", role: "group", "aria-label": label }, languages.map(({ code, name }) => h(
    "button", { type: "button", class: "button", lang: code, "aria-pressed": String(code === language), onclick: () => onLanguage(code) }, name,
  )));
}
