/** A line or an area on the ground: walked, tapped on a sketch, or typed point by point; with its length or area. */

import { area, distance, pathLength } from "../runtime/geography.js";
import { h, icon, setText } from "./dom.js";
import { cleanNumber, decimalSign, readNumber } from "./numbers.js";
import { watchPosition } from "./positions.js";
import { sketch } from "./sketch.js";
import { beforeLeaving } from "./typing.js";

const ACCURATE = 20; // metres: a worse position adds no point
const APART = 5; // metres between two points of a walk, or half the accuracy if that is more

/** @typedef {import("./types").Context} Context */
/** @typedef {number[]} Point */

/** @param {Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { item, words, language, label, readOnly } = context;
  const closed = item.type === "geoshape";
  const fewest = closed ? 3 : 2;
  const measured = h("output", { class: "output" });
  const status = h("p", { class: "soft", role: "status" });
  const ground = sketch(words.sketch(label), readOnly ? null : (point) => add(point));
  const walk = h("button", { type: "button", class: "button primary", onclick: () => start() }, icon("walk"), words.walk_start);
  const stop = h("button", { type: "button", class: "button primary", hidden: true, onclick: () => stopping.now() }, icon("stop"), words.walk_stop);
  const undo = h("button", { type: "button", class: "button", onclick: () => set(points.slice(0, -1)) }, words.undo_point);
  const clear = h("button", { type: "button", class: "button", onclick: () => set([]) }, icon("clear"), words.clear_points);
  const stopping = { now: () => {} };
  /** Too few points are no answer yet; they wait here. @type {Point[]} */
  let points = [];
  /** @type {Point | null} */
  let here = null;

  const paint = () => {
    ground.paint(points, here, closed);
    setText(measured, points.length >= fewest ? measure(points, closed, context) : "");
    undo.hidden = clear.hidden = points.length === 0;
    const missing = points.length > 0 && points.length < fewest ? words.more_points(fewest - points.length) : "";
    if (!stop.hidden) return;
    setText(status, [points.length > 0 ? words.points(points.length) : "", missing].filter(Boolean).join(". "));
  };
  /** @param {Point[]} next */
  const set = (next) => {
    const had = points.length >= fewest;
    points = next;
    if (points.length >= fewest) context.commit(points);
    else if (had) context.commit(null);
    paint();
  };
  const add = (/** @type {Point} */ point) => set([...points, point]);
  const start = () => {
    [walk.hidden, stop.hidden] = [true, false];
    setText(status, words.getting_location);
    const end = watchPosition((point) => {
      here = point;
      const accuracy = point[2] ?? Infinity;
      const metres = String(Math.round(accuracy));
      setText(status, accuracy <= ACCURATE ? words.walk_on(metres) : words.walk_wait(metres));
      const last = points.at(-1);
      if (accuracy <= ACCURATE && (!last || distance(last, point) >= Math.max(APART, accuracy / 2))) add(point);
      else paint();
    }, (denied) => {
      if (denied) stopping.now(); // while a position that is lost may come back on the way
      setText(status, denied ? words.location_denied : words.location_failed);
    });
    const forget = beforeLeaving(() => stopping.now());
    stopping.now = () => {
      forget();
      end();
      [walk.hidden, stop.hidden] = [false, true];
      paint();
    };
  };
  return {
    element: h("div", { class: "place" }, measured, ground.element, !readOnly && h("p", { class: "small soft" }, words.tap_points), status,
      !readOnly && h("div", { class: "file-tools" }, walk, stop, undo, clear), !readOnly && typing(context, language, add)),
    update: ({ value }) => {
      if (value || points.length >= fewest) points = value ?? [];
      paint();
    },
    focus: () => (readOnly ? undefined : (walk.hidden ? stop : walk).focus()),
  };
}

/** @param {Context} context @param {string} language @param {(point: Point) => void} add */
function typing({ id, words }, language, add) {
  const sign = decimalSign(language);
  const inputs = ["lat", "lon"].map((part) => h("input", { class: "input", id: `${id}-${part}`, inputmode: "text", autocomplete: "off" }));
  const take = () => {
    const [lat, lon] = inputs.map(({ value }) => Number(readNumber(cleanNumber(value, { decimals: 7, sign, negative: true }), sign) ?? NaN));
    if (!(Math.abs(lat ?? NaN) <= 90 && Math.abs(lon ?? NaN) <= 180)) return inputs[0]?.focus();
    add([lat ?? 0, lon ?? 0]);
    for (const input of inputs) input.value = "";
    inputs[0]?.focus();
  };
  const fields = [words.latitude, words.longitude].map((name, at) => h("div", { class: "field" }, h("label", { for: inputs[at]?.id ?? "" }, name), inputs[at]));
  return h("details", {}, h("summary", {}, words.type_position), h("div", { class: "pair" }, fields),
    h("button", { type: "button", class: "button", onclick: take }, icon("add"), words.add_point));
}

/** @param {Point[]} points @param {boolean} closed @param {Context} context */
function measure(points, closed, { words, language }) {
  const number = (/** @type {number} */ value, decimals = 0) => new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value);
  if (!closed) return words.length_of(number(pathLength(points)));
  const square = area(points) ?? 0;
  const round = pathLength([...points, points[0] ?? []]);
  return `${words.area_of(number(square), number(square / 10_000, 2))} · ${words.perimeter_of(number(round))}`;
}
