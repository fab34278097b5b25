/**
 * The key records of the device's users: counted tries, waits, and what opens which key. No key is ever written unwrapped.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").KeyRecord} KeyRecord
 * @typedef {import("./types").Wrap} Wrap
 */

/** Milliseconds to wait after the so many-th wrong try; the one beyond the last row closes the door. */
const WAITS = [0, 0, 0, 0, 30_000, 60_000, 120_000, 300_000, 900_000];

/** How many wrong tries there are until only signing in helps. */
export const MOST_TRIES = WAITS.length + 1;

/** Minutes without a touch until it locks, where nothing else was chosen. */
export const IDLE = 10;

/** @param {string} user @returns {KeyRecord} */
export function newKeys(user) {
  return { user, wraps: [], escrow: null, tries: 0, until: 0, closed: false, swept: false, adopted: null, idle: IDLE };
}

/** @param {Storage} storage @param {string} user @returns {Promise<KeyRecord | undefined>} */
export function readKeys(storage, user) {
  return storage.database.get("keys", user);
}

/**
 * Changes the record of a user, made if there is none, in one transaction.
 * @param {Storage} storage
 * @param {string} user
 * @param {(record: KeyRecord) => Partial<KeyRecord>} change
 * @returns {Promise<KeyRecord>} as it is now
 */
export async function changeKeys(storage, user, change) {
  const changed = await storage.write(["keys"], async (transaction) => {
    const record = (await transaction.objectStore("keys").get(user)) ?? newKeys(user);
    const fresh = { ...record, ...change(record) };
    await transaction.objectStore("keys").put(fresh);
    return fresh;
  });
  void storage.copy.noteDevice(storage.database);
  return changed;
}

/**
 * Counts a try before it is made, so that ending the app in the middle of it gives no further one.
 * @param {Storage} storage
 * @param {string} user
 * @param {number} now milliseconds
 * @returns {Promise<{record: KeyRecord, wait: number}>} milliseconds to wait first; the try is counted only when that is 0
 */
export async function countTry(storage, user, now) {
  let wait = 0;
  const record = await changeKeys(storage, user, ({ tries, until, closed }) => {
    const longest = waitAfter(tries);
    if (closed || tries >= MOST_TRIES) return { closed: true };
    wait = Math.min(Math.max(0, until - now), longest); // a clock set back does not make it longer
    return wait > 0 ? {} : { tries: tries + 1, until: now + waitAfter(tries + 1) };
  });
  return { record, wait };
}

/** @param {number} tries @returns {number} milliseconds */
function waitAfter(tries) {
  return WAITS[tries - 1] ?? 0;
}

/** Puts a wrap in the place of the one of its kind. @param {Wrap[]} wraps @param {Wrap} wrap */
export function withWrap(wraps, wrap) {
  return [...wraps.filter(({ kind }) => kind !== wrap.kind), wrap];
}
