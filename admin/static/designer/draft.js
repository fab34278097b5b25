/** Saving the draft: a local copy at once, the server a moment later, and what happens when someone else saved first. */
import { get, post, Problem } from "../server.js";
import { dropCopy, keepCopy } from "./local_copy.js";

/** @typedef {import("./types.js").PageData} PageData */
/** @typedef {{source: string, files: Record<string, string>}} Content */
/** @typedef {"saved" | "dirty" | "saving" | "offline" | "conflict" | "refused"} State */

const DELAY = 1500;
const RETRY = 10_000;

export class Draft {
  /**
   * @param {PageData} page
   * @param {() => Content} content what stands in the editor now
   * @param {(state: State, problem?: Problem) => void} told called on every change of state
   */
  constructor(page, content, told) {
    this.page = page;
    this.content = content;
    this.told = told;
    this.revision = page.draft.revision;
    /** @type {State} */
    this.state = "saved";
    /** @type {number | undefined} */
    this.timer = undefined;
    /** @type {Promise<boolean>} */
    this.running = Promise.resolve(true);
  }

  /** The content changed: keep a local copy now, save soon. */
  changed() {
    const kept = keepCopy(this.page.user, this.page.draft.form, { ...this.content(), revision: this.revision, at: new Date().toISOString() });
    if (this.state === "conflict") return;
    this.#tell("dirty", kept ? undefined : new Problem(0, this.page.texts["designer.no_local_copy"] ?? ""));
    this.#later(DELAY);
  }

  /**
   * Saves now; true when the server has what stands in the editor.
   * @returns {Promise<boolean>}
   */
  save() {
    window.clearTimeout(this.timer);
    this.running = this.running.then(() => (this.state === "saved" ? true : this.#send()));
    return this.running;
  }

  /** After a conflict: saves over what the other wrote, which stays in the list of drafts' history. @returns {Promise<boolean>} */
  async keepMine() {
    this.revision = (await this.theirs()).revision;
    this.#tell("dirty");
    return this.save();
  }

  /** What the server has. @returns {Promise<import("./types.js").Draft>} */
  theirs() {
    return get(this.page.urls.draft);
  }

  /** @param {import("./types.js").Draft} draft taken over from the server */
  adopt(draft) {
    this.revision = draft.revision;
    dropCopy(this.page.user, this.page.draft.form);
    this.#tell("saved");
  }

  /** @returns {Promise<boolean>} */
  async #send() {
    const sent = this.content();
    this.#tell("saving");
    try {
      const answer = await post(this.page.urls.save, { ...sent, revision: this.revision }, this.page.csrf);
      this.revision = answer.revision;
      return this.#arrived(sent);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#tell(error.status === 409 ? "conflict" : error.status === 0 || error.status >= 500 ? "offline" : "refused", error);
      if (this.state === "offline") this.#later(RETRY);
      return false;
    }
  }

  /** @param {Content} sent */
  #arrived(sent) {
    const now = this.content();
    const same = now.source === sent.source && JSON.stringify(now.files) === JSON.stringify(sent.files);
    if (same) dropCopy(this.page.user, this.page.draft.form);
    else this.#later(DELAY);
    this.#tell(same ? "saved" : "dirty");
    return same;
  }

  /** @param {number} delay in milliseconds */
  #later(delay) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), delay);
  }

  /** @param {State} state @param {Problem} [problem] */
  #tell(state, problem) {
    this.state = state;
    this.told(state, problem);
  }
}
