// Calendar arithmetic on internal dates: days since 1970-01-01 in the proleptic Gregorian calendar, no time zone, no clock.
// Twin: engine/expression/dates.py.

import { Overflow } from "./errors.js";

const FIRST_DAY = -719162; // 0001-01-01
const LAST_DAY = 2932896; // 9999-12-31
const FIRST_MONTH = 12;
const LAST_MONTH = 9999 * 12 + 11;

/**
 * Days since 1970-01-01 of a calendar date (H. Hinnant, "chrono-compatible low-level date algorithms").
 * @param {number} year @param {number} month 1–12 @param {number} day 1–31
 */
export function daysFromCivil(year, month, day) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/**
 * The calendar date of a day number, as [year, month, day].
 * @param {number} days @returns {[number, number, number]}
 */
export function civilFromDays(days) {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp + (mp < 10 ? 3 : -9);
  return [yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1];
}

/** @param {number} year */
export function isLeap(year) {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** @param {number} year @param {number} month */
export function daysInMonth(year, month) {
  return month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** True for a date that the calendar has, in the years 1 to 9999. @param {number} year @param {number} month @param {number} day */
export function isDate(year, month, day) {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** @param {number} n @param {number} width */
export function pad(n, width) {
  return String(n).padStart(width, "0");
}

/** `2026-11-22`. @param {number} days */
export function dateText(days) {
  const [year, month, day] = civilFromDays(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Seconds since midnight as `08:30:00`. @param {number} seconds */
export function timeText(seconds) {
  return `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
}

/** The day of that year, month and day; null when there is none. @param {number} y @param {number} m @param {number} d */
export function date(y, m, d) {
  return isDate(y, m, d) ? daysFromCivil(y, m, d) : null;
}

/** @param {number} d */
export function year(d) {
  return civilFromDays(d)[0];
}

/** @param {number} d */
export function month(d) {
  return civilFromDays(d)[1];
}

/** @param {number} d */
export function day(d) {
  return civilFromDays(d)[2];
}

/** @param {number} d */
export function quarter(d) {
  return Math.floor((month(d) + 2) / 3);
}

/** Monday 1 to Sunday 7; 1970-01-01 was a Thursday. @param {number} d */
export function weekday(d) {
  return ((((d + 3) % 7) + 7) % 7) + 1;
}

/** @param {number} d */
export function dayOfYear(d) {
  return d - daysFromCivil(year(d), 1, 1) + 1;
}

/** @param {number} d */
export function lengthOfMonth(d) {
  const [y, m] = civilFromDays(d);
  return daysInMonth(y, m);
}

/** The week of ISO 8601: that of the year in which its Thursday lies. @param {number} d */
export function isoWeek(d) {
  const thursday = d - weekday(d) + 4;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

/** Completed months from a to b; negative when b is before a. @param {number} a @param {number} b @returns {number} */
export function monthsBetween(a, b) {
  if (b < a) return 0 - monthsBetween(b, a);
  const [y1, m1, d1] = civilFromDays(a);
  const [y2, m2, d2] = civilFromDays(b);
  return (y2 - y1) * 12 + m2 - m1 - (d2 < d1 ? 1 : 0);
}

/** Completed years from a to b; 29 February is attained on 1 March in other years. @param {number} a @param {number} b @returns {number} */
export function yearsBetween(a, b) {
  if (b < a) return 0 - yearsBetween(b, a);
  const [y1, m1, d1] = civilFromDays(a);
  const [y2, m2, d2] = civilFromDays(b);
  return y2 - y1 - (m2 < m1 || (m2 === m1 && d2 < d1) ? 1 : 0);
}

/** Completed years; null when birth is after the reference date. @param {number} birth @param {number} reference */
export function age(birth, reference) {
  return birth <= reference ? yearsBetween(birth, reference) : null;
}

/** n days later; Overflow outside the years 1 to 9999. @param {number} d @param {number} n */
export function addDays(d, n) {
  if (d + n < FIRST_DAY || d + n > LAST_DAY) throw new Overflow();
  return d + n;
}

/** n months later, on the same day of the month or the month's last. @param {number} d @param {number} n */
export function addMonths(d, n) {
  const total = shiftMonth(yearMonth(d), n);
  const y = Math.floor(total / 12);
  const m = (total % 12) + 1;
  return daysFromCivil(y, m, Math.min(day(d), daysInMonth(y, m)));
}

/** The month n months later; Overflow outside the years 1 to 9999. @param {number} m @param {number} n */
export function shiftMonth(m, n) {
  if (m + n < FIRST_MONTH || m + n > LAST_MONTH) throw new Overflow();
  return m + n;
}

/** n years later, 29 February becoming 28 February in other years. @param {number} d @param {number} n */
export function addYears(d, n) {
  return addMonths(d, n * 12);
}

/** The month in which the day lies. @param {number} d */
export function yearMonth(d) {
  const [y, m] = civilFromDays(d);
  return y * 12 + m - 1;
}

/** The first day of a month. @param {number} m */
export function firstDay(m) {
  return daysFromCivil(Math.floor(m / 12), (m % 12) + 1, 1);
}

/** The last day of a month. @param {number} m */
export function lastDay(m) {
  const y = Math.floor(m / 12);
  return daysFromCivil(y, (m % 12) + 1, daysInMonth(y, (m % 12) + 1));
}
