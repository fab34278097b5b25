/**
 * What is shown at once: one page, or all pages of a section of the questionnaire below each other, as the enumerator likes.
 *
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("./pages.js").Page} Page
 * @typedef {Pick<import("./types").Part, "element" | "update" | "focus">} Shown
 */
import { h, keepInOrder, setText } from "../widgets/dom.js";
import { partsIn } from "./parts.js";
import { placeTitle } from "./pages.js";

/**
 * The pages that are shown together with the page of the key; none where there is no such page.
 * @param {Page[]} pages
 * @param {string} key
 * @param {boolean} whole whether whole sections are shown
 */
export function sheetOf(pages, key, whole) {
  const page = pages.find((candidate) => candidate.key === key);
  if (!page) return [];
  return whole ? pages.filter(({ top }) => top === page.top) : [page];
}

/**
 * The first page of each sheet.
 * @param {Page[]} pages
 * @param {boolean} whole
 */
export function firstPages(pages, whole) {
  return whole ? pages.filter((page, at) => page.top !== pages[at - 1]?.top) : pages;
}

/**
 * One page in `body`.
 * @param {Desk} desk
 * @param {Page} page
 * @param {HTMLElement} body
 */
export function pageParts(desk, page, body) {
  return partsIn(desk, page.items, page.row, body);
}

/**
 * The pages of a section in `body`, each with its title; they come and go with rows and routes.
 * @param {Desk} desk
 * @param {() => Page[]} pages
 * @param {HTMLElement} body
 * @returns {Pick<Shown, "update" | "focus">}
 */
export function sectionParts(desk, pages, body) {
  /** @type {Map<string, Shown>} */
  const made = new Map();
  return {
    update: (changed) => {
      const now = pages();
      const kept = new Set(now.map(({ key }) => key));
      for (const key of made.keys()) if (!kept.has(key)) made.delete(key);
      for (const page of now) {
        const known = made.get(page.key);
        const shown = known ?? sheet(desk, page);
        made.set(page.key, shown);
        shown.update(known ? changed : null);
      }
      keepInOrder(body, now.flatMap(({ key }) => made.get(key)?.element ?? []));
    },
    focus: (path) => Array.from(made.values()).some((shown) => shown.focus(path)),
  };
}

/** @param {Desk} desk @param {Page} page @returns {Shown} */
function sheet(desk, page) {
  const { interview, words } = desk;
  const title = h("h2", { tabindex: "-1" });
  const body = h("div", { class: "group" });
  const parts = pageParts(desk, page, body);
  return {
    element: h("section", { class: "sheet", "data-sheet": page.key }, title, body),
    update: (changed) => {
      const name = placeTitle(interview, page);
      title.hidden = page.row === "" && !page.continued && page.section === page.top; // the head of the section says it
      setText(title, page.continued ? words.continued(name) : name);
      parts.update(changed);
    },
    focus: parts.focus,
  };
}
