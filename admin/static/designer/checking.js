/** Sends the texts to be checked a moment after the last keystroke, and hands on only the answer to the newest question. */
import { post, Problem } from "../server.js";

/** @typedef {import("./types.js").CheckAnswer} CheckAnswer */

const DELAY = 350;

export class Checking {
  /**
   * @param {string} url
   * @param {string} csrf
   * @param {() => {source: string, files: Record<string, string>}} content
   * @param {(answer: CheckAnswer) => void} checked
   * @param {(problem: Problem) => void} failed
   */
  constructor(url, csrf, content, checked, failed) {
    this.url = url;
    this.csrf = csrf;
    this.content = content;
    this.checked = checked;
    this.failed = failed;
    this.asked = 0;
    /** @type {number | undefined} */
    this.timer = undefined;
  }

  /** Checks soon. */
  changed() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.now(), DELAY);
  }

  /** Checks now. */
  async now() {
    const number = (this.asked += 1);
    try {
      const answer = await post(this.url, this.content(), this.csrf);
      if (number === this.asked) this.checked(answer);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (number === this.asked) this.failed(error);
    }
  }
}
