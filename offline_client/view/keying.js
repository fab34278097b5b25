/**
 * Fast entry from paper: the whole questionnaire as one dense list, everything by keyboard, messages beside and never in the way.
 * It stands in the place of the usual screen of an interview and has the same members.
 *
 * @typedef {import("./interview.js").Options} Options
 * @typedef {import("./keying_rows.js").Line} Line
 * @typedef {import("../runtime/types").Failure} Failure
 */
import { InputError } from "../runtime/interview.js";
import { fieldworkTexts } from "../texts/fieldwork.js";
import { h, icon, keepInOrder, setText } from "../widgets/dom.js";
import { afterPause, beforeLeaving } from "../widgets/typing.js";
import { failureBox, isRequired, openConfirmDialog, placeOf } from "./failures.js";
import { isWhole, readTyped, typedOf } from "./keying_answers.js";
import { entriesOf, lineOf } from "./keying_rows.js";
import { languageButton } from "./language.js";
import { afterPress } from "./press.js";
import { SaveLine } from "./save_line.js";
import { showToast } from "./toast.js";

const BATCH = "keying batch"; // kept while the tab lives: a clerk keys a batch after the other

export class KeyingScreen {
  /** @type {Map<string, Line>} */
  #lines = new Map();
  /** @type {Line[]} */
  #order = [];
  #tried = false;
  #repaint = () => this.#paint();
  /** What is typed and not kept yet. @type {() => void} */
  #dropPending = () => {};
  key = "keying";
  heading = h("h1", { tabindex: "-1" });
  #saveLine = new SaveLine();
  meter = h("p", { class: "soft small", role: "status" });
  body = h("div", { class: "key-lines" });
  messages = h("div", { class: "key-messages" });
  batch = h("input", { class: "input", id: "key-batch", autocomplete: "off" });
  paper = h("input", { class: "input", id: "key-paper", autocomplete: "off" });
  element = h("div", { class: "keying" });

