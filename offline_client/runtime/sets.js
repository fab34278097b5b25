// Functions of selections (arrays of codes) and of several values at once, on internal values. Twin: engine/expression/sets.py.

import { sameValue } from "./values.js";

/** Equality of two internal values of one type; selections are compared as sets. @param {any} a @param {any} b @returns {boolean} */
export function equal(a, b) {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || typeof a[0] !== "string") return sameValue(a, b);
  return a.length === b.length && a.every((member) => b.includes(member));
}

/** @param {string[]} x @param {string[]} codes */
export function selectedAny(x, codes) {
  return codes.some((code) => x.includes(code));
}

/** @param {string[]} x @param {string[]} codes */
export function selectedAll(x, codes) {
  return codes.every((code) => x.includes(code));
}

/** @param {string[]} x @param {string[]} codes */
export function selectedOnly(x, codes) {
  return x.every((code) => codes.includes(code));
}

/** The place of the code, from 1; null when it is not ranked. @param {string[]} x @param {string} code */
export function rankOf(x, code) {
  const at = x.indexOf(code);
  return at < 0 ? null : at + 1;
}

/** @param {...any} values */
export function minKnown(...values) {
  const known = values.filter((value) => value !== null);
  return known.length ? Math.min(...known) : null;
}

/** @param {...any} values */
export function maxKnown(...values) {
  const known = values.filter((value) => value !== null);
  return known.length ? Math.max(...known) : null;
}

/** @param {...any} values */
export function countAnswered(...values) {
  return values.filter((value) => value !== null).length;
}
