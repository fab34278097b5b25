// Which rows a roster has now: added by hand, counted, of a code list, of what is selected, or the other rows around. Frames are made of them in propagate.js.

import { attempt } from "./frames.js";
import { MOST_ROWS } from "./messages.js";
import { cellPath } from "./paths.js";

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./form.js").Slot} Slot
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {import("./fold.js").LogState} LogState
 */

/** The ids of the rows of a roster, in order. @param {Form} form @param {LogState} log @param {Frame} frame that holds the roster @param {Slot} slot @returns {string[]} */
export function rowIds(form, log, frame, slot) {
  const rows = slot.item?.rows;
  if (rows?.kind === "codes") return form.lists[rows.codes ?? ""]?.codes ?? [];
  if (rows?.kind === "count") return countedIds(form, frame, rows.count, slot.item?.max_rows ?? MOST_ROWS);
  if (rows?.kind === "others") return frame.parent ? (frame.parent.rows[frame.scope.child] ?? []).filter((row) => row !== frame).map((row) => row.id) : [];
  if (rows?.kind === "selected") return selectedIds(frame, rows.from ?? [0, 0]);
  const list = log.rosters.get(cellPath(frame.path, slot.name));
  if (!list) return [];
  return list.removed.size ? list.order.filter((id) => !list.removed.has(id)) : list.order.slice();
}

/** @param {Form} form @param {Frame} frame @param {number | undefined} index @param {number} most */
function countedIds(form, frame, index, most) {
  const node = index === undefined ? undefined : form.nodes[index];
  const count = node ? attempt(node, frame).value : null;
  const ids = [];
  for (let i = 1; i <= Math.min(count ?? 0, most); i += 1) ids.push(String(i));
  return ids;
}

/** @param {Frame} frame @param {[number, number]} from */
function selectedIds(frame, [up, slot]) {
  let source = frame;
  for (let n = 0; n < up; n += 1) source = /** @type {Frame} */ (source.parent);
  return source.values[slot] ?? [];
}
