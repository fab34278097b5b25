/** The screens of people who answer by themselves: typing the code, the welcome, and the receipt. They know no network and no storage. */

import { h, icon } from "../widgets/dom.js";
import { backupButton } from "./backup_button.js";
import { languageButtons } from "./language.js";
import { dayText, momentText } from "./times.js";

/**
 * @typedef {import("../texts/respondent.js").RespondentTexts} Texts
 *
 * @typedef {object} Look
 * @property {Texts} words
 * @property {string} language
 * @property {string} languageLabel
 * @property {{code: string, name: string}[]} languages
 * @property {(language: string) => void} onLanguage
 * @property {() => Promise<string | null>} backup  saves the backup file; what is wrong
 */

const LENGTH = 16;

/** A code as it is read: capitals in fours. @param {string} typed */
export function inFours(typed) {
  const letters = typed.toUpperCase().replace(/[^0-9A-Z]/gu, "").slice(0, LENGTH);
  return letters.replace(/(.{4})(?=.)/gu, "$1-");
}

/**
 * @param {Look} look
 * @param {{markUrl: string, code: string, notices: HTMLElement[], waiting: boolean, open: (code: string) => Promise<string | null>, toSignIn: () => void}} options
 *   `open` gives what is wrong, or null when the next screen comes; `waiting` is whether answers on this device have not arrived
 */
export function codeScreen(look, { markUrl, code, notices, waiting, open, toSignIn }) {
  const { words } = look;
  const input = h("input", {
    class: "input code", id: "code", name: "code", value: inFours(code), autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true,
    maxlength: 40, placeholder: "XXXX-XXXX-XXXX-XXXX", "aria-describedby": "code-hint",
  });
  input.addEventListener("input", () => {
    const atEnd = input.selectionStart === input.value.length; // in the middle of a correction the caret stays where it is
    if (atEnd) input.value = inFours(input.value);
  });
  const problem = h("p", { class: "problem", role: "alert" });
  const button = h("button", { type: "submit", class: "button primary wide" }, words.code_go);
  const form = h(
    "form", {},
    h("div", { class: "field" }, h("label", { for: "code" }, words.code_label), input, h("p", { class: "soft small", id: "code-hint" }, words.code_hint)),
    problem, button,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = inFours(input.value).replaceAll("-", "");
    if (typed.length !== LENGTH) {
      problem.textContent = words.code_short(typed.length);
      return input.focus();
    }
    button.disabled = true;
    button.textContent = words.code_opening;
    problem.textContent = "";
    const wrong = await open(typed);
    button.disabled = false;
    button.textContent = words.code_go;
    problem.textContent = wrong ?? "";
    if (wrong) input.focus();
  });
  return h(
    "main", { class: "sign-in respond-code", lang: look.language },
    h("img", { class: "mark", src: markUrl, alt: "", width: 80, height: 80 }),
    h("h1", {}, words.code_title), notices, form,
    waiting && asFile(look),
    languageButtons(look.language, look.languages, look.languageLabel, look.onLanguage),
    h("button", { type: "button", class: "button quiet", onclick: toSignIn }, words.i_am_enumerator),
  );
}

/**
 * @typedef {object} Told  what the welcome and the receipt say of the survey and of the answers
 * @property {string} title
 * @property {string} label
 * @property {{asked_by?: string, confidentiality?: string, help?: string}} respondents
 * @property {string | null} due
 * @property {"begin" | "go_on" | "returned" | "completed" | "approved"} state
 * @property {{answered: number, asked: number} | null} progress
 * @property {string} reference
 * @property {string | null} completedAt
 * @property {boolean} arrived     nothing waits to be sent
 * @property {boolean} mayChange   what was sent may be taken up again
 */

/**
 * The page on which a respondent begins, goes on, and ends.
 * @param {Look} look
 * @param {Told} told
 * @param {{open: () => void, change: () => void, leave: () => void, notices: HTMLElement[]}} actions
 */