  /** @param {Options & {toUsual: () => void}} options */
  constructor(options) {
    this.options = options;
    const { interview } = options;
    this.unsubscribe = interview.subscribe(() => afterPress(this.#repaint));
    this.batch.value = interview.fieldwork.batch ?? sessionStorage.getItem(BATCH) ?? "";
    this.paper.value = interview.fieldwork.paper ?? "";
    for (const input of [this.batch, this.paper]) input.addEventListener("change", () => this.#number());
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    this.element.addEventListener("input", (event) => this.#onInput(event));
    this.element.addEventListener("focusout", (event) => this.#onLeave(event));
    this.#build();
    requestAnimationFrame(() => this.#begin());
  }

  get words() {
    return fieldworkTexts(this.options.interview.language);
  }

  get usual() {
    return this.options.textsIn(this.options.interview.language);
  }

  /** There is one page only. */
  show() {}

  /** Puts the focus on a question. @param {string} path */
  goTo(path) {
    this.#lines.get(path)?.input?.focus();
  }

  /** @param {boolean} readOnly @param {HTMLElement[]} notices */
  rebuild(readOnly, notices) {
    Object.assign(this.options, { readOnly, notices });
    this.#lines.clear();
    this.#build();
  }

  /** @param {string} text @param {"saved" | "saving" | "failing"} kind */
  setStatus(text, kind) {
    this.#saveLine.show(text, kind);
  }

  close() {
    this.#dropPending();
    this.unsubscribe();
  }

  #build() {
    const { words, usual } = this;
    const { interview, leave, onLanguage, notices, toUsual, readOnly } = this.options;
    this.element.lang = interview.language;
    document.documentElement.lang = interview.language;
    setText(this.heading, [interview.text("", "unit_label"), interview.text("", "title")].filter(Boolean).join(" · "));
    this.batch.disabled = this.paper.disabled = readOnly;
    this.element.replaceChildren(
      h("header", { class: "bar" }, h("div", { class: "inner" },
        h("button", { type: "button", class: "button quiet icon-only", "aria-label": usual.back_to_work, title: usual.back_to_work, onclick: leave }, icon("back")),
        h("div", { class: "title" }, this.heading, this.#saveLine.element),
        h("label", { for: "key-batch" }, words.batch), this.batch, h("label", { for: "key-paper" }, words.paper), this.paper,
        h("button", { type: "button", class: "button", "data-usual": true, onclick: toUsual }, words.usual_view),
        languageButton(interview.language, interview.compiled.languages, onLanguage))),
      h("div", { class: "key-desk" },
        h("main", {}, h("div", { class: "notices" }, notices), this.body,
          !readOnly && h("button", { type: "button", class: "button primary", "data-complete": true, onclick: () => this.#complete() }, icon("check"), `${words.complete} (F9)`)),
        h("aside", { "aria-label": words.messages }, this.meter, h("h2", {}, words.messages), this.messages, this.#keys())),
    );
    this.#paint();
  }

  #keys() {
    return h("details", { class: "keys", open: true }, h("summary", {}, this.words.keys_title), h("dl", {}, this.words.keys.map(([key, what]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)))));
  }

  #paint() {
    const { interview, readOnly } = this.options;
    const look = { words: this.words, usual: this.usual, readOnly };
    this.#order = entriesOf(interview).map((entry) => {
      const line = this.#lines.get(entry.key) ?? lineOf(interview, entry, look);
      line.entry = entry;
      this.#lines.set(entry.key, line);
      line.update();
      return line;
    });
    const kept = new Set(this.#order.map(({ entry }) => entry.key));
    for (const key of this.#lines.keys()) if (!kept.has(key)) this.#lines.delete(key);
    keepInOrder(this.body, this.#order.map(({ element }) => element));
    const { answered, asked } = interview.progress();
    setText(this.meter, this.words.keyed(answered, asked));
    this.#paintMessages();
  }

  /** What fails now; a required answer is missing only once somebody has tried to complete. @returns {Failure[]} */
  #standing() {
    return this.options.interview.failures().filter((failure) => failure.phase !== "office" && failure.status === "open" && (this.#tried || (!isRequired(failure) && failure.phase !== "completion")));
  }

  #paintMessages() {
    const standing = this.#standing();
    for (const line of this.#order) line.element.classList.toggle("fails", standing.some(({ path, involved }) => path === line.entry.key || involved.includes(line.entry.key)));
    const desk = this.#desk();
    this.messages.replaceChildren(...(standing.length === 0 ? [h("p", { class: "soft" }, this.words.no_messages)] : standing.slice(0, 30).map((failure) => {
      const box = failureBox(desk, failure, "");
      box.setAttribute("data-at", placeOf(failure));
      return box;
    })));
  }

  /** What the boxes of failures need. @returns {import("./types").Desk} */
  #desk() {
    const { interview, readOnly } = this.options;
    return /** @type {any} */ ({ interview, readOnly, words: this.usual, language: interview.language, goTo: (/** @type {string} */ path) => this.goTo(path), act: (/** @type {() => void} */ change) => this.#act(change) });
  }

  /** @param {() => void} change @returns {boolean} */
  #act(change) {
    try {
      change();
      return true;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      showToast(error.message);
      return false;
    }
  }

  #begin() {
    const held = document.activeElement;
    if (this.options.readOnly || (held instanceof HTMLInputElement && this.element.contains(held))) return;
    if (this.batch.value === "") return this.batch.focus();
    if (this.paper.value === "") return this.paper.focus();
    this.#firstOpen()?.focus();
  }

  #firstOpen() {
    const { interview } = this.options;
    const open = this.#order.find(({ entry, input }) => input && (entry.kind === "add" || (entry.kind === "cell" && interview.reason(entry.path) === "not_reached")));
    return (open ?? this.#order.find(({ input }) => input))?.input;
  }

  /** Records the numbers of the batch and of the paper form. */
  #number() {
    const { interview, readOnly } = this.options;
    const [batch, paper] = [this.batch.value.trim(), this.paper.value.trim()];
    if (readOnly || (batch === (interview.fieldwork.batch ?? "") && paper === (interview.fieldwork.paper ?? ""))) return;
    sessionStorage.setItem(BATCH, batch);
    interview.changeMode("keying", { batch, paper });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const action = event.key === "Enter" ? (event.shiftKey ? "back" : "on") : { ArrowDown: "on", ArrowUp: "back", F8: "message", F9: "complete" }[event.key];
    if (event.altKey && event.key.toLowerCase() === "c") {
      event.preventDefault();
      return this.#confirm();
    }
    if (event.key === "Escape" && !event.isComposing) return this.options.leave();
    if (!action || !(event.target instanceof HTMLInputElement || action === "message" || action === "complete")) return;
    event.preventDefault();
    if (action === "message") return this.#toMessage();
    if (action === "complete") return this.#complete();
    this.#move(/** @type {HTMLInputElement} */ (event.target), action === "on" ? 1 : -1);
  }

  /** Keeps what stands in a field and goes on, unless it is no answer. @param {HTMLInputElement} input @param {1 | -1} by */
  #move(input, by) {
    if (input === this.batch || input === this.paper) {
      this.#number();
      const next = by > 0 ? (input === this.batch ? this.paper : this.#firstOpen()) : this.batch;
      return next?.focus();
    }
    const line = this.#order.find((one) => one.input === input);
    if (!line) return;
    if (line.entry.kind === "add" && input.value.trim() !== "" && by > 0) return this.#addRow(line, input);
    if (!this.#take(line)) return input.select();
    const inputs = this.#order.flatMap((one) => one.input ?? []);
    const at = inputs.indexOf(input);
    const next = at < 0 ? undefined : inputs[at + by];
    if (next) this.#focus(next);
    else if (by < 0) this.paper.focus();
    else /** @type {HTMLElement | null} */ (this.element.querySelector("[data-complete]"))?.focus();
  }

  /** @param {HTMLInputElement} input */
  #focus(input) {
    input.focus();
    input.select();
    input.scrollIntoView({ block: "nearest" });
  }

  /** What is typed at the end of a roster begins a row, and goes on behind its first question. @param {Line} line @param {HTMLInputElement} input */
  #addRow(line, input) {
    const first = this.#beginRow(line, input);
    if (!first) return;
    this.#focus(first);
    this.#move(first, 1);
  }

  /** Makes a row of what is typed at the end of a roster: it answers the row's first question. @param {Line} line @param {HTMLInputElement} input @returns {HTMLInputElement | null} the field of that question */
  #beginRow({ entry }, input) {
    const { interview, readOnly } = this.options;
    this.#dropPending();
    if (readOnly || entry.kind !== "add" || input.value.trim() === "") return null;
    const { path } = entry;
    const typed = input.value;
    let row = "";
    if (!this.#act(() => (row = interview.addRow(path)))) return null;
    input.value = "";
    const firstOf = () => this.#order.find((one) => one.input && one.entry.kind === "cell" && one.entry.path.startsWith(`${path}[${row}].`));
    if (!firstOf()) this.#paint(); // in the middle of a press: what is typed must stand in its row
    const first = firstOf();
    if (!first?.input) return null;
    first.input.value = typed;
    this.#take(first);
    return first.input;
  }

  /** @param {Event} event */
  #onInput(event) {
    const input = event.target;
    if (!(input instanceof HTMLInputElement)) return;
    this.#dropPending();
    if (input === this.batch || input === this.paper) this.#dropPending = afterPause(() => this.#number());
    const line = this.#order.find((one) => one.input === input);
    if (!line) return;
    line.say("");
    this.#dropPending = line.entry.kind === "add" ? beforeLeaving(() => void this.#beginRow(line, input)) : afterPause(() => void this.#take(line, true));
    if (line.entry.kind === "cell" && input.selectionEnd === input.value.length && isWhole(this.options.interview, line.entry, input.value)) this.#move(input, 1);
  }

  /** @param {FocusEvent} event */
  #onLeave(event) {
    const line = this.#order.find((one) => one.input === event.target);
    if (line?.entry.kind === "add" && line.input) this.#beginRow(line, line.input);
    else if (line) this.#take(line);
  }

  /**
   * Keeps what stands in a field, if it is an answer.
   * @param {Line} line
   * @param {boolean} [typing] in the middle of typing: nothing is said, and the field stays as it is
   * @returns {boolean}
   */
  #take({ entry, input, say }, typing = false) {
    const { interview, readOnly } = this.options;
    if (readOnly || !input || entry.kind !== "cell" || !interview.onRoute(entry.path)) return true;
    this.#dropPending();
    if (input.value.trim() === typedOf(interview, entry)) return true;
    const read = readTyped(interview, entry, input.value, this.words);
    if ("wrong" in read) {
      if (!typing) say(read.wrong);
      return false;
    }
    try {
      if (read.value === null) interview.clear(entry.path);
      else interview.answer(entry.path, read.value);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (!typing) say(error.message);
      return false;
    }
    if (typing) return true;
    say("");
    input.value = typedOf(interview, entry);
    return true;
  }

  #toMessage() {
    const places = this.#standing().map(placeOf).filter((path) => this.#lines.get(path)?.input);
    const now = document.activeElement?.closest("[data-path]")?.getAttribute("data-path") ?? "";
    const next = places[(places.indexOf(now) + 1) % Math.max(1, places.length)];
    if (next) this.goTo(next);
  }

  /** Confirms the message at the question that has the focus, or the first of all. */
  #confirm() {
    const now = document.activeElement?.closest("[data-path]")?.getAttribute("data-path");
    const soft = this.#standing().filter(({ severity }) => severity === "soft");
    const failure = soft.find(({ path, involved }) => path === now || involved.includes(now ?? "")) ?? soft[0];
    if (failure && !this.options.readOnly) openConfirmDialog(this.#desk(), failure);
  }

  #complete() {
    const { interview, onComplete, readOnly } = this.options;
    const line = this.#order.find((one) => one.input === document.activeElement);
    if (readOnly || (line && !this.#take(line))) return;
    this.#number();
    if (!interview.fieldwork.paper) {
      showToast(this.words.paper_missing);
      return this.paper.focus();
    }
    this.#tried = true;
    const { done, blockers } = interview.complete();
    if (done) return onComplete(); // who hears of it opens the next paper form
    this.#paint();
    showToast(this.words.complete_left(blockers.length));
    this.#toMessage();
  }
}
