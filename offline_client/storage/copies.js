/**
 * Interviews that more than one user of this device has had in hand, as when the office gives one to a colleague. Each has a
 * copy of their own, sealed with their own key, and none opens or changes that of another: the first under the name of the
 * interview, the others under that name with a number behind it, as in `5f1c…~2`.
 */

const MARK = "~"; // in no name that the office or a device gives

/** The name by which the office knows the interview of a copy. @param {string} copy @returns {string} */
export function officeName(copy) {
  return copy.split(MARK, 1)[0] ?? copy;
}

/**
 * The name under which a user has an interview on this device, or is to have it.
 * @param {{id: string, user: string}[]} interviews all that lie here, of every user
 * @param {string} user
 * @param {string} name by which the office knows it
 * @returns {string}
 */
export function copyOf(interviews, user, name) {
  const copies = new Map(interviews.filter(({ id }) => officeName(id) === name).map(({ id, user: owner }) => [id, owner]));
  for (const [id, owner] of copies) if (owner === user) return id;
  let free = name;
  for (let number = 2; copies.has(free); number += 1) free = `${name}${MARK}${number}`;
  return free;
}
