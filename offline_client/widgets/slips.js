/**
 * What was meant by a word that was typed otherwise: with the keys of Telex or VNI where no input method reads them, or with
 * one slip of the finger. Words are folded (`fold.js`).
 */

const TONES = /[sfrxjwz]/g; // never letters of a Vietnamese syllable after its first vowel

/**
 * The spellings a typed word may stand for, the one as typed first: `nghe65` is `nghe` in VNI, `dduongwf` is `duong` in Telex.
 * @param {string} word
 * @returns {string[]}
 */
export function spellings(word) {
  return Array.from(new Set([word, vni(word), telex(word, /(?!)/g), telex(word, /(aa|ee|oo)/g)].filter(Boolean)));
}

/** @param {string} word */
function vni(word) {
  return /[a-z]/.test(word) ? word.replace(/\d/g, "") : word;
}

/** @param {string} word @param {RegExp} doubled letters that stand for one; `moóc` has two */
function telex(word, doubled) {
  const parts = /^([^aeiouyw]*)([aeiouyw])(.*)$/.exec(word);
  if (!parts) return word.replace(/^dd/, "d");
  const [, onset = "", vowel = "", rest = ""] = parts;
  const start = onset.replace(/^dd/, "d") + (vowel === "w" ? "u" : vowel);
  return withoutLateMarks(start.slice(0, -1) + (start.slice(-1) + rest).replace(doubled, (pair) => pair.slice(1)).replace(TONES, ""));
}

/** Marks typed at the end of the syllable: `duongd`, `trene`. @param {string} word */
function withoutLateMarks(word) {
  const late = /^(.*[aeiouy].*[bcdghkmnpt])([aeod])$/.exec(word);
  const [, before = "", mark = ""] = late ?? [];
  return late && before.includes(mark) && (mark !== "d" || before.startsWith("d")) ? before : word;
}

/**
 * Whether `word` is the beginning of `text` at `at`, but for one letter that is wrong, missing, too many, or changed places with the next.
 * @param {string} word
 * @param {(unit: number) => number} plain  what a code unit of the text counts as
 * @param {string} text
 * @param {number} at
 */
export function beginsWithOneSlip(word, plain, text, at) {
  let same = 0;
  while (same < word.length && word.charCodeAt(same) === plain(text.charCodeAt(at + same))) same += 1;
  if (same >= word.length) return true;
  const here = at + same;
  const swapped = word.charCodeAt(same) === text.charCodeAt(here + 1) && word.charCodeAt(same + 1) === plain(text.charCodeAt(here));
  return (
    text.startsWith(word.slice(same + 1), here + 1) || // wrong
    text.startsWith(word.slice(same), here + 1) || // missing
    (plain(text.charCodeAt(here)) === word.charCodeAt(same + 1) && text.startsWith(word.slice(same + 2), here + 1)) || // too many
    (swapped && text.startsWith(word.slice(same + 2), here + 2))
  );
}
