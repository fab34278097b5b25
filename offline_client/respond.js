/**
 * The client of people who answer by themselves: a code opens one interview on this device, which is kept, continued and
 * sent like any other. What an enumerator has on the same device is not touched: another session, another name.
 *
 * @typedef {import("./storage/database.js").Storage} Storage
 * @typedef {import("./storage/types").Session} Session
 * @typedef {import("./storage/types").AssignmentRecord} Assignment
 * @typedef {import("./sync/transport.js").Transport} Transport
 */
import { readForm } from "./storage/forms.js";
import { interviewFor, readEvents, readInterview, readWork } from "./storage/interviews.js";
import { correctedClock, deviceName, readMeta, writeMeta } from "./storage/meta.js";
import { randomId } from "./storage/names.js";
import { countUnsent } from "./storage/outbox.js";
import { askToPersist } from "./storage/quota.js";
import { Closed, Locked, OldSecretNeeded, TooEarly, WrongSecret } from "./storage/vault.js";
import { Schedule } from "./sync/schedule.js";
import { enterCode, forgetCode, readRespondent, respondentHere } from "./sync/session.js";
import { Refused } from "./sync/transport.js";
import { LANGUAGES, textsIn } from "./texts/index.js";
import { respondentTexts, respondentWords } from "./texts/respondent.js";
import { directionOf } from "./view/language.js";
import { forgetLately } from "./view/lately.js";
import { applyLooks } from "./view/looks.js";
import { openInterview } from "./view/open_interview.js";
import { codeScreen, startScreen } from "./view/respond.js";
import { Travel } from "./view/travel.js";
import { h, icon } from "./widgets/dom.js";

const MARK = new URL("./icons/mark.svg", import.meta.url).href;
const CODE = /^#\/code(?:\/([^/]*))?$/u;

/** Whether the address asks for a code. */
export function asksForCode() {
  return CODE.test(location.hash);
}

/**
 * Starts the client for respondents in `root`; `transport` speaks to their addresses.
 * @param {HTMLElement} root
 * @param {{storage: Storage, transport: Transport}} parts
 */
export async function startForRespondent(root, { storage, transport }) {
  const app = new Respond(root, storage, transport);
  await app.begin();
  return app;
}

class Respond {
  /** @type {Session | null} */
  session = null;
  /** Whose answers lie here, also while they are locked. @type {string | null} */
  who = null;
  language = "vi";
  offset = 0;
  device = "";
  /** @type {import("./view/open_interview.js").OpenInterview | null} */
  open = null;
  travel = new Travel();
  #painting = 0;

  /** @param {HTMLElement} root @param {Storage} storage @param {Transport} transport */
  constructor(root, storage, transport) {
    this.root = root;
    this.storage = storage;
    this.transport = transport;
    this.schedule = new Schedule(storage, transport, {
      readSession: () => readRespondent(storage),
      onState: () => void this.#onSync(),
      onReceived: (fresh) => this.#onReceived(fresh),
    });
  }

  get words() {
    return respondentTexts(this.language);
  }

  async begin() {
    applyLooks();
    this.device = await deviceName(this.storage);
    this.who = await respondentHere(this.storage);
    this.language = (await readMeta(this.storage, "language")) ?? (navigator.language.startsWith("vi") ? "vi" : "en");
    this.offset = (await readMeta(this.storage, "offset")) ?? 0;
    const code = decodeURIComponent(CODE.exec(location.hash)?.[1] ?? "");
    if (asksForCode()) history.replaceState(null, "", "#/code"); // a code does not stay in the address or in the history
    this.travel.begin();
    addEventListener("hashchange", () => void (this.travel.arrived() && this.show()));
    if (code) await this.#withCode(code);
    else await this.show();
    void askToPersist();
    if (this.session) void this.schedule.now();
  }

