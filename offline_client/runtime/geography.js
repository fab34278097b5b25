// Distances and areas on a sphere, from + − × ÷ and √ of doubles alone in a fixed order: every engine gets the same bits.
// The polynomials, their coefficients and the order of operations are those of engine/expression/geography.py.

/** @typedef {number[]} Point  [latitude, longitude, accuracy] */

/** Mean radius of the earth in metres (IUGG). */
const RADIUS = 6371008.8;
/** π / 180. */
const RADIAN = 0.017453292519943295;
const QUARTER_TURN = 1.5707963267948966;

/** (−1)^k / (2k+1)! */
const SINE = [
  1.0, -0.16666666666666666, 0.008333333333333333, -0.0001984126984126984, 2.7557319223985893e-06, -2.505210838544172e-08, 1.6059043836821613e-10,
  -7.647163731819816e-13, 2.8114572543455206e-15, -8.22063524662433e-18, 1.9572941063391263e-20,
];
/** (−1)^k / (2k)! */
const COSINE = [
  1.0, -0.5, 0.041666666666666664, -0.001388888888888889, 2.48015873015873e-05, -2.755731922398589e-07, 2.08767569878681e-09, -1.1470745597729725e-11,
  4.779477332387385e-14, -1.5619206968586225e-16, 4.110317623312165e-19, -8.896791392450574e-22,
];
/** (2k)! / (4^k (k!)² (2k+1)) */
const ARCSINE = [
  1.0, 0.16666666666666666, 0.075, 0.044642857142857144, 0.030381944444444444, 0.022372159090909092, 0.017352764423076924, 0.01396484375,
  0.011551800896139705, 0.009761609529194078, 0.008390335809616815, 0.0073125258735988454, 0.006447210311889649, 0.005740037670841923,
  0.005153309682319904, 0.004660143486915096, 0.004240907093679363, 0.003880964558837669, 0.003569205393825935, 0.003297059503473485,
  0.0030578216492580306, 0.002846178401108942, 0.00265787063820729, 0.0024894486782468836, 0.002338091892111975, 0.0022014739737101263,
  0.0020776610325181676,
];

/** Metres between two points, by the haversine formula. @param {Point} p @param {Point} q */
export function distance(p, q) {
  const across = sine((((at(q, 0) - at(p, 0)) * RADIAN) / 2.0));
  const along = sine((turn(at(q, 1) - at(p, 1)) * RADIAN) / 2.0);
  const a = across * across + cosine(at(p, 0) * RADIAN) * cosine(at(q, 0) * RADIAN) * (along * along);
  return 2.0 * RADIUS * arcsine(Math.sqrt(Math.min(1.0, Math.max(0.0, a))));
}

/** Metres along a trace, summed from its first point. @param {Point[]} trace */
export function pathLength(trace) {
  let total = 0.0;
  for (let i = 1; i < trace.length; i += 1) total += distance(/** @type {Point} */ (trace[i - 1]), /** @type {Point} */ (trace[i]));
  return total;
}

/** Square metres: R²/2 × |Σ Δλ (2 + sin φ₁ + sin φ₂)| over the sides; null for fewer than three points. @param {Point[]} shape */
export function area(shape) {
  if (shape.length < 3) return null;
  let total = 0.0;
  for (const [start, end] of sides(shape)) {
    const heights = 2.0 + sine(at(start, 0) * RADIAN) + sine(at(end, 0) * RADIAN);
    total += turn(at(end, 1) - at(start, 1)) * RADIAN * heights;
  }
  return Math.abs((total * RADIUS * RADIUS) / 2.0);
}

/** True when a line north from p crosses the sides an odd number of times; a side includes its western end. @param {Point} p @param {Point[]} shape */
export function inside(p, shape) {
  if (shape.length < 3) return null;
  let odd = false;
  for (const [start, end] of sides(shape)) {
    const eastward = at(start, 1) <= at(end, 1);
    const [west, east] = eastward ? [start, end] : [end, start];
    if (at(west, 1) <= at(p, 1) && at(p, 1) < at(east, 1)) {
      const crossing = (at(p, 0) - at(west, 0)) * (at(east, 1) - at(west, 1)) - (at(end, 0) - at(start, 0)) * (at(p, 1) - at(west, 1)) * (eastward ? 1.0 : -1.0);
      odd = odd !== crossing < 0.0;
    }
  }
  return odd;
}

/** @param {Point} p @param {number} i */
function at(p, i) {
  return /** @type {number} */ (p[i]);
}

/** The sides of a shape, the last point joined to the first. @param {Point[]} shape @returns {[Point, Point][]} */
function sides(shape) {
  return shape.map((start, i) => [start, /** @type {Point} */ (shape[(i + 1) % shape.length])]);
}

/** A difference of longitudes brought between −180 and 180 degrees. @param {number} degrees */
function turn(degrees) {
  return degrees > 180.0 ? degrees - 360.0 : degrees < -180.0 ? degrees + 360.0 : degrees;
}

/** The sine of x radians, |x| at most a quarter turn. @param {number} x */
function sine(x) {
  return x * polynomial(SINE, x * x);
}

/** The cosine of x radians, |x| at most a quarter turn. @param {number} x */
function cosine(x) {
  return polynomial(COSINE, x * x);
}

/** The angle between 0 and a quarter turn whose sine is x, 0 ≤ x ≤ 1. @param {number} x */
function arcsine(x) {
  if (x <= 0.5) return x * polynomial(ARCSINE, x * x);
  const rest = Math.sqrt((1.0 - x) / 2.0);
  return QUARTER_TURN - 2.0 * (rest * polynomial(ARCSINE, rest * rest));
}

/** Horner's rule from the last coefficient. @param {number[]} coefficients @param {number} square */
function polynomial(coefficients, square) {
  let result = at(coefficients, coefficients.length - 1);
  for (let i = coefficients.length - 2; i >= 0; i -= 1) result = result * square + at(coefficients, i);
  return result;
}
