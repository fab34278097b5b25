/**
 * Bringing back from the second copy what the database has lost: all of it when it is empty, whole interviews, or single events
 * that are gone or cannot be opened any more. Events come back as unsent; the server answers *known* for those that it has.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./database.js").Transaction} Transaction
 */
import { recoverFiles } from "./file_copies.js";
import { readLog } from "./interviews.js";
import { lastMarked } from "./marks.js";
import { takeNewName, usersByName } from "./meta.js";
import { allOf } from "./ranges.js";

/**
 * Fills a database without keys from the copy; does nothing when there are some. Who worked here gets another name of the device:
 * the copy may lack what was made last, and the server have it.
 * @param {Storage} storage
 */
export async function recoverAll(storage) {
  if ((await storage.database.count("keys")) > 0) return;
  const lines = await storage.copy.readDevice();
  if (!lines.some(({ store }) => store === "keys")) return;
  await storage.write(["meta", "keys"], async (transaction) => {
    for (const { store, record } of lines) {
      if (store === "meta" || store === "keys") await transaction.objectStore(store).put(record);
    }
    for (const user of new Set(usersByName(lines.filter(({ store }) => store === "meta").map(({ record }) => record)).values())) await takeNewName(transaction, user);
  });
  await recoverMissing(storage);
}

/**
 * Brings back the interviews that the copy has and the database has not, with their files. What cannot be read now is left
 * where it is, for the next time.
 * @param {Storage} storage
 */
export async function recoverMissing(storage) {
  const there = new Set(await storage.database.getAllKeys("interviews"));
  const users = usersByName(await storage.database.getAll("meta"));
  /** @type {Set<string>} */
  const back = new Set();
  for (const interview of (await storage.copy.interviews()).filter((name) => !there.has(name))) {
    const lines = await storage.copy.read(interview);
    const shown = lines.find(({ store }) => store === "interviews")?.record;
    if (!shown) continue;
    await storage.write(["interviews", "events", "outbox"], async (transaction) => {
      if (await transaction.objectStore("interviews").getKey(interview)) return; // the server has sent it meanwhile
      await transaction.objectStore("interviews").put({ ...shown, stale: true });
      for (const { store, record } of lines) if (store === "events") await putMissing(transaction, record, shown.user, users);
      back.add(interview);
    });
  }
  if (back.size > 0) await recoverFiles(storage, (interview) => back.has(interview));
}

/**
 * Makes anew, from its log, what the list shows of an interview of which something is unsent: without that record nothing of it
 * is shown or sent. The vault of the user is open.
 * @param {Storage} storage
 * @param {string} user
 * @returns {Promise<void>}
 */
export async function recoverRecords(storage, user) {
  const there = new Set(await storage.database.getAllKeys("interviews"));
  const unsent = (await storage.database.getAll("outbox")).filter(({ interview, user: owner }) => owner === user && !there.has(interview));
  for (const id of new Set(unsent.map(({ interview }) => interview))) {
    const opened = /** @type {any} */ ((await readLog(storage, id)).events.find(({ type }) => type === "open"));
    if (!opened) continue;
    const { assignment, form, version, unit, mode, hlc } = opened;
    const held = assignment ? await storage.database.get("assignments", [user, assignment]) : undefined;
    const [known] = (await storage.vault.open("assignments", held ? [held] : [])).records;
    const at = hlc.slice(0, 24);
    const record = {
      id, user, assignment: assignment ?? null, form: { id: form, version }, label: known?.label ?? Object.values(unit ?? {}).join("/"),
      status: /** @type {const} */ ("open"), created: at, changed: at, remarks: 0, training: mode === "training", stale: true,
    };
    const [atRest] = await storage.vault.seal("interviews", [record]);
    await storage.write(["interviews"], async (transaction) => {
      if (!(await transaction.objectStore("interviews").getKey(id))) await transaction.objectStore("interviews").add(atRest);
    });
  }
}

/**
 * The log of an interview, after events that cannot be opened or are gone were put back where the copy still has them.
 * @param {Storage} storage
 * @param {string} interview
 * @returns {Promise<Awaited<ReturnType<typeof readLog>> & {copied: boolean}>} `copied`: the copy is known to have nothing more, and may be made anew
 */
export async function readWholeLog(storage, interview) {
  const [log, copied] = await Promise.all([readLog(storage, interview), storage.copy.names(interview)]);
  const has = Array.from(copied ?? []);
  const lacks = (/** @type {typeof log} */ { numbers }) => has.some(([device, seqs]) => seqs.some((seq) => !numbers.get(device)?.has(seq)));
  if (log.damaged === 0 && !lacks(log)) return { ...log, copied: copied !== null };
  const back = await recoverEvents(storage, interview).catch((error) => console.error("events of the second copy wait for room", error));
  const healed = back ? await readLog(storage, interview) : log;
  return { ...healed, copied: copied !== null && !lacks(healed) };
}

/**
 * Whether events that were made under this name of the device are gone, also those of which only the number is left: in the outbox,
 * or marked. Numbers count from 1 without gaps.
 * @param {Storage} storage
 * @param {string} interview
 * @param {string} device
 * @param {ReadonlySet<number>} numbers that are there
 * @returns {Promise<number>} the highest that was given, 0 where none is gone
 */
export async function lastWhereSomeAreGone(storage, interview, device, numbers) {
  const unsent = await storage.database.getAllKeys("outbox", allOf(interview, device));
  let last = lastMarked(interview, device);
  for (const seq of numbers) last = Math.max(last, seq);
  for (const [, , seq] of unsent) last = Math.max(last, seq);
  return numbers.size < last ? last : 0;
}

/**
 * @param {Storage} storage
 * @param {string} interview
 * @returns {Promise<number>} how many came back
 */
async function recoverEvents(storage, interview) {
  const copied = (await storage.copy.read(interview)).filter(({ store }) => store === "events").map(({ record }) => record);
  const [there, good, shown, users] = await Promise.all([
    storage.database.getAll("events", allOf(interview)), storage.vault.open("events", copied), storage.database.get("interviews", interview), storage.database.getAll("meta").then(usersByName),
  ]);
  const sound = new Set((await storage.vault.open("events", there)).records.map(nameOf));
  const readable = new Set(good.records.map(nameOf));
  const lost = copied.filter((record) => readable.has(nameOf(record)) && !sound.has(nameOf(record)));
  if (lost.length === 0) return 0;
  await storage.write(["interviews", "events", "outbox"], async (transaction) => {
    for (const record of lost) {
      const isThere = await transaction.objectStore("events").getKey([interview, record.device, record.seq]);
      if (isThere) await transaction.objectStore("events").put(record); // what is to be sent of it still stands in the outbox
      else await putMissing(transaction, record, shown?.user ?? "", users);
    }
    const now = await transaction.objectStore("interviews").get(interview);
    if (now) await transaction.objectStore("interviews").put({ ...now, stale: true }); // the list works it out anew
  });
  return lost.length;
}

/**
 * Puts an event back that the database does not have, as unsent; not as one's own what came from a colleague at this device.
 * @param {Transaction} transaction
 * @param {any} record
 * @param {string} user whose interview it is
 * @param {Map<string, string>} users by the names of their devices
 */
async function putMissing(transaction, record, user, users) {
  const { interview, device, seq } = record;
  await transaction.objectStore("events").put(record);
  if ((users.get(device) ?? user) === user) await transaction.objectStore("outbox").put({ interview, device, seq, user });
}

/** @param {{device: string, seq: number}} name */
function nameOf({ device, seq }) {
  return `${device} ${seq}`;
}
