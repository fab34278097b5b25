/**
 * What the client of enumerators (`app.js`) and that of respondents (`respond.js`) have in common: the address says which
 * screen is shown, an interview is left only when it is on disk, and what a sync brings goes to the screen that is open.
 *
 * What differs is in the members that say *each client has its own*.
 *
 * @typedef {import("./storage/database.js").Storage} Storage
 * @typedef {import("./storage/types").AnswerEvent} AnswerEvent
 * @typedef {import("./storage/types").AssignmentRecord} AssignmentRecord
 * @typedef {import("./storage/types").Session} Session
 * @typedef {import("./sync/transport.js").Transport} Transport
 * @typedef {Pick<import("./view/open_interview.js").Surroundings, "mode" | "textsIn" | "onComplete">} Manner  how interviews are made here
 */
import { correctedClock, deviceName, readMeta, takeNewName, writeMeta } from "./storage/meta.js";
import { randomId } from "./storage/names.js";
import { Schedule } from "./sync/schedule.js";
import { LANGUAGES } from "./texts/index.js";
import { directionOf } from "./view/language.js";
import { applyLooks } from "./view/looks.js";
import { Travel } from "./view/travel.js";
import { h, icon } from "./widgets/dom.js";

const PAINTED = 100; // milliseconds after which the first screen is seen; the worker of the second copy would share its processor
const UNLOCKING = 1500; // milliseconds that a person takes to type a PIN, and the device to make the key

/** The mark on the screens at the door. */
export const MARK = new URL("./icons/mark.svg", import.meta.url).href;

/** The languages of the screens. */
export const languages = Object.entries(LANGUAGES).map(([code, { language_name: name }]) => ({ code, name }));

export class Client {
  /** @type {Session | null} */
  session = null;
  /** Whose answers lie here, also while they are locked. @type {string | null} */
  who = null;
  language = "vi";
  offset = 0;
  /** @type {import("./view/open_interview.js").OpenInterview | null} */
  open = null;
  travel = new Travel();
  /** When what only the second copy had is back. @type {Promise<unknown>} */
  back = Promise.resolve();
  #paintings = 0;
  /** The interview that is being opened, at which address; one after the other, as each is held by one opening only. @type {{id: string, hash: string, done: Promise<void>}} */
  #opening = { id: "", hash: "", done: Promise.resolve() };

  /**
   * @param {HTMLElement} root
   * @param {Storage} storage
   * @param {Transport} transport
   * @param {(storage: Storage) => Promise<Session | null>} readSession the one of this client, if the vault is unlocked with it
   */
  constructor(root, storage, transport, readSession) {
    this.root = root;
    this.storage = storage;
    this.transport = transport;
    this.schedule = new Schedule(storage, transport, {
      readSession: () => readSession(storage),
      onState: () => void this.synced(),
      onReceived: (fresh) => this.#received(fresh),
    });
  }

  /** What is said in and about an interview. @returns {import("./texts/en.js").Texts} */
  get interviewWords() {
    throw new Error("each client has its own");
  }

  /** @returns {Manner} */
  get manner() {
    throw new Error("each client has its own");
  }

  /** Whether somebody has to come in first, by a password or a code. */
  get outside() {
    return this.session === null;
  }

  /** The screen for coming in. @returns {void | Promise<void>} */
  showDoor() {
    throw new Error("each client has its own");
  }

  /** The screen from which an interview is opened. @returns {Promise<void>} */
  showHome() {
    throw new Error("each client has its own");
  }

  /**
   * What the first screen does without: what the next one shows comes at once behind it, the others when there has been time to
   * unlock. The modules stand on the device, but each is a request and takes 2 to 8 ms of a slow tablet.
   * @returns {(() => Promise<unknown>)[]}
   */
  rest() {
    return [() => import("./sync/exchange.js"), () => import("./view/open_interview.js")];
  }

  /** Brings the rest; a page that cannot have it says so, and is loaded anew. */
  async bringRest() {
    try {
      const [next, ...others] = this.rest();
      await next?.();
      await new Promise((done) => setTimeout(done, UNLOCKING));
      for (const bring of others) await bring(); // what is asked for earlier comes when it is asked for
    } catch (error) {
      console.error("a part of the client is missing", error);
      document.body.prepend(notLoaded(this.interviewWords));
    }
  }

  /** Brings back the interviews that only the second copy has, behind the first screen. */
  bringBack() {
    this.back = new Promise((done) => setTimeout(done, PAINTED)).then(async () => (await import("./storage/recovery.js")).recoverMissing(this.storage)).catch((error) => console.error("an interview of the second copy waits for room", error));
  }

  /** What is gone here is back before somebody goes to work, as far as it can be had without the office. @param {string} user whose vault is open */
  async whole(user) {
    await this.back;
    const { recoverRecords } = await import("./storage/recovery.js");
    await recoverRecords(this.storage, user).catch((error) => console.error("the record of an interview waits for room", error));
  }

  /** Takes up what this device remembers, before the first screen. @param {string | Promise<string | undefined>} [usual] language of whoever works here */
  async takeUp(usual) {
    applyLooks();
    const [chosen, own, offset] = await Promise.all([readMeta(this.storage, "language"), usual, readMeta(this.storage, "offset")]);
    this.language = chosen ?? own ?? (navigator.language.startsWith("vi") ? "vi" : "en");
    this.offset = offset ?? 0;
  }

