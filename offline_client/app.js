/**
 * The client of enumerators put together: signing in, the list, locking; interviews and syncing are those of `client.js`.
 *
 * `start` takes the storage and the transport from outside, so that tests can give it faulty ones.
 *
 * @typedef {import("./storage/database.js").Storage} Storage
 * @typedef {import("./storage/types").Session} Session
 * @typedef {import("./sync/transport.js").Transport} Transport
 * @typedef {import("./view/jobs.js").Job} Job
 */
import { Client, MARK, banner, languages } from "./client.js";
import { deviceName, readMeta } from "./storage/meta.js";
import { countUnsent } from "./storage/outbox.js";
import { readKeys } from "./storage/keys.js";
import { askToPersist } from "./storage/quota.js";
import { Locked, OldSecretNeeded } from "./storage/vault.js";
import { readSession, whoIsSignedIn } from "./sync/session.js";
import { Refused } from "./sync/transport.js";
import { textsIn } from "./texts/index.js";
import { Idle } from "./view/idle.js";
import { lockScreen } from "./view/lock.js";

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

class App extends Client {
  safe = true;
  #others = new BroadcastChannel("phieu sealed");
  /** @type {import("./view/list.js").ListScreen | null} */
  #list = null;

  /** @param {HTMLElement} root @param {Storage} storage @param {Transport} transport */
  constructor(root, storage, transport) {
    super(root, storage, transport, readSession);
    this.idle = new Idle(() => void this.#onIdle());
    this.#others.onmessage = () => void this.#onSealed();
  }

  get words() {
    return textsIn(this.language);
  }

  /** @override */
  get interviewWords() {
    return this.words;
  }

  /** @override @returns {import("./client.js").Manner} */
  get manner() {
    return {
      onComplete: (paper) => {
        if (paper === null || !this.open) void toast(this.words.complete_done);
        else void this.#toNextPaper(this.open.record, paper);
        void this.schedule.now();
      },
    };
  }

  /** @override */
  rest() {
    return [
      listParts, ...super.rest(), () => import("./view/guard.js"), () => import("./storage/wipe.js"), () => import("./view/contact.js"), () => import("./view/next_paper.js"),
      () => import("./view/sign_in.js"), () => import("./sync/signing.js"), () => import("./view/unlock_problem.js"),
    ];
  }

  async begin() {
    const signedIn = whoIsSignedIn(this.storage);
    await this.takeUp(signedIn.then((who) => who?.language));
    const who = await signedIn;
    this.who = who?.name ?? null;
    this.storage.vault.plain = who !== null && !who.sealed;
    this.session = await readSession(this.storage);
    this.follow();
    await this.show();
    this.bringBack();
    void this.bringRest();
    void askToPersist().then((safe) => (this.safe = safe));
    if (this.session) void this.schedule.now();
  }

  /** @override */
  async showDoor() {
    if (this.who === null) await this.#showSignIn();
    else await this.#showLock(this.who);
  }

  /** The list. @override */
  async showHome() {
    if (!this.session || this.open) return;
    const wanted = this.painting();
    const user = this.session.user.name;
    const [{ ListScreen }, { readHome }, { afterPress }] = await listParts();
    const home = await readHome(this.storage, user).catch(nothingIfLocked);
    if (!home || !wanted() || this.open) return;
    const { work, unsent, files, contact, forms } = home;
    const now = { ...work, unsent: unsent.byInterview, unsentTotal: unsent.total, files, contact, sync: this.schedule.state, forms, userName: this.session.user.full_name || user };
    const look = { words: this.words, language: this.language, languages, notices: this.#notices(home) };
    this.#list ??= new ListScreen({
      open: (job) => void this.#openJob(job), contact: (job) => void this.#contact(job), sync: () => void this.schedule.now(), signIn: () => this.#showSignIn(),
      signOut: () => void this.#signOut(), protect: () => void this.#protect(), onLanguage: (to) => void this.#speak(to),
    });
    const list = this.#list;
    afterPress(() => wanted() && !this.open && this.put(list.show(now, look)));
  }

