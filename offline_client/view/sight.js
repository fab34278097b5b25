/** Keeps in sight what is being read, and the focus, when everything is painted anew: in another language words take more room. */

const FRAMES = 2;
const PLACES = "[data-path], [data-row], .job";

/**
 * Remembers what is in sight and what has the focus.
 * @param {HTMLElement} screen what is painted anew, or what it stands in
 * @returns {(reveal?: (path: string) => void) => void} looks for both in what was painted since; `reveal` brings a question or a row into the document
 */
export function sightNow(screen) {
  const { scrollY } = globalThis;
  const seen = scrollY > 0 ? firstInSight(screen) : null;
  const held = document.activeElement;
  const switched = held !== null && screen.contains(held) && held.matches("[data-language]");
  return (reveal = () => {}) => {
    scrollTo(0, scrollY);
    if (seen) align(screen, seen, reveal, FRAMES);
    const button = switched ? screen.querySelector("[data-language]") : null;
    if (button instanceof HTMLElement) button.focus({ preventScroll: true });
  };
}

/**
 * @param {HTMLElement} screen
 * @param {{name: string, top: number}} seen
 * @param {(path: string) => void} reveal
 * @param {number} frames in which to look again: what comes in sight only now is laid out in the next, and is higher or lower than it was thought to be
 */
function align(screen, seen, reveal, frames) {
  const { name, top } = seen;
  const find = () => Array.from(screen.querySelectorAll(PLACES)).find((one) => nameOf(one) === name);
  if (!find()) reveal(name);
  const now = find()?.getBoundingClientRect().top;
  if (now !== undefined && Math.abs(now - top) >= 1) scrollBy(0, now - top);
  if (frames > 0) requestAnimationFrame(() => align(screen, seen, () => {}, frames - 1));
}

/** The first question, row or job that begins below the bar, else the last that begins above it. @param {HTMLElement} screen */
function firstInSight(screen) {
  const edge = screen.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0;
  const places = Array.from(screen.querySelectorAll(PLACES), (one) => ({ name: nameOf(one), top: one.getBoundingClientRect().top }));
  return places.find(({ top }) => top >= edge) ?? places.pop() ?? null;
}

/** @param {Element} place */
function nameOf(place) {
  return place.getAttribute("data-path") ?? place.getAttribute("data-row") ?? place.getAttribute("data-key") ?? "";
}
