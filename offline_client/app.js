/**
 * The client put together: signing in, the list, an open interview, and syncing behind them.
 *
 * `start` takes the storage and the transport from outside, so that tests can give it faulty ones.
 *
 * @typedef {import("./storage/database.js").Storage} Storage
 * @typedef {import("./storage/types").Session} Session
 * @typedef {import("./sync/transport.js").Transport} Transport
 * @typedef {import("./view/list.js").Job} Job
 */
import { waitingFiles } from "./storage/files.js";
import { interviewFor, readInterview, readWork } from "./storage/interviews.js";
import { correctedClock, deviceName, readMeta, writeMeta } from "./storage/meta.js";
import { randomId } from "./storage/names.js";
import { countUnsent, readQuarantine } from "./storage/outbox.js";
import { askToPersist, roomLeft } from "./storage/quota.js";
import { Schedule } from "./sync/schedule.js";
import { readSession, signIn, signOut } from "./sync/session.js";
import { Refused } from "./sync/transport.js";
import { LANGUAGES, textsIn } from "./texts/index.js";
import { openContact } from "./view/contact.js";
import { directionOf } from "./view/language.js";
import { listScreen } from "./view/list.js";
import { applyLooks } from "./view/looks.js";
import { openInterview } from "./view/open_interview.js";
import { signInScreen } from "./view/sign_in.js";
import { showToast } from "./view/toast.js";
import { Travel } from "./view/travel.js";
import { h, icon } from "./widgets/dom.js";

const MARK = new URL("./icons/mark.svg", import.meta.url).href;

/**
 * Starts the client in `root`.
 * @param {HTMLElement} root
 * @param {{storage: Storage, transport: Transport}} parts
 */
export async function start(root, { storage, transport }) {
  const app = new App(root, storage, transport);
  await app.begin();
  return app;
}

