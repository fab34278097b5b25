/**
 * Typed answers: taken when the person pauses, leaves the field, or the page is about to go.
 *
 * A pause is enough, so a page that is killed loses at most what was typed in the last moment.
 */

const PAUSE = 600; // milliseconds

/** @type {Set<() => void>} */
const waiting = new Set();

/** Takes at once everything typed that waits for a pause. */
export function flushTyping() {
  for (const take of Array.from(waiting)) take();
}

/**
 * Calls `take` when the page is about to go, another page is opened or the interview is left; once.
 * @param {() => void} take
 * @returns {() => void} takes it back
 */
export function beforeLeaving(take) {
  const now = () => {
    waiting.delete(now);
    take();
  };
  waiting.add(now);
  return () => void waiting.delete(now);
}

/**
 * Calls `take` after a pause, and before that when the page is about to go; once.
 * @param {() => void} take
 * @returns {() => void} takes it back
 */
export function afterPause(take) {
  const timer = setTimeout(() => {
    forget();
    take();
  }, PAUSE);
  const forget = beforeLeaving(() => {
    clearTimeout(timer);
    take();
  });
  return () => {
    clearTimeout(timer);
    forget();
  };
}

/**
 * Calls `take` after a pause in typing, and at once on leaving the field or Enter.
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @param {() => void} take
 */
export function whenTyped(input, take) {
  let drop = () => {};
  const now = () => {
    drop();
    take();
  };
  input.addEventListener("input", () => {
    drop();
    drop = afterPause(take);
  });
  input.addEventListener("change", now);
  input.addEventListener("keydown", (event) => {
    if (/** @type {KeyboardEvent} */ (event).key === "Enter" && input instanceof HTMLInputElement) now();
  });
}

/**
 * Whether the person is in the middle of typing here, so that the field must be left alone.
 * @param {HTMLElement} input
 */
export function isBusy(input) {
  return document.activeElement === input;
}
