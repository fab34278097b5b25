/**
 * What the app does for the safety of the device: unlocking, what is set to unlock with, the backup file. The
 * screens are in `lock.js` and `protection.js`, the keys in `storage/vault.js`.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../texts/en.js").Texts} Texts
 */
import { makeBackup } from "../storage/backup.js";
import { changeKeys, IDLE, readKeys } from "../storage/keys.js";
import { askPasskey, canUsePasskey, makePasskey } from "../storage/passkey.js";
import { APP_VERSION } from "../sync/session.js";
import { giveFile, openProtection } from "./protection.js";
import { unlockProblem } from "./unlock_problem.js";

/** Opens with the passkey. @param {Storage} storage @param {string} user */
export async function unlockWithPasskey(storage, user) {
  const wrap = (await readKeys(storage, user))?.wraps.find(({ kind }) => kind === "passkey");
  if (!wrap) throw new Error("there is no passkey");
  await storage.vault.unlockWithBits(user, await askPasskey(wrap));
}

/**
 * The sheet of protection for who is working.
 * @param {Storage} storage
 * @param {string} user
 * @param {{words: Texts, lock: () => void, onClosed: () => void, onIdle: (minutes: number) => void}} around
 */
export async function showProtection(storage, user, { words, lock, onClosed, onIdle }) {
  const keys = await readKeys(storage, user);
  const has = (/** @type {string} */ kind) => keys?.wraps.some((wrap) => wrap.kind === kind) ?? false;
  const attempt = async (/** @type {() => Promise<void>} */ work) => {
    try {
      await work();
      return null;
    } catch (error) {
      const wrong = unlockProblem(error, words);
      if (wrong === null) onClosed();
      return wrong;
    }
  };
  openProtection({
    words, lock,
    state: { pin: has("pin"), passkey: has("passkey"), offersPasskey: await canUsePasskey(), idle: keys?.idle ?? IDLE },
    setPin: (known, pin) => attempt(() => storage.vault.addSecret(known, "pin", pin)),
    setPasskey: (known) => attempt(async () => {
      const passkey = await makePasskey(user);
      if (!passkey) throw new Error(words.passkey_unfit);
      await storage.vault.addPasskey(known, passkey.bits, passkey);
    }),
    remove: (kind) => storage.vault.removeSecret(kind),
    setIdle: (idle) => void changeKeys(storage, user, () => ({ idle })).then(() => onIdle(idle)),
    backup: () => saveBackup(storage, words),
  });
}

/** Saves the backup file; works locked as well. @param {Storage} storage @param {Texts} words @returns {Promise<string | null>} what is wrong */
export async function saveBackup(storage, words) {
  try {
    const made = await makeBackup(storage, { at: new Date().toISOString(), version: APP_VERSION });
    if (!made) return words.backup_no_key;
    giveFile(made.blob, made.name);
    return null;
  } catch (error) {
    return `${words.backup_failed} (${error instanceof Error ? error.message : error})`;
  }
}
