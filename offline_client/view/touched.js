/** Which parts of a page a change concerns, so that the others are left alone. The runtime tells every cell that looks different now. */

/** @typedef {import("./types").Desk} Desk */
/** @typedef {import("../runtime/types").CompiledItem} Item */

/**
 * The rows that changed cells stand in, at every depth, and those that changed themselves.
 * @param {Iterable<string>} changed paths
 * @returns {Set<string>}
 */
export function rowsOf(changed) {
  const rows = new Set();
  for (const path of changed) for (let at = path.indexOf("]"); at >= 0; at = path.indexOf("]", at + 1)) rows.add(path.slice(0, at + 1));
  return rows;
}

/**
 * Whether a part can look different although no change names it: it has a failure, which may be due since, or whether it
 * must be answered depends on others.
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} path
 * @returns {boolean}
 */
export function mayDiffer(desk, item, path) {
  return desk.failuresAt(path).length > 0 || dependsOnOthers(desk, item);
}

/** @param {Pick<Desk, "interview">} desk @param {Item} item @returns {boolean} also of an item within */
export function dependsOnOthers({ interview }, item) {
  const required = item.required === undefined || item.required === null ? undefined : interview.compiled.nodes[item.required];
  return (required !== undefined && required.ast[0] !== "lit") || (item.items ?? []).some((inner) => dependsOnOthers({ interview }, inner));
}
