/**
 * The pages of an interview: each section is one, also within a row; what stands between sections goes on a page by itself,
 * and the pages of a roster's rows follow the page that lists them.
 *
 * Works out what there is; knows nothing of elements.
 *
 * @typedef {import("../runtime/interview.js").Interview} Interview
 * @typedef {import("../runtime/types").CompiledItem} Item
 *
 * @typedef {object} Page
 * @property {string} key       stays the same while the page exists
 * @property {string | null} section  path of the section that gives the title
 * @property {string} row       path of the row that the page belongs to, "" at the root
 * @property {string} top       what it belongs to at the top of the questionnaire: the same for all pages of a section
 * @property {number} depth     how many rosters lie around it
 * @property {boolean} continued  whether a part of the same section came before, with rows between
 * @property {Item[]} items
 *
 * @typedef {{section: string | null, row: string, top: string, depth: number}} Place
 * @typedef {{interview: Interview, ofRows: Map<string, Page[]>}} Source
 */
import { cellPath } from "../runtime/paths.js";
import { beyondOf, columnsOf, isTable } from "./table/shape.js";
import { rowsOf } from "./touched.js";

const INLINE = 4; // rows with at most so many questions are answered on their card

/** Types that hold other items. */
const CONTAINERS = new Set(["section", "group", "table"]);

/** Types without an answer of their own. */
const SILENT = new Set(["calculation", "note"]);

/** Finds the pages that there are, again and again; those of a row are kept until something changes in it. */
export class PageReader {
  /** With those of the rows within. @type {Map<string, Page[]>} */
  #ofRows = new Map();

  /** @param {Interview} interview */
  constructor(interview) {
    this.interview = interview;
  }

  /** Keeps nothing: other rosters are tables now. */
  forget() {
    this.#ofRows.clear();
  }

