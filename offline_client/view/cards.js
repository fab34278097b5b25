/**
 * The cards of the list of work, one a job. A thousand of them take a slow tablet seconds to make: a screenful is made at once
 * and the others a few at a time, while whoever looks at the first can go to work; and one that says what it said stays as it is.
 *
 * @typedef {import("./card.js").Facts} Facts
 * @typedef {import("./jobs.js").Job} Job
 * @typedef {import("./list.js").Work} Work
 * @typedef {import("./list.js").Look} Look
 */
import { h, keepInOrder } from "../widgets/dom.js";
import { renew } from "../widgets/renew.js";
import { card, factsOf } from "./card.js";

const AT_ONCE = 24; // more than are in sight on a tablet
const PART = 12; // cards made at a time and laid out together, which one, two, three or four columns divide

/** Where cards stand: it is kept as it is when the list around it is painted anew. */
export function placeOfCards() {
  return h("div", { class: "work", "data-kept": true });
}

export class Cards {
  element = placeOfCards();
  /** @type {Map<string, {said: string, element: HTMLElement}>} */
  #made = new Map();
  /** @type {Job[]} */
  #jobs = [];
  /** @type {(job: Job) => Facts} */
  #factsOf = () => {
    throw new Error("nothing is shown yet");
  };
  /** The cards lie in parts, so that the browser lays out anew only the one in which something changes. @type {HTMLElement[]} */
  #parts = [];
  #coming = 0;

  /** @param {Look} look @param {number} [inSight] so many are in sight where these cards come in the place of others */
  constructor(look, inSight = 0) {
    this.look = look;
    this.atOnce = Math.max(AT_ONCE, inSight);
  }

  /** Forgets the cards of jobs that are not there any more. @param {Job[]} jobs all that there are */
  keep(jobs) {
    const there = new Set(jobs.map(({ key }) => key));
    for (const key of this.#made.keys()) if (!there.has(key)) this.#made.delete(key);
  }

  /** Shows these jobs, in order. @param {Job[]} jobs @param {Work} work */
  show(jobs, work) {
    /** @type {Map<string, number>} */
    const files = new Map();
    for (const { interview } of work.files) files.set(interview, (files.get(interview) ?? 0) + 1);
    const now = new Date();
    this.#jobs = jobs;
    this.#factsOf = (job) => factsOf(job, work, files, now);
    for (const job of jobs) this.#bringUpToDate(job);
    this.#more(this.#made.size === 0 ? this.atOnce : PART);
  }

  /** How many cards are above the lower edge of the screen; none where an interview is shown instead. */
  inSight() {
    if (!this.element.isConnected) return 0;
    const cards = Array.from(this.element.querySelectorAll(".job"));
    const below = cards.findIndex((one) => one.getBoundingClientRect().top > innerHeight);
    return below < 0 ? cards.length : below;
  }

  /** @param {Job} job */
  #bringUpToDate(job) {
    const known = this.#made.get(job.key);
    if (!known) return;
    const facts = this.#factsOf(job);
    const said = JSON.stringify(facts);
    if (said === known.said) return;
    known.said = said;
    renew(known.element, card(job.key, facts, this.look));
  }

  /** Puts the cards in order that are made, and so many more; the others come when the page has had its turn. @param {number} count */
  #more(count) {
    clearTimeout(this.#coming);
    const elements = [];
    let left = count;
    for (const job of this.#jobs) {
      const known = this.#made.get(job.key);
      if (!known && left === 0) break;
      if (!known) left -= 1;
      elements.push(known?.element ?? this.#make(job));
    }
    this.#arrange(elements);
    if (elements.length === this.#jobs.length) return;
    this.#coming = setTimeout(() => this.element.isConnected && this.#more(PART)); // out of the page, it goes on at the next `show`
  }

  /** @param {HTMLElement[]} cards */
  #arrange(cards) {
    const held = document.activeElement;
    const parts = [];
    for (let from = 0; from < cards.length; from += PART) {
      const part = (this.#parts[from / PART] ??= h("div", { class: "part" }));
      keepInOrder(part, cards.slice(from, from + PART));
      parts.push(part);
    }
    keepInOrder(this.element, parts);
    if (held instanceof HTMLElement && held !== document.activeElement && this.element.contains(held)) held.focus({ preventScroll: true }); // its card went to another part
  }

  /** @param {Job} job */
  #make(job) {
    const facts = this.#factsOf(job);
    const element = card(job.key, facts, this.look);
    this.#made.set(job.key, { said: JSON.stringify(facts), element });
    return element;
  }
}
