/**
 * The client of people who answer by themselves: a code opens one interview on this device, which is kept, continued and
 * sent like any other. What an enumerator has on the same device is not touched: another session, another name.
 *
 * @typedef {import("./storage/database.js").Storage} Storage
 * @typedef {import("./storage/types").Session} Session
 * @typedef {import("./sync/transport.js").Transport} Transport
 */
import { Client, MARK, banner, languages } from "./client.js";
import { readForm } from "./storage/forms.js";
import { readEvents, readWork } from "./storage/interviews.js";
import { countUnsent } from "./storage/outbox.js";
import { askToPersist } from "./storage/quota.js";
import { Closed, Locked, OldSecretNeeded, TooEarly, WrongSecret } from "./storage/vault.js";
import { readRespondent, respondentHere } from "./sync/session.js";
import { enterCode, forgetCode } from "./sync/signing.js";
import { Refused } from "./sync/transport.js";
import { textsIn } from "./texts/index.js";
import { respondentTexts, respondentWords } from "./texts/respondent.js";
import { saveBackup } from "./view/guard.js";
import { forgetLately } from "./view/lately.js";
import { afterPress } from "./view/press.js";
import { codeScreen, startScreen } from "./view/respond.js";
import { asksForCode, takeCode } from "./view/travel.js";
import { h } from "./widgets/dom.js";

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

class Respond extends Client {
  /** The code that the address has brought, until it is tried. */
  #brought = "";

  /** @param {HTMLElement} root @param {Storage} storage @param {Transport} transport */
  constructor(root, storage, transport) {
    super(root, storage, transport, readRespondent);
  }

  get words() {
    return respondentTexts(this.language);
  }

  /** @override */
  get interviewWords() {
    return respondentWords(this.language);
  }

  /** @override @returns {import("./client.js").Manner} */
  get manner() {
    return { mode: "self", textsIn: respondentWords, onComplete: () => this.home() }; // the receipt says how far it has come
  }

  /** A code is asked for by the address, or because nothing is open. @override */
  get outside() {
    return super.outside || asksForCode();
  }

  async begin() {
    await this.takeUp();
    this.who = await respondentHere(this.storage);
    this.follow();
    await this.show();
    this.bringBack();
    void this.bringRest();
    void askToPersist();
    if (this.session) void this.schedule.now();
  }

  /** Asks for the code; one that the address brings is tried at once. @override */
  async showDoor() {
    const wanted = this.painting();
    this.#brought = takeCode() || this.#brought;
    const waiting = await this.#waiting();
    if (!wanted()) return; // another takes the code that was brought
    const code = this.#brought;
    this.#brought = "";
    if (code) return this.#showCode(code, [], waiting).requestSubmit();
    if (this.root.querySelector(".respond-code")) return; // it stands there, with what somebody is typing or is told
    const why = this.session ? this.words.code_again : this.who ? this.words.code_locked : "";
    this.#showCode("", why ? [banner("plain", why)] : [], waiting);
  }

  /** Whether answers of whoever answers here have not arrived. */
  async #waiting() {
    return this.who !== null && (await countUnsent(this.storage, this.who)).total > 0;
  }

  /** @param {string} code @param {HTMLElement[]} notices @param {boolean} waiting */
  #showCode(code, notices, waiting) {
    this.painting();
    const screen = codeScreen(this.#look(() => this.#showCode(code, notices, waiting)), {
      markUrl: MARK, code, notices, waiting, open: (typed) => this.#enter(typed),
      toSignIn: () => {
        location.hash = "#/";
        location.reload();
      },
    });
    this.put(screen);
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
    this.put(h("main", { class: "empty" }, h("p", { role: "status" }, this.words.fetching)));
    await this.whole(this.who);
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

  /** The welcome, or the receipt. @override */
  async showHome() {
    if (this.outside) return this.showDoor();
    try {
      await this.#paintStart();
    } catch (error) {
      if (!(error instanceof Locked)) throw error; // finished on this device meanwhile
    }
  }

  async #paintStart() {
    if (!this.session || this.open) return;
    const wanted = this.painting();
    const { name } = this.session.user;
    const { assignments: [assignment], interviews: [record] } = await readWork(this.storage, name);
    const form = assignment && (await readForm(this.storage, record?.form ?? assignment.form));
    if (!wanted() || this.open) return;
    if (!assignment || !form) return this.#showWaiting();
    const events = record ? await readEvents(this.storage, record.id) : [];
    const { total } = await countUnsent(this.storage, name);
    if (!wanted() || this.open) return;
    const completed = events.filter(({ type }) => type === "complete").map(({ hlc }) => hlc.slice(0, 24)).sort().pop() ?? null;
    const status = record?.status ?? "open";
    const told = {
      ...wordsOf(form.compiled, this.language), label: assignment.label, due: assignment.due, progress: null,
      state: /** @type {import("./view/respond.js").Told["state"]} */ (status === "open" ? (events.length > 0 ? "go_on" : "begin") : status),
      reference: `${assignment.id}-${(record?.id ?? "").slice(0, 6).toUpperCase()}`, completedAt: completed, arrived: total === 0,
      mayChange: status === "completed" && !isOver(assignment.due),
    };
    const screen = startScreen(this.#look(() => void this.showHome()), told, {
      open: () => void this.#openInterview(), change: () => void this.#change(), leave: () => void this.#finish(), notices: this.#notices(),
    });
    afterPress(() => wanted() && !this.open && !this.root.firstElementChild?.isEqualNode(screen) && this.put(screen));
  }

  #showWaiting() {
    const busy = this.schedule.state.kind === "syncing";
    this.put(h("main", { class: "empty", lang: this.language }, h("p", { role: "status" }, busy ? this.words.fetching : this.words.not_ready),
      !busy && h("button", { type: "button", class: "button primary", onclick: () => void this.schedule.now() }, this.words.try_again)));
  }

  #notices() {
    if (this.schedule.state.kind !== "signed_out") return [];
    return [banner("warning", this.words.code_again, h("button", { type: "button", class: "button", onclick: () => (location.hash = "#/code") }, this.words.code_label))];
  }

  /** The interview of whoever answers here, made where there is none yet. */
  async #record() {
    const { assignments: [assignment] } = await readWork(this.storage, this.who ?? "");
    return assignment ? this.recordFor(assignment) : null;
  }

  async #openInterview() {
    const record = await this.#record();
    if (record) location.hash = `#/interview/${record.id}`;
  }

  /** Takes up again what was sent. */
  async #change() {
    const record = await this.#record();
    if (record) await this.showInterview(record.id, null);
    if (!record || !this.open) return;
    this.open.reopen();
    location.hash = `#/interview/${record.id}`;
  }

  /** Ends the session on this device; what is unsent stays here and is sent when the code is typed again. */
  async #finish() {
    if (await this.#waiting()) await this.schedule.now();
    const waiting = await this.#waiting();
    this.session = null;
    this.who = null;
    await forgetCode(this.storage, this.transport);
    forgetLately();
    this.#showCode("", [banner("plain", this.words.left)], waiting);
  }

  /** @param {() => void} again paints the screen anew @returns {import("./view/respond.js").Look} */
  #look(again) {
    return {
      words: this.words, language: this.language, languageLabel: textsIn(this.language).language, languages,
      onLanguage: (language) => void this.remember(language).then(again), backup: () => saveBackup(this.storage, this.interviewWords),
    };
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