export function startScreen(look, told, { open, change, leave, notices }) {
  const { words, language } = look;
  const done = told.state === "completed" || told.state === "approved";
  return h(
    "div", { class: "respond", lang: language },
    h("header", { class: "bar" }, h("div", { class: "inner" },
      h("div", { class: "title" }, h("p", {}, h("strong", {}, told.title))), languageButtons(language, look.languages, look.languageLabel, look.onLanguage))),
    h("main", {}, notices, done ? receipt(look, told, { open, change, leave }) : welcome(look, told, open), explained(words, told), done ? null : leaving(words, told, leave)),
  );
}

/** @param {Look} look @param {Told} told @param {() => void} open */
function welcome({ words, language }, told, open) {
  const { progress, state } = told;
  return h(
    "section", { class: "card", "data-state": state },
    h("h1", {}, words.welcome),
    told.label && h("p", {}, words.for_whom(told.label)),
    told.respondents.asked_by && h("p", { "data-asked-by": true }, told.respondents.asked_by),
    told.due && h("p", {}, h("strong", {}, words.please_by(dayText(told.due, language)))),
    progress && progress.answered > 0 && h("p", { class: "soft" }, words.answered(progress.answered, progress.asked)),
    h("button", { type: "button", class: "button primary wide", "data-begin": true, onclick: open }, state === "begin" ? words.begin : words.go_on, icon("next")),
    h("p", { class: "soft small" }, words.kept_hint),
  );
}

/** @param {Look} look @param {Told} told @param {{open: () => void, change: () => void, leave: () => void}} actions */
function receipt(look, told, { open, change, leave }) {
  const { words, language } = look;
  const approved = told.state === "approved";
  const state = approved ? words.receipt_approved : told.arrived ? words.receipt_arrived : words.receipt_kept;
  return h(
    "section", { class: "card receipt", "data-state": told.state, "data-arrived": String(told.arrived) },
    h("h1", { tabindex: "-1" }, icon("done"), words.receipt_title),
    h("p", { class: told.arrived ? "banner ok" : "banner warning", role: "status" }, icon(told.arrived ? "check" : "sync"), h("span", { class: "words" }, state)),
    h("dl", {}, h("dt", {}, words.receipt_number), h("dd", { "data-reference": told.reference }, told.reference),
      told.completedAt && [h("dt", {}, words.receipt_time), h("dd", {}, momentText(told.completedAt, language))]),
    h("p", { class: "soft small" }, words.receipt_keep_number),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "button", "data-look": true, onclick: open }, words.look),
      told.mayChange && h("button", { type: "button", class: "button", "data-change": true, onclick: change }, words.change),
      h("button", { type: "button", class: "button primary", "data-leave": true, onclick: leave }, words.leave_device)),
    told.mayChange && h("p", { class: "soft small" }, words.change_hint),
    !told.arrived && [h("p", { class: "soft small" }, words.leave_unsent), asFile(look)],
  );
}

/** Another way to the office for answers that do not arrive. @param {Look} look */
function asFile({ words, backup }) {
  return h("div", { class: "as-file" }, h("p", { class: "soft small" }, words.not_arriving), backupButton(words.words, backup, "quiet"));
}

/** @param {Texts} words @param {Told} told */
function explained(words, { respondents }) {
  if (!respondents.confidentiality && !respondents.help) return null;
  return h(
    "section", { class: "card" },
    respondents.confidentiality && [h("h2", {}, icon("lock"), words.your_answers), h("p", {}, respondents.confidentiality)],
    respondents.help && [h("h2", {}, words.help), h("p", {}, respondents.help)],
  );
}

/** @param {Texts} words @param {Told} told @param {() => void} leave */
function leaving(words, { state }, leave) {
  if (state === "begin") return null;
  return h("p", { class: "leaving" }, h("button", { type: "button", class: "button quiet", "data-leave": true, onclick: leave }, words.leave_device));
}
