/** The button that saves the encrypted backup file: on the locked screen, in the sheet of protection, with respondents. */

import { h, icon } from "../widgets/dom.js";

/** @typedef {import("../texts/en.js").Texts} Texts */

/**
 * @param {Pick<Texts, "backup_save">} words
 * @param {() => Promise<string | null>} backup
 * @param {"" | "quiet"} [style]
 */
export function backupButton(words, backup, style = "") {
  const problem = h("p", { class: "problem", role: "alert" });
  const button = h("button", { type: "button", class: `button wide ${style}`, "data-backup": true, onclick: async () => {
    button.disabled = true;
    problem.textContent = (await backup()) ?? "";
    button.disabled = false;
  } }, icon("file"), words.backup_save);
  return h("div", { class: "field" }, button, problem);
}
