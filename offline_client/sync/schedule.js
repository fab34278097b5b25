/**
 * When to sync: at the start, when the network comes back, after a completion, when asked, and again with growing pauses
 * after a failure. One tab syncs at a time; what it learns is told to the others.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").AnswerEvent} AnswerEvent
 * @typedef {import("./transport.js").Transport} Transport
 * @typedef {{kind: "idle"} | {kind: "syncing"} | {kind: "offline"} | {kind: "signed_out"} | {kind: "failed", message: string}} SyncState
 */
import { Locked } from "../storage/vault.js";
import { readSession } from "./session.js";
import { Refused, Unreachable } from "./transport.js";

const PAUSE = { first: 5_000, longest: 300_000, regular: 300_000 }; // milliseconds

export class Schedule {
  /** @type {SyncState} */
  state = { kind: "idle" };
  #failures = 0;
  #again = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Promise<void> | null} */
  #running = null;
  #others = new BroadcastChannel("phieu");

  /**
   * @param {Storage} storage
   * @param {Transport} transport
   * @param {{onState: (state: SyncState) => void, onReceived: (fresh: Map<string, AnswerEvent[]>) => void, readSession?: () => Promise<import("../storage/types").Session | null>}} listeners
   */
  constructor(storage, transport, { onState, onReceived, readSession: read = () => readSession(storage) }) {
    this.readSession = read;
    this.storage = storage;
    this.transport = transport;
    this.onState = onState;
    this.onReceived = onReceived;
    this.#others.onmessage = ({ data }) => onReceived(data);
    addEventListener("online", () => void this.now());
    addEventListener("offline", () => this.#tell({ kind: "offline" }));
  }

  /** Syncs now, or once more after the run that is under way. Never throws; the state tells. @returns {Promise<void>} */
  now() {
    clearTimeout(this.#timer);
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#again) {
        this.#again = false;
        void this.now();
      }
    });
    return this.#running;
  }

  async #run() {
    const session = await this.readSession();
    if (!session) return;
    this.#tell({ kind: "syncing" });
    try {
      await this.#exchange(session);
      this.#failures = 0;
      this.#tell({ kind: "idle" });
      this.#later(PAUSE.regular);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What does the work comes behind the first screen of the client. @param {import("../storage/types").Session} session */
  async #exchange(session) {
    const { exchange } = await import("./exchange.js");
    await exchange(this.storage, this.transport, session, (fresh, { pulled }) => {
      this.onReceived(fresh);
      if (pulled) this.#others.postMessage(fresh);
    });
  }

  /** @param {unknown} error */
  #fail(error) {
    if (error instanceof Locked) return this.#tell({ kind: "idle" }); // it was locked meanwhile; unlocking syncs again
    this.#failures += 1;
    if (error instanceof Refused && error.status === 401) return this.#tell({ kind: "signed_out" });
    if (error instanceof Unreachable) this.#tell({ kind: "offline" });
    else this.#tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    const asked = error instanceof Refused && error.retryAfter ? error.retryAfter * 1000 : 0;
    this.#later(Math.max(asked, pause(this.#failures)));
  }

  /** @param {number} milliseconds */
  #later(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.now(), milliseconds);
  }

  /** @param {SyncState} state */
  #tell(state) {
    this.state = state;
    this.onState(state);
  }
}

/**
 * Twice as long after each failure, with a random part so that a thousand tablets do not come back together.
 * @param {number} failures at least 1
 * @param {() => number} random in [0, 1)
 * @returns {number} milliseconds
 */
export function pause(failures, random = Math.random) {
  const longest = Math.min(PAUSE.longest, PAUSE.first * 2 ** (failures - 1));
  return longest / 2 + (random() * longest) / 2;
}
