/** Remarks on a question: those the office returned and one's own, and writing one. */

import { h, icon } from "../widgets/dom.js";
import { openDialog } from "./dialog.js";

/** @typedef {import("./types").Desk} Desk */

/**
 * The remarks at one question.
 * @param {Desk} desk
 * @param {string} path
 */
export function remarkList(desk, path) {
  const element = h("div", { class: "remarks" });
  let painted = "";
  return {
    element,
    /** @returns {boolean} whether one is open */
    update: () => {
      const remarks = desk.remarksAt(path);
      const now = JSON.stringify(remarks);
      if (now !== painted) {
        painted = now;
        element.replaceChildren(...remarks.map((remark) => remarkBox(desk, remark)));
      }
      return remarks.some(({ status }) => status === "open");
    },
  };
}

/** @param {Desk} desk @param {import("../runtime/types").Remark} remark @param {HTMLElement | null} [link] */
export function remarkBox({ interview, words, readOnly, act }, remark, link = null) {
  const open = remark.status === "open";
  return h(
    "div", { class: open ? "remark" : "remark resolved", "data-remark": remark.id },
    h("span", { class: "by" }, icon("remark"), " ", words.remark_by(remark.user ?? "–"), open ? "" : ` · ${words.resolved}`),
    h("p", {}, remark.text),
    h("div", { class: "reasons" }, link, open && !readOnly && h("button", { type: "button", class: "button", onclick: () => act(() => interview.resolveRemark(remark.id)) }, icon("check"), words.resolve)),
  );
}

/** @param {Pick<Desk, "interview" | "words" | "act">} desk @param {string} path */
export function openRemarkDialog({ interview, words, act }, path) {
  const text = h("textarea", { class: "input", id: "remark-text", rows: 4, required: true });
  const form = h(
    "form", { method: "dialog" },
    h("h2", { id: "remark-title" }, words.remark_text),
    h("p", { class: "soft" }, interview.text(path, "label")),
    h("div", { class: "field" }, h("label", { for: "remark-text" }, words.remark), text),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "button", onclick: () => dialog.close() }, words.cancel),
      h("button", { type: "submit", class: "button primary" }, words.save_remark)),
  );
  form.addEventListener("submit", () => act(() => interview.remark(path, text.value.trim())));
  const dialog = openDialog(h("dialog", { "aria-labelledby": "remark-title" }, form));
  text.focus();
}
