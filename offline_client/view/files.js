/**
 * The files of the interview that is open: keeping what a widget made, and reading it back.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").FileValue} FileValue
 *
 * @typedef {object} Files
 * @property {(path: string, blob: Blob | Promise<Blob>, about: {name: string, media_type: string}, answer: (value: FileValue) => void) => Promise<void>} keep
 *   puts the bytes on disk, then answers; resolves when the answer is on disk too, rejects when the bytes cannot be kept
 * @property {(sha256: string) => Promise<Blob | null>} read  null when the file is not on this device
 * @property {() => boolean} busy  whether bytes are being kept that no answer names yet
 * @property {() => Promise<void>} idle  resolves when nothing is any more
 */
import { keepFile, readFile, sha256Of } from "../storage/files.js";

/**
 * @param {Storage} storage
 * @param {{id: string, user: string}} interview
 * @param {() => Promise<void>} saved  resolves when every answer is on disk
 * @returns {Files}
 */
export function filesOf(storage, interview, saved) {
  /** @type {Set<Promise<void>>} */
  const pending = new Set();
  return {
    keep: (path, blob, about, answer) => {
      const work = Promise.resolve(blob).then((whole) => keepFile(storage, interview, path, whole, about)).then(answer);
      const settled = work.catch(() => {}).finally(() => pending.delete(settled));
      pending.add(settled);
      return work.then(saved);
    },
    read: (sha256) => readFile(storage, interview.id, sha256),
    busy: () => pending.size > 0,
    idle: async () => void (await Promise.all(pending)),
  };
}

/** Files in memory only, for a preview. @returns {Files} */
export function filesInMemory() {
  /** @type {Map<string, Blob>} */
  const kept = new Map();
  return {
    keep: async (_path, coming, about, answer) => {
      const blob = await coming;
      const sha256 = await sha256Of(await blob.arrayBuffer());
      kept.set(sha256, blob);
      answer({ ...about, sha256, size: blob.size });
    },
    read: async (sha256) => kept.get(sha256) ?? null,
    busy: () => false,
    idle: async () => {},
  };
}
