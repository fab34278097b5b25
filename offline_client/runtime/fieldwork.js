// What a log says of the work on an interview, beside the answers: its mode, the attempts at contact, flags at questions. None of them
// touches a value, the route or a failure. Twin: engine/response/fieldwork.py.

/** @typedef {import("./types").Event} Event */
/** @typedef {import("./types").Contact} Contact */

export class Fieldwork {
  constructor() {
    /** The last mode named, by `open` or by `mode`. @type {string | null} */
    this.mode = null;
    /** Numbers of what is keyed from paper. @type {string | null} */
    this.batch = null;
    /** @type {string | null} */
    this.paper = null;
    /** @type {Contact[]} */
    this.contacts = [];
    /** The marks that stand, to come back to a question: by its path, in the order in which they were set. @type {Record<string, {user: string | null, hlc: string}>} */
    this.flags = {};
  }

  /** Takes in an event of type `open`, `mode`, `contact` or `flag`. @param {Event} event */
  note(event) {
    if (event.type === "flag") {
      delete this.flags[event.path ?? ""];
      if (event["on"]) this.flags[event.path ?? ""] = { user: event.user ?? null, hlc: event.hlc };
      return;
    }
    if (event.type === "contact") {
      const { outcome, at, mode = null, text = null, appointment = null, user } = event;
      this.contacts.push({ outcome: outcome, at: at, mode, text, appointment, user });
      return;
    }
    this.mode = event["mode"] ?? null;
    this.batch = event["batch"] || this.batch;
    this.paper = event["paper"] || this.paper;
  }

  /** When the unit asked to be called or visited again; null once an attempt was made after that was said. */
  get appointment() {
    return this.contacts[this.contacts.length - 1]?.appointment ?? null;
  }
}
