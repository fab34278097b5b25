/**
 * An interview being worked on: takes the lock, reads the log, saves every event as it is made, and keeps the screen's
 * status true. Several lines of defence meet here; README.md lists them.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").AnswerEvent} AnswerEvent
 * @typedef {import("../storage/types").InterviewRecord} InterviewRecord
 * @typedef {import("../storage/types").AssignmentRecord} AssignmentRecord
 * @typedef {import("../storage/saver.js").SaveState} SaveState
 *
 * @typedef {object} Surroundings
 * @property {Storage} storage
 * @property {string} device
 * @property {() => Promise<string>} rename  the name under which to go on where events made under this one are gone
 * @property {string} user
 * @property {string} language
 * @property {() => string} clock
 * @property {(language: string) => void} onLanguage
 * @property {() => void} leave
 * @property {() => boolean} wanted  whether it is still to be shown when it has been read
 * @property {(paper: string | null) => void} onComplete  the number of the paper form, where one was keyed
 * @property {string | null} page  key of the page to begin with
 * @property {(key: string) => void} onPage  a page is open
 * @property {string} [mode]  how answers are collected here; left out, as the assignment says
 * @property {(language: string) => import("../texts/en.js").Texts} [textsIn]  words for who sits here
 */
import { Interview } from "../runtime/interview.js";
import { dropUnnamedFiles } from "../storage/files.js";
import { readForm } from "../storage/forms.js";
import { readLog } from "../storage/interviews.js";
import { takeInterview } from "../storage/lock.js";
import { countUnsentOf, forgetGone } from "../storage/outbox.js";
import { recoverNotes } from "../storage/parting.js";
import { roomLeft } from "../storage/quota.js";
import { allOf } from "../storage/ranges.js";
import { lastWhereSomeAreGone, readWholeLog } from "../storage/recovery.js";
import { Saver } from "../storage/saver.js";
import { textsIn as usualTexts } from "../texts/index.js";
import { h, icon } from "../widgets/dom.js";
import { flushTyping } from "../widgets/typing.js";
import { filesOf } from "./files.js";
import { InterviewScreen } from "./interview.js";
import { KeyingScreen } from "./keying.js";
import { ParadataWatch } from "./paradata.js";
import { afterPress } from "./press.js";

const LOOK = 30_000; // milliseconds between two looks at the room that is left

/**
 * @param {InterviewRecord} record
 * @param {AssignmentRecord | null} assignment
 * @param {Surroundings} around
 * @returns {Promise<OpenInterview | null>} null where somebody has gone elsewhere meanwhile
 * @throws {Error} when the form is not on the device, or the log cannot be opened with it
 */
export async function openInterview(record, assignment, around) {
  const textsIn = around.textsIn ?? usualTexts;
  const form = await readForm(around.storage, record.form);
  if (!form) throw new Error(textsIn(around.language).form_missing);
  const release = await takeInterview(record.id);
  try {
    if (release) await recoverNotes(around.storage, record.id).catch((error) => console.error("a note waits for room", error));
    const { events, damaged, numbers, last, copied } = release ? await readWholeLog(around.storage, record.id) : { ...(await readLog(around.storage, record.id)), copied: false };
    const own = numbers.get(around.device) ?? new Set();
    const given = release ? await lastWhereSomeAreGone(around.storage, record.id, around.device, own) : 0;
    if (given > 0 && copied) await forgetGone(around.storage, record.id, around.device, own).catch((error) => console.error("what is gone is counted as unsent", error));
    const device = given > 0 ? await around.rename() : around.device;
    if (copied && damaged === 0) void around.storage.copy.renew(around.storage.database, record.id, allOf(record.id));
    if (events.length === 0 && damaged > 0) throw new Error(textsIn(around.language).damaged(damaged));
    if (events.length === 0 && !release) throw new Error(textsIn(around.language).other_tab);
    if (release && damaged === 0) await dropUnnamedFiles(around.storage, record.id, events);
    const language = form.compiled.languages.includes(around.language) ? around.language : form.compiled.languages[0];
    const interview = Interview.open(form.compiled, {
      events: /** @type {any} */ (events), clock: around.clock, device, user: around.user, language, open: openingOf(assignment, around.mode),
    });
    if (!around.wanted()) {
      release?.();
      return null;
    }
    interview.seq = Math.max(interview.seq, last(device), device === around.device ? given : 0); // an event that is gone or cannot be read keeps its number
    return new OpenInterview(record, interview, { fresh: events.length === 0, lost: given > 0, damaged }, release, around);
  } catch (error) {
    release?.();
    throw error;
  }
}

