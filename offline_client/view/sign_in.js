/** Signing in: the first screen on a new device, and again when a session has expired. */

import { h } from "../widgets/dom.js";
import { languageButtons } from "./language.js";

/**
 * @typedef {import("../texts/en.js").Texts} Texts
 *
 * @typedef {object} Options
 * @property {Texts} words
 * @property {string} language
 * @property {{code: string, name: string}[]} languages
 * @property {string} markUrl
 * @property {string} user            known name, or ""
 * @property {HTMLElement[]} notices
 * @property {(credentials: {name: string, password: string, old?: string}) => Promise<{text: string, old?: boolean} | null>} signIn
 *   null when done, else what is wrong; `old` when a former password is needed as well
 * @property {(language: string) => void} onLanguage
 */

/** @param {Options} options @returns {HTMLElement} */
export function signInScreen({ words, language, languages, markUrl, user, notices, signIn, onLanguage }) {
  const name = h("input", { class: "input", id: "name", name: "name", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true, value: user });
  const password = h("input", { class: "input", id: "password", name: "password", type: "password", autocomplete: "current-password", required: true });
  const old = h("input", { class: "input", id: "old", name: "old", type: "password", autocomplete: "off" });
  const former = h("div", { class: "field" }, h("label", { for: "old" }, words.old_password), old);
  const show = h("input", { type: "checkbox", onchange: () => (password.type = old.type = show.checked ? "text" : "password") });
  const problem = h("p", { class: "problem", role: "alert" });
  const button = h("button", { type: "submit", class: "button primary wide" }, words.sign_in);
  const form = h(
    "form", {},
    h("div", { class: "field" }, h("label", { for: "name" }, words.user_name), name),
    h("div", { class: "field" }, h("label", { for: "password" }, words.password), password),
    h("label", { class: "check" }, show, words.show_password),
    problem, button,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    button.textContent = words.signing_in;
    problem.textContent = "";
    const wrong = await signIn({ name: name.value.trim(), password: password.value, ...(former.isConnected ? { old: old.value } : {}) });
    button.disabled = false;
    button.textContent = words.sign_in;
    problem.textContent = wrong?.text ?? "";
    if (wrong?.old) problem.before(former);
    if (wrong) (former.isConnected ? old : password).select();
  });
  return h(
    "main", { class: "sign-in", lang: language },
    h("img", { class: "mark", src: markUrl, alt: "", width: 80, height: 80 }),
    h("div", { class: "name" }, h("h1", {}, words.app), h("p", { class: "soft" }, words.tagline)),
    notices, form, languageButtons(language, languages, words.language, onLanguage),
  );
}
