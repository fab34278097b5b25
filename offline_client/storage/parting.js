/**
 * A note of what is still being written when the page goes. A browser drops a write that it has not begun when the page is
 * closed behind it, as happens while the disk is busy with the one before; what `localStorage` was given it keeps. So the
 * records that are not on disk, sealed as they are, are left there in the last turn of the page, and put into the log at
 * the next start.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./lines.js").Line} Line
 */
import { linesOf, textOf } from "./lines.js";

const PREFIX = "phieu parting ";

/**
 * Leaves a note in this turn, in the place of an older one of the same interview.
 * @param {{id: string, user: string}} interview
 * @param {any[]} records events at rest
 */
export function leaveNote({ id, user }, records) {
  try {
    localStorage.setItem(PREFIX + id, textOf(records.map((record) => ({ store: "events", record, user }))));
  } catch (error) {
    console.error("there is no room for a note of what is being written", error); // the write itself goes on
  }
}

/** Takes the note back: everything in it is on disk. @param {{id: string}} interview */
export function dropNote({ id }) {
  localStorage.removeItem(PREFIX + id);
}

/**
 * Puts what notes hold into the log and the outbox, where it is not there. A note goes when its records are on disk.
 * @param {Storage} storage
 * @param {string} [interview] only of this one
 * @returns {Promise<number>} how many records came back
 */
export async function recoverNotes(storage, interview) {
  const names = interview === undefined ? Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)) : [PREFIX + interview];
  let found = 0;
  for (const name of names) {
    const lines = linesIn(name);
    if (lines.length === 0) continue;
    found += await storage.write(["events", "outbox", "interviews"], (transaction) => keepMissing(transaction, lines));
    localStorage.removeItem(name);
  }
  return found;
}

/** The highest number that a note gives to an event of the interview, 0 where there is none: nothing new may take it. @param {string} interview @param {string} device */
export function lastNoted(interview, device) {
  return linesIn(PREFIX + interview).reduce((most, { record }) => (record.device === device ? Math.max(most, record.seq) : most), 0);
}

/** @param {string} name @returns {Line[]} */
function linesIn(name) {
  return linesOf(localStorage.getItem(name) ?? "");
}

/** @param {import("./database.js").Transaction} transaction @param {Line[]} lines @returns {Promise<number>} */
async function keepMissing(transaction, lines) {
  let added = 0;
  for (const { record, user } of lines) {
    const { interview, device, seq } = record;
    if (await transaction.objectStore("events").getKey([interview, device, seq])) continue;
    await transaction.objectStore("events").add(record);
    await transaction.objectStore("outbox").add({ interview, device, seq, user: user ?? "" });
    const shown = await transaction.objectStore("interviews").get(interview);
    if (shown) await transaction.objectStore("interviews").put({ ...shown, stale: true }); // the list works it out anew
    added += 1;
  }
  return added;
}
