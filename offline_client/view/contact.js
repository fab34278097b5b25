/**
 * The sheet of contacts: numbers to call, the attempts so far, noting a new one, and going on in another mode. What is noted is
 * an event in the log of the interview, which begins with it where there is none yet.
 *
 * @typedef {import("../storage/types").AssignmentRecord} AssignmentRecord
 * @typedef {import("../storage/types").InterviewRecord} InterviewRecord
 *
 * @typedef {object} Around
 * @property {import("../storage/database.js").Storage} storage
 * @property {string} device
 * @property {string} language
 * @property {() => string} clock
 * @property {() => void} onSaved
 */
import { Interview } from "../runtime/interview.js";
import { readForm } from "../storage/forms.js";
import { keepOwnEvents, noteOwnEvents, readLog, sealEvents } from "../storage/interviews.js";
import { takeInterview } from "../storage/lock.js";
import { fieldworkTexts } from "../texts/fieldwork.js";
import { textsIn } from "../texts/index.js";
import { h, icon } from "../widgets/dom.js";
import { openDialog } from "./dialog.js";
import { openingOf } from "./open_interview.js";
import { localText, momentText } from "./times.js";
import { showToast } from "./toast.js";

/** @typedef {import("../texts/fieldwork.js").FieldworkTexts} Texts */

const OUTCOMES = ["no_answer", "busy", "nobody_home", "call_back", "refused", "wrong_number", "moved", "other"];
const SHOWN = 8; // of the attempts so far

/**
 * Opens the sheet for an interview, which another tab must not be writing.
 * @param {InterviewRecord} record
 * @param {AssignmentRecord | null} assignment
 * @param {Around} around
 */
export async function openContact(record, assignment, around) {
  const words = fieldworkTexts(around.language);
  const form = await readForm(around.storage, record.form);
  const release = form && (await takeInterview(record.id));
  if (!form || !release) return showToast(form ? words.busy_elsewhere : textsIn(around.language).form_missing);
  const { events, damaged, last } = await readLog(around.storage, record.id);
  if (events.length === 0 && damaged > 0) return void release(), showToast(textsIn(around.language).damaged(damaged));
  const interview = Interview.open(form.compiled, {
    events: /** @type {any} */ (events), clock: around.clock, device: around.device, user: record.user, language: around.language, open: openingOf(assignment),
  });
  interview.seq = Math.max(interview.seq, last(around.device)); // an event that cannot be read keeps its number
  const known = new Set(events.map(({ device, seq }) => `${device}:${seq}`));
  const dialog = sheet(interview, assignment, words, around.language, async (noted) => {
    noted();
    const fresh = /** @type {any[]} */ (interview.events.filter(({ device, seq }) => !known.has(`${device}:${seq}`)));
    await keepOwnEvents(around.storage, record.user, await sealEvents(around.storage, record.id, fresh));
    await noteOwnEvents(around.storage, record.id, fresh);
    dialog.close();
    showToast(words.saved);
    around.onSaved();
  });
  dialog.addEventListener("close", release);
}

/**
 * @param {Interview} interview
 * @param {AssignmentRecord | null} assignment
 * @param {Texts} words
 * @param {string} language
 * @param {(noted: () => void) => Promise<void>} save
 */
function sheet(interview, assignment, words, language, save) {
  const { fieldwork, compiled } = interview;
  const usual = textsIn(language);
  const appointment = h("input", { class: "input", type: "datetime-local", id: "appointment", name: "appointment" });
  const when = h("div", { class: "field" }, h("label", { for: "appointment" }, words.appointment), appointment);
  const note = h("textarea", { class: "input", id: "contact-note", rows: 2 });
  const problem = h("p", { class: "problem", role: "alert" });
  const form = h(
    "form", { method: "dialog" },
    h("fieldset", { class: "tiles" }, h("legend", {}, h("strong", {}, words.outcome)), OUTCOMES.map((code) => h(
      "label", { class: "tile" }, h("input", { type: "radio", name: "outcome", value: code }), h("span", { class: "words" }, words.outcomes[code] ?? code)))),
    when,
    h("div", { class: "field" }, h("label", { for: "contact-note" }, words.note), note),
    modeChoice(compiled.modes ?? [], fieldwork.mode, words), problem,
    h("div", { class: "actions" }, h("button", { type: "button", class: "button", onclick: () => dialog.close() }, usual.cancel), h("button", { type: "submit", class: "button primary" }, words.save)),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const [outcome, mode] = [String(data.get("outcome") ?? ""), String(data.get("mode") ?? fieldwork.mode)];
    const moved = mode !== fieldwork.mode && mode !== "null";
    if (outcome === "" && !moved) return void (problem.textContent = words.choose_outcome);
    if (outcome === "call_back" && appointment.value === "") return void (problem.textContent = words.appointment_missing);
    void save(() => {
      if (outcome !== "") interview.contact(outcome, { text: note.value.trim() || null, appointment: appointment.value.slice(0, 16) || null });
      if (moved) interview.changeMode(mode);
    }).catch((error) => (problem.textContent = String(error instanceof Error ? error.message : error)));
  });
  const phones = (compiled.phones ?? []).map((name) => String(assignment?.preload[name] ?? assignment?.unit[name] ?? interview.log.opened?.["preload"]?.[name] ?? "").trim()).filter(Boolean);
  const dialog = h(
    "dialog", { class: "contacts", "aria-labelledby": "contact-title" },
    h("div", { class: "top" }, h("h2", { id: "contact-title" }, words.contact_title(assignment?.label ?? interview.text("", "unit_label"))),
      h("button", { type: "button", class: "button quiet icon-only", "aria-label": usual.close, onclick: () => dialog.close() }, icon("close"))),
    assignment?.address && h("p", { class: "soft" }, assignment.address),
    h("div", { class: "phones" }, phones.map((number) => h("a", { class: "button", href: `tel:${number.replace(/[^0-9+]/gu, "")}`, "data-phone": number }, words.call(number)))),
    attempts(fieldwork.contacts, words, language),
    h("h3", {}, words.attempt_new), form,
  );
  return openDialog(dialog);
}

/** @param {string[]} modes @param {string | null} now @param {Texts} words */
function modeChoice(modes, now, words) {
  const offered = modes.filter((mode) => mode === "capi" || mode === "cati" || mode === now);
  if (offered.length < 2 || now === "training") return null;
  return h("fieldset", { class: "tiles" }, h("legend", {}, h("strong", {}, words.go_on_by)), offered.map((mode) => h(
    "label", { class: "tile" }, h("input", { type: "radio", name: "mode", value: mode, checked: mode === now }), h("span", { class: "words" }, words.modes[mode] ?? mode))));
}

/** @param {import("../runtime/types").Contact[]} contacts @param {Texts} words @param {string} language */
function attempts(contacts, words, language) {
  if (contacts.length === 0) return null;
  const newest = contacts.slice(-SHOWN).reverse();
  return h("section", {}, h("h3", {}, words.attempts), h("ul", { class: "attempts" }, newest.map(({ outcome, at, text, appointment }) => h(
    "li", {}, h("strong", {}, words.outcomes[outcome] ?? outcome), h("span", { class: "soft small" }, ` ${momentText(at, language)}`),
    appointment && h("p", {}, words.call_at(localText(appointment, language))), text && h("p", {}, text)))));
}
