/**
 * The places that a failure is about, each with what it is called: the answers it names, and those that it reads over the
 * rows of a roster.
 *
 * @typedef {import("../runtime/interview.js").Interview} Interview
 * @typedef {import("../runtime/types").Failure} Failure
 * @typedef {import("../runtime/frames.js").Frame} Frame
 * @typedef {{path: string, label: string}} Place
 */
import { eachFrame } from "../runtime/frames.js";
import { rowTitle } from "./pages.js";

const EACH = 6; // rows that are named one by one; beyond, the roster stands for them

/**
 * @param {Interview} interview
 * @param {Failure} failure
 * @returns {Place[]} those on route, no place twice
 */
export function placesOf(interview, failure) {
  /** @type {Map<string, Place>} */
  const places = new Map();
  const add = (/** @type {string} */ path, /** @type {string} */ label) => label !== "" && interview.onRoute(path) && !places.has(path) && places.set(path, { path, label });
  for (const path of failure.involved) add(path, interview.text(path, "label"));
  const edit = interview.compiled.edits?.find(({ id }) => id === failure.edit);
  if (!edit) return [...places.values()];
  const at = interview.frame(failure.path);
  const read = edit.rows ?? [];
  for (const [scope, slot] of read) {
    const place = interview.form.scopes[scope]?.slots[slot];
    const cells = framesOf(interview, at, scope).filter((frame) => frame.onRoute && frame.route[slot]);
    const named = read.some(([other]) => other === place?.roster);
    if (place && place.roster >= 0) cells.forEach((frame) => named || addRoster(frame, slot, ""));
    else if (cells.length > EACH) addRosters(cells, place?.name ?? "");
    else for (const frame of cells) add(frame.pathOf(slot), [frame.path && rowTitle(interview, frame.path), interview.text(frame.pathOf(slot), "label") || place?.name].filter(Boolean).join(": "));
  }
  return [...places.values()];

  /** @param {Frame[]} frames @param {string} name of the question read in them */
  function addRosters(frames, name) {
    for (const parent of new Set(frames.map((frame) => frame.parent))) {
      const [first] = frames.filter((frame) => frame.parent === parent);
      if (parent && first) addRoster(parent, first.scope.roster, interview.text(`${first.path}.${name}`, "label") || name);
    }
  }

  /** @param {Frame} frame @param {number} roster slot @param {string} what */
  function addRoster(frame, roster, what) {
    const path = frame.pathOf(roster);
    add(path, [interview.text(path, "label") || (frame.scope.slots[roster]?.name ?? ""), what].filter(Boolean).join(": "));
  }
}

/** The frames of a scope that an edit in the frame `at` reads. @param {Interview} interview @param {Frame} at @param {number} scope @returns {Frame[]} */
function framesOf(interview, at, scope) {
  /** @type {Frame[]} */
  const found = [];
  eachFrame(around(interview, at, scope), (frame) => {
    if (frame.scope.index === scope) found.push(frame);
  });
  return found;
}

/** The nearest frame around `at` below which the rows of the scope lie. @param {Interview} interview @param {Frame} at @param {number} scope */
function around(interview, at, scope) {
  const above = new Set();
  for (let one = interview.form.scopes[scope]?.parent ?? -1; one >= 0; one = interview.form.scopes[one]?.parent ?? -1) above.add(one);
  let frame = at;
  while (!above.has(frame.scope.index) && frame.parent) frame = frame.parent;
  return frame;
}
