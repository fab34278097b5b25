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
 * @property {string | null} [page]  key of the page to begin with
 * @property {(key: string) => void} [onPage]  a page is open
 */
import { InputError } from "../runtime/interview.js";
import { behindFrame, h, setSign, setText } from "../widgets/dom.js";
import { flushTyping } from "../widgets/typing.js";
import { bar, isPractice } from "./bar.js";
import { contents, contentsTools, openContents } from "./contents.js";
import { failuresByPath, isRequired } from "./failures.js";
import { focusOn, keepingFocus } from "./focus.js";
import { openFinder } from "./find.js";
import { directionOf } from "./language.js";
import { readLooks } from "./looks.js";
import { cellsOf, nextUnanswered, pageFinder, PageReader, rowPlace, titleOf } from "./pages.js";
import { hasTable } from "./parts.js";
import { afterPress, TOUCHES } from "./press.js";
import { recordedPart } from "./recorded.js";
import { SaveLine } from "./save_line.js";
import { openSettings } from "./settings.js";
import { firstPages, pageParts, sectionParts, sheetOf } from "./sheets.js";
import { sightNow } from "./sight.js";
import { summary } from "./summary.js";
import { watchWidth } from "./table/shape.js";
import { showToast } from "./toast.js";

const SUMMARY = "summary";
const SIDE_PAUSE = 150; // milliseconds without another change