  /** Shows the screen that the address names. */
  async show() {
    const { interview: id, page } = this.travel.here();
    if (this.open && this.open.record.id !== id && !(await this.#leave())) return;
    if (!this.session || asksForCode()) return this.#showCode("", this.session ? [banner("plain", this.words.code_again)] : this.who ? [banner("plain", this.words.code_locked)] : []);
    if (id === null) return this.#showStart();
    if (this.open?.record.id !== id) await this.#showInterview(id, page);
    else if (page !== null && page !== this.open.screen.key) this.open.screen.show(page);
  }

  /** @param {string} code */
  async #withCode(code) {
    const known = this.#showCode(code, []);
    known.requestSubmit();
  }

  /** @param {string} code @param {HTMLElement[]} notices */
  #showCode(code, notices) {
    this.#painting += 1;
    const screen = codeScreen(this.#look(() => this.#showCode(code, notices)), {
      markUrl: MARK, code, notices, open: (typed) => this.#enter(typed),
      toSignIn: () => {
        location.hash = "#/";
        location.reload();
      },
    });
    this.#put(screen);
    return /** @type {HTMLFormElement} */ (screen.querySelector("form"));
  }

  /** @param {string} code @returns {Promise<string | null>} what is wrong */
  async #enter(code) {
    if (!globalThis.crypto?.subtle) return textsIn(this.language).needs_https;
    try {
      this.session = await enterCode(this.storage, this.transport, code);
    } catch (error) {
      if (error instanceof Refused && error.code !== "survey_closed") return error.status === 429 ? this.words.code_wait(error.retryAfter ?? 60) : error.code === "wrong_code" ? this.words.code_wrong : error.message;
      if (error instanceof OldSecretNeeded) return this.words.code_former;
      this.session = await this.#unlocked(code);
      if (!this.session) return error instanceof Refused ? this.words.code_closed : this.who ? this.words.code_not_this : this.words.code_offline;
    }
    this.who = this.session.user.name;
    if (asksForCode()) history.replaceState({ at: 0 }, "", "#/");
    this.#put(h("main", { class: "empty" }, h("p", { role: "status" }, this.words.fetching)));
    await this.schedule.now();
    await this.show();
    return null;
  }

  /** Opens what lies on this device with the code that was typed here before, without a connection. @param {string} code @returns {Promise<Session | null>} */
  async #unlocked(code) {
    if (!this.who) return null;
    try {
      await this.storage.vault.unlock(this.who, code);
    } catch (error) {
      if (error instanceof WrongSecret || error instanceof TooEarly || error instanceof Closed) return null;
      throw error;
    }
    return readRespondent(this.storage);
  }

  async #showStart() {
    try {
      await this.#paintStart();
    } catch (error) {
      if (!(error instanceof Locked)) throw error; // finished on this device meanwhile
    }
  }

  async #paintStart() {
    if (!this.session || this.open) return;
    const painting = (this.#painting += 1);
    const { name } = this.session.user;
    const { assignments: [assignment], interviews: [record] } = await readWork(this.storage, name);
    const form = assignment && (await readForm(this.storage, record?.form ?? assignment.form));
    if (painting !== this.#painting || this.open) return;
    if (!assignment || !form) return this.#showWaiting();
    const events = record ? await readEvents(this.storage, record.id) : [];
    const { total } = await countUnsent(this.storage, name);
    if (painting !== this.#painting || this.open) return;
    const completed = events.filter(({ type }) => type === "complete").map(({ hlc }) => hlc.slice(0, 24)).sort().pop() ?? null;
    const status = record?.status ?? "open";
    const told = {
      ...wordsOf(form.compiled, this.language), label: assignment.label, due: assignment.due, progress: null,
      state: /** @type {import("./view/respond.js").Told["state"]} */ (status === "open" ? (events.length > 0 ? "go_on" : "begin") : status),
      reference: `${assignment.id}-${(record?.id ?? "").slice(0, 6).toUpperCase()}`, completedAt: completed, arrived: total === 0,
      mayChange: status === "completed" && !isOver(assignment.due),
    };
    this.#put(startScreen(this.#look(() => void this.#showStart()), told, {
      open: () => void this.#openInterview(assignment), change: () => void this.#change(assignment), leave: () => void this.#finish(total), notices: this.#notices(),
    }));
  }

  #showWaiting() {
    const busy = this.schedule.state.kind === "syncing";
    this.#put(h("main", { class: "empty", lang: this.language }, h("p", { role: "status" }, busy ? this.words.fetching : this.words.not_ready),
      !busy && h("button", { type: "button", class: "button primary", onclick: () => void this.schedule.now() }, this.words.try_again)));
  }

  #notices() {
    if (this.schedule.state.kind !== "signed_out") return [];
    return [h("div", { class: "banner warning" }, icon("warning"), h("span", { class: "words" }, this.words.code_again),
      h("button", { type: "button", class: "button", onclick: () => (location.hash = "#/code") }, this.words.code_label))];
  }

  /** @param {Assignment} assignment */
  async #openInterview(assignment) {
    const record = await interviewFor(this.storage, assignment, { id: randomId(), at: correctedClock(this.offset)() });
    location.hash = `#/interview/${record.id}`;
  }

  /** Takes up again what was sent. @param {Assignment} assignment */
  async #change(assignment) {
    const record = await interviewFor(this.storage, assignment, { id: randomId(), at: correctedClock(this.offset)() });
    await this.#showInterview(record.id, null);
    if (!this.open) return;
    this.open.reopen();
    location.hash = `#/interview/${record.id}`;
  }

  /** @param {string} id @param {string | null} page */
  async #showInterview(id, page) {
    const record = await readInterview(this.storage, id);
    if (!record || record.user !== this.session?.user.name) return this.#home();
    const { assignments } = await readWork(this.storage, record.user);
    try {
      this.open = await openInterview(record, assignments.find((candidate) => candidate.id === record.assignment) ?? null, {
        storage: this.storage, device: this.device, user: record.user, language: this.language, clock: () => correctedClock(this.offset)(),
        mode: "self", textsIn: respondentWords,
        leave: () => this.#home(), page, onPage: (key) => this.travel.visit(id, key), onLanguage: (language) => void this.#remember(language),
        onComplete: () => this.#home(), // the receipt says how far it has come
      });
      this.#put(this.open.screen.element);
      this.open.screen.heading.focus({ preventScroll: true });
    } catch (error) {
      console.error(error);
      this.#put(h("main", { class: "list" }, banner("danger", `${this.words.cannot_open} (${error instanceof Error ? error.message : error})`),
        h("button", { type: "button", class: "button", onclick: () => this.#home() }, icon("back"), this.words.words.back_to_work)));
    }
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

  #home() {
    if (!this.travel.home()) void this.show();
  }

  /** Ends the session on this device; what is unsent stays here and is sent when the code is typed again. @param {number} unsent */
  async #finish(unsent) {
    if (unsent > 0) await this.schedule.now();
    this.session = null;
    this.who = null;
    await forgetCode(this.storage, this.transport);
    forgetLately();
    this.#showCode("", [banner("plain", this.words.left)]);
  }

  async #onSync() {
    this.offset = (await readMeta(this.storage, "offset")) ?? this.offset;
    if (this.open) await this.open.refresh();
    else if (this.session && !asksForCode() && this.travel.here().interview === null) await this.#showStart();
  }

  /** @param {Map<string, import("./storage/types").AnswerEvent[]>} fresh */
  #onReceived(fresh) {
    const events = this.open && fresh.get(this.open.record.id);
    if (this.open && events) this.open.receive(events);
    else void this.#onSync();
  }

  /** @param {() => void} again paints the screen anew @returns {import("./view/respond.js").Look} */
  #look(again) {
    const languages = Object.entries(LANGUAGES).map(([code, { language_name: name }]) => ({ code, name }));
    return {
      words: this.words, language: this.language, languageLabel: textsIn(this.language).language, languages,
      onLanguage: (language) => void this.#remember(language).then(again),
    };
  }

  /** @param {string} language */
  async #remember(language) {
    if (!(language in LANGUAGES)) return;
    this.language = language;
    await writeMeta(this.storage, { language });
  }

  /** @param {HTMLElement} screen */
  #put(screen) {
    const language = screen.lang || this.language;
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    this.root.replaceChildren(screen);
  }
}

/** What a questionnaire says to respondents, in their language or the first that has it. @param {import("./runtime/types").CompiledForm} compiled @param {string} language */
function wordsOf({ languages, texts, title, respondents = {} }, language) {
  /** @param {number | null | undefined} index */
  const words = (index) => {
    if (index === null || index === undefined) return "";
    const found = [language, ...languages].map((tag) => texts[tag]?.[index]).find((text) => text !== null && text !== undefined);
    return typeof found === "string" ? found : "";
  };
  const said = Object.fromEntries(Object.entries(respondents).map(([name, index]) => [name, words(index)]));
  return { title: words(title), respondents: /** @type {{asked_by?: string, confidentiality?: string, help?: string}} */ (said) };
}

/** @param {string | null} due the last day */
function isOver(due) {
  return due !== null && due < new Date().toISOString().slice(0, 10);
}

/** @param {string} kind @param {string} text */
function banner(kind, text) {
  return h("div", { class: `banner ${kind}` }, icon(kind === "plain" ? "lock" : "warning"), h("span", { class: "words" }, text));
}
