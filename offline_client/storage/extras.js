/**
 * Extras: parts of the client that only some forms need, such as the reader of barcodes. Here stands which of them the
 * forms on this device need; `sync/extras.js` brings them.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./database.js").Transaction} Transaction
 * @typedef {import("./types").FormRecord} FormRecord
 */
import { readMeta } from "./meta.js";

/** The extra of each type of question that has one; `pages.py` lists the files of each extra. @type {Record<string, string>} */
const NEEDED_BY = { barcode: "barcode" };

const KEY = "extras";

/**
 * Names of the extras that forms on the device need, or once needed.
 * @param {Storage} storage
 * @returns {Promise<string[]>}
 */
export async function wantedExtras(storage) {
  const noted = await readMeta(storage, KEY);
  if (noted) return noted;
  return storage.write(["forms", "meta"], async (transaction) => noteExtras(transaction, await transaction.objectStore("forms").getAll())); // forms of a version before
}

/**
 * Notes what these forms need beside what is noted already.
 * @param {Transaction} transaction over meta
 * @param {FormRecord[]} forms
 * @returns {Promise<string[]>} all that is noted now
 */
export async function noteExtras(transaction, forms) {
  const meta = transaction.objectStore("meta");
  const noted = /** @type {string[] | undefined} */ ((await meta.get(KEY))?.value) ?? [];
  const value = Array.from(new Set([...noted, ...forms.flatMap(({ compiled }) => extrasOf(compiled.items ?? []))]));
  await meta.put({ key: KEY, value });
  return value;
}

/** @param {{type: string, items?: any[]}[]} items @returns {string[]} */
function extrasOf(items) {
  return items.flatMap(({ type, items: inner }) => [...(NEEDED_BY[type] ? [NEEDED_BY[type]] : []), ...extrasOf(inner ?? [])]);
}
