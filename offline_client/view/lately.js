/**
 * The codes chosen lately, by form and list: a convenience of this unlocked page. They are answers, so they are written
 * nowhere, and forgotten when the device is locked.
 */

const KEPT = 5;

/** @type {Map<string, string[]>} */
const chosen = new Map();

/** @param {string} list @returns {readonly string[]} the last one first */
export function lately(list) {
  return chosen.get(list) ?? [];
}

/** @param {string} list @param {string} code */
export function useLately(list, code) {
  chosen.set(list, [code, ...lately(list).filter((other) => other !== code)].slice(0, KEPT));
}

export function forgetLately() {
  chosen.clear();
}
