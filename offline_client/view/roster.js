/** A roster as a list of cards: a card a row, adding, moving, removing with undo, and restoring what was removed. */

import { behindFrame, h, icon, setName, setSign, setText } from "../widgets/dom.js";
import { isInline, namingQuestion, rosterOf, rowTitle } from "./pages.js";
import { partsIn } from "./parts.js";
import { afterPress, TOUCHES } from "./press.js";
import { moveBehind, removedRows, removeWithUndo } from "./rows.js";
import { dependsOnOthers, rowsOf } from "./touched.js";
import { RowWindow } from "./window.js";

/**
 * @typedef {import("./types").Desk} Desk
 * @typedef {import("./types").Part} Part
 * @typedef {import("../runtime/types").CompiledItem} Item
 */

/** @type {ReadonlySet<string>} */
const NOTHING = new Set();
const WHOLE = 50; // cards; of more, only those in sight are in the document
const GUESS = 280; // pixels, the height of a card

/** @param {Desk} desk @param {Item} item @param {string} path @returns {Part} */
export function roster(desk, item, path) {
  const { interview, words } = desk;
  const title = h("h2", {});
  const empty = h("p", { class: "soft" }, words.no_rows);
  const list = h("div", { class: "rows" });
  const gone = h("div", { class: "gone" });
  const byHand = item.rows?.kind === "added" && !desk.readOnly;
  let adding = false;
  const cards = new RowWindow(list, (row) => card(desk, item, row, adding), groundOf(list));
  const add = h("button", { type: "button", class: "button wide", "data-add": path, onclick: () => {
    adding = true;
    try {
      addRow(desk, path, cards);
    } finally {
      adding = false;
    }
  } });
  const others = dependsOnOthers(desk, item);
  let arranged = false;

  for (const kind of TOUCHES) list.addEventListener(kind, ({ target }) => cards.hold(/** @type {Element} */ (target).closest("[data-row]")?.getAttribute("data-row") ?? ""));
  const look = () => {
    if (list.isConnected) cards.look();
    else removeEventListener("scroll", look); // the page was left
  };
  /** All cards. @param {ReadonlySet<string> | null} changed */
  const bringUpToDate = (changed) => {
    cards.age();
    for (const one of cards.shown()) one.update(changed);
  };
  /** Rows came, went or moved. @param {number} count @param {number} from the first place at which there is another */
  const arrange = (count, from) => {
    if (arranged) {
      cards.age(from);
      for (const one of cards.stood(from)) one.update(NOTHING); // where a row stands is in its name and in its buttons
    }
    arranged = true;
    empty.hidden = count > 0;
    add.disabled = count >= (item.max_rows ?? Infinity);
    gone.replaceChildren(...(byHand ? removedRows(desk, path) : []));
    if (count <= WHOLE) return;
    addEventListener("scroll", look, { passive: true });
    cards.look();
  };

  return {
    path,
    element: h("section", { class: "rows", "data-roster": path }, title, empty, list, byHand && add, gone),
    update: (changed) => {
      setText(title, interview.text(path, "label"));
      setSign(add, "add", words.add_row(interview.text(path, "label")));
      const rows = interview.rows(path);
      const from = cards.setRows(rows);
      if (arranged && (changed === null || others)) bringUpToDate(changed);
      else if (arranged && changed) for (const row of rowsOf(changed)) cards.changed(row)?.update(changed);
      if (from >= 0 || !arranged) arrange(rows.length, Math.max(0, from));
    },
    focus: (wanted) => cards.show(rowAt(path, wanted))?.focus(wanted) ?? false,
  };
}

/** The rows of a roster lie in the page. @param {HTMLElement} list @returns {import("./window.js").Ground} */
function groundOf(list) {
  return {
    guess: GUESS, spare: 2, whole: WHOLE,
    sight: () => ({ top: -list.getBoundingClientRect().top, tall: globalThis.innerHeight }),
    scroll: (pixels) => globalThis.scrollBy(0, pixels),
    gap: (pixels) => {
      const element = h("div", { class: "gap", "aria-hidden": true });
      element.style.height = `${pixels}px`;
      return element;
    },
  };
}