export class InterviewScreen {
  /** @type {Page[]} */
  #pages = [];
  /** @type {PageReader} */
  #reader;
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
  #paint = () => this.#paintChanges();
  #paintPageFirst = () => this.#paintParts();
  #paintBeside = () => keepingFocus(() => this.#paintSide());
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #sideLater;
  #seenSummary = false;
  #whole = readLooks().paging === "sections";
  /** The question that had the focus last. @type {string | null} */
  #held = null;
  /** Edits over rows, which fail until the rows are filled in. @type {Set<string>} */
  #overRows;
  heading = h("h1", { tabindex: "-1" });
  crumb = h("p", { class: "soft" });
  body = h("div", { class: "group" });
  side = h("aside", { class: "side" });
  columns = h("div", { class: "desk" });
  meter = h("div", {});
  back = h("button", { type: "button", class: "button", "data-previous": true, onclick: () => this.#step(-1) });
  forward = h("button", { type: "button", class: "button primary", "data-next": true, onclick: () => this.#step(1) });
  placeIn = h("span", { class: "place-in" });
  #saveLine = new SaveLine();
  element = h("div", { class: "interview" });
  /** @type {HTMLDialogElement | null} */
  drawer = null;

  /** @param {Options} options */
  constructor(options) {
    this.options = options;
    const { interview } = options;
    this.#reader = new PageReader(interview);
    this.#overRows = new Set((interview.compiled.edits ?? []).filter(({ rows }) => (rows?.length ?? 0) > 0).map(({ id }) => id));
    for (const kind of TOUCHES) this.element.addEventListener(kind, (event) => this.#touched(/** @type {Element} */ (event.target)));
    this.#desk = this.#makeDesk();
    this.unsubscribe = interview.subscribe(({ changed }) => this.#onChange(changed));
    this.unwatch = watchWidth(() => this.#turn());
    this.#readFailures();
    this.#pages = this.#reader.read(this.#changed);
    this.#build();
    this.show(options.page ?? "");
  }

  /** The key of the page that is open. */
  get key() {
    return this.#key;
  }

  /** The number of that page among all; after the last where it is the summary. */
  get place() {
    const at = this.#pages.findIndex(({ key }) => key === this.#key);
    return at < 0 ? this.#pages.length : at;
  }

  /** Shows the page that the address names; the first one where there is none of that name any more. @param {string} key */
  show(key) {
    const known = key === SUMMARY || this.#pages.some((page) => page.key === key);
    this.open(known ? key : (this.#pages[0]?.key ?? SUMMARY));
  }

  /** Opens a page by its key; `row:PATH` is the first page of a row. @param {string} key */
  open(key) {
    flushTyping();
    this.#leavePage();
    this.#pages = this.#reader.read(this.#changed);
    const page = this.#pages.find((candidate) => (key.startsWith("row:") ? candidate.row === key.slice(4) : candidate.key === key));
    this.#key = page?.key ?? SUMMARY;
    this.#held = null;
    if (!page) this.#seenSummary = true;
    if (!this.options.readOnly && page) this.options.interview.page(page.section ?? page.row);
    this.#readFailures();
    this.#paintPage();
    this.drawer?.close();
    this.options.onPage?.(this.#key);
    this.#toTop();
  }

  /** Opens the page of a question, a roster or a row, and puts the focus there. @param {string} path */
  goTo(path) {
    const page = pageFinder(this.options.interview, this.#pages)(path);
    if (!page) return;
    this.drawer?.close();
    if (!this.#sheet().includes(page)) this.open(page.key);
    const focused = this.#parts?.focus(path); // also brings it into the document
    const name = CSS.escape(path);
    const place = this.element.querySelector(`[data-path=${name}], [data-row=${name}], [data-roster=${name}]`);
    place?.scrollIntoView({ block: place instanceof HTMLElement && place.offsetHeight > innerHeight / 2 ? "start" : "center" });
    if (!focused) focusOn(place);
  }

  /** Paints everything anew: another language, or another right to write. @param {boolean} readOnly @param {HTMLElement[]} notices */
  rebuild(readOnly, notices) {
    Object.assign(this.options, { readOnly, notices });
    const seeAgain = sightNow(this.element);
    this.#desk = this.#makeDesk();
    this.#readFailures();
    this.#build();
    this.#paintPage();
    seeAgain((path) => void this.#parts?.focus(path));
  }

  /** What the bar says about saving and sending. @param {string} text @param {"saved" | "saving" | "failing"} kind */
  setStatus(text, kind) {
    this.#saveLine.show(text, kind);
  }

  close() {
    flushTyping();
    this.unsubscribe();
    this.unwatch();
    clearTimeout(this.#sideLater);
    cancelAnimationFrame(this.#frame);
  }

  /** @returns {import("./types").Desk} */
  #makeDesk() {
    const { interview, readOnly, textsIn, leave, files } = this.options;
    return {
      leave, files,
      find: () => openFinder(this.#desk, this.#pages),
      toUnanswered: () => this.#toUnanswered(),
      settings: () => openSettings(this.#desk.words, () => this.#reparted(), recordedPart(interview)),
      interview, readOnly, language: interview.language, words: textsIn(interview.language),
      failuresAt: (path) => (this.#byPath.get(path) ?? []).filter((failure) => this.#isDue(failure, path)),
      remarksAt: (path) => interview.remarks().filter((remark) => remark.path === path),
      act: (change, how) => this.#act(change, how?.pageFirst ? this.#paintPageFirst : this.#paint),
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

  /** @param {() => void} change @param {() => void} paint */
  #act(change, paint) {
    if (this.options.readOnly) return false;
    try {
      change();
      return true;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      showToast(error.message);
      return false;
    } finally {
      afterPress(paint); // at once, so that what the person did is on the screen when the call returns
    }
  }

  /** @param {string[]} changed */
  #onChange(changed) {
    for (const path of changed) this.#changed.add(path);
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => afterPress(this.#paint));
  }

  /** What was changed on the page itself; what follows from it elsewhere, and what fails now, comes behind the frame that shows this. */
  #paintParts() {
    cancelAnimationFrame(this.#frame);
    this.#pages = this.#reader.read(this.#changed);
    keepingFocus(() => this.#parts?.update(this.#changed));
    behindFrame(() => this.element.isConnected && afterPress(this.#paint));
  }

  #paintChanges() {
    cancelAnimationFrame(this.#frame);
    const changed = this.#changed;
    this.#readFailures();
    this.#pages = this.#reader.read(this.#changed);
    this.#changed = new Set();
    keepingFocus(() => {
      this.#parts?.update(changed);
      if (this.#key === SUMMARY) this.#paintSummary();
      this.#paintAround(true);
    });
  }

  /** The screen was turned: what was a table may be cards now, and a page of a row be gone; its question is looked for again. */
  #turn() {
    flushTyping();
    const path = document.activeElement?.closest("[data-path]")?.getAttribute("data-path") ?? null;
    const page = this.#pages.find(({ key }) => key === this.#key);
    const first = page ? cellsOf(this.options.interview, page)[0]?.path : undefined;
    this.#reader.forget();
    this.#pages = this.#reader.read(this.#changed);
    if (this.#key === SUMMARY || this.#pages.some(({ key }) => key === this.#key)) this.#paintPage();
    else this.open(this.#pages[0]?.key ?? SUMMARY);
    if (path ?? first) this.goTo(path ?? first ?? "");
  }

  #readFailures() {
    this.#failures = this.options.interview.failures().filter(({ phase }) => phase !== "office");
    this.#byPath = failuresByPath(this.#failures);
  }

  /** The pages that are shown now. */
  #sheet() {
    return sheetOf(this.#pages, this.#key, this.#whole);
  }

  #leavePage() {
    const { interview } = this.options;
    for (const page of this.#sheet()) for (const { path } of cellsOf(interview, page)) this.#left.add(path);
  }

  #build() {
    const { words, language } = this.#desk;
    const { interview, onLanguage } = this.options;
    setSign(this.back, "back", words.previous);
    this.element.lang = language;
    this.element.dir = directionOf(language);
    this.element.classList.toggle("practising", isPractice(interview));
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    this.columns.replaceChildren(this.side, h("main", { class: "page" }, h("div", { class: "notices" }, this.options.notices), h("header", {}, this.crumb, this.heading), this.body));
    this.element.replaceChildren(
      bar(this.#desk, { status: this.#saveLine.element, meter: this.meter, onLanguage, openContents: () => this.#openDrawer() }),
      this.columns,
      h("nav", { class: "thumb", "aria-label": words.pages }, h("div", { class: "inner" }, this.back, this.placeIn, this.forward)),
    );
  }

  #paintPage() {
    const page = this.#pages.find(({ key }) => key === this.#key);
    this.body.replaceChildren();
    this.columns.classList.toggle("wide", this.#sheet().some(({ items }) => hasTable(items)));
    this.#parts = !page ? null : this.#whole ? sectionParts(this.#desk, () => this.#sheet(), this.body) : pageParts(this.#desk, page, this.body);
    this.#parts?.update(null);
    if (!page) this.#paintSummary();
    this.#paintAround();
  }

  #paintSummary() {
    this.body.replaceChildren(summary(this.#desk, this.#pages, this.#failures, () => this.#complete()));
  }

  /** To the head of the page, where a screen reader goes on; a frame that somebody else's typing repaints leaves the focus with them. */
  #toTop() {
    scrollTo(0, 0);
    const within = this.#sheet()[0]?.key === this.#key ? null : this.body.querySelector(`[data-sheet=${CSS.escape(this.#key)}] > h2`);
    within?.scrollIntoView();
    if (document.hasFocus()) (within instanceof HTMLElement ? within : this.heading).focus({ preventScroll: true });
  }

  /** Pages or whole sections from now on. */
  #reparted() {
    this.#whole = readLooks().paging === "sections";
    this.#paintPage();
    this.#toTop();
  }

  #toUnanswered() {
    flushTyping();
    const at = Math.max(0, this.#pages.findIndex(({ key }) => key === this.#key));
    const ahead = [...this.#pages.slice(at), ...this.#pages.slice(0, at)];
    const path = nextUnanswered(this.options.interview, ahead, this.#held);
    if (path === null) return showToast(this.#desk.words.none_unanswered);
    this.goTo(path);
  }

  /** @param {boolean} [later] the contents beside the page are worked out over all pages: they follow when the change itself is on the screen */
  #paintAround(later = false) {
    const { interview } = this.options;
    const { words } = this.#desk;
    const page = this.#pages.find(({ key }) => key === this.#key);
    const [first] = this.#sheet();
    const sheets = firstPages(this.#pages, this.#whole);
    const at = first ? sheets.indexOf(first) : sheets.length;
    const { answered, asked } = interview.progress();
    setText(this.heading, !page ? words.summary : this.#whole && interview.compiled.items.some(({ name }) => name === page.top) ? interview.text(page.top, "label") || titleOf(interview, page) : titleOf(interview, page));
    setText(this.crumb, [page?.row && !this.#whole ? rowPlace(interview, page.row) : "", words.progress(answered, asked)].filter(Boolean).join(" · "));
    this.meter.style.transform = `scaleX(${asked === 0 ? 0 : answered / asked})`;
    this.forward.hidden = !page;
    setSign(this.forward, "next", at === sheets.length - 1 ? words.to_summary : words.next, "after");
    if (this.back.disabled !== (at === 0)) this.back.disabled = at === 0;
    setText(this.placeIn, page ? words.page_of(at + 1, sheets.length) : "");
    clearTimeout(this.#sideLater);
    if (!later) this.#paintSide();
    else this.#sideLater = setTimeout(() => afterPress(this.#paintBeside), SIDE_PAUSE);
  }

  #paintSide() {
    if (!matchMedia("(min-width: 64rem)").matches) return;
    const scroll = this.side.scrollTop;
    this.side.replaceChildren(contentsTools(this.#desk), this.#contents());
    this.side.scrollTop = scroll;
  }

  #contents() {
    return contents(this.#desk, this.#pages, this.#key, this.#failures.filter((failure) => this.#isDue(failure, failure.path)));
  }

  /** @param {1 | -1} by */
  #step(by) {
    flushTyping();
    const sheets = firstPages(this.#pages, this.#whole);
    const [first] = this.#sheet();
    this.open(sheets[(first ? sheets.indexOf(first) : sheets.length) + by]?.key ?? SUMMARY);
  }

  #complete() {
    flushTyping();
    if (this.options.files.busy()) return showToast(this.#desk.words.file_keeping);
    for (const page of this.#pages) for (const { path } of cellsOf(this.options.interview, page)) this.#left.add(path);
    const done = { now: false };
    this.#act(() => (done.now = this.options.interview.complete().done), this.#paint);
    if (done.now) return this.options.onComplete();
    showToast(this.#desk.words.complete_blocked(this.#failures.filter(({ status, severity }) => status === "open" && severity !== "info").length));
    this.heading.focus();
  }

  #openDrawer() {
    flushTyping();
    this.drawer = openContents(this.#desk, this.#contents());
  }

  /** @param {Element} target */
  #touched(target) {
    const path = target.closest("[data-path]")?.getAttribute("data-path");
    if (!path) return;
    this.#held = path;
    this.options.onTouch?.(path);
  }
}
