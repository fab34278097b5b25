/**
 * Text as it is compared when people search: lower case, no accents, words parted by single blanks.
 *
 * `đ` is a letter of its own, not a letter with a mark that NFD takes off; the horn of `ơ` and `ư` is a mark like the others.
 */

export const DROP = 1; // a mark: leaves nothing behind
export const BLANK = 32; // whatever is neither letter nor digit

const UNKNOWN = 0;

/** What each code unit becomes, filled in as they are met. */
const table = new Uint16Array(65536);

/** @param {string} text @returns {string} */
export function fold(text) {
  let folded = "";
  let parted = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = foldUnit(text.charCodeAt(at));
    if (unit === DROP) continue;
    if (unit === BLANK) parted = folded !== "";
    else {
      folded += (parted ? " " : "") + String.fromCharCode(unit);
      parted = false;
    }
  }
  return folded;
}

/** @param {number} unit a code unit @returns {number} the code unit it is compared as, DROP or BLANK */
export function foldUnit(unit) {
  const known = /** @type {number} */ (table[unit]);
  if (known !== UNKNOWN) return known;
  const found = foldAnew(String.fromCharCode(unit));
  table[unit] = found;
  return found;
}

/** @param {string} letter */
function foldAnew(letter) {
  if (/\p{M}/u.test(letter)) return DROP;
  if (/[đĐ]/u.test(letter)) return "d".charCodeAt(0);
  if (!/[\p{L}\p{N}\uD800-\uDFFF]/u.test(letter)) return BLANK;
  const plain = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.length === 1 ? plain.charCodeAt(0) : letter.charCodeAt(0); // a syllable of other scripts stays whole
}
