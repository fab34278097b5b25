/**
 * Which paper form comes after the one that is completed. It opens nothing and shows nothing.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").InterviewRecord} InterviewRecord
 * @typedef {import("./jobs.js").Job} Job
 */
import { readWork } from "../storage/interviews.js";
import { jobsOf } from "./jobs.js";

const TO_KEY = new Set(["assigned", "open", "returned"]);

/**
 * The next to key of the same questionnaire, in the order of the list: first those below it that nobody has begun, as they lie
 * in the batch; then what was put aside, which stands above them. Null when none is left.
 * @param {Storage} storage
 * @param {InterviewRecord} done
 * @returns {Promise<Job | null>}
 */
export async function nextPaper(storage, done) {
  const [{ assignments, interviews }, forms] = await Promise.all([readWork(storage, done.user), storage.database.getAllKeys("forms")]);
  const held = new Set(forms.map(([id, version]) => `${id} ${version}`));
  const jobs = jobsOf(assignments, interviews.filter(({ id }) => id !== done.id)); // it stands where it did before it was begun
  const at = jobs.findIndex(({ assignment }) => assignment?.id === done.assignment);
  const others = [...jobs.slice(at + 1), ...jobs.slice(0, Math.max(at, 0))];
  return others.find((job) => isPaper(job) && isAlike(job, done) && held.has(nameOf(formOf(job)))) ?? null;
}

/** @param {Job} job */
function isPaper({ assignment, interview, status }) {
  return TO_KEY.has(status) && (interview?.fieldwork?.mode ?? assignment?.mode) === "keying";
}

/** Whether a clerk may come to it from the other without noticing: the same questionnaire, and practice is not work. @param {Job} job @param {InterviewRecord} done */
function isAlike(job, done) {
  return formOf(job)?.id === done.form.id && (job.assignment?.training ?? job.interview?.training ?? false) === (done.training ?? false);
}

/** @param {Job} job */
function formOf({ assignment, interview }) {
  return interview?.form ?? assignment?.form;
}

/** @param {{id: string, version: string} | undefined} form */
function nameOf(form) {
  return `${form?.id} ${form?.version}`;
}
