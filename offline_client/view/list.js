/** The list of work: what is handed out, how far it is, what is unsent, and one clear next step for each. */

import { fold } from "../widgets/fold.js";
import { h, icon } from "../widgets/dom.js";
import { renew } from "../widgets/renew.js";
import { Cards, placeOfCards } from "./cards.js";
import { isPractice, isToDo, jobsOf, says } from "./jobs.js";
import { languageButton } from "./language.js";
import { openSettings } from "./settings.js";
import { momentText } from "./times.js";

/**
 * @typedef {import("../texts/en.js").Texts} Texts
 * @typedef {import("../storage/types").AssignmentRecord} Assignment
 * @typedef {import("../storage/types").InterviewRecord} InterviewRecord
 * @typedef {import("../sync/schedule.js").SyncState} SyncState
 * @typedef {import("./jobs.js").Job} Job
 *
 * @typedef {object} Work  all that the list shows
 * @property {Assignment[]} assignments
 * @property {InterviewRecord[]} interviews
 * @property {Set<string>} forms        "id version" of the forms on the device
 * @property {Map<string, number>} unsent  events by interview
 * @property {number} unsentTotal
 * @property {import("../storage/types").FileAtRest[]} files  those that the server does not have yet
 * @property {string | null} contact
 * @property {SyncState} sync
 * @property {string} userName
 *
 * @typedef {object} Look
 * @property {Texts} words
 * @property {string} language
 * @property {{code: string, name: string}[]} languages
 * @property {HTMLElement[]} notices
 *
 * @typedef {object} Actions
 * @property {(job: Job) => void} open
 * @property {(job: Job) => void} contact
 * @property {() => void} sync
 * @property {() => void} signIn
 * @property {() => void} signOut
 * @property {() => void} protect
 * @property {(language: string) => void} onLanguage
 */

/** What the person chose in the list; kept while the page lives. */
const chosen = { filter: "all", query: "" };

/** The list in the page. Told anew, it changes what has changed, and nothing moves away under a finger or from the keyboard. */
export class ListScreen {
  /** @type {HTMLElement} */
  element = h("div");
  /** All that is shown, as of the last time. @type {{work: Work, jobs: Job[], look: Look, cards: Cards, drills: Cards} | null} */
  #shown = null;

  /** @param {Actions} actions */
  constructor(actions) {
    this.actions = actions;
  }

  /**
   * Shows what there is to do.
   * @param {Work} work
   * @param {Look} look
   * @returns {HTMLElement} the one that is in the page, if the language is the same
   */
  show(work, look) {
    const before = this.#shown;
    const stays = before?.look.language === look.language;
    const { cards, drills } = stays ? before : { cards: new Cards(look, before?.cards.inSight()), drills: new Cards(look, before?.drills.inSight()) };
    const jobs = jobsOf(work.assignments, work.interviews);
    for (const one of [cards, drills]) one.keep(jobs);
    this.#shown = { work, jobs, look, cards, drills };
    this.#paint(!stays);
    return this.element;
  }

  /** @param {HTMLElement} element */
  #begin(element) {
    this.element = element;
    element.addEventListener("click", (event) => this.#clicked(event));
    element.addEventListener("input", (event) => {
      if (!(event.target instanceof HTMLInputElement)) return;
      chosen.query = event.target.value;
      this.#paint();
    });
  }

