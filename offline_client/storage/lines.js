/**
 * Records at rest as lines of text, one a record: how they stand outside the database.
 *
 * @typedef {{store: string, record: any, user?: string}} Line
 */
import { fromBase64, toBase64 } from "./office_key.js";

/** @param {Line[]} lines */
export function textOf(lines) {
  return lines.map((line) => `${JSON.stringify(line, (_key, value) => (value instanceof Uint8Array ? { bytes: toBase64(value) } : value))}\n`).join("");
}

/** The lines that can be read; one that was cut when the power went is left out. @param {string} text @returns {Line[]} */
export function linesOf(text) {
  const revive = (/** @type {string} */ _key, /** @type {any} */ value) => (typeof value?.bytes === "string" ? fromBase64(value.bytes) : value);
  return text.split("\n").filter(Boolean).flatMap((line) => {
    try {
      return [JSON.parse(line, revive)];
    } catch {
      console.error("a line of the second copy cannot be read");
      return [];
    }
  });
}
