/** The copy of a draft that the browser keeps until the server has it, so that a closed tab, a lost connection or another
 *  designer's save loses nothing. */

/** @typedef {{source: string, files: Record<string, string>, revision: number, at: string}} Copy */

const PREFIX = "phieu.designer.";

/** @param {string} user @param {string} form @returns {Copy | null} */
export function readCopy(user, form) {
  const kept = window.localStorage.getItem(key(user, form));
  if (kept === null) return null;
  try {
    return JSON.parse(kept);
  } catch (error) {
    console.error("The local copy cannot be read and is left where it is.", key(user, form), error);
    return null;
  }
}

/**
 * Keeps a copy; false when the browser has no room.
 * @param {string} user @param {string} form @param {Copy} copy @returns {boolean}
 */
export function keepCopy(user, form, copy) {
  try {
    window.localStorage.setItem(key(user, form), JSON.stringify(copy));
    return true;
  } catch (error) {
    console.error("The browser keeps no local copy.", error);
    return false;
  }
}

/** @param {string} user @param {string} form */
export function dropCopy(user, form) {
  window.localStorage.removeItem(key(user, form));
}

/** @param {string} user @param {string} form */
function key(user, form) {
  return `${PREFIX}${user}.${form}`;
}
