/** The live preview: the offline client's own preview page in two frames, as wide as a phone and a tablet. It receives each
 *  compiled form and says which question was touched. */

const ORIGIN = window.location.origin;

export class Preview {
  /**
   * @param {HTMLElement} place with one iframe for each width
   * @param {(path: string) => void} focused called with the path of the question touched in the preview
   */
  constructor(place, focused) {
    this.frames = [...place.querySelectorAll("iframe")];
    /** @type {{type: "preview", compiled: unknown, language: string} | null} */
    this.last = null;
    for (const frame of this.frames) frame.addEventListener("load", () => this.#send(frame));
    window.addEventListener("message", (event) => this.#receive(event, focused));
  }

  /** @param {unknown} compiled @param {string} language */
  show(compiled, language) {
    this.last = { type: "preview", compiled, language };
    for (const frame of this.frames) this.#send(frame);
  }

  /** @param {string} language */
  speak(language) {
    if (this.last) this.show(this.last.compiled, language);
  }

  /** @param {HTMLIFrameElement} frame */
  #send(frame) {
    if (this.last) frame.contentWindow?.postMessage(this.last, ORIGIN);
  }

  /** @param {MessageEvent} event @param {(path: string) => void} focused */
  #receive(event, focused) {
    const frame = this.frames.find((candidate) => candidate.contentWindow === event.source);
    if (event.origin !== ORIGIN || !frame) return;
    if (event.data?.type === "focus" && typeof event.data.path === "string") focused(event.data.path);
    else if (event.data?.type === "ready") this.#send(frame);
  }
}

/**
 * The declared path of an answer path: `people[ab12cd].age` is `people.age`.
 * @param {string} path
 * @returns {string}
 */
export function declared(path) {
  return path.replace(/\[[^\]]*\]/g, "");
}
