// The table of functions that `["call", name, …]` of the core names: one row each, mirrored by engine/expression/functions.py.
// A function is null when an argument is null; one that looks inside is given nulls.

import * as dates from "./dates.js";
import * as geography from "./geography.js";
import * as numbers from "./numbers.js";
import * as sets from "./sets.js";
import * as texts from "./texts.js";

/** @typedef {{apply: (...args: any[]) => any, inside: boolean}} Row */

/** @param {(...args: any[]) => any} apply @returns {Row} */
const strict = (apply) => ({ apply, inside: false });
/** @param {(...args: any[]) => any} apply @returns {Row} */
const looksInside = (apply) => ({ apply, inside: true });

/** @type {Record<string, Row>} */
export const FUNCTIONS = {
  // numbers: d is the decimals of an exact argument, n those of the result
  abs: strict(Math.abs),
  sign: strict(numbers.sign),
  round: strict(numbers.roundExact),
  rround: strict(numbers.roundReal),
  floor: strict(numbers.floorExact),
  rfloor: strict(numbers.floorReal),
  ceil: strict(numbers.ceilExact),
  rceil: strict(numbers.ceilReal),
  div: strict(numbers.div),
  mod: strict(numbers.mod),
  power: strict(numbers.powerExact),
  rpower: strict(numbers.powerReal),
  sqrt: strict(numbers.sqrt),
  to_number: strict(numbers.toNumber),
  min: strict(Math.min),
  max: strict(Math.max),
  min_known: looksInside(sets.minKnown),
  max_known: looksInside(sets.maxKnown),
  // missing values
  same_as: looksInside(sets.equal),
  count_answered: looksInside(sets.countAnswered),
  // text
  length: strict(texts.length),
  concat: strict(texts.concat),
  concat_known: looksInside(texts.concatKnown),
  substring: strict(texts.substring),
  left: strict(texts.left),
  right: strict(texts.right),
  trim: strict(texts.trim),
  starts_with: strict((x, y) => x.startsWith(y)),
  ends_with: strict((x, y) => x.endsWith(y)),
  contains: strict((x, y) => x.includes(y)),
  index_of: strict(texts.indexOf),
  replace: strict(texts.replace),
  part: strict(texts.part),
  pad_left: strict(texts.padLeft),
  matches: strict(texts.matches),
  to_text: strict(texts.toText),
  first_code: strict(texts.firstCode),
  // dates and times
  date: strict(dates.date),
  year: strict(dates.year),
  month: strict(dates.month),
  day: strict(dates.day),
  quarter: strict(dates.quarter),
  weekday: strict(dates.weekday),
  day_of_year: strict(dates.dayOfYear),
  days_in_month: strict(dates.lengthOfMonth),
  iso_week: strict(dates.isoWeek),
  days_between: strict((a, b) => b - a),
  months_between: strict(dates.monthsBetween),
  years_between: strict(dates.yearsBetween),
  age: strict(dates.age),
  add_days: strict(dates.addDays),
  add_months: strict(dates.addMonths),
  shift_month: strict(dates.shiftMonth),
  add_years: strict(dates.addYears),
  year_month: strict(dates.yearMonth),
  first_day: strict(dates.firstDay),
  last_day: strict(dates.lastDay),
  date_of: strict((t) => Math.floor(t / 86400)),
  time_of: strict((t) => t - Math.floor(t / 86400) * 86400),
  hour: strict((t) => Math.floor(t / 3600)),
  minute: strict((t) => ((Math.floor(t / 60) % 60) + 60) % 60),
  minutes_between: strict((a, b) => Math.floor((b - a) / 60)),
  // selections
  selected: strict((x, code) => x.includes(code)),
  count_selected: strict((x) => x.length),
  selected_any: strict(sets.selectedAny),
  selected_all: strict(sets.selectedAll),
  selected_only: strict(sets.selectedOnly),
  first_selected: strict((x) => x[0]),
  nth_selected: strict((x, n) => x[n - 1] ?? null),
  rank_of: strict(sets.rankOf),
  is_subset: strict(sets.selectedOnly),
  overlaps: strict(sets.selectedAny),
  // geography and files
  distance: strict(geography.distance),
  path_length: strict(geography.pathLength),
  area: strict(geography.area),
  inside: strict(geography.inside),
  count_points: strict((points) => points.length),
  latitude: strict((p) => p[0]),
  longitude: strict((p) => p[1]),
  accuracy: strict((p) => p[2] ?? null),
  file_size: strict((file) => file.size),
};
