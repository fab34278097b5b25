/** Keeps the focus near where it was when what held it goes: for those who work by keyboard or screen reader. */

const CONTROLS = "input:checked, input:not([hidden]):not(:disabled), textarea, select, button:not([hidden]):not(:disabled)";

const PLACES = "[data-path], [data-row], [data-roster], .summary-list, main";

/**
 * Runs `paint`; where it took away or hid what had the focus, the focus goes to the same question, roster or heading.
 * @param {() => void} paint
 */
export function keepingFocus(paint) {
  const place = placeNow();
  paint();
  place.restore();
}

/** Remembers where the focus is; `restore` puts it near there if it was lost. */
export function placeNow() {
  const held = document.activeElement;
  const around = Array.from(ancestors(held)); // as they are now: what goes has none
  return {
    restore: () => {
      if (held === null || held === document.body || !document.hasFocus() || isHeld()) return;
      const near = around.find((element) => element.isConnected && element.matches(PLACES));
      const next = near?.matches("[data-path], [data-row], [data-roster]") ? near.querySelector(CONTROLS) : null;
      const target = next ?? document.querySelector("h1[tabindex]");
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
  };
}

/** Whether something that can be seen has the focus; what goes is removed or marked `hidden`, and to ask the browser would cost a layout. */
function isHeld() {
  const now = document.activeElement;
  return now instanceof HTMLElement && now !== document.body && now.closest("[hidden]") === null;
}

/** @param {Element | null} element */
function* ancestors(element) {
  for (let at = element; at; at = at.parentElement) yield at;
}

/** Puts the focus on what holds no control of its own. @param {Element | null} place */
export function focusOn(place) {
  if (!(place instanceof HTMLElement)) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
