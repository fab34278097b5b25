/**
 * After too many wrong tries: removes what the server has acknowledged, and nothing else.
 *
 * An interview of which anything waits to be sent or stands in quarantine is kept whole, encrypted as it is; so is one that
 * another tab is writing. What is removed comes again with the first pull after signing in, under a new name of the device,
 * because a pull leaves out what the asking device itself has sent.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./database.js").Transaction} Transaction
 */
import { newKeys } from "./keys.js";
import { openElsewhere } from "./lock.js";
import { dropMark } from "./marks.js";
import { takeNewName } from "./meta.js";
import { allOf } from "./ranges.js";

/**
 * Also ends the session, and closes the vault of the user until they sign in at the server.
 * @param {Storage} storage
 * @param {string} user
 */
export async function wipeAcknowledged(storage, user) {
  const written = await openElsewhere();
  const removed = await storage.write(["keys", "meta", "interviews", "assignments", "events", "outbox", "files", "pieces", "quarantine"], async (transaction) => {
    const kept = await waiting(transaction);
    for (const id of written) kept.add(id);
    const names = new Set();
    const gone = new Set();
    for (const { id, user: owner, assignment } of await transaction.objectStore("interviews").getAll()) {
      if (owner !== user) continue;
      if (kept.has(id)) names.add(assignment);
      else {
        await removeInterview(transaction, id);
        gone.add(id);
      }
    }
    for (const { id, user: owner } of await transaction.objectStore("assignments").getAll()) {
      if (owner === user && !names.has(id)) await transaction.objectStore("assignments").delete([user, id]);
    }
    const meta = transaction.objectStore("meta");
    await meta.put({ key: "session", value: null });
    await takeNewName(transaction, user);
    const keys = (await transaction.objectStore("keys").get(user)) ?? newKeys(user);
    await transaction.objectStore("keys").put({ ...keys, closed: true, wraps: keys.wraps.filter(({ kind }) => kind === "password") });
    return gone;
  });
  for (const id of removed) dropMark(id);
  await storage.copy.prune(async (id) => !removed.has(id));
  await storage.copy.noteDevice(storage.database);
}

/** The interviews of which the server does not have everything in order. @param {Transaction} transaction @returns {Promise<Set<string>>} */
async function waiting(transaction) {
  const outbox = await transaction.objectStore("outbox").getAll();
  const files = (await transaction.objectStore("files").getAll()).filter(({ complete }) => !complete);
  const quarantine = await transaction.objectStore("quarantine").getAll();
  return new Set([...outbox, ...files, ...quarantine].map(({ interview }) => interview));
}

/** @param {Transaction} transaction @param {string} id */
async function removeInterview(transaction, id) {
  for (const store of /** @type {const} */ (["events", "files", "pieces"])) await transaction.objectStore(store).delete(allOf(id));
  await transaction.objectStore("interviews").delete(id);
}
