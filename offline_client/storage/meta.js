/**
 * What the device remembers beside the work itself: who is signed in, its own name, cursors, the clock's offset.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").Session} Session
 */
import { randomName } from "./names.js";

/** The keys in use, and what each holds. */
export const META = {
  device: "name of this device, eight characters; a new one is drawn only when sent work was removed after too many wrong tries",
  session: "token and user of the last sign-in, sealed but for the name, or null after signing out",
  respondent: "the same of the respondent whose code was typed here last, sealed but for the name, or null",
  office: "public key of the office, for the encrypted backup file",
  offset: "server clock minus device clock, milliseconds, measured at the last contact",
  contact: "time of the last contact with the server, ISO text",
  language: "language chosen for the screens",
  extras: "names of the extras that forms on this device need (extras.js)",
};

/**
 * @param {Storage} storage
 * @param {string} key
 * @returns {Promise<any>} the value, or null
 */
export async function readMeta(storage, key) {
  return (await storage.database.get("meta", key))?.value ?? null;
}

/**
 * @param {Storage} storage
 * @param {Record<string, unknown>} values
 */
export async function writeMeta(storage, values) {
  await storage.write(["meta"], async (transaction) => {
    const meta = transaction.objectStore("meta");
    for (const [key, value] of Object.entries(values)) await meta.put({ key, value });
  });
}

/**
 * The name of this device; drawn once, inside the transaction, so that two tabs starting together agree.
 * @param {Storage} storage
 * @returns {Promise<string>}
 */
export async function deviceName(storage) {
  return storage.write(["meta"], async (transaction) => {
    const meta = transaction.objectStore("meta");
    const known = (await meta.get("device"))?.value;
    if (typeof known === "string") return known;
    const value = randomName(8);
    await meta.put({ key: "device", value });
    return value;
  });
}

/**
 * The clock that events are stamped with: the device's, corrected by the offset of the last contact.
 * @param {number} offset milliseconds
 * @returns {() => string} ISO time, UTC
 */
export function correctedClock(offset) {
  return () => new Date(Date.now() + offset).toISOString();
}
