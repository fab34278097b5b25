/**
 * While a finger or a button of the mouse is down, nothing is painted. Pressing a button takes the focus from the field before,
 * whose answer is taken at that moment; what it changes on the page would move or renew the button that is being pressed, and
 * the browser would give no click (Safari not even when only the words on the button are renewed).
 */

/** What tells which question somebody is at. Safari gives no focus to a choice or a button that is pressed. */
export const TOUCHES = /** @type {const} */ (["focusin", "click"]);

const LONGEST = 1000; // milliseconds; lists and calendars of the device swallow the end of a press

let pressed = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {Set<() => void>} */
const waiting = new Set();

/**
 * Paints now, or after the press that is under way. Asked for twice, it is painted once.
 * @param {() => void} paint
 */
export function afterPress(paint) {
  waiting.add(paint);
  if (!pressed) paintAll();
}

function paintAll() {
  pressed = false;
  clearTimeout(timer);
  for (const paint of Array.from(waiting)) {
    waiting.delete(paint);
    paint();
  }
}

function began() {
  pressed = true;
  clearTimeout(timer);
  timer = setTimeout(paintAll, LONGEST);
}

function ended() {
  clearTimeout(timer);
  timer = setTimeout(paintAll, 0); // the click comes first
}

/** A button finds everything up to date. What is chosen is not painted before it is taken: it would be unchosen. @param {Event} event */
function clicked(event) {
  pressed = false;
  if (event.target instanceof Element && event.target.closest("button")) paintAll();
}

const LISTENING = { capture: true, passive: true };
for (const kind of ["pointerdown", "mousedown"]) addEventListener(kind, began, LISTENING); // after a touch both come, one after the other
for (const kind of ["pointerup", "pointercancel", "mouseup", "dragend"]) addEventListener(kind, ended, LISTENING);
addEventListener("click", clicked, LISTENING);