  /** Follows the address from now on. */
  follow() {
    this.travel.begin();
    addEventListener("hashchange", () => void (this.travel.arrived() && this.show()));
  }

  /** Shows the screen that the address names. */
  async show() {
    const { interview: id, page } = this.travel.here();
    if (this.open && this.open.record.id !== id && !(await this.#leave())) return;
    if (this.outside) return this.showDoor();
    if (id === null) return this.showHome();
    if (this.open?.record.id !== id) await this.showInterview(id, page);
    else if (page !== null && page !== this.open.screen.key) this.open.screen.show(page);
  }

  /** Opens an interview, once however often it is asked for, unless the address goes elsewhere meanwhile. @param {string} id @param {string | null} page */
  showInterview(id, page) {
    const { hash } = location;
    const before = this.#opening;
    if (before.id === id && before.hash === hash) return before.done;
    const opening = { id, hash, done: before.done };
    const wanted = () => this.#opening === opening && location.hash === hash && this.session !== null;
    const close = () => {
      if (this.#opening === opening) this.#opening = { id: "", hash: "", done: Promise.resolve() };
    };
    opening.done = before.done.catch(() => {}).then(() => this.#openUp(id, page, wanted)).finally(close);
    this.#opening = opening;
    return opening.done;
  }

  /** @param {string} id @param {string | null} page @param {() => boolean} wanted */
  async #openUp(id, page, wanted) {
    const { readInterview, readWork } = await import("./storage/interviews.js");
    const record = await readInterview(this.storage, id);
    if (!wanted()) return;
    if (!record || record.away || record.user !== this.session?.user.name) return this.home();
    const { assignments } = await readWork(this.storage, record.user);
    try {
      const { openInterview } = await import("./view/open_interview.js");
      const open = await openInterview(record, assignments.find((candidate) => candidate.id === record.assignment) ?? null, {
        wanted, storage: this.storage, device: await deviceName(this.storage, record.user), rename: () => this.#renamed(record.user), user: record.user, language: this.language, clock: () => this.clock(),
        leave: () => this.home(), page, onPage: (key) => this.travel.visit(id, key), onLanguage: (language) => void this.remember(language),
        ...this.manner,
      });
      if (!open) return;
      this.open = open;
      this.put(open.screen.element);
      open.screen.heading.focus({ preventScroll: true });
    } catch (error) {
      console.error(error);
      if (!wanted()) return;
      const words = this.interviewWords;
      this.put(h("main", { class: "list" }, banner("danger", `${words.open_failed} (${error instanceof Error ? error.message : error})`),
        h("button", { type: "button", class: "button", onclick: () => this.home() }, icon("back"), words.back_to_work)));
    }
  }

  /** Something that was made here is gone: what the server has of it comes back under another name of the device; the old one while there is no room. @param {string} user */
  async #renamed(user) {
    await this.storage.write(["meta"], (transaction) => takeNewName(transaction, user)).catch((error) => console.error("another name waits for room", error));
    void this.storage.copy.noteDevice(this.storage.database);
    void this.schedule.now();
    return deviceName(this.storage, user);
  }

  /** The interview of an assignment, made where it has none. @param {AssignmentRecord} assignment */
  async recordFor(assignment) {
    const { interviewFor } = await import("./storage/interviews.js");
    return interviewFor(this.storage, assignment, { id: randomId(), at: this.clock() });
  }

  /** The time as the server has it. @returns {string} ISO */
  clock() {
    return correctedClock(this.offset)();
  }

  home() {
    if (!this.travel.home()) void this.show();
  }

  /** Something was sent or came, or the state of the line has changed. */
  async synced() {
    this.offset = (await readMeta(this.storage, "offset")) ?? this.offset;
    if (this.open) await this.open.refresh();
    else if (this.session && this.travel.here().interview === null && !this.root.querySelector(".sign-in")) await this.showHome();
  }

  /** @param {string} language */
  async remember(language) {
    if (!(language in LANGUAGES)) return;
    this.language = language;
    await writeMeta(this.storage, { language });
  }

  /** Begins a screen whose reading takes time. @returns {() => boolean} whether no other has been begun since */
  painting() {
    const own = (this.#paintings += 1);
    return () => own === this.#paintings;
  }

  /** @param {HTMLElement} screen */
  put(screen) {
    const language = screen.lang || this.language;
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    if (this.root.firstElementChild !== screen) this.root.replaceChildren(screen);
  }

  /** @returns {Promise<boolean>} whether everything is on disk, so that the interview could be left */
  async #leave() {
    if (this.open && !(await this.open.close())) {
      this.travel.stay(this.open.record.id, this.open.screen.key);
      return false;
    }
    this.open = null;
    void this.schedule.now();
    return true;
  }

  /** @param {Map<string, AnswerEvent[]>} fresh */
  #received(fresh) {
    const events = this.open && fresh.get(this.open.record.id);
    if (this.open && events) this.open.receive(events);
    else void this.synced();
  }
}

/** What a page shows that could not be had whole. @param {Pick<import("./texts/en.js").Texts, "not_loaded" | "load_again">} words */
export function notLoaded({ not_loaded, load_again }) {
  return banner("danger", not_loaded, h("button", { type: "button", class: "button", onclick: () => location.reload() }, load_again));
}

/** @param {string} kind @param {string} text @param {...Node} more */
export function banner(kind, text, ...more) {
  return h("div", { class: `banner ${kind}` }, icon(kind === "plain" ? "lock" : "warning"), h("span", { class: "words" }, text), more);
}
