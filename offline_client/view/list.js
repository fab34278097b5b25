/** The list of work: what is handed out, how far it is, what is unsent, and one clear next step for each. */

import { fieldworkTexts } from "../texts/fieldwork.js";
import { fold } from "../widgets/fold.js";
import { h, icon } from "../widgets/dom.js";
import { renew } from "../widgets/renew.js";
import { languageButton } from "./language.js";
import { openSettings } from "./settings.js";
import { dayText, localText, momentText } from "./times.js";

/**
 * @typedef {import("../texts/en.js").Texts} Texts
 * @typedef {import("../storage/types").AssignmentRecord} Assignment
 * @typedef {import("../storage/types").InterviewRecord} InterviewRecord
 * @typedef {import("../sync/schedule.js").SyncState} SyncState
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
 *
 * @typedef {object} Job  an assignment with its interview, or an interview alone
 * @property {string} key
 * @property {Assignment | null} assignment
 * @property {InterviewRecord | null} interview
 * @property {string} status
 */

const ORDER = ["returned", "open", "assigned", "completed", "approved"];
const TODO = new Set(["returned", "open", "assigned"]);
const STYLE = /** @type {Record<string, string>} */ ({ returned: "warning", completed: "ok", approved: "ok" });

const IN_ORDER = new Intl.Collator(); // made once: a thousand labels are put in order at every painting

/** What the person chose in the list; kept while the page lives. */
const chosen = { filter: "all", query: "" };

/** The list in the page. Told anew, it changes what has changed, and nothing moves away under a finger or from the keyboard. */
export class ListScreen {
  /** @type {HTMLElement} */
  element = h("div");
  /** @type {Job[]} */
  #jobs = [];
  /** @type {Look | null} */
  #look = null;
  /** @type {Work | null} */
  #work = null;

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
    this.#work = work;
    this.#jobs = jobsOf(work.assignments, work.interviews);
    const fresh = screen(work, this.#jobs, look, this.actions);
    if (this.#look?.language === look.language) renew(this.element, fresh);
    else this.#replace(fresh);
    this.#look = look;
    return this.element;
  }

  /** @param {HTMLElement} fresh */
  #replace(fresh) {
    this.element = fresh;
    fresh.addEventListener("click", (event) => this.#clicked(event));
    fresh.addEventListener("input", (event) => {
      if (!(event.target instanceof HTMLInputElement)) return;
      chosen.query = event.target.value;
      this.#again();
    });
  }

  #again() {
    if (this.#work && this.#look) this.show(this.#work, this.#look);
  }

  /** @param {Event} event */
  #clicked({ target }) {
    const button = target instanceof Element ? target.closest("button") : null;
    const { act, filter } = button?.dataset ?? {};
    if (!button || !this.#look || button.getAttribute("aria-disabled") === "true") return;
    if (filter) {
      chosen.filter = filter;
      this.#again();
    } else if (act === "settings") openSettings(this.#look.words);
    else if (act === "open" || act === "contact") {
      const key = button.closest(".job")?.getAttribute("data-key");
      const job = this.#jobs.find((one) => one.key === key);
      if (job) this.actions[act](job);
    } else if (act === "sync" || act === "signIn" || act === "signOut" || act === "protect") this.actions[act]();
  }
}

/** @param {Work} work @param {Job[]} all @param {Look} look @param {Actions} actions @returns {HTMLElement} */
function screen(work, all, look, actions) {
  const { words, language, languages } = look;
  const jobs = all.filter((job) => !isPractice(job));
  const drills = all.filter(isPractice);
  const found = jobs.filter((job) => isWanted(job));
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
      all.length === 0 ? emptyList(words) : jobs.length > 0 && tools(jobs, words), h("div", { class: "work" }, found.map((job) => card(job, work, look))),
      h("p", { class: "nothing empty soft", role: "status", hidden: none === "" }, none),
      drills.length > 0 && practice(words, drills.map((job) => card(job, work, look))), look.notices.filter((notice) => notice.classList.contains("plain"))),
  );
}

/**
 * @param {Assignment[]} assignments
 * @param {InterviewRecord[]} interviews
 * @returns {Job[]} what needs attention first, then by due date and label
 */
export function jobsOf(assignments, interviews) {
  const byAssignment = new Map(interviews.map((interview) => [interview.assignment, interview]));
  const ids = new Set(assignments.map(({ id }) => id));
  /** @type {Job[]} */
  const jobs = assignments.map((assignment) => {
    const interview = byAssignment.get(assignment.id) ?? null;
    return { key: `a${assignment.id}`, assignment, interview, status: interview?.status ?? "assigned" };
  });
  for (const interview of interviews) {
    if (interview.assignment === null || !ids.has(interview.assignment)) jobs.push({ key: interview.id, assignment: null, interview, status: interview.status });
  }
  return jobs.sort((a, b) => byCode(appointmentOf(a), appointmentOf(b)) || ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || byCode(a.assignment?.due ?? "9", b.assignment?.due ?? "9") || IN_ORDER.compare(labelOf(a), labelOf(b)));
}

/** When to try again, of work that is to be done; what has none comes after all that have. @param {Job} job */
function appointmentOf({ interview, status }) {
  return (TODO.has(status) && interview?.fieldwork?.appointment) || "9";
}

