/**
 * The vault: everything that holds answers or persons is sealed and opened here, with a random data key of the user's own.
 *
 * The key is in memory from `unlock` to `lock`. On disk it lies wrapped: by the password, where wanted by a PIN or a
 * passkey, and for the office. README.md says what it keeps from whom.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").KeyRecord} KeyRecord
 * @typedef {import("./types").OfficeKey} OfficeKey
 * @typedef {import("./types").Sealable} Sealable
 */
import { Cipher } from "./gcm.js";
import { changeKeys, countTry, MOST_TRIES, readKeys, withWrap } from "./keys.js";
import { sealForOffice } from "./office_key.js";
import { openRecord, sealRecord, sealRecordNow } from "./records.js";
import { unwrapWithBits, unwrapWithSecret, wrapWithBits, wrapWithSecret } from "./secrets.js";

/** The vault is locked: nothing can be read or kept before it is unlocked. */
export class Locked extends Error {}

/** The secret is wrong. */
export class WrongSecret extends Error {
  /** @param {number} left tries that remain @param {number} wait milliseconds until the next */
  constructor(left, wait) {
    super("the password or PIN is wrong");
    this.left = left;
    this.wait = wait;
  }
}

/** It is too early for another try. */
export class TooEarly extends Error {
  /** @param {number} wait milliseconds */
  constructor(wait) {
    super(`wait ${Math.ceil(wait / 1000)} s`);
    this.wait = wait;
  }
}

/** Too many wrong tries: only signing in at the server helps. */
export class Closed extends Error {}

/** The password is new to this device, and the office cannot open the old key: the old password is needed once. */
export class OldSecretNeeded extends Error {}

export class Vault {
  /** @type {Cipher | null} */
  #cipher = null;
  /** Whose key is open. @type {string | null} */
  user = null;
  /** Nothing is sealed yet, as on a device from before encryption whose user has not signed in since. */
  plain = false;

  /** @param {Storage} storage */
  constructor(storage) {
    this.storage = storage;
  }

  /** Whether nothing can be read. */
  get locked() {
    return !this.#cipher && !this.plain;
  }

  /**
   * Opens with any secret that the user has set: password, PIN, code of a link.
   * @param {string} user
   * @param {string} secret
   * @throws {WrongSecret | TooEarly | Closed}
   */
  async unlock(user, secret) {
    await this.#opened(user, await this.#tried(user, secret));
  }

  /**
   * Opens with the bytes that a passkey gave.
   * @param {string} user
   * @param {Uint8Array<ArrayBuffer>} bits
   * @throws {WrongSecret}
   */
  async unlockWithBits(user, bits) {
    const record = await readKeys(this.storage, user);
    const wrap = record?.wraps.find(({ kind }) => kind === "passkey");
    const raw = wrap && (await unwrapWithBits(wrap, user, bits));
    if (!raw) throw new WrongSecret(MOST_TRIES, 0);
    await this.#opened(user, raw);
  }

