// Functions of numbers on internal values: exact ones on scaled integers, real ones on doubles. Twin: engine/expression/numbers.py.
// Remainders are taken before quotients, because a quotient of doubles may round.

import { Overflow } from "./errors.js";
import { LIMIT, POWERS } from "./values.js";

const PLAIN_NUMBER = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;

/** The number itself, or Overflow beyond 2^53-1. @param {number} n */
export function exact(n) {
  if (n > LIMIT || n < -LIMIT) throw new Overflow();
  return n;
}

/** The double itself, without a sign on zero, or Overflow when it is not finite. @param {number} n */
export function finite(n) {
  if (!Number.isFinite(n)) throw new Overflow();
  return n + 0;
}

/** 10^k, exactly. @param {number} k 0 to 18 */
export function power10(k) {
  return /** @type {number} */ (POWERS[k]);
}

/** -1, 0 or 1. @param {number} x */
export function sign(x) {
  return (x > 0 ? 1 : 0) - (x < 0 ? 1 : 0);
}

/** x with d decimals rounded half away from zero to n; scaled by 10^n, for a negative n not at all. @param {number} x @param {number} d @param {number} n */
export function roundExact(x, d, n) {
  if (n >= d) return exact(x * power10(n - d) + 0);
  const step = power10(d - n);
  const size = Math.abs(x);
  const rest = size % step;
  const rounded = (size - rest) / step + (2 * rest >= step ? 1 : 0);
  return exact((x < 0 ? 0 - rounded : rounded) * power10(Math.max(0, -n)) + 0);
}

/** y = |x| × 10^n as a double, its floor, one more when the rest is at least a half. @param {number} x @param {number} n */
export function roundReal(x, n) {
  const y = finite(n >= 0 ? Math.abs(x) * power10(n) : Math.abs(x) / power10(-n));
  const below = Math.floor(y);
  const rounded = below + (y - below >= 0.5 ? 1 : 0);
  return exact((x < 0 ? 0 - rounded : rounded) * power10(Math.max(0, -n)) + 0);
}

/** floor(x / y); null for y = 0. @param {number} x @param {number} y */
export function div(x, y) {
  if (y === 0) return null;
  const rest = x % y;
  const quotient = (x - rest) / y;
  return (rest !== 0 && rest < 0 !== y < 0 ? quotient - 1 : quotient) + 0;
}

/** x - y × div(x, y), of the sign of y; null for y = 0. @param {number} x @param {number} y */
export function mod(x, y) {
  if (y === 0) return null;
  const rest = x % y;
  return (rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest) + 0;
}

/** The whole number not above x / 10^d. @param {number} x @param {number} d */
export function floorExact(x, d) {
  return div(x, power10(d));
}

/** The whole number not below x / 10^d. @param {number} x @param {number} d */
export function ceilExact(x, d) {
  return 0 - /** @type {number} */ (div(0 - x, power10(d)));
}

/** @param {number} x */
export function floorReal(x) {
  return exact(Math.floor(x) + 0);
}

/** @param {number} x */
export function ceilReal(x) {
  return exact(Math.ceil(x) + 0);
}

/** x multiplied n times, from 1. @param {number} x @param {number} n */
export function powerExact(x, n) {
  let result = 1;
  for (let i = 0; i < n; i += 1) result = exact(result * x + 0);
  return result;
}

/** x multiplied n times, from 1, from the left. @param {number} x @param {number} n */
export function powerReal(x, n) {
  let result = 1;
  for (let i = 0; i < n; i += 1) result = finite(result * x);
  return result;
}

/** The IEEE square root; null for a negative number. @param {number} x */
export function sqrt(x) {
  return x >= 0 ? Math.sqrt(x) : null;
}

/** The number that x writes, scaled by 10^n; null when it writes none, or has more than n decimals. @param {string} x @param {number} n */
export function toNumber(x, n) {
  const [, minus, whole = "", decimals = ""] = PLAIN_NUMBER.exec(x) ?? [];
  if (whole === "" || decimals.length > n) return null;
  const digits = (whole + decimals.padEnd(n, "0")).replace(/^0+(?=.)/, "");
  if (digits.length > 16) throw new Overflow();
  const number = exact(Number(digits));
  return minus ? 0 - number : number;
}
