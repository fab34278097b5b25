/**
 * A card of the list of work: what it shows of a job, and how.
 *
 * @typedef {import("./jobs.js").Job} Job
 * @typedef {import("./list.js").Work} Work
 * @typedef {import("./list.js").Look} Look
 * @typedef {import("../texts/en.js").Texts} Texts
 *
 * @typedef {object} Facts  all that a card shows, apart from the language
 * @property {string} label
 * @property {string} status
 * @property {boolean} todo
 * @property {string} address
 * @property {string} due          a day, or ""
 * @property {boolean} late
 * @property {boolean} begun       there is an interview
 * @property {number} remarks
 * @property {number} unsent       events
 * @property {number} waiting      files
 * @property {boolean} held        the form is on the device
 * @property {string} mode
 * @property {string} appointment  a moment, or ""
 * @property {boolean} missed      the moment is past
 * @property {number} contacts
 * @property {string} outcome
 */
import { fieldworkTexts } from "../texts/fieldwork.js";
import { h, icon } from "../widgets/dom.js";
import { isToDo, labelOf } from "./jobs.js";
import { dayText, localText } from "./times.js";

const STYLE = /** @type {Record<string, string>} */ ({ returned: "warning", completed: "ok", approved: "ok" });

/**
 * @param {Job} job
 * @param {Work} work
 * @param {Map<string, number>} files how many wait, by interview
 * @param {Date} now
 * @returns {Facts}
 */
export function factsOf(job, work, files, now) {
  const { assignment, interview, status } = job;
  const { mode = null, contacts = 0, outcome = null, appointment = null } = interview?.fieldwork ?? {};
  const form = interview?.form ?? assignment?.form;
  const todo = isToDo(job);
  const due = assignment?.due ?? "";
  const moment = (todo && appointment) || "";
  return {
    label: labelOf(job), status, todo, due, contacts,
    address: assignment?.address ?? "",
    late: todo && due !== "" && due < now.toISOString().slice(0, 10),
    begun: interview !== null,
    remarks: interview?.remarks ?? 0,
    unsent: work.unsent.get(interview?.id ?? "") ?? 0,
    waiting: files.get(interview?.id ?? "") ?? 0,
    held: form !== undefined && work.forms.has(`${form.id} ${form.version}`),
    mode: mode ?? assignment?.mode ?? "capi",
    appointment: moment,
    missed: moment !== "" && new Date(moment) < now,
    outcome: outcome ?? "",
  };
}

/** @param {string} key @param {Facts} facts @param {Look} look @returns {HTMLElement} */
export function card(key, facts, { words, language }) {
  const { label, status, todo, address, due, late } = facts;
  return h(
    "article", { class: `job ${status}`, "data-key": key, "data-status": status },
    badges(facts, words),
    h("h2", {}, label),
    address && h("p", { class: "soft" }, address),
    due && h("p", { class: "small" }, late ? h("span", { class: "badge danger" }, words.overdue(dayText(due, language))) : words.due(dayText(due, language))),
    contactLines(facts, language),
    facts.held
      ? h("div", { class: "next-steps" }, stepButton(facts, words),
        todo && h("button", { type: "button", class: "button", "data-act": "contact" }, fieldworkTexts(language).contact, unseen(label)))
      : h("p", { class: "small soft" }, words.form_missing),
  );
}

/** @param {Facts} facts @param {Texts} words */
function badges({ status, begun, remarks, unsent, waiting }, words) {
  const sent = () => {
    if (unsent > 0) return h("span", { class: "badge warning" }, words.unsent(unsent));
    if (waiting > 0) return h("span", { class: "badge warning" }, words.files_waiting(waiting));
    return h("span", { class: "badge ok" }, icon("check"), words.sent);
  };
  return h(
    "div", { class: "badges" },
    h("span", { class: `badge ${STYLE[status] ?? ""}` }, words[/** @type {"status_open"} */ (`status_${status}`)] ?? status),
    remarks > 0 && h("span", { class: "badge warning" }, icon("remark"), words.remarks_open(remarks)),
    begun && sent(),
  );
}

/** @param {Facts} facts @param {Texts} words */
function stepButton({ status, todo, label }, words) {
  const step = { assigned: words.start, open: words.go_on, returned: words.mend }[status] ?? words.look;
  return h("button", { type: "button", class: `button ${todo ? "primary wide" : "wide"}`, "data-act": "open" }, step, unseen(label));
}

/** Whose button it is, for those who do not see where it stands. @param {string} label */
function unseen(label) {
  return h("span", { class: "unseen" }, ` ${label}`);
}

/** The mode where it is no visit, the attempts at contact, and when to try again. @param {Facts} facts @param {string} language */
function contactLines({ mode, appointment, missed, contacts, outcome }, language) {
  const words = fieldworkTexts(language);
  const when = appointment && localText(appointment, language);
  return [
    mode in words.modes && mode !== "capi" ? h("p", { class: "small soft", "data-mode": mode }, words.modes[mode] ?? mode) : null,
    when ? h("p", { "data-appointment": appointment }, h("span", { class: `badge ${missed ? "danger" : "warning"}` }, missed ? words.call_was(when) : words.call_at(when))) : null,
    contacts > 0 ? h("p", { class: "small soft" }, words.attempts_count(contacts, words.outcomes[outcome] ?? outcome)) : null,
  ];
}
