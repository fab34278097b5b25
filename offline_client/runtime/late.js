// What an approval covers, and the events that came after it. Rules: docs/events.md. Twin: engine/response/late.py.

/** @typedef {import("./types").Event} Event */

const OFFICE = "server";

/**
 * The events that count, and those set aside: they came after the approval that stands.
 * @param {readonly Event[]} events in order @returns {{standing: readonly Event[], late: Event[]}}
 */
export function parted(events) {
  const last = [...events].reverse().find((event) => event.type === "approve" || event.type === "return");
  /** @type {unknown} */
  const covers = last?.type === "approve" ? last.covers : null;
  if (covers === null || typeof covers !== "object" || Array.isArray(covers)) return { standing: events, late: [] };
  const numbers = new Map(Object.entries(covers));
  const isLate = (/** @type {Event} */ event) => matters(event) && event.seq > (numbers.get(event.device) ?? 0);
  return { standing: events.filter((event) => !isLate(event)), late: events.filter(isLate) };
}

/** Paradata changes nothing, so that it is never late. @param {Event} event */
function matters(event) {
  return event.device !== OFFICE && event.type !== "paradata";
}