  /**
   * The pages that there are now.
   * @param {Iterable<string>} changed  paths that changed since, at least
   * @returns {Page[]}
   */
  read(changed) {
    for (const row of rowsOf(changed)) this.#ofRows.delete(row);
    return collected({ interview: this.interview, ofRows: this.#ofRows }, this.interview.compiled.items, { section: null, row: "", top: "", depth: 0 });
  }
}

/**
 * The pages of the interview or of a row that show something, with those of the rows within.
 * @param {Source} source
 * @param {Item[]} items
 * @param {Place} place
 * @returns {Page[]}
 */
function collected(source, items, place) {
  const { interview } = source;
  /** @type {Page[]} */
  const pages = [];
  collect(source, items, place, pages);
  const shows = (/** @type {Page} */ page) => !isAskedOnCard(interview, page) && page.items.some((item) => isWorthShowing(interview, item, page.row));
  return pages.filter((page) => page.row !== place.row || shows(page)); // those of rows within have been looked at
}

/**
 * The questions and notes on a page that are on route, with those of rows answered on their cards, in order.
 * @param {Interview} interview
 * @param {Page} page
 * @returns {{item: Item, path: string}[]}
 */
export function cellsOf(interview, page) {
  return page.items.flatMap((item) => cellsIn(interview, item, page.row));
}

/**
 * Whether a roster's rows are answered on cards, without pages of their own.
 * @param {Item} roster
 */
export function isInline(roster) {
  const leaves = leavesOf(roster.items ?? []);
  return leaves !== null && leaves <= INLINE;
}

/**
 * The text question that names the rows, to be asked on the card so that everybody is listed before details begin.
 * @param {Interview} interview
 * @param {Item} roster
 * @returns {Item | null}
 */
export function namingQuestion(interview, roster) {
  const ast = typeof roster.row_label === "number" ? interview.compiled.nodes[roster.row_label]?.ast : undefined;
  if (!ast || ast[0] !== "ref" || ast[1] !== 0 || ast[2] !== 0) return null;
  const item = interview.form.scopes[roster.of ?? -1]?.slots[ast[3]]?.item ?? null;
  return item?.type === "text" ? item : null;
}

/**
 * @param {Interview} interview
 * @param {Page} page
 * @returns {string} "" when the row has no label yet
 */
export function titleOf(interview, page) {
  if (page.section) return interview.text(page.section, "label") || interview.text("", "title");
  return page.row ? rowTitle(interview, page.row) : interview.text("", "title");
}

/** A page's title with the row that it belongs to. @param {Interview} interview @param {Page} page */
export function placeTitle(interview, page) {
  const own = titleOf(interview, page);
  const row = page.row ? rowTitle(interview, page.row) : "";
  return row && !own.includes(row) ? `${row}: ${own}` : own;
}

/**
 * A row's label, or the roster's with the row's number while there is none.
 * @param {Interview} interview
 * @param {string} row
 */
export function rowTitle(interview, row) {
  const label = interview.rowLabel(row);
  const position = String(interview.frame(row).position);
  return label === position ? `${interview.text(rosterOf(row), "label")} ${position}` : label;
}

/**
 * The page on which a question, a roster or a row stands.
 * @param {Interview} interview
 * @param {Page[]} pages
 * @returns {(path: string) => Page | null}
 */
export function pageFinder(interview, pages) {
  const cells = new Map(pages.flatMap((page) => cellsOf(interview, page).map(({ path }) => [path, page])));
  return (path) => {
    const row = path.slice(0, path.lastIndexOf("]") + 1);
    const holding = (/** @type {string} */ at, /** @type {string} */ wanted) => pages.find((page) => page.row === at && page.items.some((item) => holds(item, at, wanted)));
    const roster = row === "" ? "" : rosterOf(row);
    return cells.get(path) ?? holding(row, path) ?? pages.find((page) => page.row === row && row !== "") ?? holding(roster.slice(0, roster.lastIndexOf("]") + 1), roster) ?? null;
  };
}

/**
 * The first question without an answer behind a place, then from the beginning; on route, in every row.
 * @param {Interview} interview
 * @param {Page[]} pages
 * @param {string | null} after  path of a question; null from the beginning
 * @returns {string | null}
 */
export function nextUnanswered(interview, pages, after) {
  const paths = pages.flatMap((page) => cellsOf(interview, page)).map(({ path }) => path);
  const from = after === null ? 0 : paths.indexOf(after) + 1;
  return [...paths.slice(from), ...paths.slice(0, from)].find((path) => interview.reason(path) === "not_reached") ?? null;
}

/** A row's title with the label of its roster before it, where it does not begin so. @param {Interview} interview @param {string} row */
export function rowPlace(interview, row) {
  const roster = interview.text(rosterOf(row), "label");
  const title = rowTitle(interview, row);
  return title.startsWith(roster) ? title : `${roster}: ${title}`;
}

/** @param {string} row path of a row @returns {string} path of its roster */
export function rosterOf(row) {
  return row.slice(0, row.lastIndexOf("["));
}

/** @param {Source} source @param {Item[]} items @param {Place} place @param {Page[]} pages */
function collect(source, items, place, pages) {
  /** @type {Page | null} */
  let loose = null;
  let part = 0;
  for (const item of items) {
    const path = cellPath(place.row, item.name);
    if (item.type === "section") {
      loose = null;
      if (source.interview.onRoute(path)) collect(source, item.items ?? [], { ...place, section: path, top: place.top || path }, pages);
      continue;
    }
    if (!loose) {
      const key = `${place.section ?? place.row}#${part}`;
      loose = { ...place, key, top: place.top || key, continued: part > 0, items: [] };
      part += 1;
      pages.push(loose);
    }
    loose.items.push(item);
    if (collectRows(source, item, loose, pages)) loose = null;
  }
}

/**
 * Adds the pages of the rows of the rosters in an item.
 * @param {Source} source
 * @param {Item} item
 * @param {{row: string, top: string, depth: number}} place
 * @param {Page[]} pages
 * @returns {boolean} whether the item holds a roster with pages, even if it has no rows yet
 */
function collectRows(source, item, place, pages) {
  const { interview, ofRows } = source;
  if (CONTAINERS.has(item.type)) return (item.items ?? []).map((inner) => collectRows(source, inner, place, pages)).includes(true);
  if (item.type !== "roster") return false;
  const table = isTable(item);
  if (table ? beyondOf(item).length === 0 : isInline(item)) return false;
  const path = cellPath(place.row, item.name);
  if (!interview.onRoute(path)) return true;
  for (const row of interview.rows(path)) {
    const own = ofRows.get(row) ?? collected(source, table ? beyondOf(item) : (item.items ?? []), { section: null, row, top: place.top, depth: place.depth + 1 });
    ofRows.set(row, own);
    pages.push(...own);
  }
  return true;
}

/** Whether the page would only ask again what the card of its row asks. @param {Interview} interview @param {Page} page */
function isAskedOnCard(interview, page) {
  const roster = page.row && !page.section ? interview.item(page.row) : null;
  return roster !== null && page.items.length === 1 && page.items[0] === namingQuestion(interview, roster);
}

/** @param {Interview} interview @param {Item} item @param {string} row @returns {boolean} */
function isWorthShowing(interview, item, row) {
  const path = cellPath(row, item.name);
  if (!interview.onRoute(path)) return false;
  if (CONTAINERS.has(item.type)) return (item.items ?? []).some((inner) => isWorthShowing(interview, inner, row));
  return item.type !== "calculation";
}

/** @param {Interview} interview @param {Item} item @param {string} row @returns {{item: Item, path: string}[]} */
function cellsIn(interview, item, row) {
  const path = cellPath(row, item.name);
  if (!interview.onRoute(path)) return [];
  if (CONTAINERS.has(item.type)) return (item.items ?? []).flatMap((inner) => cellsIn(interview, inner, row));
  if (item.type !== "roster") return SILENT.has(item.type) ? [] : [{ item, path }];
  if (isTable(item)) return cellsOfTable(interview, item, path);
  const naming = namingQuestion(interview, item);
  const onCards = isInline(item) ? (item.items ?? []) : (item.items ?? []).filter((inner) => inner === naming);
  return interview.rows(path).flatMap((inner) => onCards.flatMap((leaf) => cellsIn(interview, leaf, inner)));
}

/** Whether what stands at the path is in the item, outside the pages of rows. @param {Item} item @param {string} row @param {string} path @returns {boolean} */
function holds(item, row, path) {
  if (cellPath(row, item.name) === path) return true;
  return CONTAINERS.has(item.type) && (item.items ?? []).some((inner) => holds(inner, row, path));
}

/** The cells of a table, read off the frames of its rows: there may be thousands. @param {Interview} interview @param {Item} item @param {string} path @returns {{item: Item, path: string}[]} */
function cellsOfTable(interview, item, path) {
  const columns = columnsOf(item).filter(({ type }) => !SILENT.has(type));
  return interview.rows(path).flatMap((row) => {
    const { route } = interview.frame(row);
    return columns.filter(({ slot }) => route[slot]).map((column) => ({ item: column, path: `${row}.${column.name}` }));
  });
}

/** @param {Item[]} items @returns {number | null} how many questions, or null where a section or roster is among them */
function leavesOf(items) {
  let count = 0;
  for (const item of items) {
    if (item.type === "section" || item.type === "roster") return null;
    const inner = CONTAINERS.has(item.type) ? leavesOf(item.items ?? []) : 1;
    if (inner === null) return null;
    count += inner;
  }
  return count;
}
