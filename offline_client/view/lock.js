/** The locked screen: shows nobody's answers, says how many wait, and opens with a password, a PIN or a passkey; works offline. */

import { h, icon } from "../widgets/dom.js";
import { backupButton } from "./backup_button.js";
import { languageButtons } from "./language.js";

/**
 * @typedef {import("../texts/en.js").Texts} Texts
 *
 * @typedef {object} Options
 * @property {Texts} words
 * @property {string} language
 * @property {{code: string, name: string}[]} languages
 * @property {string} markUrl
 * @property {string} user
 * @property {boolean} digits       a PIN is set, so the keys shown are digits first
 * @property {number} unsent        events that wait on this device
 * @property {((secret: string) => Promise<string | null>)} unlock   null when done, else what is wrong
 * @property {(() => Promise<string | null>) | null} unlockWithPasskey  null where none is set
 * @property {() => Promise<string | null>} backup
 * @property {() => void} signIn    at the server, also as somebody else
 * @property {(language: string) => void} onLanguage
 */

/** @param {Options} options @returns {HTMLElement} */
export function lockScreen({ words, language, languages, markUrl, user, digits, unsent, unlock, unlockWithPasskey, backup, signIn, onLanguage }) {
  const secret = h("input", {
    class: "input", id: "secret", name: "secret", type: "password", autocomplete: "current-password", required: true, "aria-describedby": "unlock-problem",
    ...(digits ? { inputmode: "numeric" } : {}),
  });
  const problem = h("p", { class: "problem", id: "unlock-problem", role: "alert" });
  const letters = digits && h("button", { type: "button", class: "button quiet", onclick: () => {
    secret.inputMode = secret.inputMode === "numeric" ? "text" : "numeric";
    secret.focus();
  } }, words.other_keys);
  const button = h("button", { type: "submit", class: "button primary wide" }, words.unlock);
  const attempt = async (/** @type {() => Promise<string | null>} */ work) => {
    button.disabled = true;
    button.textContent = words.unlocking;
    problem.textContent = "";
    const wrong = await work();
    button.disabled = false;
    button.textContent = words.unlock;
    problem.textContent = wrong ?? "";
    if (wrong) secret.select();
  };
  const form = h(
    "form", {},
    h("input", { type: "text", name: "username", autocomplete: "username", value: user, hidden: true, tabindex: "-1" }),
    h("div", { class: "field" }, h("label", { for: "secret" }, digits ? words.password_or_pin : words.password), secret, letters),
    problem, button,
    unlockWithPasskey && h("button", { type: "button", class: "button wide", "data-passkey": true, onclick: () => void attempt(unlockWithPasskey) }, icon("lock"), words.unlock_passkey),
    h("button", { type: "button", class: "button quiet wide", "data-sign-in": true, onclick: signIn }, words.sign_in_instead),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(() => unlock(secret.value));
  });
  return h(
    "main", { class: "sign-in locked", lang: language },
    h("img", { class: "mark", src: markUrl, alt: "", width: 80, height: 80 }),
    h("div", { class: "name" }, h("h1", {}, words.locked), h("p", { class: "soft" }, user)),
    unsent > 0 && h("p", { class: "soft", "data-waiting": unsent }, words.locked_unsent(unsent)),
    form, backupButton(words, backup), languageButtons(language, languages, words.language, onLanguage),
  );
}
