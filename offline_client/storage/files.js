/**
 * Files of interviews on the device: photos, recordings, signatures. Their bytes are kept in pieces, apart from the answers.
 *
 * A file is on disk before the answer that names it is made. It is removed only when the server has said that it has all
 * of it and the interview is approved.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {import("./types").FileAtRest} WaitingFile
 * @typedef {import("./types").FileValue} FileValue
 */
import { hasLost } from "./meta.js";
import { allOf } from "./ranges.js";

/** Bytes in a record, and the least that is sent at a time: half a minute on a slow mobile line. */
export const PIECE = 128 * 1024;

/**
 * Keeps the bytes of a file. Resolves when all of them are on disk; the same bytes again change nothing.
 * @param {Storage} storage
 * @param {{id: string, user: string}} interview
 * @param {string} path of the question
 * @param {Blob} blob
 * @param {{name: string, media_type: string}} about
 * @returns {Promise<FileValue>} the answer that names it
 */
export async function keepFile(storage, interview, path, blob, about) {
  const bytes = await blob.arrayBuffer();
  const value = { name: about.name, sha256: await sha256Of(bytes), size: bytes.byteLength, media_type: about.media_type };
  const name = { interview: interview.id, sha256: value.sha256 };
  const [fresh] = await storage.vault.seal("files", [{ ...value, ...name, user: interview.user, path, received: 0, complete: false, problem: "" }]);
  const pieces = await storage.vault.seal("pieces", piecesOf(bytes).map((data, index) => ({ ...name, index, data })));
  await storage.write(["files", "pieces"], async (transaction) => {
    const known = await transaction.objectStore("files").get([name.interview, name.sha256]);
    await Promise.all([...pieces.map((piece) => transaction.objectStore("pieces").put(piece)), transaction.objectStore("files").put(known ? { ...known, problem: "" } : fresh)]);
  });
  void storage.copy.files.keep(storage.database, allOf(interview.id));
  return value;
}

/**
 * The whole file, or null when it is not on this device.
 * @param {Storage} storage
 * @param {string} interview
 * @param {string} sha256
 * @returns {Promise<Blob | null>}
 * @throws {Error} when its bytes cannot be read, or not all of them
 */
export async function readFile(storage, interview, sha256) {
  const kept = await storage.database.get("files", [interview, sha256]);
  if (!kept) return null;
  const [record] = (await storage.vault.open("files", [kept])).records;
  if (!record) throw new Error(`${sha256.slice(0, 8)}: its name cannot be read`);
  return new Blob([await readBytes(storage, record, 0, record.size)], { type: record.media_type });
}

/**
 * A stretch of a file.
 * @param {Storage} storage
 * @param {WaitingFile} record
 * @param {number} offset
 * @param {number} length at most; the file's end cuts it
 * @returns {Promise<ArrayBuffer>}
 * @throws {Error} when its bytes cannot be read, or not all of them
 */
export async function readBytes(storage, { interview, sha256, size }, offset, length) {
  const end = Math.min(offset + length, size);
  const [first, last] = [Math.floor(offset / PIECE), Math.floor((end - 1) / PIECE)];
  const range = IDBKeyRange.bound([interview, sha256, first], [interview, sha256, last]);
  const kept = end > offset ? await storage.database.getAll("pieces", range) : [];
  const pieces = (await storage.vault.open("pieces", kept)).records;
  const stretch = new Blob(pieces.map(({ data }) => data)).slice(offset - first * PIECE, end - first * PIECE);
  const bytes = await stretch.arrayBuffer();
  if (bytes.byteLength !== end - offset) throw new Error(`${sha256.slice(0, 8)}: ${bytes.byteLength} bytes of ${end - offset} can be read`);
  return bytes;
}

/**
 * Files of a user that the server does not have yet: what lies in clear about them.
 * @param {Storage} storage
 * @param {string} user
 * @returns {Promise<WaitingFile[]>}
 */
export async function waitingFiles(storage, user) {
  return (await storage.database.getAll("files")).filter((record) => record.user === user && !record.complete);
}

/** Whether the server does not have all files of an interview yet. @param {Storage} storage @param {string} interview */
export async function hasWaitingFiles(storage, interview) {
  return (await storage.database.getAll("files", allOf(interview))).some(({ complete }) => !complete);
}

/**
 * Writes down how far the server has come with a file, or what stands in its way.
 * @param {Storage} storage
 * @param {WaitingFile} record
 * @param {Partial<Pick<WaitingFile, "received" | "complete" | "problem">>} news
 */
export async function noteFile(storage, { interview, sha256 }, news) {
  await storage.write(["files"], async (transaction) => {
    const record = await transaction.objectStore("files").get([interview, sha256]);
    if (record) await transaction.objectStore("files").put({ ...record, ...news });
  });
  if (news.complete) void storage.copy.files.drop(interview, sha256);
}

/**
 * Removes files that nobody needs here any more: the server has all of them, and the interview is approved.
 * @param {Storage} storage
 */
export async function forgetSettledFiles(storage) {
  const done = (await storage.database.getAll("files")).filter(({ complete }) => complete);
  for (const { interview, sha256 } of done) {
    await storage.write(["interviews", "files", "pieces"], async (transaction) => {
      if ((await transaction.objectStore("interviews").get(interview))?.status === "approved") await remove(transaction, interview, sha256);
    });
  }
}

/**
 * Removes files that no answer names: the page ended after the bytes and before the answer, so nobody was told that they
 * were saved. To be called by the one tab that writes the interview, before anything new is kept. On a device that has lost
 * events none is removed: the answer that names it may come back.
 * @param {Storage} storage
 * @param {string} interview
 * @param {AnswerEvent[]} events its whole log
 */
export async function dropUnnamedFiles(storage, interview, events) {
  if (await hasLost(storage)) return;
  const named = new Set(events.map((event) => /** @type {any} */ (event["value"])?.sha256));
  const unnamed = (await storage.database.getAll("files", allOf(interview))).filter(({ sha256 }) => !named.has(sha256));
  for (const { sha256 } of unnamed) {
    await storage.write(["files", "pieces"], (transaction) => remove(transaction, interview, sha256));
    void storage.copy.files.drop(interview, sha256);
  }
}

/**
 * @param {import("./database.js").Transaction} transaction over files and pieces
 * @param {string} interview
 * @param {string} sha256
 */
async function remove(transaction, interview, sha256) {
  await transaction.objectStore("pieces").delete(allOf(interview, sha256));
  await transaction.objectStore("files").delete([interview, sha256]);
}

/** @param {ArrayBuffer} bytes @returns {Blob[]} */
function piecesOf(bytes) {
  return Array.from({ length: Math.ceil(bytes.byteLength / PIECE) }, (_, at) => new Blob([bytes.slice(at * PIECE, (at + 1) * PIECE)]));
}

/** @param {ArrayBuffer} bytes @returns {Promise<string>} 64 hexadecimal digits */
export async function sha256Of(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
