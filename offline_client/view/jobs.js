/**
 * What there is to do, in order, as the list shows it and the next paper form is found by.
 *
 * @typedef {import("../storage/types").AssignmentRecord} Assignment
 * @typedef {import("../storage/types").InterviewRecord} InterviewRecord
 *
 * @typedef {object} Job  an assignment with its interview, or an interview alone
 * @property {string} key
 * @property {Assignment | null} assignment
 * @property {InterviewRecord | null} interview
 * @property {string} status
 */
import { fold } from "../widgets/fold.js";

const ORDER = ["returned", "open", "assigned", "completed", "approved"];
const TODO = new Set(["returned", "open", "assigned"]);

const IN_ORDER = new Intl.Collator(); // made once: a thousand labels are put in order whenever something comes

/**
 * @param {Assignment[]} assignments
 * @param {InterviewRecord[]} interviews
 * @returns {Job[]} what needs attention first, then by due date and label
 */
export function jobsOf(assignments, interviews) {
  const byAssignment = new Map(interviews.map((interview) => [interview.assignment, interview]));
  const ids = new Set(assignments.map(({ id }) => id));
  /** @type {Job[]} */
  const jobs = assignments.map((assignment) => {
    const interview = byAssignment.get(assignment.id) ?? null;
    return { key: `a${assignment.id}`, assignment, interview, status: interview?.status ?? "assigned" };
  });
  for (const interview of interviews) {
    if (interview.assignment === null || !ids.has(interview.assignment)) jobs.push({ key: interview.id, assignment: null, interview, status: interview.status });
  }
  return jobs.sort((a, b) => byCode(appointmentOf(a), appointmentOf(b)) || ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || byCode(a.assignment?.due ?? "9", b.assignment?.due ?? "9") || IN_ORDER.compare(labelOf(a), labelOf(b)));
}

/** Whether something is still to be done. @param {Job} job */
export function isToDo({ status }) {
  return TODO.has(status);
}

/** When to try again, of work that is to be done; what has none comes after all that have. @param {Job} job */
function appointmentOf(job) {
  return (isToDo(job) && job.interview?.fieldwork?.appointment) || "9";
}

/** @param {string} a @param {string} b */
function byCode(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @param {Job} job */
export function labelOf({ assignment, interview }) {
  return assignment?.label || interview?.label || String(assignment?.id ?? interview?.id);
}

/** Work for training, which is never counted with the rest. @param {Job} job */
export function isPractice({ assignment, interview }) {
  return assignment?.training ?? interview?.training ?? false;
}

/** What is searched in a job: folded once, asked at every key. @type {WeakMap<Job, string>} */
const searched = new WeakMap();

/** Whether all words that were typed are in what names a job, in any order. @param {Job} job @param {string[]} words folded */
export function says(job, words) {
  let text = searched.get(job);
  if (text === undefined) {
    text = fold(`${labelOf(job)} ${job.assignment?.address ?? ""} ${Object.values(job.assignment?.unit ?? {}).join(" ")}`);
    searched.set(job, text);
  }
  return words.every((word) => text.includes(word));
}
