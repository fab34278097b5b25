/**
 * A second copy of what is sealed, beside the database: the own events of open interviews, files that are not sent yet, and the
 * keys. It stands in when the browser has lost the database or a record of it. It never keeps a save waiting; that it is missing
 * is told in `state`.
 *
 * Files in the browser's own file system (OPFS): `device` and one for each interview, lines as in the backup file; and those
 * of `file_copies.js`.
 *
 * @typedef {import("./database.js").Database} Database
 * @typedef {import("./lines.js").Line} Line
 */
import { FileCopies, interviewOf, isFileCopy } from "./file_copies.js";
import { linesOf, textOf } from "./lines.js";

const DEVICE = "device";
/** What of `meta` says who works here, and opens the rest. */
const WHO = new Set(["session", "respondent", "office", "device", "was"]);
const SILENCE = 10_000; // milliseconds without a word of the worker, after which nothing waits for it
const MOST_MISSED = 500; // events, written again with each answer until they are in
const LATER = 100; // milliseconds; the answer is painted and being saved by then
const PATIENCE = 1500; // milliseconds that somebody who goes to work waits for what the copy has

export class SecondCopy {
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  #asked = new Map();
  #count = 0;
  /** @type {Worker | null} */
  #worker = null;
  /** Events that are handed over together, in a moment. @type {Map<string, Line[]>} */
  #waiting = new Map();
  /** Those that have been taken over: a save that is tried again brings them again. @type {WeakSet<object>} */
  #taken = new WeakSet();
  /** Works that failed and have not been done since, as `work file`. @type {Set<string>} */
  #behind = new Set();
  /** Events that found no room, or were not written for another reason: they come with those that follow. @type {Map<string, Line[]>} */
  #missed = new Map();
  /** Whether the file of the device could not be read when it was asked for last: it is not written over, there are keys in it. */
  #deviceUnread = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  /** What the office may be told: whether there is a second copy, or why not, or not of files. @type {{kind: "kept"} | {kind: "missing" | "failed" | "answers_only", reason: string}} */
  state = { kind: "kept" };
  files = new FileCopies((work, file, data) => this.#ask(work, file, data), { room: (enough) => this.#noteRoom(enough), failed: (reason) => this.#failed(reason) });

  constructor() {
    if (!navigator.storage?.getDirectory || typeof Worker === "undefined") {
      this.state = { kind: "missing", reason: "this browser has no file system of its own" };
    }
    addEventListener("pagehide", () => this.#handOver());
  }

  /** @returns {Worker | null} */
  #started() {
    if (this.#worker || this.state.kind === "missing") return this.#worker;
    this.#worker = new Worker(new URL("./second_copy_worker.js", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data: { id, result, error } }) => {
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      this.#listen();
      if (error === undefined) asked?.resolve(result);
      else asked?.reject(new Error(error));
    };
    this.#worker.onerror = (event) => this.#giveUp(event.message);
    return this.#worker;
  }

  /** Waits for the next word of the worker, where one is due: the start of the app may depend on it. */
  #listen() {
    clearTimeout(this.#silence);
    if (this.#asked.size > 0) this.#silence = setTimeout(() => this.#giveUp("the worker does not answer"), SILENCE);
  }

  /** @param {string} reason */
  #giveUp(reason) {
    this.#failed(reason);
    for (const { reject } of this.#asked.values()) reject(new Error(reason));
    this.#asked.clear();
  }

  /**
   * Adds events to the copy of their interview, in a moment: it must not take the processor from the painting of the answer.
   * @param {string} interview
   * @param {any[]} records at rest
   */
  addEvents(interview, records) {
    if (this.state.kind === "missing") return;
    const sealed = records.filter((record) => record.sealed && !this.#taken.has(record)).map((record) => ({ store: "events", record }));
    if (sealed.length === 0 && !this.#missed.has(interview)) return;
    for (const { record } of sealed) this.#taken.add(record);
    this.#waiting.set(interview, [...(this.#waiting.get(interview) ?? []), ...sealed]);
    this.#timer ??= setTimeout(() => this.#handOver(), LATER);
  }

  #handOver() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = Array.from(this.#waiting);
    this.#waiting.clear();
    for (const [interview, lines] of waiting) void this.#append(interview, [...(this.#missed.get(interview) ?? []), ...lines]);
  }

  /** @param {string} interview @param {Line[]} lines */
  async #append(interview, lines) {
    this.#missed.delete(interview);
    try {
      await this.#ask("append", interview, textOf(lines));
    } catch {
      const missed = [...lines, ...(this.#missed.get(interview) ?? [])];
      if (missed.length <= MOST_MISSED) this.#missed.set(interview, missed); // of more, `state` tells until the copy is renewed
    }
  }

  /** Makes the copy of an interview anew, as the database has it, and that of its files whole. @param {Database} database @param {string} interview @param {IDBKeyRange} range its events, or files */
  async renew(database, interview, range) {
    const [record, events] = await Promise.all([database.get("interviews", interview), database.getAll("events", range)]);
    const own = events.filter(({ sealed, device }) => sealed && device !== "server").map((one) => ({ store: "events", record: one }));
    if (record?.sealed) await this.#ask("replace", interview, textOf([{ store: "interviews", record }, ...own])).catch(() => {});
    void this.files.keep(database, range);
  }

  /** The records of an interview that the copy has; none where it cannot be read. @param {string} interview @returns {Promise<Line[]>} */
  async read(interview) {
    return linesOf(await this.#ask("read", interview).catch(() => ""));
  }

  /**
   * The names of the events of an interview that the copy has, read beside the page: the numbers by device.
   * @param {string} interview
   * @returns {Promise<Map<string, number[]> | null>} null where that is not known: it cannot be read, or nothing comes in time
   */
  async names(interview) {
    if (this.state.kind === "missing") return new Map();
    return this.#soon(this.#ask("names", interview), null);
  }

  /** The interviews of which the copy has something. @returns {Promise<string[]>} */
  async interviews() {
    const names = /** @type {string[]} */ (await this.#soon(this.#ask("list"), []));
    return names.filter((name) => name !== DEVICE && !isFileCopy(name));
  }

  /** What `noteDevice` has noted; nothing where it cannot be read. @returns {Promise<Line[]>} */
  async readDevice() {
    const text = await this.#ask("read", DEVICE).catch(() => null);
    this.#deviceUnread = text === null;
    return linesOf(text ?? "");
  }

  /** Copies what opens the rest: name of the device, session, keys. @param {Database} database */
  async noteDevice(database) {
    const [keys, all] = await Promise.all([database.getAll("keys"), database.getAll("meta")]);
    const meta = all.filter(({ key }) => WHO.has(key.split(":", 1)[0] ?? ""));
    const lines = [...meta.map((record) => ({ store: "meta", record })), ...keys.map((record) => ({ store: "keys", record }))];
    if (keys.length > 0 && !this.#deviceUnread) await this.#ask("replace", DEVICE, textOf(lines)).catch(() => {});
  }

  /** Removes the copies of interviews that need none any more. @param {(interview: string) => Promise<boolean>} needed */
  async prune(needed) {
    const names = /** @type {string[]} */ (await this.#ask("list").catch(() => []));
    for (const name of names) if (name !== DEVICE && !(await needed(interviewOf(name)))) await this.#ask("remove", name).catch(() => {});
  }

  /** What the worker answers, or something else where it fails or takes too long. @template T @param {Promise<any>} answer @param {T} otherwise @returns {Promise<any | T>} */
  #soon(answer, otherwise) {
    return Promise.race([answer.catch(() => otherwise), new Promise((done) => setTimeout(done, PATIENCE, otherwise))]);
  }

  /** @param {string} work @param {string} [file] @param {string | Uint8Array} [data] @returns {Promise<any>} */
  #ask(work, file, data) {
    const worker = this.#started();
    if (!worker) return Promise.reject(new Error("there is no second copy"));
    if (this.#waiting.size > 0) this.#handOver(); // first come, first written
    this.#count += 1;
    const id = this.#count;
    /** @type {Promise<any>} */
    const answer = new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
    worker.postMessage({ id, work, file, data });
    if (this.#asked.size === 1) this.#listen();
    const about = `${work} ${file}`;
    answer.then(() => this.#caughtUp(about, file), (error) => {
      this.#behind.add(about);
      this.#failed(error.message);
    });
    return answer;
  }

  /** @param {string} about  a work that was done @param {string} [file] */
  #caughtUp(about, file) {
    this.#behind.delete(about);
    if (about === `replace ${file}` || about === `remove ${file}`) this.#behind.delete(`append ${file}`);
    if (this.state.kind === "failed" && this.#behind.size === 0) this.state = { kind: "kept" };
  }

  /** @param {boolean} enough for copies of files */
  #noteRoom(enough) {
    if (this.state.kind === "kept" && !enough) this.state = { kind: "answers_only", reason: "there is too little room for a second copy of files" };
    else if (this.state.kind === "answers_only" && enough) this.state = { kind: "kept" };
  }

  /** @param {string} reason */
  #failed(reason) {
    if (this.state.kind === "missing") return;
    this.state = { kind: "failed", reason };
    console.error("the second copy", reason);
  }
}
