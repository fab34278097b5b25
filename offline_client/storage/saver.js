/**
 * Saves the events of the open interview as they are made, and never gives one up.
 *
 * A write begins when the frame that shows the answer is painted, after 100 ms at the latest, and at once when nobody looks at
 * the page or it may be going: sealing and handing over take half as long as all consequences of the answer, and would keep them
 * from the screen. `gcm.js` seals in the same turn; a flood of events waits for the browser's cipher, in order. A write
 * that fails stays in memory and is tried again until it succeeds; the state says so all the time. What the screen shows of
 * it is the view's business.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {{kind: "saved"} | {kind: "saving", pending: number} | {kind: "failing", pending: number, error: Error}} SaveState
 */
import { changesList, keepOwnEvents, noteOwnEvents, sealEvents } from "./interviews.js";
import { mark } from "./marks.js";
import { dropNote, leaveNote } from "./parting.js";

const RETRY = [500, 1000, 2000, 5000, 10000]; // milliseconds; the last goes on
const LATEST = 100; // milliseconds until a write begins where no frame is painted
const SHOWN = 16; // milliseconds that a painted frame takes to the glass
const LISTED = 1000; // milliseconds until the list is told when the interview was worked on last

export class Saver {
  /** Batches that are not on disk, in order, each with its write while one is under way. @type {Map<AnswerEvent[], Promise<void> | null>} */
  #pending = new Map();
  /** @type {Error | null} */
  #error = null;
  #failures = 0;
  /** What is to be written of each batch. @type {WeakMap<AnswerEvent[], any[] | Promise<any[]>>} */
  #sealed = new WeakMap();
  /** Until what waits for the cipher has been handed to the database. @type {Promise<void> | null} */
  #slow = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #frame = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #begins;
  #noted = false;
  /** Events on disk that the list does not know of yet. @type {AnswerEvent[]} */
  #unlisted = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #listing;

  /** @type {SaveState} */
  state = { kind: "saved" };

  /**
   * @param {Storage} storage
   * @param {{id: string, user: string}} interview
   * @param {(state: SaveState) => void} onChange
   */
  constructor(storage, interview, onChange) {
    this.storage = storage;
    this.interview = interview;
    this.onChange = onChange;
  }

  /**
   * Takes events over; they are on disk once the state is `saved`.
   * @param {AnswerEvent[]} events
   */
  add(events) {
    if (events.length === 0) return;
    this.#pending.set(events, null);
    if (this.#error === null) this.#soon();
    this.#tell();
  }

  /** Tries what has failed again, now. Resolves when everything is on disk or a write has failed. @returns {Promise<void>} */
  async flush() {
    clearTimeout(this.#timer);
    const failures = this.#failures;
    do {
      this.#begin();
      await Promise.all(this.#pending.values());
      await this.#list();
    } while (this.#pending.size > 0 && this.#failures === failures); // something came meanwhile, for which nobody would try again
  }

  /** Resolves when everything is on disk, however long that takes. */
  async saved() {
    for (await this.flush(); this.#pending.size > 0; await this.flush()) await new Promise((done) => setTimeout(done, RETRY[0]));
  }

  /** For a page that may go in this turn: begins what has not been begun, and leaves a note of what is not on disk yet. */
  note() {
    if (this.#error === null) this.#begin();
    const sealed = Array.from(this.#pending.keys()).flatMap((events) => this.#sealed.get(events) ?? []);
    const records = sealed.filter((one) => !(one instanceof Promise)); // what waits for the cipher cannot be noted
    if (records.length === 0) return;
    leaveNote(this.interview, records);
    this.#noted = true;
  }

  /** Begins to write behind the next frame. */
  #soon() {
    if (document.visibilityState === "hidden") return this.#begin();
    if (this.#begins !== undefined) return;
    this.#begins = setTimeout(() => this.#begin(), LATEST);
    this.#frame = requestAnimationFrame(() => {
      clearTimeout(this.#begins);
      this.#begins = setTimeout(() => this.#begin(), SHOWN);
    });
  }

  /** Begins to write whatever is not being written. */
  #begin() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#begins);
    this.#begins = undefined;
    for (const [events, write] of this.#pending) if (write === null) this.#write(events);
  }

  /** @param {AnswerEvent[]} events */
  #write(events) {
    this.#pending.set(events, this.#attempt(events));
  }

  /** @param {AnswerEvent[]} events */
  async #attempt(events) {
    try {
      await this.#keep(events);
    } catch (error) {
      this.#pending.set(events, null);
      this.#failed(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    this.#pending.delete(events);
    const last = events.at(-1);
    if (last) mark(this.interview.id, last);
    this.#succeeded();
    this.#unlisted.push(...events);
    if (changesList(events)) await this.#list();
    else this.#listing ??= setTimeout(() => void this.#list(), LISTED);
  }

  /** Brings the list up to date: at once where it shows another state, else for many answers together. */
  async #list() {
    clearTimeout(this.#listing);
    this.#listing = undefined;
    const events = this.#unlisted;
    this.#unlisted = [];
    if (events.length > 0) await noteOwnEvents(this.storage, this.interview.id, events).catch((error) => console.error("the list is not up to date", error));
  }

  /** One that has to wait for the browser's cipher goes before those that come after it. @param {AnswerEvent[]} events @returns {Promise<void>} */
  #keep(events) {
    const keep = (/** @type {any[]} */ records) => keepOwnEvents(this.storage, this.interview.user, records);
    const sealed = this.#sealed.get(events) ?? sealEvents(this.storage, this.interview.id, events);
    this.#sealed.set(events, sealed); // a second attempt writes the very same, so that it is known when the first one was done after all
    if (Array.isArray(sealed) && this.#slow === null) return keep(sealed);
    const begun = Promise.all([sealed, this.#slow]).then(([records]) => {
      if (this.#slow === turn) this.#slow = null;
      return { written: keep(records) };
    });
    const turn = begun.then(() => {}, () => {});
    this.#slow = turn;
    return begun.then(({ written }) => written);
  }

  /** @param {Error} error */
  #failed(error) {
    this.#error = error;
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), RETRY[Math.min(this.#failures, RETRY.length) - 1]);
    this.#tell();
  }

  #succeeded() {
    if (this.#pending.size === 0) {
      this.#error = null;
      this.#failures = 0;
      if (this.#noted) dropNote(this.interview);
      this.#noted = false;
    }
    this.#tell();
  }

  #tell() {
    const pending = Array.from(this.#pending.keys()).reduce((sum, events) => sum + events.length, 0);
    if (pending === 0) this.state = { kind: "saved" };
    else if (this.#error) this.state = { kind: "failing", pending, error: this.#error };
    else this.state = { kind: "saving", pending };
    this.onChange(this.state);
  }
}
