/**
 * Sealing what a device kept before there was encryption: at the first sign-in after the update, for every user of the
 * device. It may be ended at any moment: each record is in clear or sealed, both are read, and the next unlocking goes on.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./gcm.js").Cipher} Cipher
 * @typedef {import("./types").OfficeKey} OfficeKey
 */
import { changeKeys, readKeys } from "./keys.js";
import { SEALED_STORES, sealRecord } from "./records.js";

const AT_ONCE = 100;
const RESPONDENT = /^respondent-\d+$/u; // has no account to sign in with: nothing of theirs is sealed by somebody else's sign-in

/**
 * To be called with the vault unlocked. Other users get a key that only the office can open until they sign in. A fault is
 * told and stops it: what is left in clear is sealed after the next unlocking, and work goes on.
 * @param {Storage} storage
 * @param {OfficeKey | null} office
 */
export async function sealOldRecords(storage, office) {
  const user = storage.vault.user;
  if (!user || (await readKeys(storage, user))?.swept) return;
  const owners = new Map((await storage.database.getAll("interviews")).map(({ id, user: owner }) => [id, owner]));
  /** @type {Map<string, Cipher | null>} */
  const ciphers = new Map([[user, storage.vault.cipher]]);
  const cipherOf = async (/** @type {string} */ owner) => {
    if (RESPONDENT.test(owner)) return null;
    if (!ciphers.has(owner)) ciphers.set(owner, office && (await storage.vault.adopt(owner, office)));
    return ciphers.get(owner) ?? null;
  };
  try {
    for (const store of SEALED_STORES) await sweep(storage, store, (record) => cipherOf(record.user ?? owners.get(record.interview) ?? user));
    for (const [owner, cipher] of ciphers) if (cipher && owner !== user) await storage.vault.handOver(owner);
    await changeKeys(storage, user, () => ({ swept: true }));
  } catch (error) {
    console.error("what was kept before encryption is not sealed yet", error);
  }
}

/**
 * @param {Storage} storage
 * @param {typeof SEALED_STORES[number]} store
 * @param {(record: any) => Promise<Cipher | null>} cipherOf null leaves the record for its owner
 */
async function sweep(storage, store, cipherOf) {
  /** @type {any} */
  let last;
  for (;;) {
    const range = last === undefined ? null : IDBKeyRange.lowerBound(last, true);
    const [keys, records] = await Promise.all([storage.database.getAllKeys(store, range, AT_ONCE), storage.database.getAll(store, range, AT_ONCE)]);
    if (keys.length === 0) return;
    last = keys.at(-1);
    await sealThese(storage, store, records.filter((record) => !record.sealed), cipherOf);
  }
}

/**
 * @param {Storage} storage
 * @param {typeof SEALED_STORES[number]} store
 * @param {any[]} records in clear
 * @param {(record: any) => Promise<Cipher | null>} cipherOf
 */
async function sealThese(storage, store, records, cipherOf) {
  /** @type {{record: any, sealed: any}[]} */
  const pairs = [];
  for (const record of records) {
    const cipher = await cipherOf(record);
    if (cipher) pairs.push({ record, sealed: await sealRecord(cipher, store, record) });
  }
  if (pairs.length === 0) return;
  await storage.write([store], async (transaction) => {
    for (const { record, sealed } of pairs) {
      const there = await transaction.objectStore(store).get(keyOf(transaction.objectStore(store).keyPath, record));
      if (there && !there.sealed && same(there, record)) await transaction.objectStore(store).put(sealed);
    }
  });
}

/** Whether it is still what was sealed; the bytes of a piece never change. @param {any} there @param {any} record */
function same(there, record) {
  return JSON.stringify(there) === JSON.stringify(record);
}

/** @param {string | string[] | null} path @param {any} record @returns {any} */
function keyOf(path, record) {
  return Array.isArray(path) ? path.map((name) => record[name]) : record[path ?? ""];
}