  /** @param {HTMLElement[]} [notices] */
  async #showSignIn(notices = this.session ? [banner("warning", this.words.sign_in_to_send)] : []) {
    const wanted = this.painting();
    const { signInScreen } = await import("./view/sign_in.js");
    if (!wanted()) return;
    this.put(signInScreen({
      words: this.words, language: this.language, languages, markUrl: MARK, user: this.who ?? "",
      notices,
      signIn: (credentials) => this.#signIn(credentials),
      onLanguage: (language) => void this.#speak(language).then(() => this.#showSignIn()),
    }));
  }

  /** @param {string} user */
  async #showLock(user) {
    const wanted = this.painting();
    const [keys, unsent] = await Promise.all([readKeys(this.storage, user), countUnsent(this.storage, user)]);
    if (!wanted()) return;
    this.put(lockScreen({
      words: this.words, language: this.language, languages, markUrl: MARK, user, unsent: unsent.total,
      digits: keys?.wraps.some(({ kind }) => kind === "pin") ?? false,
      unlock: (secret) => this.#unlock(user, () => this.storage.vault.unlock(user, secret)),
      unlockWithPasskey: keys?.wraps.some(({ kind }) => kind === "passkey") ? () => this.#unlock(user, async () => (await import("./view/guard.js")).unlockWithPasskey(this.storage, user)) : null,
      backup: async () => (await import("./view/guard.js")).saveBackup(this.storage, this.words),
      signIn: () => this.#showSignIn(),
      onLanguage: (language) => void this.remember(language).then(() => this.#showLock(user)),
    }));
    document.getElementById("secret")?.focus();
  }

  /** After a paper form: the next one in its place, or the list. @param {import("./storage/types").InterviewRecord} done @param {string} paper */
  async #toNextPaper(done, paper) {
    const [{ nextPaper }, { fieldworkTexts }] = await Promise.all([import("./view/next_paper.js"), import("./texts/fieldwork.js")]);
    const job = await nextPaper(this.storage, done);
    const next = job && (await this.#recordOf(job));
    if (this.open?.record.id !== done.id || this.open.saver.state.kind !== "saved") return; // left by hand meanwhile, or not on disk yet
    if (next) this.travel.instead(next.id);
    await (next ? this.show() : this.home());
    void toast(fieldworkTexts(this.language).paper_done(paper, next !== null));
  }

  /** @param {Job} job */
  async #contact(job) {
    const record = await this.#recordOf(job);
    const clock = () => this.clock();
    const onSaved = () => void this.showHome().then(() => this.schedule.now());
    const { openContact } = await import("./view/contact.js");
    if (record) await openContact(record, job.assignment, { storage: this.storage, device: await deviceName(this.storage, record.user), language: this.language, clock, onSaved });
  }

  /** The interview of a job, made where it has none. @param {Job} job */
  async #recordOf({ assignment, interview }) {
    return interview ?? (assignment && (await this.recordFor(assignment)));
  }

  /** @param {Job} job */
  async #openJob(job) {
    const record = await this.#recordOf(job);
    if (record) location.hash = `#/interview/${record.id}`;
  }

  /** @param {{name: string, password: string, old?: string}} credentials @returns {Promise<{text: string, old?: boolean} | null>} */
  async #signIn(credentials) {
    if (!globalThis.crypto?.subtle) return { text: this.words.needs_https };
    try {
      const { signIn } = await import("./sync/signing.js");
      this.session = await signIn(this.storage, this.transport, credentials);
    } catch (error) {
      if (error instanceof OldSecretNeeded) return { text: this.words.old_password_needed, old: true };
      if (!(error instanceof Refused)) return { text: this.words.sign_in_offline };
      return { text: { 401: this.words.wrong_credentials, 429: this.words.too_many_tries }[error.status] ?? error.message };
    }
    this.#others.postMessage(null);
    await this.takeUp(this.session.user.language);
    await this.#entered();
    return null;
  }

  /** @param {string} user @param {() => Promise<void>} work @returns {Promise<string | null>} what is wrong */
  async #unlock(user, work) {
    try {
      await work();
    } catch (error) {
      const { unlockProblem } = await import("./view/unlock_problem.js");
      const wrong = unlockProblem(error, this.words);
      if (wrong !== null) return wrong;
      await this.#closed(user);
      return null;
    }
    this.session = await readSession(this.storage);
    void this.#sealOld();
    await this.#entered();
    return null;
  }

  /** Goes on sealing what this device kept in clear. */
  async #sealOld() {
    const { sealOldRecords } = await import("./storage/old_records.js");
    await sealOldRecords(this.storage, await readMeta(this.storage, "office"));
  }

  /** Too many tries: what is sent goes, and only signing in helps. @param {string} user */
  async #closed(user) {
    await this.lock();
    const { wipeAcknowledged } = await import("./storage/wipe.js");
    await wipeAcknowledged(this.storage, user);
    this.#showSignIn([banner("warning", this.words.vault_closed)]);
  }

  /** Goes to work after signing in or unlocking. */
  async #entered() {
    const { user } = /** @type {Session} */ (this.session);
    this.who = user.name;
    this.idle.watch((await readKeys(this.storage, user.name))?.idle ?? 0);
    await this.whole(user.name);
    void import("./storage/home.js").then(({ isUnfinished }) => this.storage.copy.prune((id) => isUnfinished(this.storage, id)));
    await this.show();
    void this.schedule.now();
  }

  /** Another tab has begun to seal what this one goes on reading in clear. */
  async #onSealed() {
    if (this.storage.vault.plain && (!this.open || (await this.open.close()))) location.reload();
  }

  /** Locks when nobody has touched it for so long, but not in the middle of sending. */
  async #onIdle() {
    if (this.schedule.state.kind !== "syncing") await this.lock();
  }

  /** Saves everything, forgets the key and what was read with it, and shows the locked screen. What is not on disk keeps it open. */
  async lock() {
    if (!this.session || this.storage.vault.plain) return;
    if (this.open && !(await this.open.close())) return;
    this.open = null;
    this.session = null;
    this.storage.vault.lock();
    this.#forget();
    this.idle.watch(0);
    for (const dialog of document.querySelectorAll("dialog")) dialog.remove();
    await this.show();
  }

  /** What was read with the key goes from the memory too. */
  #forget() {
    void import("./view/lately.js").then(({ forgetLately }) => forgetLately());
    this.#list = null;
  }

  async #protect() {
    const user = this.session?.user.name;
    if (!user) return;
    if (this.storage.vault.plain) return this.#showSignIn([banner("warning", this.words.not_encrypted)]);
    const { showProtection } = await import("./view/guard.js");
    await showProtection(this.storage, user, {
      words: this.words, lock: () => void this.lock(), onClosed: () => void this.#closed(user), onIdle: (minutes) => this.idle.watch(minutes),
    });
  }

  async #signOut() {
    await this.schedule.now();
    const { signOut } = await import("./sync/signing.js");
    await signOut(this.storage, this.transport);
    this.#forget();
    this.session = null;
    this.who = null;
    this.idle.watch(0);
    this.#showSignIn();
  }

  /** @param {import("./storage/home.js").Home} home */
  #notices({ work, unsent, quarantined, room }) {
    return [
      ...(quarantined > 0 ? [banner("warning", this.words.quarantined(quarantined))] : []),
      ...Array.from(unsent.others, ([name, count]) => banner("warning", this.words.others_unsent(name, count))),
      ...(room?.low ? [banner("danger", this.words.room_low)] : []),
      ...(this.storage.vault.plain ? [banner("warning", this.words.not_encrypted)] : []),
      ...(this.safe ? [] : [banner("plain", this.words.not_persistent)]),
      ...(work.damaged > 0 ? [banner("danger", this.words.damaged(work.damaged))] : []),
    ];
  }

  /** @param {string} language */
  async #speak(language) {
    const { sightNow } = await import("./view/sight.js");
    const keepInSight = sightNow(this.root);
    await this.remember(language);
    await this.showHome();
    keepInSight();
  }
}

/** The list, what is read for it, and when it may be painted. */
function listParts() {
  return Promise.all([import("./view/list.js"), import("./storage/home.js"), import("./view/press.js")]);
}

/** For what is locked while it is being read: the door is shown then. @param {unknown} error */
function nothingIfLocked(error) {
  if (!(error instanceof Locked)) throw error;
  return null;
}

/** @param {string} text */
async function toast(text) {
  const { showToast } = await import("./view/toast.js");
  showToast(text);
}
