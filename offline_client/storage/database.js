/**
 * The device's database: its stores, how it is opened, and the one function through which everything is written.
 *
 * What each record means is in README.md; the queries are in the files beside this one, one a store.
 *
 * @typedef {import("../vendor/idb-8.0.4.js").IDBPDatabase<import("./types").PhieuSchema>} Database
 * @typedef {import("./types").StoreName} StoreName
 * @typedef {import("../vendor/idb-8.0.4.js").IDBPTransaction<import("./types").PhieuSchema, StoreName[], "readwrite">} Transaction
 *
 * @typedef {object} Storage
 * @property {Database} database
 * @property {<T>(stores: StoreName[], work: (transaction: Transaction) => Promise<T>) => Promise<T>} write
 * @property {import("./second_copy.js").SecondCopy} copy  beside the database
 * @property {Vault} vault  what is secret passes through it before it is written
 */
import { openDB } from "../vendor/idb-8.0.4.js";
import { recoverNotes } from "./parting.js";
import { SecondCopy } from "./second_copy.js";
import { Vault } from "./vault.js";

const VERSION = 3;

/**
 * Opens the database, making or upgrading its stores.
 *
 * `write` is the seam for faults: everything that is stored passes through it.
 * @param {{name?: string, write?: typeof commit}} [options]
 * @returns {Promise<Storage>}
 */
export async function openStorage({ name = "phieu", write = commit } = {}) {
  const connection = await connect(name);
  const storage = /** @type {Storage} */ ({
    get database() {
      return connection.now;
    },
    write: async (stores, work) => {
      try {
        return await write(connection.now, stores, work);
      } catch (error) {
        if (!isBroken(error)) throw error;
        await connection.again();
        return write(connection.now, stores, work);
      }
    },
  });
  storage.vault = new Vault(storage);
  storage.copy = new SecondCopy();
  if ((await storage.database.count("keys")) === 0) await (await import("./recovery.js")).recoverAll(storage);
  await recoverNotes(storage).catch((error) => console.error("what was being written when the page went waits for room", error));
  return storage;
}

/**
 * The connection to the database. One that has died is made anew: browsers end it when they are short of memory, and iOS
 * when the app comes back from behind others.
 * @param {string} name
 * @returns {Promise<{readonly now: Database, again: () => Promise<void>}>}
 */
async function connect(name) {
  const open = () => openDB(name, VERSION, {
    upgrade,
    blocking: (_current, _blocked, event) => /** @type {IDBDatabase} */ (event.target).close(), // a newer version in another tab must not wait for this one
    terminated: () => void again(),
  });
  /** @type {Database} */
  let now = await open();
  /** @type {Promise<void> | null} */
  let coming = null;
  const again = () => {
    coming ??= open().then((fresh) => void (now = fresh)).finally(() => (coming = null));
    return coming;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && !works(now)) void again();
  });
  return { get now() { return now; }, again };
}

/** @param {Database} database */
function works(database) {
  try {
    database.transaction("meta");
    return true;
  } catch {
    return false;
  }
}

/** Whether the connection itself is at fault. @param {unknown} error */
function isBroken(error) {
  return error instanceof DOMException && (error.name === "InvalidStateError" || (error.name === "UnknownError" && /connection/iu.test(error.message)));
}

/**
 * Runs `work` in one transaction and resolves only when the browser says that it is complete and handed to the disk.
 *
 * The end of the transaction decides, not that of the work alone: Chromium ends one that was to be committed and finds no room
 * without a word to the requests that still wait in it, and whoever waits for these waits for ever.
 * @template T
 * @param {Database} database
 * @param {StoreName[]} stores
 * @param {(transaction: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function commit(database, stores, work) {
  const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
  const complete = transaction.done;
  complete.catch(() => {}); // reported below, once, with the error that came first
  const working = work(transaction);
  let result;
  try {
    result = await Promise.race([working, complete.then(() => working)]);
  } catch (error) {
    abort(transaction);
    throw error;
  }
  await complete;
  return result;
}

/** @param {Transaction} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // already ended by the error that is being reported
  }
}

/**
 * Adds the stores that each version brought; what is in the others stays as it is.
 * @param {Database} database
 * @param {number} from the version on the device, 0 when there is none
 */
function upgrade(database, from) {
  if (from < 1) makeFirstStores(database);
  if (from < 2) {
    database.createObjectStore("files", { keyPath: ["interview", "sha256"] });
    database.createObjectStore("pieces", { keyPath: ["interview", "sha256", "index"] });
  }
  if (from < 3) database.createObjectStore("keys", { keyPath: "user" });
}

/** @param {Database} database */
function makeFirstStores(database) {
  database.createObjectStore("meta", { keyPath: "key" });
  database.createObjectStore("forms", { keyPath: ["id", "version"] });
  database.createObjectStore("assignments", { keyPath: ["user", "id"] });
  database.createObjectStore("interviews", { keyPath: "id" });
  database.createObjectStore("events", { keyPath: ["interview", "device", "seq"] });
  database.createObjectStore("outbox", { keyPath: ["interview", "device", "seq"] });
  database.createObjectStore("quarantine", { keyPath: "id" });
}
