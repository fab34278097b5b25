/** A short message at the foot of the screen, with at most one action, gone by itself. */

import { h } from "../widgets/dom.js";

const STAYS = 10_000; // milliseconds; an undo must be reachable without hurry

/** @type {HTMLElement | null} */
let shown = null;

/**
 * @param {string} text
 * @param {{label: string, run: () => void}} [action]
 */
export function showToast(text, action) {
  shown?.remove();
  const toast = h("div", { class: "toast", role: "status" }, h("span", {}, text), action && h("button", {
    type: "button", class: "button", onclick: () => {
      toast.remove();
      action.run();
    },
  }, action.label));
  shown = toast;
  document.body.append(toast);
  setTimeout(() => toast.remove(), STAYS);
}
