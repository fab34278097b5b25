/**
 * What the list shows of a log without folding it: its status and the office's open remarks.
 *
 * @typedef {import("./types").AnswerEvent} AnswerEvent
 * @typedef {import("./types").InterviewStatus} InterviewStatus
 */

/** @type {Record<string, InterviewStatus>} */
const STATUS_AFTER = { complete: "completed", reopen: "open", return: "returned", approve: "approved" };

/** @param {AnswerEvent} event @returns {boolean} whether the list may show something else after it */
export function changesStatus(event) {
  return event.type in STATUS_AFTER || event.type === "remark";
}

/**
 * @param {AnswerEvent[]} events in any order
 * @returns {InterviewStatus}
 */
export function statusOf(events) {
  /** @type {AnswerEvent | null} */
  let last = null;
  for (const event of events) {
    if (event.type in STATUS_AFTER && (last === null || isLater(event, last))) last = event;
  }
  return (last && STATUS_AFTER[last.type]) || "open";
}

/**
 * How many remarks made by others than the interview's own device are still open.
 * @param {AnswerEvent[]} events
 */
export function officeRemarks(events) {
  const closed = new Set(events.filter((event) => event.type === "remark").flatMap((event) => [event["answered"], event["resolved"]]));
  return events.filter((event) => event.type === "remark" && event.device === "server" && event["text"] && !closed.has(event["id"])).length;
}

/**
 * @param {AnswerEvent} a
 * @param {AnswerEvent} b
 */
function isLater(a, b) {
  if (a.hlc !== b.hlc) return a.hlc > b.hlc;
  return a.device === b.device ? a.seq > b.seq : a.device > b.device;
}
