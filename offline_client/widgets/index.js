/** The table of widgets: a row for each type of question, what makes it and how it is labelled. */

import * as audio from "./audio.js";
import * as barcode from "./barcode.js";
import * as boolean from "./boolean.js";
import * as calculation from "./calculation.js";
import * as date from "./date.js";
import * as datetime from "./datetime.js";
import * as file from "./file.js";
import * as geopoint from "./geopoint.js";
import * as notYet from "./not_yet.js";
import * as note from "./note.js";
import * as number from "./number.js";
import * as photo from "./photo.js";
import * as rank from "./rank.js";
import * as selectMany from "./select_many.js";
import * as selectOne from "./select_one.js";
import * as signature from "./signature.js";
import * as text from "./text.js";
import * as time from "./time.js";
import * as trace from "./trace.js";

/** @type {Record<string, import("./types").Kind>} */
export const WIDGETS = {
  integer: { create: number.create, labels: "control" },
  decimal: { create: number.create, labels: "control" },
  text: { create: text.create, labels: "control" },
  barcode: { create: barcode.create, labels: "control" },
  date: { create: date.create, labels: "control" },
  year_month: { create: date.create, labels: "control" },
  time: { create: time.create, labels: "control" },
  datetime: { create: datetime.create, labels: "group" },
  select_one: { create: selectOne.create, labels: "group" },
  select_many: { create: selectMany.create, labels: "group" },
  rank: { create: rank.create, labels: "group" },
  boolean: { create: boolean.create, labels: "group" },
  geopoint: { create: geopoint.create, labels: "group" },
  calculation: { create: calculation.create, labels: "control" },
  note: { create: note.create, labels: "none" },
  photo: { create: photo.create, labels: "group" },
  audio: { create: audio.create, labels: "group" },
  file: { create: file.create, labels: "group" },
  signature: { create: signature.create, labels: "group" },
  geotrace: { create: trace.create, labels: "group" },
  geoshape: { create: trace.create, labels: "group" },
};

/** @type {import("./types").Kind} */
const UNKNOWN = { create: notYet.create, labels: "none" };

/** @param {string} type @returns {import("./types").Kind} */
export function widgetFor(type) {
  return WIDGETS[type] ?? UNKNOWN;
}
