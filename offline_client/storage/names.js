/** Names drawn at random. Works without a secure context too, where `crypto.randomUUID` is missing. */

const LETTERS = "abcdefghijklmnopqrstuvwxyz23456789";

/**
 * @param {number} length
 * @returns {string} of a–z and 2–9
 */
export function randomName(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");
}

/** @returns {string} 128 random bits as 32 hexadecimal digits */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
