/** The tree of items and rules beside the editor. A click goes to the text; the item the cursor stands in is marked. */

/** @typedef {import("./types.js").OutlineItem} OutlineItem */

const SIGNS = /** @type {Record<string, string>} */ ({
  section: "§", group: "▢", table: "▦", roster: "⟳", note: "¶", calculation: "ƒ", select_one: "◉", select_many: "☑", rank: "≡",
  integer: "1", decimal: "1.0", text: "A", boolean: "?", date: "◷", time: "◷", datetime: "◷", year_month: "◷",
  geopoint: "⌖", geotrace: "⌖", geoshape: "⌖", photo: "▣", audio: "♪", file: "▤", signature: "✎", barcode: "▥",
});

/**
 * Paints the tree.
 * @param {HTMLElement} place
 * @param {{outline: OutlineItem[], edits: {id: string, pointer: string, text: string}[]}} document
 * @param {Map<string, "error" | "warning" | "info">} worst the gravest finding at or below each item's pointer
 * @param {(pointer: string) => void} go
 * @param {string} editsTitle
 */
export function paintOutline(place, document, worst, go, editsTitle) {
  const closed = new Set([...place.querySelectorAll("details:not([open])")].map((element) => /** @type {HTMLElement} */ (element).dataset["pointer"]));
  const tree = list(document.outline.map((item) => entry(item, worst, go, closed)));
  const edits = document.edits.map((edit) => button(edit.pointer, "✓", edit.id, edit.text, worst.get(edit.pointer), go, "edit"));
  const heading = window.document.createElement("h3");
  heading.textContent = `${editsTitle} (${edits.length})`;
  place.replaceChildren(tree, ...(edits.length ? [heading, list(edits)] : []));
}

/**
 * Marks the item whose pointer is the longest prefix of the cursor's.
 * @param {HTMLElement} place
 * @param {string} pointer
 */
export function markCurrent(place, pointer) {
  /** @type {HTMLElement | null} */
  let best = null;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("button[data-pointer]"))) {
    element.removeAttribute("aria-current");
    const own = element.dataset["pointer"] ?? "";
    if ((pointer === own || pointer.startsWith(`${own}/`)) && own.length > (best?.dataset["pointer"]?.length ?? -1)) best = element;
  }
  best?.setAttribute("aria-current", "true");
  best?.scrollIntoView({ block: "nearest" });
}

/** @param {OutlineItem} item @param {Map<string, "error" | "warning" | "info">} worst @param {(pointer: string) => void} go @param {Set<string | undefined>} closed @returns {HTMLElement} */
function entry(item, worst, go, closed) {
  const own = button(item.pointer, SIGNS[item.type] ?? "·", item.name, item.label, worst.get(item.pointer), go, item.type, item.logic);
  if (!item.items.length) return own;
  const details = document.createElement("details");
  details.dataset["pointer"] = item.pointer;
  details.open = !closed.has(item.pointer);
  const summary = details.appendChild(document.createElement("summary"));
  summary.append(own);
  details.append(list(item.items.map((below) => entry(below, worst, go, closed))));
  return details;
}

/** @param {string} pointer @param {string} sign @param {string} name @param {string} label @param {string | undefined} finding @param {(pointer: string) => void} go @param {string} type @param {boolean} [logic] @returns {HTMLButtonElement} */
function button(pointer, sign, name, label, finding, go, type, logic = false) {
  const element = document.createElement("button");
  element.type = "button";
  element.dataset["pointer"] = pointer;
  element.title = [`${name} · ${type}`, label].filter(Boolean).join("\n");
  if (finding) element.dataset["finding"] = finding;
  if (logic) element.dataset["logic"] = "";
  element.append(span("sign", sign), span("name", name), span("label", label));
  element.addEventListener("click", (event) => (event.preventDefault(), go(pointer)));
  return element;
}

/** @param {HTMLElement[]} entries @returns {HTMLUListElement} */
function list(entries) {
  const element = document.createElement("ul");
  for (const entryElement of entries) element.appendChild(document.createElement("li")).append(entryElement);
  return element;
}

/** @param {string} name @param {string} text @returns {HTMLSpanElement} */
function span(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}
