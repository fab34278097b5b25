/** Records as lines of text, bytes in base64: how the second copy writes them down. */

import { fromBase64, toBase64 } from "./office_key.js";

/** @param {any} record */
export function lineOf(record) {
  return JSON.stringify(record, (_key, value) => (value instanceof Uint8Array ? { bytes: toBase64(value) } : value));
}

/** @param {string} line @returns {any} @throws {SyntaxError} when it was cut */
export function recordIn(line) {
  return JSON.parse(line, (_key, value) => (typeof value?.bytes === "string" ? fromBase64(value.bytes) : value));
}
