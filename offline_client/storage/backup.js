/**
 * The backup file: everything of every user that is not yet surely at the office, as it lies sealed in the stores, with the
 * data keys sealed for the office. Nothing needs to be unlocked for it, and nobody but the office can read it.
 *
 * Lines of JSON: first a head with the keys, then a record a line (`store`, `record`, its `sealed` in base64), at last how
 * many there were. Each record is authenticated by itself, so a damaged file gives all that can still be read.
 * `phieu import backup` reads it (`engine/sync/backup.py`).
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").OfficeKey} OfficeKey
 */
import { Cipher } from "./gcm.js";
import { readMeta } from "./meta.js";
import { sealForOffice, toBase64 } from "./office_key.js";
import { sealRecord } from "./records.js";

/** How many records are read at once, by store: a piece of a file has 128 KiB. */
const STORES = /** @type {const} */ ({ interviews: 500, events: 500, outbox: 500, files: 500, pieces: 16 });

/**
 * @param {Storage} storage
 * @param {{at: string, version: string}} about
 * @returns {Promise<{blob: Blob, name: string, records: number} | null>} null when the office's key is not known here yet
 */
export async function makeBackup(storage, { at, version }) {
  const office = await readMeta(storage, "office");
  if (!office) return null;
  const device = (await readMeta(storage, "device")) ?? "";
  const own = await ownKey(office);
  const keys = (await storage.database.getAll("keys")).flatMap(({ user, escrow }) => (escrow ? [{ user, office: escrow.office, sealed: toBase64(escrow.sealed) }] : []));
  const parts = [line({ format: "phieu-backup", version: 1, device, made: at, app_version: version, keys: [...keys, own.told] })];
  let records = 0;
  for (const [store, atOnce] of Object.entries(STORES)) {
    for await (const batch of batches(storage, /** @type {keyof typeof STORES} */ (store), atOnce)) {
      const lines = await Promise.all(batch.map(async (record) => line({ store, record: await portable(own.cipher, store, record) })));
      parts.push(new Blob(lines));
      records += lines.length;
    }
  }
  parts.push(line({ end: true, records }));
  return { blob: new Blob(parts, { type: "application/octet-stream" }), name: `phieu-${device}-${at.slice(0, 19).replace(/[:T]/gu, "")}.phieu`, records };
}

/** A key for what lies in clear, from before encryption. @param {OfficeKey} office */
async function ownKey(office) {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const told = new TextEncoder().encode(JSON.stringify({ user: "", key: toBase64(raw) }));
  return { cipher: await Cipher.of(raw, { pads: false }), told: { user: "", office: office.id, sealed: toBase64(await sealForOffice(office, told)) } };
}

/** @param {Cipher} cipher @param {string} store @param {any} record @returns {Promise<any>} */
async function portable(cipher, store, record) {
  if (store === "outbox") return record;
  const atRest = record.sealed ? record : await sealRecord(cipher, /** @type {"events"} */ (store), record);
  return { ...atRest, sealed: toBase64(atRest.sealed) };
}

/**
 * @param {Storage} storage
 * @param {keyof typeof STORES} store
 * @param {number} count
 * @returns {AsyncGenerator<any[]>}
 */
async function* batches(storage, store, count) {
  /** @type {any} */
  let last;
  for (;;) {
    const range = last === undefined ? null : IDBKeyRange.lowerBound(last, true);
    const [keys, records] = await Promise.all([storage.database.getAllKeys(store, range, count), storage.database.getAll(store, range, count)]);
    if (keys.length === 0) return;
    last = keys.at(-1);
    yield records;
  }
}

/** @param {object} value @returns {Blob} */
function line(value) {
  return new Blob([JSON.stringify(value), "\n"]);
}
