/**
 * Where in the app a person is, as the address says, and the ways back and on: the button of the phone goes to the page
 * before, closes what lies over the page first, and at last goes to the list. Each entry of the history carries its number.
 *
 * The list is always entry 0, also where the app was opened at an interview: leaving one goes back there, and the way on stays.
 *
 * A link for a respondent leads to `#/code/XXXX…`: behind the #, a code is never asked of the server.
 */

const CODE = /^#\/code(?:\/([^/]*))?$/u;
const INTERVIEW = /^#\/interview\/([^/]+)(?:\/(.*))?$/u;

/** @typedef {{interview: string | null, page: string | null}} Place */

export class Travel {
  #at = 0;

  /** Puts the list under the first entry, where the app was opened at an interview. */
  begin() {
    const { state } = history;
    if (typeof state?.at === "number") return void (this.#at = state.at); // loaded anew: everything is still there
    const { hash } = location;
    const inside = this.here().interview !== null;
    history.replaceState({ at: 0 }, "", inside ? "#/" : hash || "#/");
    if (inside) this.#push(hash);
  }

  /** @returns {Place} */
  here() {
    const [, interview = null, page] = INTERVIEW.exec(location.hash) ?? [];
    return { interview, page: page === undefined ? null : decoded(page) };
  }

  /** Notes that a page of an interview is shown; the first one takes the place of the entry that only names the interview. @param {string} interview @param {string} page */
  visit(interview, page) {
    const hash = `#/interview/${interview}/${encodeURIComponent(page)}`;
    if (location.hash === hash) return;
    const now = this.here();
    if (now.interview === interview && now.page === null) history.replaceState({ at: this.#at }, "", hash);
    else this.#push(hash);
  }

  /** Comes back to a page that cannot be left yet. @param {string} interview @param {string} page */
  stay(interview, page) {
    this.#push(`#/interview/${interview}/${encodeURIComponent(page)}`);
  }

  /** Another interview takes the place of this one, so that the way back leads to the list all the same. @param {string} interview */
  instead(interview) {
    history.replaceState({ at: this.#at }, "", `#/interview/${interview}`);
  }

  /** To the list. @returns {boolean} whether it is on the way: the address will tell */
  home() {
    if (this.here().interview === null) return false;
    if (this.#at > 0) history.go(-this.#at);
    else location.hash = "#/";
    return true;
  }

  /**
   * The address has changed, by the button of the phone or by a link.
   * @returns {boolean} false where it only closed what lay over the page, and the address goes back to what it was
   */
  arrived() {
    const at = history.state?.at;
    if (typeof at !== "number") {
      this.#at += 1;
      history.replaceState({ at: this.#at }, "");
      return true;
    }
    const by = this.#at - at;
    const over = Array.from(document.querySelectorAll("dialog[open]")).pop();
    if (by !== 0 && over instanceof HTMLDialogElement) {
      over.close();
      history.go(by);
      return false;
    }
    this.#at = at;
    return true;
  }

  /** @param {string} hash */
  #push(hash) {
    this.#at += 1;
    history.pushState({ at: this.#at }, "", hash);
  }
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // an address cut in the middle: no page of this name
  }
}

/** Whether the address asks for a code. */
export function asksForCode() {
  return CODE.test(location.hash);
}

/** The code in the address, "" where there is none; it does not stay there, nor in the history. */
export function takeCode() {
  const [, written = ""] = CODE.exec(location.hash) ?? [];
  if (written) history.replaceState(history.state, "", "#/code");
  try {
    return decodeURIComponent(written);
  } catch {
    return written; // cut off in the middle of a sign: it is shown as it came, and refused
  }
}
