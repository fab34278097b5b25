/** A plain sketch of points on the ground: no map, only a grid in metres, the line, and where one stands. */

import { drawing } from "./dom.js";

const SIDE = 400; // units of the drawing
const LEAST = 60; // metres across
const METRES = 111_195; // of a degree of latitude

/** @typedef {number[]} Point  [latitude, longitude, accuracy] */

/**
 * @param {string} label
 * @param {((point: Point) => void) | null} onTap
 */
export function sketch(label, onTap) {
  const element = drawing("svg", { class: "sketch", viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img", "aria-label": label });
  /** @type {ReturnType<typeof frameOf> | null} */
  let frame = null;
  element.addEventListener("click", (event) => {
    if (!frame || !onTap) return;
    const box = element.getBoundingClientRect();
    onTap(frame.back(((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE));
  });
  return {
    element,
    /** @param {Point[]} points @param {Point | null} here @param {boolean} closed */
    paint: (points, here, closed) => {
      const all = here ? [...points, here] : points;
      frame = all.length > 0 ? frameOf(all) : null;
      element.toggleAttribute("hidden", frame === null);
      if (frame) element.replaceChildren(...grid(frame.metres), ...shape(frame, points, closed), ...(here ? [standing(frame, here)] : []));
    },
  };
}

/** How degrees become units of the drawing: a plane around the middle, good for a few kilometres. @param {Point[]} points */
function frameOf(points) {
  const [latitudes, longitudes] = [0, 1].map((at) => points.map((point) => point[at] ?? 0));
  const middle = [latitudes, longitudes].map((values = []) => (Math.min(...values) + Math.max(...values)) / 2);
  const [north = 0, east = 0] = middle;
  const narrow = Math.cos((north * Math.PI) / 180);
  const reach = Math.max(...points.flatMap(([lat = 0, lon = 0]) => [Math.abs(lat - north), Math.abs(lon - east) * narrow])) * METRES * 2;
  const metres = Math.max(LEAST, reach * 1.3);
  const unit = SIDE / metres;
  return {
    metres,
    /** @param {Point} point @returns {[number, number]} */
    place: ([lat = 0, lon = 0]) => [SIDE / 2 + (lon - east) * narrow * METRES * unit, SIDE / 2 - (lat - north) * METRES * unit],
    /** @param {number} x @param {number} y @returns {Point} */
    back: (x, y) => [round(north + (SIDE / 2 - y) / unit / METRES), round(east + (x - SIDE / 2) / unit / METRES / narrow)],
  };
}

/** Seven decimals are a centimetre. @param {number} degrees */
function round(degrees) {
  return Math.round(degrees * 1e7) / 1e7;
}

/** @param {number} metres across @returns {SVGElement[]} lines at a round distance, and a bar that says which */
function grid(metres) {
  const step = niceStep(metres / 5);
  const gap = (step / metres) * SIDE;
  const lines = [];
  for (let at = (SIDE / 2) % gap; at < SIDE; at += gap) {
    lines.push(drawing("path", { class: "grid", d: `M${at} 0V${SIDE}M0 ${at}H${SIDE}` }));
  }
  const bar = drawing("path", { class: "scale", d: `M12 ${SIDE - 16}v6h${gap}v-6` });
  return [...lines, bar, drawing("text", { class: "scale-text", x: 16 + gap, y: SIDE - 8 }, `${step} m`)];
}

/** 1, 2 or 5 times a power of ten, not above `wish`. @param {number} wish */
function niceStep(wish) {
  const power = 10 ** Math.floor(Math.log10(wish));
  return [5, 2, 1].map((one) => one * power).find((step) => step <= wish) ?? power;
}

/** @param {NonNullable<ReturnType<typeof frameOf>>} frame @param {Point[]} points @param {boolean} closed @returns {SVGElement[]} */
function shape(frame, points, closed) {
  const places = points.map(frame.place);
  const line = drawing(closed ? "polygon" : "polyline", { class: "line", points: places.map((place) => place.join(",")).join(" ") });
  return [line, ...places.map(([x, y], at) => drawing("circle", { class: at === places.length - 1 ? "point last" : "point", cx: x, cy: y, r: 6 }))];
}

/** @param {NonNullable<ReturnType<typeof frameOf>>} frame @param {Point} here */
function standing(frame, here) {
  const [x, y] = frame.place(here);
  return drawing("circle", { class: "here", cx: x, cy: y, r: Math.min(SIDE / 3, Math.max(8, ((here[2] ?? 0) / frame.metres) * SIDE)) });
}
