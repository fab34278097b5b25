/**
 * Saves the events of the open interview in the order they were made, and never gives one up.
 *
 * A failed write stays in memory and is tried again until it succeeds; the state says so all the time. What the screen
 * shows of it is the view's business.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {{kind: "saved"} | {kind: "saving", pending: number} | {kind: "failing", pending: number, error: Error}} SaveState
 */
import { keepOwnEvents } from "./interviews.js";

const RETRY = [500, 1000, 2000, 5000, 10000]; // milliseconds; the last goes on

export class Saver {
  /** @type {AnswerEvent[]} */
  #pending = [];
  /** @type {Promise<void> | null} */
  #running = null;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @type {SaveState} */
  state = { kind: "saved" };

  /**
   * @param {Storage} storage
   * @param {string} interview
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
    this.#pending.push(...events);
    if (!this.#running && this.#failures === 0) void this.flush();
    else this.#tell();
  }

  /** Tries now. Resolves when everything is on disk or a write has failed. @returns {Promise<void>} */
  flush() {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #run() {
    clearTimeout(this.#timer);
    while (this.#pending.length > 0) {
      const batch = this.#pending.slice();
      if (this.#failures === 0) this.#tell();
      try {
        await keepOwnEvents(this.storage, this.interview, batch);
      } catch (error) {
        this.#failures += 1;
        this.#timer = setTimeout(() => void this.flush(), RETRY[Math.min(this.#failures, RETRY.length) - 1]);
        this.#tell(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      this.#pending.splice(0, batch.length);
      this.#failures = 0;
    }
    this.#tell();
  }

  /** @param {Error} [error] */
  #tell(error) {
    const pending = this.#pending.length;
    if (error) this.state = { kind: "failing", pending, error };
    else if (pending === 0) this.state = { kind: "saved" };
    else if (this.state.kind === "failing") this.state = { ...this.state, pending };
    else this.state = { kind: "saving", pending };
    this.onChange(this.state);
  }
}
