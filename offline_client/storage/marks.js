/**
 * How far an interview has come on this device, kept beside the database: one that has lost its end must not give the numbers of
 * what was there to other events. The server knows these numbers already.
 */
const PREFIX = "phieu last ";

/** Notes the number of an event that is on disk. @param {string} interview @param {{device: string, seq: number}} event */
export function mark(interview, { device, seq }) {
  try {
    localStorage.setItem(PREFIX + interview, `${seq} ${device}`);
  } catch (error) {
    console.error("there is no room for a mark", error); // it is needed only where the database fails
  }
}

/** The highest number that was noted, 0 where there is none. @param {string} interview @param {string} device */
export function lastMarked(interview, device) {
  const [seq, name] = (localStorage.getItem(PREFIX + interview) ?? "").split(" ", 2);
  return name === device ? Number(seq) : 0;
}

/** @param {string} interview */
export function dropMark(interview) {
  localStorage.removeItem(PREFIX + interview);
}
