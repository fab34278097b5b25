/**
 * What of each record lies in clear, and how the rest is sealed: bound to its store and key, so that no record can stand in
 * for another. The form of a sealed value is in `gcm.js`; the server reads the same in `engine/sync/backup.py`.
 *
 * @typedef {import("./gcm.js").Cipher} Cipher
 * @typedef {import("./types").Sealable} Sealable
 */

/** @type {{[Store in keyof Sealable]: {key: string[], clear: string[]}}} */
const PLAN = {
  assignments: { key: ["user", "id"], clear: ["form", "interview"] },
  interviews: { key: ["id"], clear: ["user", "assignment", "form", "status", "created", "changed", "remarks", "stale", "training", "away"] },
  events: { key: ["interview", "device", "seq"], clear: [] },
  quarantine: { key: ["id"], clear: ["user", "interview"] },
  files: { key: ["interview", "sha256"], clear: ["user", "size", "received", "complete", "problem"] },
  pieces: { key: ["interview", "sha256", "index"], clear: [] },
  sessions: { key: ["user"], clear: ["language"] },
};

/** The stores of the database that hold sealed records. */
export const SEALED_STORES = /** @type {const} */ (["assignments", "interviews", "events", "quarantine", "files", "pieces"]);

/**
 * @template {keyof Sealable} Store
 * @param {Cipher} cipher
 * @param {Store} store
 * @param {Sealable[Store]} record
 * @returns {Promise<any>} the record at rest
 */
export async function sealRecord(cipher, store, record) {
  return { ...clearOf(store, record), sealed: await cipher.seal(await secretOf(store, record), aboutOf(store, record)) };
}

/**
 * The same in this turn, or null when the cipher has nothing ready for it. Not for pieces of files.
 * @template {keyof Sealable} Store
 * @param {Cipher} cipher
 * @param {Store} store
 * @param {Sealable[Store]} record
 * @returns {any}
 */
export function sealRecordNow(cipher, store, record) {
  const sealed = cipher.sealNow(jsonOf(store, record), aboutOf(store, record));
  return sealed && { ...clearOf(store, record), sealed };
}

/**
 * @template {keyof Sealable} Store
 * @param {Cipher} cipher
 * @param {Store} store
 * @param {any} record at rest
 * @returns {Promise<Sealable[Store]>}
 * @throws when it cannot be opened
 */
export async function openRecord(cipher, store, record) {
  const { sealed, ...clear } = record;
  const bytes = await cipher.open(sealed, aboutOf(store, record));
  if (store === "pieces") return { ...clear, data: new Blob([bytes]) };
  return { ...clear, ...JSON.parse(new TextDecoder().decode(bytes)) };
}

/** @param {keyof Sealable} store @param {any} record */
function aboutOf(store, record) {
  return new TextEncoder().encode([store, ...PLAN[store].key.map((name) => record[name])].join("\n"));
}

/** @param {keyof Sealable} store @param {any} record */
function clearOf(store, record) {
  return Object.fromEntries(namesOf(store).filter((name) => name in record).map((name) => [name, record[name]]));
}

/** @param {keyof Sealable} store @param {any} record @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function secretOf(store, record) {
  return store === "pieces" ? new Uint8Array(await record.data.arrayBuffer()) : jsonOf(store, record);
}

/** @param {keyof Sealable} store @param {any} record */
function jsonOf(store, record) {
  const names = new Set(namesOf(store));
  return new TextEncoder().encode(JSON.stringify(Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)))));
}

/** @param {keyof Sealable} store */
function namesOf(store) {
  return [...PLAN[store].key, ...PLAN[store].clear];
}