  /**
   * Opens after the server has said that the password is right; makes the key when there is none. A password that is new
   * here takes the place of the old: the key comes from the office, or is opened by the old password.
   * @param {string} user
   * @param {string} password
   * @param {{office?: OfficeKey | null, old?: string, fromOffice?: (sealed: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>}} [help]
   * @throws {OldSecretNeeded}
   */
  async signedIn(user, password, { office = null, old, fromOffice } = {}) {
    const record = await readKeys(this.storage, user);
    const known = record && (await openWith(record, password));
    const raw = known || (record ? await this.#recovered(record, old, fromOffice) : crypto.getRandomValues(new Uint8Array(32)));
    const wrap = known ? null : await wrapWithSecret(raw, user, "password", password);
    const escrow = office && record?.escrow?.office !== office.id ? await escrowOf(user, raw, office) : null;
    await changeKeys(this.storage, user, ({ wraps }) => ({
      tries: 0, until: 0, closed: false, ...(wrap && { wraps: withWrap(wraps, wrap) }), ...(escrow && { escrow }),
    }));
    this.#cipher = await Cipher.of(raw);
    this.user = user;
    this.plain = false;
  }

  /**
   * Sets another secret beside the password. The one that is known must be given again, so that nobody who finds the device
   * open can do it.
   * @param {string} known
   * @param {string} kind
   * @param {string} secret
   * @throws {WrongSecret | TooEarly | Closed}
   */
  async addSecret(known, kind, secret) {
    await this.#add(known, (raw, user) => wrapWithSecret(raw, user, kind, secret));
  }

  /**
   * @param {string} known
   * @param {Uint8Array<ArrayBuffer>} bits
   * @param {{salt: Uint8Array<ArrayBuffer>, credential: Uint8Array<ArrayBuffer>}} passkey
   */
  async addPasskey(known, bits, passkey) {
    await this.#add(known, (raw, user) => wrapWithBits(raw, user, bits, passkey));
  }

  /** Takes a secret away; the password stays. @param {string} kind */
  async removeSecret(kind) {
    if (!this.user || kind === "password") throw new Error(`${kind} cannot be taken away`);
    await changeKeys(this.storage, this.user, ({ wraps }) => ({ wraps: wraps.filter((wrap) => wrap.kind !== kind) }));
  }

  /** Forgets the key. */
  lock() {
    this.#cipher = null;
    this.user = null;
  }

  /**
   * A key of its own for another user of this device who has none, which only the office can open until they sign in. Until
   * `handOver` whoever works here can go on using it, so that sealing that user's records can be ended and taken up again.
   * @param {string} user
   * @param {OfficeKey} office
   * @returns {Promise<Cipher | null>} null when they have a key of their own
   */
  async adopt(user, office) {
    const known = await readKeys(this.storage, user);
    if (known && known.adopted?.by !== this.user) return null;
    const about = new TextEncoder().encode(`adopted\n${user}`);
    if (known?.adopted) return Cipher.of(await this.#open().open(known.adopted.sealed, about), { pads: false });
    const raw = crypto.getRandomValues(new Uint8Array(32));
    const [escrow, sealed] = await Promise.all([escrowOf(user, raw, office), this.#open().seal(raw, about)]);
    await changeKeys(this.storage, user, () => ({ escrow, adopted: { by: this.user ?? "", sealed } }));
    return Cipher.of(raw, { pads: false });
  }

  /** @param {string} user whose records are all sealed now */
  async handOver(user) {
    await changeKeys(this.storage, user, () => ({ adopted: null }));
  }

  /**
   * Records as they are to lie on disk.
   * @template {keyof Sealable} Store
   * @param {Store} store
   * @param {Sealable[Store][]} records
   * @returns {Promise<any[]>}
   * @throws {Locked}
   */
  async seal(store, records) {
    if (this.plain) return records;
    const cipher = this.#open();
    return Promise.all(records.map((record) => sealRecord(cipher, store, record)));
  }

  /**
   * The same in this turn; null when that cannot be, and `seal` must be used.
   * @template {Exclude<keyof Sealable, "pieces">} Store
   * @param {Store} store
   * @param {Sealable[Store][]} records
   * @returns {any[] | null}
   * @throws {Locked}
   */
  sealNow(store, records) {
    if (this.plain) return records;
    const cipher = this.#open();
    const sealed = [];
    for (const record of records) {
      const one = sealRecordNow(cipher, store, record);
      if (one === null) return null;
      sealed.push(one);
    }
    return sealed;
  }

  /**
   * Records as they were made. One that cannot be opened is counted and never hides the others.
   * @template {keyof Sealable} Store
   * @param {Store} store
   * @param {any[]} records as they lie on disk, sealed or from before encryption
   * @returns {Promise<{records: Sealable[Store][], damaged: number}>} in the same order
   * @throws {Locked}
   */
  async open(store, records) {
    if (this.locked && records.length > 0) throw new Locked();
    const opened = await Promise.all(records.map((record) => this.#openOne(store, record)));
    const good = opened.filter((record) => record !== null);
    return { records: good, damaged: opened.length - good.length };
  }

  /** @param {keyof Sealable} store @param {any} record @returns {Promise<any>} null when it cannot be opened */
  async #openOne(store, record) {
    if (!record?.sealed) return record ?? null;
    if (!this.#cipher) return null;
    try {
      return await openRecord(this.#cipher, store, record);
    } catch (error) {
      console.error(`a record of ${store} cannot be opened`, error);
      return null;
    }
  }

  #open() {
    if (!this.#cipher) throw new Locked();
    return this.#cipher;
  }

  /** The cipher in use. @returns {Cipher} @throws {Locked} */
  get cipher() {
    return this.#open();
  }

  /**
   * The data key by a secret; a wrong one is counted.
   * @param {string} user
   * @param {string} secret
   * @throws {WrongSecret | TooEarly | Closed}
   */
  async #tried(user, secret) {
    const { record, wait } = await countTry(this.storage, user, Date.now());
    if (record.closed) throw new Closed();
    if (wait > 0) throw new TooEarly(wait);
    const raw = await openWith(record, secret);
    if (raw) return raw;
    if (record.tries >= MOST_TRIES) throw new Closed();
    throw new WrongSecret(MOST_TRIES - record.tries, Math.max(0, record.until - Date.now()));
  }

  /** @param {string} user @param {Uint8Array<ArrayBuffer>} raw */
  async #opened(user, raw) {
    this.#cipher = await Cipher.of(raw);
    this.user = user;
    this.plain = false;
    await changeKeys(this.storage, user, () => ({ tries: 0, until: 0 }));
  }

  /**
   * @param {KeyRecord} record
   * @param {string | undefined} old
   * @param {((sealed: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>) | undefined} fromOffice
   */
  async #recovered(record, old, fromOffice) {
    const raw = old === undefined ? null : await openWith(record, old);
    if (raw) return raw;
    try {
      if (record.escrow && fromOffice) return await fromOffice(record.escrow.sealed);
    } catch (error) {
      console.error("the office could not open the key of this device", error);
    }
    throw new OldSecretNeeded();
  }

  /** @param {string} known @param {(raw: Uint8Array<ArrayBuffer>, user: string) => Promise<import("./types").Wrap>} wrapping */
  async #add(known, wrapping) {
    const user = this.user;
    if (!user) throw new Locked();
    const wrap = await wrapping(await this.#tried(user, known), user);
    await changeKeys(this.storage, user, ({ wraps }) => ({ tries: 0, until: 0, wraps: withWrap(wraps, wrap) }));
  }
}

/** @param {KeyRecord} record @param {string} secret @returns {Promise<Uint8Array<ArrayBuffer> | null>} the data key */
async function openWith(record, secret) {
  for (const wrap of record.wraps.filter(({ rounds }) => rounds > 0)) {
    const raw = await unwrapWithSecret(wrap, record.user, secret);
    if (raw) return raw;
  }
  return null;
}

/** @param {string} user @param {Uint8Array<ArrayBuffer>} raw @param {OfficeKey} office */
async function escrowOf(user, raw, office) {
  const told = new TextEncoder().encode(JSON.stringify({ user, key: btoa(String.fromCharCode(...raw)) }));
  return { office: office.id, sealed: await sealForOffice(office, told) };
}
