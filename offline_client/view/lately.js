/** The codes chosen lately on this device, by form and list; a convenience that may be gone at any time, so not in the log. */

const KEPT = 5;

/** @param {string} list @returns {string[]} the last one first */
export function lately(list) {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(list)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((code) => typeof code === "string") : [];
  } catch {
    return []; // blocked or spoilt: the list is then shown without them
  }
}

/** @param {string} list @param {string} code */
export function useLately(list, code) {
  try {
    localStorage.setItem(keyOf(list), JSON.stringify([code, ...lately(list).filter((other) => other !== code)].slice(0, KEPT)));
  } catch {
    // no room or not allowed: nothing is lost but the convenience
  }
}

/** @param {string} list */
function keyOf(list) {
  return `phieu lately ${list}`;
}