/** What the first event of a new interview takes from its assignment. @param {AssignmentRecord | null} assignment @param {string} [here] */
export function openingOf(assignment, here) {
  if (!assignment) return { mode: here ?? "capi" };
  const { id, unit, preload, previous, training, mode } = assignment;
  const given = mode && mode !== "self" ? mode : "capi"; // an enumerator who opens it does not answer for the respondent
  return { assignment: id, unit, preload, previous, mode: training ? "training" : (here ?? given) };
}

export class OpenInterview {
  #receiving = false;
  #unsent = 0;
  /** @type {ParadataWatch | null} */
  paradata = null;
  #room = h("div", { class: "notices", role: "status" });
  #looked = 0;
  #banner = h("div", { class: "notices", role: "alert" });

  /**
   * @param {InterviewRecord} record
   * @param {Interview} interview
   * @param {{fresh: boolean, lost: boolean, damaged: number}} log  whether its first events are to be saved, something of it is gone, how much of it cannot be read
   * @param {(() => void) | null} release
   * @param {Surroundings} around
   */
  constructor(record, interview, log, release, around) {
    this.record = record;
    this.interview = interview;
    this.log = log;
    this.release = release;
    this.around = around;
    this.textsIn = around.textsIn ?? usualTexts;
    this.files = filesOf(around.storage, record, () => this.saver.saved());
    this.saver = new Saver(around.storage, record, () => this.#showState());
    if (release && log.fresh) this.saver.add(/** @type {any} */ (interview.events.slice()));
    this.unsubscribe = interview.subscribe(({ events }) => {
      if (!this.#receiving) this.saver.add(/** @type {any} */ (events));
    });
    /** @type {InterviewScreen | KeyingScreen} */
    this.screen = this.#screen(interview.fieldwork.mode === "keying" && !around.textsIn);
    this.onHide = () => {
      flushTyping();
      this.saver.note();
    };
    this.onUnload = (/** @type {BeforeUnloadEvent} */ event) => {
      this.onHide();
      if (this.saver.state.kind !== "saved" || this.files.busy()) event.preventDefault();
    };
    if (!this.readOnly && around.mode && interview.fieldwork.mode !== around.mode && interview.fieldwork.mode !== "training") interview.changeMode(around.mode);
    addEventListener("pagehide", this.onHide);
    document.addEventListener("visibilitychange", this.onHide);
    addEventListener("beforeunload", this.onUnload);
    this.#watch(); // after the others, so that answers being typed are written before it
    void this.refresh();
  }

  /** The usual screen, or the one for fast entry from paper. @param {boolean} fast */
  #screen(fast) {
    const { around, interview } = this;
    const options = {
      interview, readOnly: this.readOnly, files: this.files, notices: this.#notices(), textsIn: this.textsIn, leave: around.leave, page: around.page,
      onPage: (/** @type {string} */ key) => {
        around.onPage(key);
        this.#paged(key);
      },
      onLanguage: (/** @type {string} */ language) => this.#speak(language),
      onComplete: () => void this.#completed(),
    };
    return fast ? new KeyingScreen({ ...options, toUsual: () => this.#toUsual() }) : new InterviewScreen(options);
  }

  /** From fast entry to the usual screen, in its place. */
  #toUsual() {
    flushTyping();
    const { element } = this.screen;
    this.screen.close();
    this.screen = this.#screen(false);
    element.replaceWith(this.screen.element);
    this.#showState();
  }

  get readOnly() {
    return !this.release || this.interview.status === "completed" || this.interview.status === "approved";
  }

  /** Takes up again what was completed; nothing where this tab may not write. */
  reopen() {
    if (!this.release || this.interview.status !== "completed") return;
    this.interview.reopen();
    this.screen.rebuild(this.readOnly, this.#notices());
    this.#watch();
  }

  /** Counts anew what is unsent. */
  async refresh() {
    this.#unsent = await countUnsentOf(this.around.storage, this.record.id);
    this.#showState();
  }

  /** Takes in events that a pull, or another tab, has stored already. @param {AnswerEvent[]} events */
  receive(events) {
    const { readOnly } = this;
    this.#receiving = true;
    this.interview.receive(/** @type {any} */ (events));
    this.#receiving = false;
    if (readOnly !== this.readOnly) this.screen.rebuild(this.readOnly, this.#notices());
  }

  /** Leaves the interview; resolves when everything is on disk, or rejects the leaving while it is not. @returns {Promise<boolean>} */
  async close() {
    flushTyping();
    await this.files.idle();
    this.paradata?.pause();
    await this.saver.flush();
    if (this.saver.state.kind !== "saved") return false;
    this.paradata?.end();
    this.screen.close();
    this.unsubscribe();
    removeEventListener("pagehide", this.onHide);
    document.removeEventListener("visibilitychange", this.onHide);
    removeEventListener("beforeunload", this.onUnload);
    this.#banner.remove();
    this.#room.remove();
    this.release?.();
    return true;
  }

  /** @param {string} language */
  #speak(language) {
    flushTyping();
    this.interview.language = language;
    this.screen.rebuild(this.readOnly, this.#notices());
    this.#showState();
    this.around.onLanguage(language);
  }

  /** Watches how the interview goes, from now on. */
  #watch() {
    if (this.readOnly || this.paradata) return;
    this.paradata = new ParadataWatch(this.interview, () => this.saver.state.kind !== "failing" && this.interview.status !== "approved");
    if (this.screen instanceof InterviewScreen) this.#paged(this.screen.key);
  }

  /** A page is open; fast entry has none. @param {string} key */
  #paged(key) {
    if (this.screen instanceof InterviewScreen) this.paradata?.page(key, this.screen.place);
  }

  async #completed() {
    this.paradata?.completed();
    await this.saver.flush();
    this.screen.rebuild(this.readOnly, this.#notices());
    this.around.onComplete(this.screen instanceof KeyingScreen ? this.interview.fieldwork.paper : null);
  }

  #notices() {
    const words = this.textsIn(this.interview.language);
    const amiss = [this.log.lost && words.lost_here, this.log.damaged > 0 && words.damaged(this.log.damaged)];
    return [...amiss.filter((text) => text !== false).map((text) => notice("warning", "warning", text)), ...this.#standing(words)];
  }

  /** How the interview stands. @param {import("../texts/en.js").Texts} words */
  #standing(words) {
    const { status } = this.interview;
    if (!this.release) return [notice("warning", "lock", words.other_tab)];
    if (status === "completed") return [notice("ok", "done", words.read_only_completed)];
    if (status === "approved") return [notice("ok", "done", words.read_only_approved)];
    if (status !== "returned") return [];
    const why = this.interview.events.slice().reverse().find((event) => event.type === "return")?.["text"];
    const remarks = this.interview.remarks().filter(({ status: state }) => state === "open");
    return [notice("warning", "remark", [words.returned_banner, why].filter(Boolean).join(": ")), ...remarks.map((remark) => this.#remarkLink(remark))];
  }

  /** @param {import("../runtime/types").Remark} remark */
  #remarkLink({ path, text }) {
    const label = path ? this.interview.text(path, "label") || path : "";
    return h("button", { type: "button", class: "banner", onclick: () => this.screen.goTo(path) }, icon("remark"), h("span", { class: "words" }, `${label} – ${text}`));
  }

  #showState() {
    const { state } = this.saver;
    const words = this.textsIn(this.interview.language);
    if (state.kind === "saved") {
      const unsent = this.#unsent > 0 ? words.unsent(this.#unsent) : words.sent;
      this.screen?.setStatus(this.release ? `${words.saved} · ${unsent}` : words.look, "saved");
      this.#banner.remove();
      void this.#watchRoom();
      void countUnsentOf(this.around.storage, this.record.id).then((count) => {
        if (count === this.#unsent) return;
        this.#unsent = count;
        this.#showState();
      });
    } else if (state.kind === "saving") this.screen?.setStatus(words.saving, "saving");
    else this.#showFailure(state);
  }

  /** Says while collecting that the device is nearly full; looks at most every half minute. */
  async #watchRoom() {
    if (Date.now() - this.#looked < LOOK) return;
    this.#looked = Date.now();
    const room = await roomLeft();
    if (!room?.low) return this.#room.remove();
    this.#room.replaceChildren(h("div", { class: "banner danger", "data-room": "low" }, icon("warning"), h("span", { class: "words" }, this.textsIn(this.interview.language).room_low)));
    if (!this.#room.isConnected) document.body.prepend(this.#room);
  }

  /** @param {Extract<SaveState, {kind: "failing"}>} state */
  #showFailure({ pending }) {
    const words = this.textsIn(this.interview.language);
    this.screen.setStatus(words.not_saved(pending).split(":")[0] ?? "", "failing");
    afterPress(this.#paintBanner); // it moves the page, and what is being pressed on it
  }

  #paintBanner = () => {
    const { state } = this.saver;
    if (state.kind !== "failing") return;
    const { pending, error } = state;
    const words = this.textsIn(this.interview.language);
    this.#banner.className = "unsaved";
    this.#banner.replaceChildren(h(
      "div", { class: "banner danger", "data-unsaved": pending }, icon("error"),
      h("span", { class: "words" }, h("strong", {}, words.not_saved(pending)), h("span", { class: "small" }, ` (${error.name}: ${error.message})`)),
      h("button", { type: "button", class: "button", onclick: () => void this.saver.flush() }, words.try_again),
    ));
    if (!this.#banner.isConnected) document.body.prepend(this.#banner);
  };
}

/** @param {"warning" | "ok"} kind @param {import("../widgets/dom.js").IconName} sign @param {string} text */
function notice(kind, sign, text) {
  return h("div", { class: `banner ${kind}`, "data-notice": kind }, icon(sign), h("span", { class: "words" }, text));
}
