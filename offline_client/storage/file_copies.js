/**
 * The second copy of files that the server does not have yet: photos, recordings, signatures, sealed as in the database.
 *
 * Each has a file of its own, which goes as soon as the server has all of it. It is written piece by piece, and what is copied of
 * answers goes between two pieces. When room is short these copies go before anything else.
 *
 * Inside are frames, each its length (32 bits, the lower byte first) and so many bytes: the record of `files` as a line, its
 * pieces in their order, and an empty frame at the end of a copy that is whole.
 *
 * @typedef {import("./database.js").Database} Database
 * @typedef {import("./types").FileAtRest} FileAtRest
 * @typedef {(work: string, file?: string, data?: string | Uint8Array) => Promise<any>} Ask  of the worker that writes
 */
import { lineOf, recordIn } from "./lines.js";
import { roomLeft } from "./quota.js";
import { allOf } from "./ranges.js";

/** Bytes that must be left besides a file, so that it gets a second copy: four times what is said to be too little. */
export const ROOM = 200 * 1024 * 1024;

const NAME = /^(.+)\.([0-9a-f]{64})$/u;
const END = new Uint8Array(4);

/** The interview that a file of the second copy is about. @param {string} name */
export function interviewOf(name) {
  return NAME.exec(name)?.[1] ?? name;
}

/** @param {string} name */
export function isFileCopy(name) {
  return NAME.test(name);
}

export class FileCopies {
  /** One after the other: what comes later finds what was done before. @type {Promise<void>} */
  #last = Promise.resolve();
  #ask;
  #on;

  /** @param {Ask} ask @param {{room: (enough: boolean) => void, failed: (reason: string) => void}} on whether there is room for copies of files; why one could not be made */
  constructor(ask, on) {
    this.#ask = ask;
    this.#on = on;
  }

  /**
   * Copies those of an interview's files that the server does not have yet; not waited for where something is saved. To be called by
   * the one tab that writes the interview. With less than `ROOM` left all copies of files go instead, of whatever interview.
   * @param {Database} database
   * @param {IDBKeyRange} range the interview's in the store `files`
   */
  keep(database, range) {
    return this.#inTurn(() => this.#keep(database, range));
  }

  /** Forgets the copy of a file. @param {string} interview @param {string} sha256 */
  drop(interview, sha256) {
    return this.#inTurn(() => this.#ask("remove", nameOf({ interview, sha256 })));
  }

  /** The files that are whole in the copy, one at a time, as they lie in the database. @returns {AsyncGenerator<{file: any, pieces: any[]}>} */
  async *whole() {
    const names = /** @type {string[]} */ (await this.#ask("list").catch(() => []));
    for (const name of names.filter(isFileCopy)) {
      const [head, ...sealed] = framesIn(await this.#ask("bytes", name).catch(() => new ArrayBuffer(0)));
      if (!head) continue;
      const file = recordIn(new TextDecoder().decode(head));
      yield { file, pieces: sealed.map((bytes, index) => ({ interview: file.interview, sha256: file.sha256, index, sealed: bytes })) };
    }
  }

  /** @param {() => Promise<unknown>} work */
  #inTurn(work) {
    this.#last = this.#last.then(work).then(() => {}, (error) => this.#on.failed(error.message));
    return this.#last;
  }

  /** @param {Database} database @param {IDBKeyRange} range */
  async #keep(database, range) {
    const files = (await database.getAll("files", range)).filter((file) => "sealed" in file && !file.complete);
    if (!(await hasRoomFor(0))) return this.#dropAll();
    let enough = true;
    for (const file of files) {
      if (await this.#isWhole(file)) continue;
      if (await hasRoomFor(file.size)) await this.#copy(database, file);
      else enough = false;
    }
    this.#on.room(enough);
  }

  /** @param {Database} database @param {FileAtRest} file */
  async #copy(database, file) {
    const { interview, sha256 } = file;
    const name = nameOf(file);
    const keys = await database.getAllKeys("pieces", allOf(interview, sha256));
    await this.#ask("replace", name, framed(new TextEncoder().encode(lineOf(file))));
    for (const key of keys) {
      const piece = /** @type {any} */ (await database.get("pieces", key));
      if (!piece) return; // it has gone meanwhile, and its copy goes next
      await this.#ask("append", name, framed(piece.sealed));
    }
    await this.#ask("append", name, END);
  }

  /** @param {FileAtRest} file */
  async #isWhole(file) {
    const tail = new Uint8Array(await this.#ask("bytes", nameOf(file), "end"));
    return tail.length === END.length && tail.every((byte) => byte === 0);
  }

  async #dropAll() {
    const names = /** @type {string[]} */ (await this.#ask("list"));
    for (const name of names.filter(isFileCopy)) await this.#ask("remove", name);
    this.#on.room(false);
  }
}

/** Puts back the files of interviews that came back; one for which there is no room stays where it is and stops nothing. @param {import("./database.js").Storage} storage @param {(interview: string) => boolean} isBack */
export async function recoverFiles(storage, isBack) {
  for await (const { file, pieces } of storage.copy.files.whole()) {
    if (!isBack(file.interview)) continue;
    try {
      await storage.write(["files", "pieces"], async (transaction) => {
        for (const piece of pieces) await transaction.objectStore("pieces").put(piece);
        await transaction.objectStore("files").put(file);
      });
    } catch (error) {
      console.error("a file could not be brought back", error);
    }
  }
}

/** @param {{interview: string, sha256: string}} file */
function nameOf({ interview, sha256 }) {
  return `${interview}.${sha256}`;
}

/** @param {number} size */
async function hasRoomFor(size) {
  const room = await roomLeft();
  return room === null || room.free - size >= ROOM;
}

/** @param {Uint8Array} bytes */
function framed(bytes) {
  const frame = new Uint8Array(4 + bytes.length);
  new DataView(frame.buffer).setUint32(0, bytes.length, true);
  frame.set(bytes, 4);
  return frame;
}

/** What the frames hold; nothing when the end is missing. @param {ArrayBuffer} buffer @returns {Uint8Array[]} */
function framesIn(buffer) {
  const view = new DataView(buffer);
  const found = [];
  for (let at = 0; at + 4 <= buffer.byteLength; ) {
    const length = view.getUint32(at, true);
    if (length === 0) return found;
    found.push(new Uint8Array(buffer, at + 4, Math.min(length, buffer.byteLength - at - 4)));
    at += 4 + length;
  }
  return [];
}
