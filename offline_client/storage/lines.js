/**
 * Records at rest as lines of text, bytes in base64: how they stand outside the database, in the second copy and in notes.
 *
 * @typedef {{store: string, record: any, user?: string}} Line
 */
import { fromBase64, toBase64 } from "./office_key.js";

/** @param {Line[]} lines */
export function textOf(lines) {
  return lines.map((line) => `${lineOf(line)}\n`).join("");
}

/** The lines that can be read; one that was cut when the power went is left out. @param {string} text @returns {Line[]} */
export function linesOf(text) {
  return text.split("\n").filter(Boolean).flatMap((line) => {
    try {
      return [recordIn(line)];
    } catch {
      console.error("a line of a copy or a note cannot be read");
      return [];
    }
  });
}

/** @param {any} record */
export function lineOf(record) {
  return JSON.stringify(record, (_key, value) => (value instanceof Uint8Array ? { bytes: toBase64(value) } : value));
}

/** @param {string} line @returns {any} @throws {SyntaxError} when it was cut */
export function recordIn(line) {
  return JSON.parse(line, (_key, value) => (typeof value?.bytes === "string" ? fromBase64(value.bytes) : value));
}
