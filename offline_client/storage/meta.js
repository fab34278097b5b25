/**
 * What the device remembers beside the work itself: who is signed in, its own name, cursors, the clock's offset.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").Session} Session
 */
import { randomName } from "./names.js";

/** The keys in use, and what each holds. */
export const META = {
  device: "name of this device, eight characters",
  "device:USER": "the name under which a user works here; drawn anew when something of their work was removed or lost",
  "was:NAME": "the user who worked here under this name before",
  "cursor:USER": "how far the user's pulls have come",
  "held:USER": "how many assignments the last of them left here",
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
export async function ownName(storage) {
  return storage.write(["meta"], async (transaction) => {
    const meta = transaction.objectStore("meta");
    const known = (await meta.get("device"))?.value;
    if (typeof known === "string") return known;
    const value = randomName(8);
    await meta.put({ key: "device", value });
    return value;
  });
}

/** The key of `meta` with the user's cursor. @param {string} user */
export function cursorOf(user) {
  return `cursor:${user}`;
}

/** The key of `meta` with how many assignments the user was left with. @param {string} user */
export function heldBy(user) {
  return `held:${user}`;
}

const NOW = "device:";
const BEFORE = "was:";

/**
 * Gives a user another name here, after events that the server may have were lost or removed: the next pull brings all that
 * it has but what the asking device has made, and no number is given twice.
 * @param {import("./database.js").Transaction} transaction over meta
 * @param {string} user
 * @returns {Promise<string>}
 */
export async function takeNewName(transaction, user) {
  const meta = transaction.objectStore("meta");
  const before = (await meta.get(NOW + user))?.value;
  if (typeof before === "string") await meta.put({ key: BEFORE + before, value: user });
  const value = randomName(8);
  await meta.put({ key: NOW + user, value });
  await meta.delete(cursorOf(user));
  await meta.delete(heldBy(user));
  return value;
}

/** Whether somebody here has got another name before: what is gone from a log may still come back. @param {Storage} storage */
export async function hasLost(storage) {
  return (await storage.database.count("meta", IDBKeyRange.bound(BEFORE, `${BEFORE}\uffff`))) > 0;
}

/** Who works here, or has worked, under which name. @param {{key: string, value: any}[]} meta @returns {Map<string, string>} */
export function usersByName(meta) {
  const now = meta.filter(({ key }) => key.startsWith(NOW)).map(({ key, value }) => /** @type {const} */ ([value, key.slice(NOW.length)]));
  const before = meta.filter(({ key }) => key.startsWith(BEFORE)).map(({ key, value }) => /** @type {const} */ ([key.slice(BEFORE.length), value]));
  return new Map([...before, ...now]);
}

/**
 * The name under which a user works here: that of the device for the first, one more for each other. What two users make on one
 * device has never the same names then, and the server brings each what the other made, as it would on two devices.
 * @param {Storage} storage
 * @param {string} user
 * @param {string} [offered] what `offeredName` gave
 * @returns {Promise<string>}
 */
export async function deviceName(storage, user, offered) {
  const wanted = offered ?? (await offeredName(storage, user));
  const known = await readMeta(storage, NOW + user);
  if (known !== null) return known;
  return storage.write(["meta"], async (transaction) => {
    const meta = transaction.objectStore("meta");
    const there = (await meta.get(NOW + user))?.value; // of two tabs that start together
    if (typeof there === "string") return there;
    const value = usersByName(await meta.getAll()).has(wanted) ? randomName(8) : wanted;
    await meta.put({ key: NOW + user, value });
    return value;
  });
}

/**
 * The name that a user is to have here. It is not theirs yet: whoever signs in may have mistyped who they are.
 * @param {Storage} storage
 * @param {string} user
 * @returns {Promise<string>}
 */
export async function offeredName(storage, user) {
  const known = await readMeta(storage, NOW + user);
  if (known !== null) return known;
  const own = await ownName(storage);
  return usersByName(await storage.database.getAll("meta")).has(own) ? randomName(8) : own;
}

/**
 * The clock that events are stamped with: the device's, corrected by the offset of the last contact.
 * @param {number} offset milliseconds
 * @returns {() => string} ISO time, UTC
 */
export function correctedClock(offset) {
  return () => new Date(Date.now() + offset).toISOString();
}
