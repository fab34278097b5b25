/**
 * The index of a code list: all codes, labels and synonyms folded into one text, which the browser's own text search runs
 * through in a few milliseconds. Built once for a list and language; a question only says which codes it offers.
 *
 * A record is `\n`, the code, and `\t` with the words of the label and of each synonym. No blanks: a word begins with its
 * capital. So `"\tX"` finds labels that begin with x, `"X"` words that do, and `"\nx"` codes.
 */
import { DROP, fold, foldUnit, BLANK } from "./fold.js";
import { beginsWithOneSlip, spellings } from "./slips.js";

const RECORD = 10;
const FIELD = 9;
const LEAST_SLIPPED = 4; // letters of a word in which a slip is looked for; shorter ones are near to everything

/** Between the texts while they are folded: no characters, so no label holds them. */
const CUT_RECORD = 0xfffe;
const CUT_FIELD = 0xffff;

/** @typedef {{code: string, names: string[]}} Entry  the label, then synonyms */
/** @typedef {{found: number[], more: boolean}} Found  positions in the list, best first; whether there are others */

export class CodeIndex {
  /** @param {readonly Entry[]} entries in the order of the list */
  constructor(entries) {
    this.size = entries.length;
    const { text, starts } = foldAll(entries);
    this.text = text;
    this.starts = starts;
  }

  /**
   * Best first: the code itself, labels that begin so, codes that begin so, words that begin so in any order, words that
   * contain it, and where there is nothing else, one slip of the finger.
   * @param {string} query
   * @param {{limit?: number, accepts?: (entry: number) => boolean}} [options]
   * @returns {Found}
   */
  search(query, { limit = 30, accepts = () => true } = {}) {
    const wanted = fold(query);
    /** @type {Set<number>} */
    const found = new Set();
    for (const rank of this.#ranks(wanted, found)) {
      for (const entry of rank) {
        if (found.has(entry) || !accepts(entry)) continue;
        if (found.size === limit) return { found: Array.from(found), more: true };
        found.add(entry);
      }
    }
    return { found: Array.from(found), more: false };
  }

  /** @param {string} wanted @param {ReadonlySet<number>} found so far */
  *#ranks(wanted, found) {
    if (wanted === "") return;
    const words = wanted.split(" ").map(spellings);
    yield this.#having(`\n${wanted}\t`);
    for (const nth of [0, 1, 2, 3]) yield this.#having(`\t${words.map((spelled) => begin(spelled[nth] ?? spelled[0] ?? "")).join("")}`);
    yield this.#having(`\n${wanted}`);
    yield this.#havingAll(words, (record, spelling) => record.includes(begin(spelling)), true);
    yield this.#havingAll(words, (record, spelling) => record.includes(spelling) || record.includes(begin(spelling)), false);
    if (found.size === 0) yield this.#slipped(words);
  }

  /** Entries whose record contains a text, each once, in order. @param {string} text */
  *#having(text) {
    let entry = 0;
    for (let at = this.text.indexOf(text); at >= 0; at = this.text.indexOf(text, this.#start(entry))) {
      while (this.#start(entry + 1) <= at) entry += 1;
      yield entry;
      entry += 1;
    }
  }

  /**
   * Entries with all the words, each in one of its spellings.
   * @param {string[][]} words
   * @param {(record: string, spelling: string) => boolean} has
   * @param {boolean} beginning whether the words must begin so
   */
  *#havingAll(words, has, beginning) {
    const anchor = words.reduce((longest, word) => (lengthOf(word) > lengthOf(longest) ? word : longest));
    const others = words.filter((word) => word !== anchor);
    const texts = beginning ? anchor.map(begin) : anchor.flatMap((spelling) => [spelling, begin(spelling)]);
    for (const text of texts) {
      for (const entry of this.#having(text)) {
        if (others.length === 0) yield entry;
        else {
          const record = this.text.slice(this.#start(entry), this.#start(entry + 1));
          if (others.every((word) => word.some((spelling) => has(record, spelling)))) yield entry;
        }
      }
    }
  }

  /** Entries in which one of the words has one slip, and all others begin a word. @param {string[][]} words */
  *#slipped(words) {
    for (const word of words) {
      const others = words.filter((other) => other !== word);
      for (const spelling of word) {
        if (spelling.length < LEAST_SLIPPED) continue;
        if (others.length === 0) yield* this.#nearTo(spelling);
        else for (const entry of this.#havingAll(others, (record, other) => record.includes(begin(other)), true)) if (this.#hasSlipped(entry, spelling)) yield entry;
      }
    }
  }

  /** Entries with a word that is this one but for a slip: its beginning or its end is whole then, and leads there. @param {string} word */
  *#nearTo(word) {
    const half = word.length >> 1;
    yield* this.#nearAround(word, begin(word.slice(0, half - 1)), 0, 0);
    yield* this.#nearAround(word, word.slice(half), half - 1, half + 1);
  }

  /** The entries in which the part of a word stands, and the word begins so many letters before it. @param {string} word @param {string} part @param {number} least @param {number} most */
  *#nearAround(word, part, least, most) {
    let entry = 0;
    for (let at = this.text.indexOf(part); at >= 0; at = this.text.indexOf(part, at + 1)) {
      let near = false;
      for (let from = at - most; from <= at - least && !near; from += 1) near = this.#isNear(word, from);
      if (!near) continue;
      while (this.#start(entry + 1) <= at) entry += 1;
      yield entry;
    }
  }

  /** @param {string} word @param {number} at */
  #isNear(word, at) {
    return isBeginning(this.text.charCodeAt(at)) && beginsWithOneSlip(word, plain, this.text, at);
  }

  /** @param {number} entry @param {string} word */
  #hasSlipped(entry, word) {
    const end = this.#start(entry + 1);
    for (let at = this.text.indexOf("\t", this.#start(entry)); at < end; at += 1) {
      if (this.#isNear(word, at)) return true;
    }
    return false;
  }

  /** @param {number} entry */
  #start(entry) {
    return entry < this.size ? /** @type {number} */ (this.starts[entry]) : this.text.length;
  }
}

