/**
 * The screen of one interview: bar, page, contents, buttons at the thumb. Paints what the interview tells; saving, locking
 * and sending belong to who opened it.
 *
 * @typedef {import("../runtime/interview.js").Interview} Interview
 * @typedef {import("../runtime/types").Failure} Failure
 * @typedef {import("../texts/en.js").Texts} Texts
 * @typedef {import("./pages.js").Page} Page
 *
 * @typedef {object} Options
 * @property {Interview} interview
 * @property {boolean} readOnly
 * @property {import("./files.js").Files} files  of this interview
 * @property {HTMLElement[]} notices  shown above every page: read-only, returned
 * @property {(language: string) => Texts} textsIn
 * @property {() => void} leave
 * @property {(language: string) => void} onLanguage
 * @property {() => void} onComplete
 * @property {(path: string) => void} [onTouch]  a question got the focus
 */
import { InputError } from "../runtime/interview.js";
import { h, icon, setText } from "../widgets/dom.js";
import { flushTyping } from "../widgets/typing.js";
import { contents } from "./contents.js";
import { failuresByPath, isRequired, openDialog } from "./failures.js";
import { keepingFocus } from "./focus.js";
import { languageButton } from "./language.js";
import { cellsOf, pagesOf, rosterOf, rowTitle, titleOf } from "./pages.js";
import { partsIn } from "./parts.js";
import { summary } from "./summary.js";
import { showToast } from "./toast.js";

const SUMMARY = "summary";

