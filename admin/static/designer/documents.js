/** The tabs above the editor: the questionnaire and its code list files, each with a state of its own (text, cursor, undo),
 *  shown one at a time in one CodeMirror view. */
import { EditorView } from "@codemirror/view";
import { fileState, questionnaireState } from "./editor.js";

/** @typedef {import("@codemirror/state").EditorState} EditorState */
/** @typedef {import("./editor.js").Listeners} Listeners */

/** The tab of the questionnaire itself. */
export const QUESTIONNAIRE = "";

export class Documents {
  /**
   * @param {HTMLElement} place of the editor
   * @param {HTMLElement} tabs
   * @param {import("./types.js").PageData} page
   * @param {import("./completion.js").Known} known
   * @param {Listeners} listeners
   */
  constructor(place, tabs, page, known, listeners) {
    this.tabs = tabs;
    this.page = page;
    this.known = known;
    this.listeners = listeners;
    this.open = QUESTIONNAIRE;
    this.states = this.#statesOf(page.draft);
    // The first state comes with the view: the nonce has to be known before any style is mounted.
    this.view = new EditorView({ parent: place, state: /** @type {EditorState} */ (this.states.get(QUESTIONNAIRE)) });
    this.#paint();
  }

  /** The texts as they stand. @returns {{source: string, files: Record<string, string>}} */
  content() {
    this.states.set(this.open, this.view.state);
    const texts = [...this.states].map(([name, state]) => /** @type {const} */ ([name, state.doc.toString()]));
    const files = Object.fromEntries(texts.filter(([name]) => name !== QUESTIONNAIRE));
    return { source: this.states.get(QUESTIONNAIRE)?.doc.toString() ?? "", files };
  }

  /** Puts other texts into the editor. @param {{source: string, files: Record<string, string>}} content */
  replace(content) {
    this.states = this.#statesOf(content);
    const shown = this.states.has(this.open) ? this.open : QUESTIONNAIRE;
    this.open = shown;
    this.view.setState(/** @type {EditorState} */ (this.states.get(shown)));
    this.#paint();
  }

  /** Shows a tab. @param {string} name */
  show(name) {
    const state = this.states.get(name);
    if (name === this.open || !state) return;
    this.states.set(this.open, this.view.state);
    this.open = name;
    this.view.setState(/** @type {EditorState} */ (this.states.get(name)));
    this.#paint();
  }

  /** Adds a code list file with a header line. @param {string} name */
  add(name) {
    if (!this.states.has(name)) this.states.set(name, fileState("code,name_vi,name_en\n", this.listeners, this.page.nonce));
    this.show(name);
    this.listeners.changed();
  }

  /** @param {{source: string, files: Record<string, string>}} content @returns {Map<string, EditorState>} */
  #statesOf(content) {
    const { listeners, page } = this;
    const states = new Map([[QUESTIONNAIRE, questionnaireState(content.source, this.known, listeners, page.nonce)]]);
    for (const [name, text] of Object.entries(content.files)) states.set(name, fileState(text, listeners, page.nonce));
    return states;
  }

  #paint() {
    const buttons = [...this.states.keys()].map((name) => {
      const button = document.createElement("button");
      button.type = "button";
      button.role = "tab";
      button.textContent = name === QUESTIONNAIRE ? this.page.texts["designer.questionnaire"] ?? "" : name.replace(/^.*\//, "");
      button.title = name;
      button.ariaSelected = String(name === this.open);
      button.addEventListener("click", () => this.show(name));
      return button;
    });
    this.tabs.replaceChildren(...buttons);
  }
}
