/**
 * Searching long code lists by what people say: words in any order, without accents, by label or by code.
 *
 * `đ`, `ơ` and `ư` are letters of their own, not letters with marks that NFD takes off, so the first is folded by hand and
 * the horn of the others is among the marks removed.
 */

/** @typedef {import("./types").Offer} Offer */

/** @param {string} text @returns {string} lower case, no marks, words parted by single blanks */
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/gu, "d")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * @param {Offer[]} offers
 * @returns {(query: string) => Offer[]} best first: the code itself, labels that begin so, words that begin so, the rest; list order within
 */
export function searcher(offers) {
  const index = offers.map((offer) => ({ offer, code: fold(offer.code), words: ` ${fold(offer.label)}` }));
  return (query) => {
    const wanted = fold(query);
    if (wanted === "") return offers;
    const parts = wanted.split(" ");
    /** @type {Offer[][]} */
    const ranks = [[], [], [], []];
    for (const { offer, code, words } of index) {
      const rank = rankOf(wanted, parts, code, words);
      if (rank !== null) ranks[rank]?.push(offer);
    }
    return ranks.flat();
  };
}

/**
 * @param {string} wanted
 * @param {string[]} parts
 * @param {string} code
 * @param {string} words with a blank in front
 * @returns {number | null}
 */
function rankOf(wanted, parts, code, words) {
  if (code === wanted) return 0;
  if (code.startsWith(wanted) || words.startsWith(` ${wanted}`)) return 1;
  if (parts.every((part) => words.includes(` ${part}`))) return 2;
  return parts.every((part) => words.includes(part)) ? 3 : null;
}