export class InterviewScreen {
  /** @type {Page[]} */
  #pages = [];
  #key = "";
  /** @type {Failure[]} */
  #failures = [];
  /** @type {Map<string, Failure[]>} */
  #byPath = new Map();
  /** Questions whose missing answer may be said: their page was left once. @type {Set<string>} */
  #left = new Set();
  /** @type {Pick<import("./types").Part, "update" | "focus"> | null} */
  #parts = null;
  /** @type {import("./types").Desk} */
  #desk;
  /** @type {Set<string>} */
  #changed = new Set();
  #frame = 0;
  #seenSummary = false;
  /** Edits over rows, which fail until the rows are filled in. @type {Set<string>} */
  #overRows;
  heading = h("h1", { tabindex: "-1" });
  crumb = h("p", { class: "soft" });
  body = h("div", { class: "group" });
  side = h("aside", { class: "side" });
  meter = h("div", {});
  back = h("button", { type: "button", class: "button", "data-previous": true, onclick: () => this.#step(-1) });
  forward = h("button", { type: "button", class: "button primary", "data-next": true, onclick: () => this.#step(1) });
  placeIn = h("span", { class: "place-in" });
  status = h("p", { class: "saving" });
  element = h("div", { class: "interview" });
  /** @type {HTMLDialogElement | null} */
  drawer = null;

  /** @param {Options} options */
  constructor(options) {
    this.options = options;
    const { interview } = options;
    this.#overRows = new Set((interview.compiled.edits ?? []).filter(({ rows }) => (rows?.length ?? 0) > 0).map(({ id }) => id));
    this.element.addEventListener("focusin", (event) => this.#touched(/** @type {Element} */ (event.target)));
    this.#desk = this.#makeDesk();
    this.unsubscribe = interview.subscribe(({ changed }) => this.#onChange(changed));
    this.#readFailures();
    this.#pages = pagesOf(interview);
    this.#build();
    this.open(this.#pages[0]?.key ?? SUMMARY);
  }

  /** The key of the page that is open. */
  get key() {
    return this.#key;
  }

  /** Opens a page by its key; `row:PATH` is the first page of a row. @param {string} key */
  open(key) {
    flushTyping();
    this.#leavePage();
    this.#pages = pagesOf(this.options.interview);
    const page = this.#pages.find((candidate) => (key.startsWith("row:") ? candidate.row === key.slice(4) : candidate.key === key));
    this.#key = page?.key ?? SUMMARY;
    if (!page) this.#seenSummary = true;
    if (!this.options.readOnly && page) this.options.interview.page(page.section ?? page.row);
    this.#readFailures();
    this.#paintPage();
    this.drawer?.close();
    scrollTo(0, 0);
    this.#focusHeading();
  }

  /** Opens the page of a question and puts the focus on it. @param {string} path */
  goTo(path) {
    const { interview } = this.options;
    const row = path.slice(0, path.lastIndexOf("]") + 1);
    const page = this.#pages.find((candidate) => cellsOf(interview, candidate).some((cell) => cell.path === path)) ?? this.#pages.find((candidate) => candidate.row === row);
    if (!page) return;
    if (page.key !== this.#key) this.open(page.key);
    this.#parts?.focus(path);
    this.element.querySelector(`[data-path=${CSS.escape(path)}]`)?.scrollIntoView({ block: "center" });
  }

  /** Paints everything anew: another language, or another right to write. @param {boolean} readOnly @param {HTMLElement[]} notices */
  rebuild(readOnly, notices) {
    Object.assign(this.options, { readOnly, notices });
    const { scrollY } = globalThis;
    this.#desk = this.#makeDesk();
    this.#readFailures();
    this.#build();
    this.#paintPage();
    scrollTo(0, scrollY);
  }

  /** What the bar says about saving and sending. @param {string} text @param {"saved" | "saving" | "failing"} kind */
  setStatus(text, kind) {
    this.status.className = `saving ${kind}`;
    const old = this.status.textContent;
    if (old !== text) this.status.replaceChildren(icon(kind === "failing" ? "warning" : kind === "saved" ? "check" : "sync"), text);
  }

  close() {
    flushTyping();
    this.unsubscribe();
    cancelAnimationFrame(this.#frame);
  }

  /** @returns {import("./types").Desk} */
  #makeDesk() {
    const { interview, readOnly, textsIn, leave, files } = this.options;
    return {
      leave, files,
      interview, readOnly, language: interview.language, words: textsIn(interview.language),
      failuresAt: (path) => (this.#byPath.get(path) ?? []).filter((failure) => this.#isDue(failure, path)),
      remarksAt: (path) => interview.remarks().filter((remark) => remark.path === path),
      act: (change) => this.#act(change),
      goTo: (path) => this.goTo(path),
      openPage: (key) => this.open(key),
      toast: showToast,
    };
  }

  /**
   * Whether a failure may be said at a question already: a missing answer after its page was left, an edit over rows
   * or of the phase of completion once the person has been to the summary, everything else at once.
   * @param {Failure} failure
   * @param {string} path
   */
  #isDue(failure, path) {
    if (isRequired(failure)) return this.#left.has(path);
    return this.#seenSummary || (failure.phase !== "completion" && !this.#overRows.has(failure.edit));
  }

  /** @param {() => void} change */
  #act(change) {
    if (this.options.readOnly) return false;
    try {
      change();
      return true;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      showToast(error.message);
      return false;
    } finally {
      this.#paintChanges(); // at once, so that what the person did is on the screen when the call returns
    }
  }

  /** @param {string[]} changed */
  #onChange(changed) {
    for (const path of changed) this.#changed.add(path);
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#paintChanges());
  }

  #paintChanges() {
    cancelAnimationFrame(this.#frame);
    const changed = this.#changed;
    this.#changed = new Set();
    this.#readFailures();
    this.#pages = pagesOf(this.options.interview);
    keepingFocus(() => {
      this.#parts?.update(changed);
      if (this.#key === SUMMARY) this.#paintSummary();
      this.#paintAround();
    });
  }

  #readFailures() {
    this.#failures = this.options.interview.failures().filter(({ phase }) => phase !== "office");
    this.#byPath = failuresByPath(this.#failures);
  }

  #leavePage() {
    const { interview } = this.options;
    const page = this.#pages.find(({ key }) => key === this.#key);
    if (page) for (const { path } of cellsOf(interview, page)) this.#left.add(path);
  }

  #build() {
    const { words } = this.#desk;
    this.back.replaceChildren(icon("back"), words.previous);
    this.element.lang = this.#desk.language;
    document.documentElement.lang = this.#desk.language;
    this.element.replaceChildren(
      this.#bar(),
      h("div", { class: "desk" }, this.side, h("main", { class: "page" }, h("div", { class: "notices" }, this.options.notices), h("header", {}, this.crumb, this.heading), this.body)),
      h("nav", { class: "thumb", "aria-label": words.pages }, h("div", { class: "inner" }, this.back, this.placeIn, this.forward)),
    );
  }

  #bar() {
    const { interview, leave, onLanguage } = this.options;
    const { words } = this.#desk;
    return h(
      "header", { class: "bar" },
      h("div", { class: "inner" },
        h("button", { type: "button", class: "button quiet icon-only", "aria-label": words.back_to_work, onclick: leave }, icon("back")),
        h("div", { class: "title" }, h("p", {}, h("strong", {}, [interview.text("", "unit_label"), interview.text("", "title")].filter(Boolean).join(" · "))), this.status),
        languageButton(interview.language, interview.compiled.languages, onLanguage),
        h("button", { type: "button", class: "button quiet icon-only opens-contents", "aria-label": words.contents, onclick: () => this.#openDrawer() }, icon("list"))),
      h("div", { class: "meter" }, this.meter),
    );
  }

  #paintPage() {
    const page = this.#pages.find(({ key }) => key === this.#key);
    this.body.replaceChildren();
    this.#parts = page ? partsIn(this.#desk, page.items, page.row, this.body) : null;
    this.#parts?.update(null);
    if (!page) this.#paintSummary();
    this.#paintAround();
  }

  #paintSummary() {
    this.body.replaceChildren(summary(this.#desk, this.#failures, () => this.#complete()));
  }

  /** The heading is where a screen reader goes on; a frame that somebody else's typing repaints leaves the focus with them. */
  #focusHeading() {
    if (document.hasFocus()) this.heading.focus({ preventScroll: true });
  }

  #paintAround() {
    const { interview } = this.options;
    const { words } = this.#desk;
    const at = this.#pages.findIndex(({ key }) => key === this.#key);
    const page = this.#pages[at];
    const { answered, asked } = interview.progress();
    setText(this.heading, page ? titleOf(interview, page) : words.summary);
    setText(this.crumb, [page?.row ? `${interview.text(rosterOf(page.row), "label")}: ${rowTitle(interview, page.row)}` : "", words.progress(answered, asked)].filter(Boolean).join(" · "));
    this.meter.style.transform = `scaleX(${asked === 0 ? 0 : answered / asked})`;
    const last = at === this.#pages.length - 1;
    this.forward.hidden = !page;
    this.forward.replaceChildren(last ? words.to_summary : words.next, icon("next"));
    this.back.disabled = at === 0 || this.#pages.length === 0;
    setText(this.placeIn, page ? words.page_of(at + 1, this.#pages.length) : "");
    const scroll = this.side.scrollTop;
    if (matchMedia("(min-width: 64rem)").matches) {
      this.side.replaceChildren(contents(this.#desk, this.#pages, this.#key, this.#failures.filter((failure) => this.#isDue(failure, failure.path))));
      this.side.scrollTop = scroll;
    }
  }

  /** @param {1 | -1} by */
  #step(by) {
    flushTyping();
    const at = this.#key === SUMMARY ? this.#pages.length : this.#pages.findIndex(({ key }) => key === this.#key);
    this.open(this.#pages[at + by]?.key ?? SUMMARY);
  }

  #complete() {
    flushTyping();
    if (this.options.files.busy()) return showToast(this.#desk.words.file_keeping);
    for (const page of this.#pages) for (const { path } of cellsOf(this.options.interview, page)) this.#left.add(path);
    const done = { now: false };
    this.#act(() => (done.now = this.options.interview.complete().done));
    if (done.now) return this.options.onComplete();
    showToast(this.#desk.words.complete_blocked(this.#failures.filter(({ status, severity }) => status === "open" && severity !== "info").length));
    this.heading.focus();
  }

  #openDrawer() {
    flushTyping();
    const { words } = this.#desk;
    this.drawer = h("dialog", { class: "drawer", "aria-label": words.contents });
    this.drawer.append(
      h("div", { class: "top" }, h("h2", {}, words.contents), h("button", { type: "button", class: "button quiet icon-only", "aria-label": words.close, onclick: () => this.drawer?.close() }, icon("close"))),
      contents(this.#desk, this.#pages, this.#key, this.#failures.filter((failure) => this.#isDue(failure, failure.path))),
    );
    openDialog(this.drawer);
    this.drawer.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  }

  /** @param {Element} target */
  #touched(target) {
    const path = target.closest("[data-path]")?.getAttribute("data-path");
    if (path) this.options.onTouch?.(path);
  }
}