/** The row of a roster in which something stands. @param {string} roster @param {string} path */
function rowAt(roster, path) {
  return path.startsWith(`${roster}[`) ? path.slice(0, path.indexOf("]", roster.length) + 1) : "";
}

/** @param {Desk} desk @param {string} path @param {RowWindow<Part>} cards */
function addRow(desk, path, cards) {
  let row = "";
  if (!desk.act(() => (row = desk.interview.addRow(path)), { pageFirst: true })) return;
  const made = cards.show(`${path}[${row}]`);
  made?.element.setAttribute("data-added", "");
  behindFrame(() => made?.element.removeAttribute("data-added"));
  cards.lookLater();
  /** @type {HTMLElement | null | undefined} */
  const first = made?.element.querySelector(".question input") ?? made?.element.querySelector("button.opens");
  made?.element.scrollIntoView({ block: "center" });
  first?.focus({ preventScroll: true });
}

/**
 * @param {Desk} desk
 * @param {Item} item
 * @param {string} row
 * @param {boolean} added  just now: its questions are seen first, and it is moved and removed by buttons that come behind that frame
 * @returns {Part}
 */
function card(desk, item, row, added) {
  const { interview } = desk;
  const inline = isInline(item);
  const naming = namingQuestion(interview, item);
  const body = h("div", { class: "group" });
  const parts = partsIn({ ...desk, onCard: true }, inline ? (item.items ?? []) : naming ? [naming] : [], row, body);
  const title = h("strong", {});
  const byHand = item.rows?.kind === "added" && !desk.readOnly;
  const open = inline ? null : h("button", { type: "button", class: "button opens", onclick: () => openRow(desk, row) }, icon("next"));
  const words = h("span", { class: "words" }, title);
  const element = h("div", { class: "row-card", "data-row": row }, h("div", { class: "top" }, words, open), body);
  /** @type {ReturnType<typeof handsOf> | null} */
  let hands = null;
  const giveHands = () => {
    hands = handsOf(desk, row, element);
    words.after(...hands.elements);
  };
  if (byHand && !added) giveHands();
  else if (byHand) behindFrame(() => afterPress(() => {
    if (!interview.hasRow(row)) return; // taken back meanwhile
    giveHands();
    hands?.update(rowTitle(interview, row));
  }));
  return {
    path: row,
    element,
    update: (changed) => {
      const label = rowTitle(interview, row);
      setText(title, label);
      hands?.update(label);
      setName(open, desk.words.open_row(label));
      parts.update(changed);
      element.hidden = item.rows?.kind === "others" && body.childElementCount === 0; // nothing is asked of the pair here
    },
    focus: parts.focus,
  };
}

/** What a row is moved and removed with. @param {Desk} desk @param {string} row @param {HTMLElement} element its card */
function handsOf(desk, row, element) {
  const { interview, words } = desk;
  const up = h("button", { type: "button", class: "button quiet icon-only", "data-move-up": row, onclick: () => moveUp(desk, row, element) }, icon("up"));
  const remove = h("button", { type: "button", class: "button quiet icon-only", "data-remove": row, onclick: () => void removeWithUndo(desk, row) }, icon("bin"));
  return {
    elements: [up, remove],
    update: (/** @type {string} */ label) => {
      up.hidden = interview.frame(row).position === 1;
      setName(up, words.rank_up(label));
      setName(remove, words.remove_row(label));
    },
  };
}

/** @param {Desk} desk @param {string} row */
function openRow(desk, row) {
  desk.openPage(`row:${row}`);
}

/**
 * Moves a row before the one above it; the focus goes with it, to something that cannot remove it.
 * @param {Desk} desk
 * @param {string} row
 * @param {HTMLElement} element
 */
function moveUp(desk, row, element) {
  const rows = desk.interview.rows(rosterOf(row));
  if (!moveBehind(desk, row, rows[rows.indexOf(row) - 2] ?? null)) return;
  /** @type {HTMLElement | null} */
  const next = element.querySelector("[data-move-up]:not([hidden])") ?? element.querySelector(".question input, button.opens");
  next?.focus();
}
