/** The sheet of protection: lock now, a PIN, a passkey, how long until it locks, and the encrypted backup file. */

import { h, icon } from "../widgets/dom.js";
import { backupButton } from "./backup_button.js";
import { openDialog } from "./dialog.js";

/**
 * @typedef {import("../texts/en.js").Texts} Texts
 *
 * @typedef {object} Options
 * @property {Texts} words
 * @property {{pin: boolean, passkey: boolean, offersPasskey: boolean, idle: number}} state
 * @property {() => void} lock
 * @property {(known: string, pin: string) => Promise<string | null>} setPin  what is wrong, or null
 * @property {(known: string) => Promise<string | null>} setPasskey
 * @property {(kind: "pin" | "passkey") => Promise<void>} remove
 * @property {(minutes: number) => void} setIdle
 * @property {() => Promise<string | null>} backup
 */

/** Digits that a PIN has at least. */
export const PIN_DIGITS = 6;
const MINUTES = [5, 10, 15, 30, 60];

/** @param {Options} options */
export function openProtection(options) {
  const { words, state } = options;
  const close = () => dialog.close();
  const dialog = openDialog(h(
    "dialog", { "aria-labelledby": "protection-title", class: "protection" },
    h("div", { class: "top" }, h("h2", { id: "protection-title" }, words.protection), h("button", { type: "button", class: "button quiet icon-only", "aria-label": words.close, onclick: close }, icon("close"))),
    h("button", { type: "button", class: "button primary wide", "data-lock": true, onclick: () => { close(); options.lock(); } }, icon("lock"), words.lock_now),
    part(words.pin, words.pin_hint, state.pin
      ? removal(words, () => options.remove("pin").then(close), "pin")
      : pinForm(options, close)),
    (state.offersPasskey || state.passkey) && part(words.passkey, words.passkey_hint, state.passkey
      ? removal(words, () => options.remove("passkey").then(close), "passkey")
      : knownForm(options, close)),
    part(words.lock_after, "", h("select", { class: "input", id: "idle", "aria-label": words.lock_after, onchange: (/** @type {Event} */ event) => options.setIdle(Number(/** @type {HTMLSelectElement} */ (event.target).value)) },
      MINUTES.map((count) => h("option", { value: count, selected: count === state.idle }, words.minutes(count))))),
    part(words.backup, words.backup_hint, backupButton(words, options.backup)),
  ));
}

/** Hands a file to the person. @param {Blob} blob @param {string} name */
export function giveFile(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** @param {string} title @param {string} hint @param {...(Node | false)} content */
function part(title, hint, ...content) {
  return h("section", {}, h("h3", {}, title), hint && h("p", { class: "small soft" }, hint), content);
}

/** @param {Texts} words @param {() => void} remove @param {string} kind */
function removal(words, remove, kind) {
  return h("div", { class: "row" }, h("span", { class: "badge ok" }, icon("check"), words.is_set), h("button", { type: "button", class: "button", [`data-remove-${kind}`]: true, onclick: remove }, words.remove));
}

/** @param {Options} options @param {() => void} done */
function pinForm({ words, setPin }, done) {
  const known = secretField("pin-known", words.password, "current-password");
  const pin = secretField("pin-new", words.pin_new, "new-password", { inputmode: "numeric", pattern: `[0-9]{${PIN_DIGITS},}`, minlength: PIN_DIGITS });
  return form([known.field, pin.field], words.pin_set, async () => {
    if (!new RegExp(`^\\d{${PIN_DIGITS},}$`, "u").test(pin.input.value)) return words.pin_short(PIN_DIGITS);
    return setPin(known.input.value, pin.input.value);
  }, done);
}

/** @param {Options} options @param {() => void} done */
function knownForm({ words, setPasskey }, done) {
  const known = secretField("passkey-known", words.password, "current-password");
  return form([known.field], words.passkey_set, () => setPasskey(known.input.value), done);
}

/** @param {Node[]} fields @param {string} label @param {() => Promise<string | null>} work @param {() => void} done */
function form(fields, label, work, done) {
  const problem = h("p", { class: "problem", role: "alert" });
  const button = h("button", { type: "submit", class: "button" }, label);
  const made = h("form", { novalidate: true }, fields, problem, button);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const wrong = await work();
    button.disabled = false;
    problem.textContent = wrong ?? "";
    if (wrong === null) done();
  });
  return made;
}

/** @param {string} id @param {string} label @param {string} autocomplete @param {Record<string, unknown>} [more] */
function secretField(id, label, autocomplete, more = {}) {
  const input = h("input", { class: "input", id, type: "password", required: true, autocomplete, ...more });
  return { input, field: h("div", { class: "field" }, h("label", { for: id }, label), input) };
}
