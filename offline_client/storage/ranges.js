/** Ranges of keys: most stores have the interview, or the user, at the beginning of theirs. */

/**
 * The range of the keys that begin like this: of a user in `assignments`, of an interview in `events`, `outbox` and `files`, of a device in it.
 * @param {...string} start
 */
export function allOf(...start) {
  return IDBKeyRange.bound(start, [...start, []]);
}
