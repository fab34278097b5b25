/**
 * What the list of a user shows, read in one go.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {Awaited<ReturnType<typeof readHome>>} Home
 */
import { hasWaitingFiles, waitingFiles } from "./files.js";
import { readWork } from "./interviews.js";
import { readMeta } from "./meta.js";
import { countUnsent, countUnsentOf, readQuarantine } from "./outbox.js";
import { roomLeft } from "./quota.js";

/** @param {Storage} storage @param {string} user */
export async function readHome(storage, user) {
  const [work, unsent, files, contact, forms, quarantine, room] = await Promise.all([
    readWork(storage, user), countUnsent(storage, user), waitingFiles(storage, user), readMeta(storage, "contact"), storage.database.getAllKeys("forms"),
    readQuarantine(storage, user), roomLeft(),
  ]);
  return { work, unsent, files, contact, forms: new Set(forms.map(([id, version]) => `${id} ${version}`)), quarantined: quarantine.length, room };
}

/** Whether an interview is worked on or not all sent, so that it keeps its second copy. @param {Storage} storage @param {string} interview */
export async function isUnfinished(storage, interview) {
  const status = (await storage.database.get("interviews", interview))?.status ?? "open";
  return status === "open" || status === "returned" || (await countUnsentOf(storage, interview)) > 0 || hasWaitingFiles(storage, interview);
}
