/** One question: its text, control, missing reasons, failures and remarks, in an element that carries its path. */

import { h, icon, setText } from "../widgets/dom.js";
import { widgetFor } from "../widgets/index.js";
import { codeListOf } from "./code_lists.js";
import { failureList } from "./failures.js";
import { openAbout } from "./about.js";
import { remarkList } from "./remarks.js";

/** @typedef {import("./types").Desk} Desk */
/** @typedef {import("../runtime/types").CompiledItem} Item */

let made = 0;

/**
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} path
 * @returns {import("./types").Part}
 */
export function question(desk, item, path) {
  const { interview, words } = desk;
  const id = `q${(made += 1)}`;
  const kind = widgetFor(item.type);
  const widget = kind.create(contextOf(desk, item, path, id));
  const asks = h("span", { class: "words" });
  const must = h("span", { class: "must", title: words.required }, " *", h("span", { class: "unseen" }, ` (${words.required})`));
  const hint = h("p", { class: "hint", id: `${id}-hint` });
  const after = answerTools(desk, item, path);
  const failures = failureList(desk, path);
  const remarks = remarkList(desk, path);
  const element = frame(kind.labels, path, id, [asks, must], [hint, widget.element, after.element, failures.element, remarks.element, after.tools]);
  if (item.type === "note") element.classList.add("note");

  return {
    path,
    element,
    update: (changed) => {
      const cell = interview.cell(path);
      setText(asks, interview.text(path, "label") || item.name);
      const help = interview.text(path, "hint");
      setText(hint, help);
      hint.hidden = help === "";
      must.hidden = !interview.required(path);
      widget.update({ value: cell.value, reason: cell.reason, offersAnew: changed === null || changed.has(path) });
      after.update(cell);
      element.classList.toggle("flagged", path in interview.fieldwork.flags);
      const found = desk.failuresAt(path);
      failures.update(found);
      const open = remarks.update();
      const standing = found.filter(({ status }) => status === "open");
      element.classList.toggle("hard", standing.some(({ severity }) => severity === "hard"));
      element.classList.toggle("soft-edit", standing.some(({ severity }) => severity === "soft"));
      element.classList.toggle("remarked", open);
    },
    focus: (wanted) => {
      if (wanted !== path) return false;
      widget.focus();
      element.classList.add("flash");
      setTimeout(() => element.classList.remove("flash"), 1500);
      return true;
    },
  };
}

/**
 * What the control of a question is given.
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} path
 * @param {string} id
 * @returns {import("../widgets/types").Context}
 */
export function contextOf(desk, item, path, id) {
  const { interview, words, language, readOnly } = desk;
  const listed = interview.compiled.code_lists?.[item.codes ?? ""]?.exclusive ?? [];
  return {
    item, id, words, language, readOnly,
    label: interview.text(path, "label") || item.name,
    unit: interview.text(path, "unit"),
    offered: () => interview.offered(path),
    list: codeListOf(interview, item, path),
    exclusive: [...(item.exclusive ?? []), ...listed],
    format: () => interview.format(path),
    keepFile: (blob, about) => desk.files.keep(path, blob, about, (value) => void desk.act(() => interview.answer(path, value))),
    readFile: (sha256) => desk.files.read(sha256),
    commit: (value) => void desk.act(() => (value === null ? interview.clear(path) : interview.answer(path, value))),
  };
}

/**
 * @param {"control" | "group" | "none"} labels
 * @param {string} path
 * @param {string} id
 * @param {Node[]} title
 * @param {Node[]} body
 */
function frame(labels, path, id, title, body) {
  const asks = labels === "control" ? h("label", { class: "asks", for: id }, title) : h("p", { class: "asks", id: `${id}-asks` }, title);
  const group = { role: "group", "aria-labelledby": `${id}-asks`, "aria-describedby": `${id}-hint` }; // Safari lays a legend across the edge of its fieldset
  return h("div", { class: "question", "data-path": path, ...(labels === "group" && group) }, asks, body);
}

/**
 * Missing reasons, taking the answer back, and all else that can be asked or said about the question.
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} path
 */
export function answerTools({ interview, words, readOnly, act }, item, path) {
  const label = () => interview.text(path, "label") || item.name;
  const reasons = (item.missing ?? []).map((reason) => h("button", {
    type: "button", class: "reason", "data-reason": reason, "aria-pressed": "false", disabled: readOnly,
    onclick: () => act(() => (interview.reason(path) === reason ? interview.clear(path) : interview.answer(path, { missing: reason }))),
  }, interview.reasonText(reason)));
  const clear = h("button", { type: "button", class: "button quiet icon-only", title: words.clear, "aria-label": `${words.clear}: ${label()}`, onclick: () => act(() => interview.clear(path)) }, icon("clear"));
  const about = h("button", { type: "button", class: "button quiet icon-only", "data-about": path, "aria-haspopup": "dialog", onclick: () => openAbout({ interview, words, readOnly, act }, path) });
  const choosable = ["select_one", "select_many", "boolean", "rank", "geopoint"].includes(item.type);
  return {
    element: h("div", { class: "reasons", hidden: reasons.length === 0 }, reasons),
    tools: h("div", { class: choosable ? "tools two" : "tools" }, clear, about),
    /** @param {{value: any, reason: string | null}} cell */
    update: ({ value, reason }) => {
      for (const button of reasons) button.setAttribute("aria-pressed", String(button.dataset["reason"] === reason));
      const flagged = path in interview.fieldwork.flags;
      const says = flagged ? words.about_flagged : words.about_question;
      if (about.title !== says) about.replaceChildren(icon(flagged ? "flag" : "more"));
      about.title = says;
      about.setAttribute("aria-label", `${says}: ${label()}`);
      clear.hidden = readOnly || !choosable || value === null; // its place stays, so that nothing jumps
    },
  };
}
