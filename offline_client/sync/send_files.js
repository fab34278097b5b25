/**
 * Sends the bytes of files that answers name, by pieces: after a broken line it goes on where the server has come to.
 *
 * A file counts as sent when the server says that it is complete, never before. One that the server refuses or that
 * cannot be read here does not hold up the others; it is tried again with the next run.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").FileAtRest} FileRecord
 * @typedef {import("../storage/types").Session} Session
 * @typedef {import("./transport.js").Transport} Transport
 * @typedef {{between: () => Promise<void>, onProgress: () => void}} Meanwhile  what is done between two pieces, and after each
 */
import { forgetSettledFiles, noteFile, PIECE, readBytes, waitingFiles } from "../storage/files.js";
import { Refused } from "./transport.js";

const MOST = 8; // pieces in a request: 1 MiB, the most that the server takes
const QUICK = 3000; // milliseconds; a line that is done sooner gets more at a time

/**
 * @param {Storage} storage
 * @param {Transport} transport
 * @param {Session} session
 * @param {Meanwhile} meanwhile
 * @returns {Promise<void>}
 */
export async function sendFiles(storage, transport, session, meanwhile) {
  for (const record of await waitingFiles(storage, session.user.name)) {
    try {
      await sendFile(storage, transport, session, record, meanwhile);
    } catch (error) {
      const problem = problemOf(error);
      if (problem === null) throw error;
      await noteFile(storage, record, { problem });
    }
    meanwhile.onProgress();
  }
  await forgetSettledFiles(storage);
}

/**
 * @param {Storage} storage
 * @param {Transport} transport
 * @param {Session} session
 * @param {FileRecord} record
 * @param {Meanwhile} meanwhile
 */
async function sendFile(storage, transport, { token }, record, meanwhile) {
  let { received, complete } = await transport.fileProgress(token, record.sha256);
  for (let count = 1; !complete; ) {
    const piece = await locally(readBytes(storage, record, received, count * PIECE));
    const began = performance.now();
    ({ received, complete } = await transport.sendPiece(token, record.sha256, received, piece));
    count = performance.now() - began < QUICK ? Math.min(MOST, count * 2) : 1;
    if (!complete) await noteFile(storage, record, { received, problem: "" });
    meanwhile.onProgress();
    await meanwhile.between();
  }
  await noteFile(storage, record, { received, complete, problem: "" });
}

/** The bytes on this device could not be read. */
class Damaged extends Error {}

/** @template T @param {Promise<T>} reading @returns {Promise<T>} */
async function locally(reading) {
  try {
    return await reading;
  } catch (error) {
    throw new Damaged(error instanceof Error ? error.message : String(error));
  }
}

/** @param {unknown} error @returns {string | null} what is written down about one file; null when it concerns them all */
function problemOf(error) {
  if (error instanceof Damaged) return "unreadable";
  if (error instanceof Refused && error.status !== 401 && error.status !== 429 && error.status < 500) return error.code || String(error.status);
  return null;
}
