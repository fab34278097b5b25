/**
 * Watches an open interview for paradata, and gives records to the log when nobody waits: on hiding and leaving, and in a
 * pause after enough of them. Never in the turn of an answer, and not while answers cannot be written.
 *
 * @typedef {import("../runtime/interview.js").Interview} Interview
 * @typedef {object} Battery
 * @property {number} level
 * @property {boolean} charging
 * @property {(type: string, listener: () => void) => void} addEventListener
 * @property {(type: string, listener: () => void) => void} removeEventListener
 */
import { Paradata, kindsOf } from "../runtime/paradata.js";
import { roomLeft } from "../storage/quota.js";
import { TOUCHES } from "./press.js";

const ENOUGH = 40; // records
const LONGEST = 60_000; // milliseconds that a record waits for a pause
const IDLE = 2_000; // milliseconds until a browser that is never idle is taken for it
const APP = /\/client\/([^/]+)\//u.exec(import.meta.url)?.[1] ?? "";

/** Later, when the browser has nothing to do. @param {() => void} run */
function inPause(run) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(run, { timeout: IDLE });
  else setTimeout(run, IDLE);
}

export class ParadataWatch {
  #planned = false;
  #since = performance.now();
  #closed = false;
  #low = false;
  /** @type {(() => void)[]} */
  #ends = [];

  /**
   * @param {Interview} interview
   * @param {() => boolean} writable  whether records can be given to the log now
   */
  constructor(interview, writable) {
    this.interview = interview;
    this.writable = writable;
    this.data = new Paradata(kindsOf(interview.compiled, interview.fieldwork.mode), interview.clock.physical, () => performance.now());
    if (this.data.kinds.size === 0) return;
    for (const kind of TOUCHES) this.#on(document, kind, (event) => this.#touched(/** @type {Element} */ (event.target)));
    this.#ends.push(interview.subscribe(({ changed, events }) => this.#changed(changed, events)));
    this.#device();
    if (this.data.kinds.has("battery")) void this.#battery();
    if (this.data.kinds.has("location")) this.place();
    inPause(() => this.#check());
  }

  /** A page is open. @param {string} key @param {number} place  its number among the pages */
  page(key, place) {
    this.data.left();
    this.data.page(key, place);
    this.#plan();
  }

  /** Notes where the device is, as far as the browser may tell. @param {() => void} [then] */
  place(then) {
    if (!this.data.kinds.has("location")) return;
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        this.data.told("location", "place", coords.latitude, coords.longitude, Math.round(coords.accuracy));
        then?.();
      },
      () => {}, { maximumAge: 60_000, timeout: 20_000 }, // where it is not told there is no record; the questions go on
    );
  }

  /** Gives what waits to the log. */
  flush() {
    if (this.#closed || this.#low || !this.writable()) return;
    const taken = this.data.take();
    this.#since = performance.now();
    if (taken) this.interview.paradata(taken.from, taken.records);
  }

  /** The question that has the focus is left, and what waits is given to the log. */
  pause() {
    this.data.left();
    this.flush();
  }

  /** The interview is complete: what waits goes with it. */
  completed() {
    this.pause();
    this.place(() => this.flush());
  }

  /** Ends the watch. */
  end() {
    this.#closed = true;
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  #device() {
    this.data.told("device", "app", APP);
    this.#screen();
    this.#on(globalThis, "resize", () => this.#screen());
    this.#on(globalThis, "online", () => this.data.told("connection", "line", true));
    this.#on(globalThis, "offline", () => this.data.told("connection", "line", false));
    this.data.told("connection", "line", navigator.onLine);
    this.#on(document, "visibilitychange", () => this.#seen());
    this.#on(globalThis, "pagehide", () => this.flush());
  }

  #size = "";
  #screen() {
    const { innerWidth: width, innerHeight: height, devicePixelRatio: ratio } = globalThis;
    const size = `${width} ${width > height}`; // a keyboard that comes up changes the height only
    if (size === this.#size) return;
    this.#size = size;
    this.data.told("device", "screen", width, height, Math.round(ratio * 100) / 100, screen.orientation?.type ?? "");
  }

  #seen() {
    const visible = document.visibilityState === "visible";
    if (!visible) this.data.left();
    this.data.told("device", "seen", visible);
    if (!visible) this.pause();
  }

  async #battery() {
    const known = /** @type {{getBattery?: () => Promise<Battery>}} */ (/** @type {unknown} */ (navigator));
    const battery = await known.getBattery?.().catch(() => null);
    if (!battery || this.#closed) return;
    let told = -1;
    const tell = () => {
      if (Math.abs(battery.level - told) < 0.1) return;
      told = battery.level;
      this.data.told("battery", "battery", Math.round(battery.level * 100) / 100, battery.charging);
    };
    tell();
    battery.addEventListener("levelchange", tell);
    this.#ends.push(() => battery.removeEventListener("levelchange", tell));
  }

  /** @param {Element} target */
  #touched(target) {
    const path = target.closest("[data-path]")?.getAttribute("data-path");
    if (path) this.data.touched(path, this.#hasAnswer(path));
  }

  /** @param {string} path */
  #hasAnswer(path) {
    const place = this.interview.form.resolve(path);
    return place !== null && place.slot >= 0 && this.interview.value(path) !== null;
  }

  /** @param {readonly string[]} changed @param {readonly import("../runtime/types").Event[]} events */
  #changed(changed, events) {
    const own = events.filter(({ type, device }) => (type === "answer" || type === "clear") && device === this.interview.device);
    if (own.length > 0) this.data.answered(own.map(({ path }) => path ?? ""));
    if (changed.length > 0) this.#plan();
  }

  /** In the next pause: what fails is compared, and what has waited long enough is given to the log. */
  #plan() {
    if (this.#planned || this.#closed || this.data.kinds.size === 0) return;
    this.#planned = true;
    inPause(() => {
      this.#planned = false;
      if (!this.#closed) this.#check();
    });
  }

  #check() {
    if (this.#closed) return;
    this.data.failures(this.interview.failures().filter(({ phase }) => phase !== "office"));
    if (this.data.waiting < ENOUGH && performance.now() - this.#since < LONGEST) return;
    void roomLeft().then((room) => {
      this.#low = room?.low ?? false;
      this.flush();
    });
  }

  /** @param {EventTarget} target @param {string} type @param {(event: any) => void} listener */
  #on(target, type, listener) {
    target.addEventListener(type, listener);
    this.#ends.push(() => target.removeEventListener(type, listener));
  }
}
