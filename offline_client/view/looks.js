/**
 * How this device shows things: size of text, colours, contrast, and how much stands on one page. A convenience of whoever
 * holds the device, so it is kept beside the log and may be gone at any time.
 *
 * The styles know one way only to ask for dark or strong colours: the conditions of their media rules. A choice made here
 * answers those conditions in the place of the system, so that there is one palette for both.
 *
 * @typedef {{size: number, colours: "auto" | "light" | "dark", contrast: "auto" | "more", paging: "pages" | "sections"}} Looks
 */

const KEY = "phieu looks";

/** Percent of the usual size of text. */
export const SIZES = [100, 115, 130, 150, 175, 200];

const LARGE = 150; // from here on, bars give up staying in sight and texts are never cut

/** @type {Looks} */
const USUAL = { size: 100, colours: "auto", contrast: "auto", paging: "pages" };

/** @type {Record<keyof Looks, readonly (string | number)[]>} */
const OFFERED = { size: SIZES, colours: ["auto", "light", "dark"], contrast: ["auto", "more"], paging: ["pages", "sections"] };

/** Each feature that a choice can answer, with the value that the styles ask for. */
const FEATURES = /** @type {const} */ ([["colours", "prefers-color-scheme", "dark"], ["contrast", "prefers-contrast", "more"]]);
const TRUE = "(min-width: 0px)";
const FALSE = "(max-width: 0px)";

/** @type {WeakMap<MediaList, string>} conditions as they were written */
const written = new WeakMap();

/** @returns {Looks} what was chosen on this device, the usual for what was not */
export function readLooks() {
  const looks = { ...USUAL };
  const kept = readKept();
  for (const name of /** @type {(keyof Looks)[]} */ (Object.keys(OFFERED))) {
    if (OFFERED[name].includes(kept[name])) Object.assign(looks, { [name]: kept[name] });
  }
  return looks;
}

/** Changes some of the looks, at once and for the next time. @param {Partial<Looks>} change */
export function changeLooks(change) {
  const looks = { ...readLooks(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(looks));
  } catch {
    // no room or not allowed: it holds until the page is closed
  }
  applyLooks(looks);
}

/** Shows the page so. @param {Looks} [looks] */
export function applyLooks(looks = readLooks()) {
  const root = document.documentElement;
  root.style.setProperty("--scale", String(looks.size / 100));
  root.toggleAttribute("data-large", looks.size >= LARGE);
  root.style.colorScheme = looks.colours === "auto" ? "" : looks.colours;
  for (const list of conditions()) {
    const text = answered(list, looks);
    if (list.mediaText !== text) list.mediaText = text; // else all styles would be worked out anew
  }
}

/** @param {MediaList} list @param {Looks} looks */
function answered(list, looks) {
  const asked = written.get(list) ?? list.mediaText;
  written.set(list, asked);
  return FEATURES.reduce((text, [name, feature, wanted]) => {
    if (looks[name] === "auto") return text;
    return text.replace(new RegExp(`\\(${feature}: (\\w+)\\)`, "gu"), (_, value) => ((value === wanted) === (looks[name] === wanted) ? TRUE : FALSE));
  }, asked);
}

/** The conditions of all media rules of the page, and of the colours it gives the browser. @returns {Generator<MediaList>} */
function* conditions() {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) if (rule instanceof CSSMediaRule) yield rule.media;
  }
}

/** @returns {Record<string, any>} */
function readKept() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return kept !== null && typeof kept === "object" ? kept : {};
  } catch {
    return {}; // blocked or spoilt: the page then looks as usual
  }
}