  /** @param {boolean} [anew] in the place of what is in the page */
  #paint(anew = false) {
    if (!this.#shown) return;
    const { work, jobs, cards, drills } = this.#shown;
    const found = wanted(jobs);
    if (anew) this.#begin(screen(this.#shown, found, this.actions));
    else renew(this.element, screen({ ...this.#shown, cards: null, drills: null }, found, this.actions));
    cards.show(found, work);
    drills.show(jobs.filter(isPractice), work);
  }

  /** @param {Event} event */
  #clicked({ target }) {
    const button = target instanceof Element ? target.closest("button") : null;
    const { act, filter } = button?.dataset ?? {};
    if (!button || !this.#shown || button.getAttribute("aria-disabled") === "true") return;
    if (filter) {
      chosen.filter = filter;
      this.#paint();
    } else if (act === "settings") openSettings(this.#shown.look.words);
    else if (act === "open" || act === "contact") {
      const key = button.closest(".job")?.getAttribute("data-key");
      const job = this.#shown.jobs.find((one) => one.key === key);
      if (job) this.actions[act](job);
    } else if (act === "sync" || act === "signIn" || act === "signOut" || act === "protect") this.actions[act]();
  }
}

/** Those that were searched for, without practice. @param {Job[]} jobs */
function wanted(jobs) {
  const words = fold(chosen.query).split(" ");
  const passes = /** @type {Record<string, (job: Job) => boolean>} */ ({ todo: isToDo, done: (job) => !isToDo(job) })[chosen.filter] ?? (() => true);
  return jobs.filter((job) => !isPractice(job) && passes(job) && says(job, words));
}

/**
 * The screen but for what stands on the cards; without cards, a place where those in the page stay.
 * @param {{work: Work, jobs: Job[], look: Look, cards: Cards | null, drills: Cards | null}} shown
 * @param {Job[]} found
 * @param {Actions} actions
 * @returns {HTMLElement}
 */
function screen({ work, jobs: all, look, cards, drills }, found, actions) {
  const { words, language, languages } = look;
  const jobs = all.filter((job) => !isPractice(job));
  const none = found.length > 0 || jobs.length === 0 ? "" : words.none_found;
  const quiet = { type: "button", class: "button quiet icon-only" };
  return h(
    "div", { lang: language },
    h("header", { class: "bar" }, h("div", { class: "inner" },
      h("div", { class: "title" }, h("h1", {}, words.my_work), h("p", { class: "soft" }, work.userName)),
      languageButton(language, languages.map(({ code }) => code), actions.onLanguage),
      h("button", { ...quiet, "aria-label": words.settings, title: words.settings, "data-act": "settings" }, icon("settings")),
      h("button", { ...quiet, "aria-label": words.protection, title: words.protection, "data-act": "protect" }, icon("lock")),
      h("button", { ...quiet, "aria-label": words.sign_out, title: words.sign_out, "data-act": "signOut" }, icon("out")))),
    h("main", { class: "list" }, look.notices.filter((notice) => !notice.classList.contains("plain")), syncCard(work, look),
      all.length === 0 ? emptyList(words) : jobs.length > 0 && tools(jobs, words), cards?.element ?? placeOfCards(),
      h("p", { class: "nothing empty soft", role: "status", hidden: none === "" }, none),
      practice(words, all.length > jobs.length, drills?.element ?? placeOfCards()), look.notices.filter((notice) => notice.classList.contains("plain"))),
  );
}

/** @param {Texts} words @param {boolean} any @param {HTMLElement} cards */
function practice(words, any, cards) {
  return h("section", { class: "practice", "data-practice": true, hidden: !any },
    h("h2", {}, icon("practice"), words.practice_work), h("p", { class: "small" }, words.practice_work_hint), cards);
}

/** Keeps its height while the line comes and goes: the work below it stays where it is. @param {Work} work @param {Look} look */
function syncCard({ sync, unsentTotal, files, contact }, { words, language }) {
  const style = sync.kind === "failed" || sync.kind === "signed_out" ? "trouble" : sync.kind === "offline" ? "offline" : unsentTotal + files.length > 0 ? "waiting" : "";
  const state = { idle: "", syncing: words.sync_running, offline: words.sync_offline, failed: words.sync_failed, signed_out: words.sign_in_to_send }[sync.kind];
  const detail = sync.kind === "failed" ? `${state} (${sync.message})` : state;
  const lines = (/** @type {string} */ last) => [
    h("strong", {}, unsentTotal > 0 ? words.sync_unsent(unsentTotal) : files.length > 0 ? words.answers_sent : words.sync_all_sent),
    files.length > 0 && h("span", { class: "small" }, filesText(files, words)),
    h("span", { class: "small soft" }, contact ? words.last_contact(momentText(contact, language)) : words.no_contact),
    last && h("span", { class: "small" }, last),
  ];
  return h(
    "section", { class: `sync ${style}`, "data-sync": sync.kind, "data-unsent": unsentTotal, "data-files": files.length },
    icon(style === "" ? "done" : style === "trouble" ? "error" : "sync"),
    h("div", { class: "words" },
      h("div", { role: "status" }, lines(detail)),
      [words.sync_offline, words.sync_failed].map((longest) => h("div", { class: "room", "aria-hidden": "true" }, lines(longest)))),
    sync.kind === "signed_out"
      ? h("button", { type: "button", class: "button primary", "data-act": "signIn" }, words.sign_in)
      : h("button", { type: "button", class: "button", "aria-disabled": sync.kind === "syncing" ? "true" : null, "data-act": "sync" }, icon("sync"), words.sync_now),
  );
}

/** @param {Job[]} jobs @param {Texts} words */
function tools(jobs, words) {
  const todo = jobs.filter(isToDo).length;
  const filters = /** @type {const} */ ([["all", words.filter_all, jobs.length], ["todo", words.filter_todo, todo], ["done", words.filter_done, jobs.length - todo]]);
  return h("div", { class: "tools" },
    h("input", { class: "input", type: "search", placeholder: words.search_work, "aria-label": words.search_work, value: chosen.query }),
    h("div", { class: "filters" }, filters.map(([name, label, count]) => h("button", { type: "button", class: "button", "aria-pressed": String(chosen.filter === name), "data-filter": name }, `${label} ${count}`))));
}

/** @param {Texts} words */
function emptyList(words) {
  return h("div", { class: "empty" }, h("h2", {}, words.no_assignments), h("p", { class: "soft" }, words.no_assignments_hint));
}

/** How many files wait, and how far they are. @param {Work["files"]} files @param {Texts} words */
function filesText(files, words) {
  const share = files.reduce((sum, { received }) => sum + received, 0) / Math.max(1, files.reduce((sum, { size }) => sum + size, 0));
  const stuck = files.filter(({ problem }) => problem === "unreadable" || problem === "file_too_large").length;
  return [`${words.files_waiting(files.length)} (${Math.floor(share * 100)} %)`, stuck > 0 && words.files_stuck(stuck)].filter(Boolean).join(". ");
}
