/** One question: its text, control, missing reasons, failures and remarks, in an element that carries its path. */

import { behindFrame, describe, h, setInvalid, setText, whileWanted } from "../widgets/dom.js";
import { widgetFor } from "../widgets/index.js";
import { answerTools, isChosen, reasonButtons } from "./answer_tools.js";
import { codeListOf } from "./code_lists.js";
import { failureList } from "./failures.js";
import { afterPress, TOUCHES } from "./press.js";
import { remarkList } from "./remarks.js";

/** @typedef {import("./types").Desk} Desk */
/** @typedef {import("../runtime/types").CompiledItem} Item */

let made = 0;

/**
 * Hint, mark and tools are made when there is something to show: a page of a hundred questions is a thousand elements less.
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} path
 * @returns {import("./types").Part}
 */
export function question(desk, item, path) {
  const { interview } = desk;
  const id = `q${(made += 1)}`;
  const kind = widgetFor(item.type);
  const widget = kind.create(contextOf(desk, item, path, id));
  const asks = h("span", { class: "words" });
  const reasons = reasonButtons(desk, item, path);
  const failures = failureList(desk, path, `${id}-says`);
  const remarks = remarkList(desk, path);
  const element = frame(kind.labels, path, id, asks, [widget.element, reasons.element, failures.element, remarks.element]);
  element.classList.toggle("note", item.type === "note");
  element.classList.toggle("chosen", isChosen(item));
  const described = kind.labels === "group" ? element : widget.element.querySelector(`#${id}`);
  const hint = whileWanted(() => h("p", { class: "hint", id: `${id}-hint` }), (one) => widget.element.before(one));
  const must = whileWanted(() => mark(desk), (one) => asks.after(one));
  const tools = toolsOf(desk, item, path, element);

  return {
    path,
    element,
    update: (changed) => {
      const cell = interview.cell(path);
      setText(asks, interview.text(path, "label") || item.name);
      const help = interview.text(path, "hint");
      const shown = hint(help !== "");
      if (shown) setText(shown, help);
      must(interview.required(path));
      widget.update({ value: cell.value, reason: cell.reason, offersAnew: changed === null || changed.has(path) });
      reasons.update(cell);
      tools.update(cell);
      element.classList.toggle("flagged", path in interview.fieldwork.flags);
      const found = desk.failuresAt(path);
      failures.update(found);
      const open = remarks.update();
      const standing = found.filter(({ status }) => status === "open");
      const hard = standing.some(({ severity }) => severity === "hard");
      element.classList.toggle("hard", hard);
      element.classList.toggle("soft-edit", standing.some(({ severity }) => severity === "soft"));
      element.classList.toggle("remarked", open);
      if (!described) return;
      describe(described, `${id}-hint`, shown ? [shown.id] : []);
      describe(described, `${id}-says`, failures.says());
      if (described !== element) setInvalid(described, hard);
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
 * The tools of a question; on a card, where there is little room, they come when somebody is at the question.
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} path
 * @param {HTMLElement} element
 */
function toolsOf(desk, item, path, element) {
  /** @type {ReturnType<typeof answerTools> | null} */
  let tools = null;
  const show = () => {
    if (tools) return;
    tools = answerTools(desk, item, path);
    tools.update(desk.interview.cell(path));
    element.append(tools.element);
  };
  const touched = () => (element.closest("[data-added]") ? behindFrame(() => afterPress(show)) : show()); // a row that is being added is seen first
  if (desk.onCard) for (const kind of TOUCHES) element.addEventListener(kind, touched, { once: true });
  else show();
  return { update: (/** @type {{value: any, reason: string | null}} */ cell) => tools?.update(cell) };
}

/** The mark of a question that must be answered. @param {Desk} desk */
function mark({ words }) {
  return h("span", { class: "must", title: words.required }, " *", h("span", { class: "unseen" }, ` (${words.required})`));
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
 * @param {Node} title
 * @param {(Node | null)[]} body
 */
function frame(labels, path, id, title, body) {
  const asks = labels === "control" ? h("label", { class: "asks", for: id }, title) : h("p", { class: "asks", id: `${id}-asks` }, title);
  const group = { role: "group", "aria-labelledby": `${id}-asks` }; // Safari lays a legend across the edge of its fieldset
  return h("div", { class: "question", "data-path": path, ...(labels === "group" && group) }, asks, body);
}