/** @param {string} a @param {string} b */
function byCode(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @param {Job} job */
function labelOf({ assignment, interview }) {
  return assignment?.label || interview?.label || String(assignment?.id ?? interview?.id);
}

/** Work for training, which is never counted with the rest. @param {Job} job */
function isPractice({ assignment, interview }) {
  return assignment?.training ?? interview?.training ?? false;
}

/** @param {Texts} words @param {HTMLElement[]} cards */
function practice(words, cards) {
  return h("section", { class: "practice", "data-practice": true }, h("h2", {}, icon("practice"), words.practice_work), h("p", { class: "small" }, words.practice_work_hint), h("div", { class: "work" }, cards));
}

/** @param {Job} job */
function isWanted(job) {
  if (chosen.filter === "todo" && !TODO.has(job.status)) return false;
  if (chosen.filter === "done" && TODO.has(job.status)) return false;
  const text = fold(`${labelOf(job)} ${job.assignment?.address ?? ""} ${Object.values(job.assignment?.unit ?? {}).join(" ")}`);
  return fold(chosen.query).split(" ").every((word) => text.includes(word));
}

/** @param {Job} job @param {Work} work @param {Look} look */
function card(job, work, { words, language }) {
  const { assignment, interview, status } = job;
  const unsent = work.unsent.get(interview?.id ?? "") ?? 0;
  const waiting = work.files.filter((file) => file.interview === interview?.id).length;
  const form = interview?.form ?? assignment?.form;
  const held = form !== undefined && work.forms.has(`${form.id} ${form.version}`);
  const today = new Date().toISOString().slice(0, 10);
  const late = assignment?.due && TODO.has(status) && assignment.due < today;
  const step = { assigned: words.start, open: words.go_on, returned: words.mend }[status] ?? words.look;
  return h(
    "article", { class: `job ${status}`, "data-key": job.key, "data-status": status },
    h("div", { class: "badges" },
      h("span", { class: `badge ${STYLE[status] ?? ""}` }, words[/** @type {"status_open"} */ (`status_${status}`)] ?? status),
      interview && interview.remarks > 0 && h("span", { class: "badge warning" }, icon("remark"), words.remarks_open(interview.remarks)),
      interview && (unsent > 0 ? h("span", { class: "badge warning" }, words.unsent(unsent)) : waiting > 0 ? h("span", { class: "badge warning" }, words.files_waiting(waiting)) : h("span", { class: "badge ok" }, icon("check"), words.sent))),
    h("h2", {}, labelOf(job)),
    assignment?.address && h("p", { class: "soft" }, assignment.address),
    assignment?.due && h("p", { class: "small" }, late ? h("span", { class: "badge danger" }, words.overdue(dayText(assignment.due, language))) : words.due(dayText(assignment.due, language))),
    contactLines(job, language),
    held
      ? h("div", { class: "next-steps" }, h("button", { type: "button", class: TODO.has(status) ? "button primary wide" : "button wide", "data-act": "open" }, step, h("span", { class: "unseen" }, ` ${labelOf(job)}`)),
        TODO.has(status) && h("button", { type: "button", class: "button", "data-act": "contact" }, fieldworkTexts(language).contact, h("span", { class: "unseen" }, ` ${labelOf(job)}`)))
      : h("p", { class: "small soft" }, words.form_missing),
  );
}

/** The mode where it is no visit, the attempts at contact, and when to try again. @param {Job} job @param {string} language */
function contactLines({ assignment, interview, status }, language) {
  const words = fieldworkTexts(language);
  const { mode = null, contacts = 0, outcome = null, appointment = null } = interview?.fieldwork ?? {};
  const now = mode ?? assignment?.mode ?? "capi";
  const due = TODO.has(status) && appointment;
  const late = due && new Date(appointment).getTime() < Date.now();
  return [
    now in words.modes && now !== "capi" ? h("p", { class: "small soft", "data-mode": now }, words.modes[now] ?? now) : null,
    due ? h("p", { "data-appointment": appointment }, h("span", { class: `badge ${late ? "danger" : "warning"}` }, late ? words.call_was(localText(appointment, language)) : words.call_at(localText(appointment, language)))) : null,
    contacts > 0 ? h("p", { class: "small soft" }, words.attempts_count(contacts, words.outcomes[outcome ?? ""] ?? outcome ?? "")) : null,
  ];
}

/** Keeps its height while the line comes and goes: the work below it stays where it is. @param {Work} work @param {Look} look */
function syncCard({ sync, unsentTotal, files, contact }, { words, language }) {
  const style = sync.kind === "failed" || sync.kind === "signed_out" ? "trouble" : sync.kind === "offline" ? "offline" : unsentTotal + files.length > 0 ? "waiting" : "";
  const state = { idle: "", syncing: words.sync_running, offline: words.sync_offline, failed: words.sync_failed, signed_out: words.sign_in_to_send }[sync.kind];
  const detail = sync.kind === "failed" ? `${state} (${sync.message})` : state;
  return h(
    "section", { class: `sync ${style}`, "data-sync": sync.kind, "data-unsent": unsentTotal, "data-files": files.length },
    icon(style === "" ? "done" : style === "trouble" ? "error" : "sync"),
    h("div", { class: "words", role: "status" },
      h("strong", {}, unsentTotal > 0 ? words.sync_unsent(unsentTotal) : files.length > 0 ? words.answers_sent : words.sync_all_sent),
      files.length > 0 && h("span", { class: "small" }, filesText(files, words), " "),
      h("span", { class: "small soft" }, contact ? words.last_contact(momentText(contact, language)) : words.no_contact),
      h("span", { class: "small stands", "data-offline": words.sync_offline, "data-failed": words.sync_failed }, h("span", {}, detail))),
    sync.kind === "signed_out"
      ? h("button", { type: "button", class: "button primary", "data-act": "signIn" }, words.sign_in)
      : h("button", { type: "button", class: "button", "aria-disabled": sync.kind === "syncing" ? "true" : null, "data-act": "sync" }, icon("sync"), words.sync_now),
  );
}

/** @param {Job[]} jobs @param {Texts} words */
function tools(jobs, words) {
  const todo = jobs.filter(({ status }) => TODO.has(status)).length;
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
