/** Failures of edits, constraints and required answers, said at the question; a soft one can be confirmed with a reason. */

import { h, icon } from "../widgets/dom.js";
import { failedBecause } from "./about.js";
import { openDialog } from "./dialog.js";
import { placesOf } from "./involved.js";

/**
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("../runtime/types").Failure} Failure
 */

/**
 * The failures as of now by cell: where they stand, and at each answer involved.
 * @param {Failure[]} failures
 * @returns {Map<string, Failure[]>}
 */
export function failuresByPath(failures) {
  /** @type {Map<string, Failure[]>} */
  const found = new Map();
  for (const failure of failures) {
    for (const path of new Set([failure.path, ...failure.involved])) {
      if (!found.has(path)) found.set(path, []);
      found.get(path)?.push(failure);
    }
  }
  return found;
}

/** @param {Failure} failure @returns {boolean} a required answer that is not there yet */
export function isRequired(failure) {
  return failure.edit.endsWith(":required");
}

/** The message, or what the kind of check says where the form gives none. @param {Desk} desk @param {Failure} failure */
export function messageOf({ words }, failure) {
  if (failure.message) return failure.message;
  return isRequired(failure) ? words.answer_required : words.constraint_failed;
}

/** Where a tap on a failure leads: the first answer involved. @param {Failure} failure */
export function placeOf(failure) {
  return failure.involved[0] ?? failure.path;
}

/**
 * The failures at one question.
 * @param {Desk} desk
 * @param {string} path
 * @param {string} [id]  start of the ids of the messages, where a control is described by them
 */
export function failureList(desk, path, id) {
  const element = h("div", { class: "failures", "aria-live": "polite" });
  let painted = "";
  return {
    element,
    /** @param {Failure[]} failures */
    update: (failures) => {
      const now = JSON.stringify(failures.map((failure) => [failure.edit, failure.path, failure.message, failure.status, failure.text, failure.values]));
      if (now === painted) return;
      painted = now;
      element.replaceChildren(...failures.map((failure, at) => failureBox(desk, failure, path, id && `${id}-${at}`)));
    },
    /** The ids of the messages. @returns {string[]} */
    says: () => Array.from(element.children, (_box, at) => `${id}-${at}`),
  };
}

const LINKS = 8; // beyond, nobody follows them one by one

const KINDS = /** @type {const} */ ({ hard: ["severity_hard", "error"], soft: ["severity_soft", "warning"], info: ["severity_info", "remark"] });

/**
 * @param {Desk} desk
 * @param {Failure} failure
 * @param {string} path the question it is shown at; links lead to the others
 * @param {string} [id] of its message
 */
export function failureBox(desk, failure, path, id) {
  const { words, interview } = desk;
  const settled = failure.status !== "open";
  const [title, sign] = KINDS[/** @type {keyof typeof KINDS} */ (failure.severity)] ?? KINDS.info;
  const others = placesOf(interview, failure).filter((other) => other.path !== path);
  const style = settled ? "confirmed" : failure.severity === "soft" ? "soft-edit" : failure.severity;
  return h(
    "div", { class: `failure ${style}`, "data-edit": failure.edit },
    h("span", { class: "kind" }, icon(settled ? "check" : sign), settled ? `${words.confirmed}: ${confirmation(desk, failure)}` : words[title]),
    h("p", { id }, messageOf(desk, failure)),
    failedBecause(desk, failure),
    h(
      "div", { class: "links" },
      others.slice(0, LINKS).map((other) => h("button", { type: "button", class: "button goes", "data-leads": other.path, onclick: () => desk.goTo(other.path) }, h("span", { class: "words" }, other.label), icon("next"))),
      !settled && failure.severity === "soft" && !desk.readOnly && h("button", { type: "button", class: "button", "data-confirm": failure.edit, onclick: () => openConfirmDialog(desk, failure) }, icon("check"), words.confirm),
    ),
  );
}

/** @param {Desk} desk @param {Failure} failure */
function confirmation({ interview }, { reason, text }) {
  const label = interview.confirmReasons().find(({ code }) => code === reason)?.label ?? "";
  return [label, text].filter(Boolean).join(" – ");
}

/**
 * Asks for the reason why a soft failure is right.
 * @param {Desk} desk
 * @param {Failure} failure
 */
export function openConfirmDialog(desk, failure) {
  const { interview, words } = desk;
  const reasons = interview.confirmReasons();
  const text = h("textarea", { class: "input", id: "confirm-text", rows: 2 });
  const problem = h("p", { class: "problem", role: "alert" });
  const form = h(
    "form", { method: "dialog" },
    h("h2", { id: "confirm-title" }, words.confirm_title),
    h("p", {}, messageOf(desk, failure)),
    reasons.length > 0 && h("fieldset", { class: "tiles" }, h("legend", {}, h("strong", {}, words.confirm_reason)), reasons.map(({ code, label }) =>
      h("label", { class: "tile" }, h("input", { type: "radio", name: "confirm-reason", value: code }), h("span", { class: "words" }, label)))),
    h("div", { class: "field" }, h("label", { for: "confirm-text" }, words.confirm_text), text),
    problem,
    h("div", { class: "actions" },
      h("button", { type: "button", class: "button", onclick: () => dialog.close() }, words.cancel),
      h("button", { type: "submit", class: "button primary" }, words.confirm_done)),
  );
  form.addEventListener("submit", (event) => {
    const reason = new FormData(form).get("confirm-reason");
    const why = text.value.trim();
    if (reason || why) return void desk.act(() => interview.confirm(failure.edit, failure.path, { reason: reason ? String(reason) : null, text: why || null }));
    event.preventDefault();
    problem.textContent = words.confirm_needs_reason;
  });
  const dialog = openDialog(h("dialog", { "aria-labelledby": "confirm-title" }, form));
}
