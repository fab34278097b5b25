/**
 * Bringing back from the second copy what the database has lost: all of it when it is empty, or single records that cannot
 * be opened any more. Events come back as unsent; the server answers *known* for those that it has.
 *
 * @typedef {import("./database.js").Storage} Storage
 */
import { recoverFiles } from "./file_copies.js";
import { allOf } from "./interviews.js";
import { deviceKey } from "./meta.js";

/**
 * Fills an empty database from the copy; does nothing when there is something in it.
 * @param {Storage} storage
 * @returns {Promise<number>} how many events came back
 */
export async function recoverAll(storage) {
  if ((await storage.database.count("keys")) > 0 || (await storage.database.count("meta")) > 0) return 0;
  const lines = await storage.copy.readAll();
  if (!lines.some(({ store }) => store === "keys")) return 0;
  const owners = new Map(lines.filter(({ store }) => store === "interviews").map(({ record }) => [record.id, record.user]));
  const events = lines.filter(({ store, record }) => store === "events" && owners.has(record.interview));
  const prefix = deviceKey("");
  /** Who works here under which name: what came from a colleague at this device is not to be sent as one's own. @type {Map<string, string>} */
  const users = new Map(lines.filter(({ store, record }) => store === "meta" && record.key.startsWith(prefix)).map(({ record }) => [record.value, record.key.slice(prefix.length)]));
  await storage.write(["meta", "keys", "interviews", "events", "outbox"], async (transaction) => {
    for (const { store, record } of lines) {
      if (store === "meta" || store === "keys" || store === "interviews") await transaction.objectStore(store).put(record);
    }
    for (const { record } of events) {
      const { interview, device, seq } = record;
      await transaction.objectStore("events").put(record);
      const user = owners.get(interview);
      if ((users.get(device) ?? user) === user) await transaction.objectStore("outbox").put({ interview, device, seq, user });
    }
  });
  await recoverFiles(storage, (interview) => owners.has(interview));
  return events.length;
}

/**
 * Puts back the events of an interview that cannot be opened, or are gone, where the copy still has them.
 * @param {Storage} storage
 * @param {string} interview
 * @returns {Promise<number>} how many came back
 */
export async function recoverEvents(storage, interview) {
  const copied = (await storage.copy.read(interview)).filter(({ store }) => store === "events").map(({ record }) => record);
  const [there, good] = await Promise.all([storage.database.getAll("events", allOf(interview)), storage.vault.open("events", copied)]);
  const sound = new Set((await storage.vault.open("events", there)).records.map(nameOf));
  const readable = new Set(good.records.map(nameOf));
  const lost = copied.filter((record) => readable.has(nameOf(record)) && !sound.has(nameOf(record)));
  if (lost.length === 0) return 0;
  await storage.write(["events"], async (transaction) => {
    for (const record of lost) await transaction.objectStore("events").put(record);
  });
  return lost.length;
}

/** @param {{device: string, seq: number}} name */
function nameOf({ device, seq }) {
  return `${device} ${seq}`;
}
