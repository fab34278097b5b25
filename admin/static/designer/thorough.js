/** The thorough check: begun on the server, asked after until it has ended. */
import { Problem } from "../server.js";

/** @typedef {import("./types.js").ThoroughAnswer} ThoroughAnswer */
/** @typedef {import("./types.js").Finding} Finding */

const AGAIN = 1500;

export class Thorough {
  /**
   * @param {() => Promise<ThoroughAnswer>} ask
   * @param {HTMLElement} state says how far it is
   * @param {Record<string, string>} texts
   * @param {(findings: readonly Finding[]) => void} found
   */
  constructor(ask, state, texts, found) {
    this.ask = ask;
    this.state = state;
    this.texts = texts;
    this.found = found;
    this.asked = 0;
  }

  /** Checks what is there now, until it is done or `leave` is called. */
  async run() {
    const number = (this.asked += 1);
    const begun = Date.now();
    this.found([]);
    for (;;) {
      this.say("running", { seconds: Math.round((Date.now() - begun) / 1000) });
      const answer = await this.ask().catch((error) => {
        if (!(error instanceof Problem)) throw error;
        return /** @type {ThoroughAnswer} */ ({ state: "failed", findings: [] });
      });
      if (number !== this.asked) return;
      if (answer.state !== "running") return this.end(answer);
      await new Promise((resolve) => window.setTimeout(resolve, AGAIN));
      if (number !== this.asked) return;
    }
  }

  /** Forgets what was found: the text is another now. */
  leave() {
    if (!this.state.dataset["state"]) return;
    this.asked += 1;
    this.say("outdated", {});
    this.found([]);
  }

  /** @param {ThoroughAnswer} answer */
  end(answer) {
    const open = answer.findings.filter((finding) => finding.code === "not_decided").length;
    this.say(answer.state, { found: answer.findings.length - open, open });
    this.found(answer.findings);
  }

  /** @param {string} state @param {Record<string, number>} numbers */
  say(state, numbers) {
    const words = this.texts[`designer.thorough.${state}`] ?? state;
    this.state.dataset["state"] = state;
    this.state.textContent = words.replace(/\{(\w+)\}/g, (whole, name) => String(numbers[name] ?? whole));
  }
}