/** Capitals of the index: letters have theirs, digits are moved by 128, other scripts stay as they are. @param {number} unit */
function capital(unit) {
  return unit >= 97 && unit <= 122 ? unit - 32 : unit >= 48 && unit <= 57 ? unit + 128 : unit;
}

/** @param {number} unit */
function isBeginning(unit) {
  return (unit >= 65 && unit <= 90) || (unit >= 176 && unit <= 185);
}

/** @param {number} unit of the index */
function plain(unit) {
  return unit >= 65 && unit <= 90 ? unit + 32 : unit >= 176 && unit <= 185 ? unit - 128 : unit;
}

/** How a word looks at its beginning. @param {string} word */
function begin(word) {
  return word === "" ? "" : String.fromCharCode(capital(word.charCodeAt(0))) + word.slice(1);
}

/** @param {string[]} spelled */
function lengthOf(spelled) {
  return Math.min(...spelled.map(({ length }) => length));
}

/** All entries folded in one pass, for 36,000 take as long as a blink. @param {readonly Entry[]} entries */
function foldAll(entries) {
  const source = entries.map(({ code, names }) => `\ufffe${code}\uffff${names.join("\uffff")}`).join("");
  const units = new Uint16Array(source.length);
  const starts = new Uint32Array(entries.length);
  let entry = 0;
  let at = 0;
  let inCode = false;
  let fresh = false; // the next letter begins a word
  let seen = 0;
  for (let from = 0; from < source.length; from += 1) {
    const given = source.charCodeAt(from);
    const cut = given === CUT_RECORD || given === CUT_FIELD;
    const unit = cut ? BLANK : foldUnit(given);
    if (cut) {
      inCode = given === CUT_RECORD;
      if (inCode) starts[entry++] = at;
      units[at++] = inCode ? RECORD : FIELD;
      fresh = !inCode;
    } else if (unit === BLANK) fresh = true;
    else if (unit !== DROP) {
      if (fresh && inCode && units[at - 1] !== RECORD) units[at++] = BLANK;
      units[at++] = fresh && !inCode ? capital(unit) : unit;
      seen |= unit;
      fresh = false;
    }
  }
  const kept = units.subarray(0, at);
  return { text: seen < 128 ? new TextDecoder("latin1").decode(Uint8Array.from(kept)) : new TextDecoder("utf-16le").decode(kept), starts };
}