class App {
  /** @type {Session | null} */
  session = null;
  language = "vi";
  offset = 0;
  device = "";
  safe = true;
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
      onState: () => void this.#onSync(),
      onReceived: (fresh) => this.#onReceived(fresh),
    });
  }

  get words() {
    return textsIn(this.language);
  }

  async begin() {
    applyLooks();
    this.device = await deviceName(this.storage);
    this.session = await readSession(this.storage);
    this.language = (await readMeta(this.storage, "language")) ?? this.session?.user.language ?? (navigator.language.startsWith("vi") ? "vi" : "en");
    this.offset = (await readMeta(this.storage, "offset")) ?? 0;
    this.travel.begin();
    addEventListener("hashchange", () => void (this.travel.arrived() && this.show()));
    await this.show();
    void askToPersist().then((safe) => (this.safe = safe));
    if (this.session) void this.schedule.now();
  }

  /** Shows the screen that the address names. */
  async show() {
    const { interview: id, page } = this.travel.here();
    if (this.open && this.open.record.id !== id && !(await this.#leave())) return;
    if (!this.session) return this.#showSignIn();
    if (id === null) return this.showList();
    if (this.open?.record.id !== id) await this.#showInterview(id, page);
    else if (page !== null && page !== this.open.screen.key) this.open.screen.show(page);
  }

  async showList() {
    if (!this.session || this.open) return;
    const painting = (this.#painting += 1);
    const user = this.session.user.name;
    const [work, unsent, files, contact, forms, notices] = await Promise.all([
      readWork(this.storage, user), countUnsent(this.storage, user), waitingFiles(this.storage, user), readMeta(this.storage, "contact"), this.storage.database.getAllKeys("forms"), this.#notices(user),
    ]);
    if (painting !== this.#painting || this.open) return;
    if (work.damaged > 0) notices.push(banner("danger", this.words.damaged(work.damaged)));
    const screen = listScreen(
      {
        ...work, unsent: unsent.byInterview, unsentTotal: unsent.total, files, contact, sync: this.schedule.state,
        forms: new Set(forms.map(([id, version]) => `${id} ${version}`)), userName: this.session.user.full_name || user,
      },
      { words: this.words, language: this.language, languages: languages(), notices },
      {
        open: (job) => void this.#openJob(job), contact: (job) => void this.#contact(job), sync: () => void this.schedule.now(), signIn: () => this.#showSignIn(),
        signOut: () => void this.#signOut(), onLanguage: (language) => void this.#speak(language),
      },
    );
    const typing = document.activeElement;
    if (typing instanceof HTMLInputElement && typing.type === "search" && this.root.contains(typing)) return; // somebody is looking for a household
    this.#put(screen);
  }

  #showSignIn() {
    this.#painting += 1;
    this.#put(signInScreen({
      words: this.words, language: this.language, languages: languages(), markUrl: MARK, user: this.session?.user.name ?? "",
      notices: this.session ? [banner("warning", this.words.sign_in_to_send)] : [],
      signIn: (credentials) => this.#signIn(credentials),
      onLanguage: (language) => void this.#speak(language).then(() => this.#showSignIn()),
    }));
  }

  /** @param {string} id @param {string | null} page */
  async #showInterview(id, page) {
    const record = await readInterview(this.storage, id);
    if (!record || record.user !== this.session?.user.name) return this.#home();
    const { assignments } = await readWork(this.storage, record.user);
    const assignment = assignments.find((candidate) => candidate.id === record.assignment) ?? null;
    try {
      this.open = await openInterview(record, assignment, {
        storage: this.storage, device: this.device, user: record.user, language: this.language, clock: () => correctedClock(this.offset)(),
        leave: () => this.#home(), page, onPage: (key) => this.travel.visit(id, key), onLanguage: (language) => void this.#remember(language),
        onComplete: () => {
          showToast(this.words.complete_done);
          void this.schedule.now();
        },
      });
      this.#put(this.open.screen.element);
      this.open.screen.heading.focus({ preventScroll: true });
    } catch (error) {
      console.error(error);
      this.#put(h("main", { class: "list" }, banner("danger", `${this.words.open_failed} (${error instanceof Error ? error.message : error})`),
        h("button", { type: "button", class: "button", onclick: () => this.#home() }, icon("back"), this.words.back_to_work)));
    }
  }

  /** @param {Job} job */
  async #contact(job) {
    const record = await this.#recordOf(job);
    const clock = () => correctedClock(this.offset)();
    const onSaved = () => void this.showList().then(() => this.schedule.now());
    if (record) await openContact(record, job.assignment, { storage: this.storage, device: this.device, language: this.language, clock, onSaved });
  }

  /** The interview of a job, made where it has none. @param {Job} job */
  async #recordOf({ assignment, interview }) {
    return interview ?? (assignment && (await interviewFor(this.storage, assignment, { id: randomId(), at: correctedClock(this.offset)() })));
  }

  /** @param {Job} job */
  async #openJob(job) {
    const record = await this.#recordOf(job);
    if (record) location.hash = `#/interview/${record.id}`;
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

  /** @param {{name: string, password: string}} credentials @returns {Promise<string | null>} */
  async #signIn(credentials) {
    try {
      this.session = await signIn(this.storage, this.transport, credentials);
    } catch (error) {
      if (!(error instanceof Refused)) return this.words.sign_in_offline;
      return { 401: this.words.wrong_credentials, 429: this.words.too_many_tries }[error.status] ?? error.message;
    }
    await this.show();
    void this.schedule.now();
    return null;
  }

  async #signOut() {
    await this.schedule.now();
    await signOut(this.storage, this.transport);
    this.session = null;
    this.#showSignIn();
  }

  async #onSync() {
    this.offset = (await readMeta(this.storage, "offset")) ?? this.offset;
    if (this.open) await this.open.refresh();
    else if (this.session && !this.root.querySelector(".sign-in")) await this.showList();
  }

  /** @param {Map<string, import("./storage/types").AnswerEvent[]>} fresh */
  #onReceived(fresh) {
    const events = this.open && fresh.get(this.open.record.id);
    if (this.open && events) this.open.receive(events);
    else void this.#onSync();
  }

  /** @param {string} user @returns {Promise<HTMLElement[]>} */
  async #notices(user) {
    const [quarantine, { others }, room] = await Promise.all([readQuarantine(this.storage, user), countUnsent(this.storage, user), roomLeft()]);
    return [
      ...(quarantine.length > 0 ? [banner("warning", this.words.quarantined(quarantine.length))] : []),
      ...Array.from(others, ([name, count]) => banner("warning", this.words.others_unsent(name, count))),
      ...(room?.low ? [banner("danger", this.words.room_low)] : []),
      ...(this.safe ? [] : [banner("plain", this.words.not_persistent)]),
    ];
  }

  /** @param {string} language */
  async #speak(language) {
    await this.#remember(language);
    await this.showList();
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

function languages() {
  return Object.entries(LANGUAGES).map(([code, { language_name: name }]) => ({ code, name }));
}

/** @param {string} kind @param {string} text */
function banner(kind, text) {
  return h("div", { class: `banner ${kind}` }, icon(kind === "plain" ? "lock" : "warning"), h("span", { class: "words" }, text));
}
