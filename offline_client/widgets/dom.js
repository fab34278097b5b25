/** Making elements, and the icons of the client. The only place that touches `createElement`. */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [attributes] `on…` adds a listener, true sets an empty attribute, null and false leave it out
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) { // a page is made of thousands: no lists of what is only gone through once
    const value = attributes[name];
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (!Array.isArray(child)) append(element, child);
    else for (const one of child) append(element, one);
  }
  return element;
}

/** @param {Element} element @param {Child} child */
function append(element, child) {
  if (child !== null && child !== undefined && child !== false && child !== "") element.append(child);
}

/** Sets the text only where it differs, so that nothing is painted or announced twice. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Names an element for who does not see it, where the name differs. @param {Element | null} element @param {string} name */
export function setName(element, name) {
  if (element && element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
}

/**
 * Something that is made when it is wanted for the first time, and is in the page only while it is.
 * @template {HTMLElement} Made
 * @param {() => Made} make
 * @param {(made: Made) => void} put  into its place in the page
 * @returns {(wanted: boolean) => Made | null}  the element while it is wanted
 */
export function whileWanted(make, put) {
  /** @type {Made | null} */
  let made = null;
  return (wanted) => {
    if (!wanted) {
      made?.remove();
      return null;
    }
    made ??= make();
    if (made.parentNode === null) put(made);
    return made;
  };
}

/**
 * What else describes a control, beside what did from the beginning.
 * @param {Element} control
 * @param {string} start  of the ids of what this call is about; those named before go
 * @param {string[]} ids
 */
export function describe(control, start, ids) {
  const before = control.getAttribute("aria-describedby") ?? "";
  const now = [...before.split(" ").filter((one) => one && !one.startsWith(start)), ...ids].join(" ");
  if (now === before) return;
  if (now) control.setAttribute("aria-describedby", now);
  else control.removeAttribute("aria-describedby");
}

/** @param {Element} control @param {boolean} invalid */
export function setInvalid(control, invalid) {
  if (invalid) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

/**
 * Makes `nodes` the children of `parent`, in order, touching only those that come, go or move: what stays keeps the focus.
 * @param {Element} parent
 * @param {ChildNode[]} nodes
 */
export function keepInOrder(parent, nodes) {
  if (nodes.length === parent.childNodes.length && nodes.every((node, at) => node === parent.childNodes[at])) return;
  const wanted = new Set(nodes);
  for (const child of Array.from(parent.childNodes)) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

const SHOWN = 16; // milliseconds that a painted frame takes to the glass

/** Does something behind the next frame: what is done already is seen before. @param {() => void} work */
export function behindFrame(work) {
  requestAnimationFrame(() => void setTimeout(work, SHOWN));
}

/** A sign and words beside it, painted only where the words differ. @param {Element} element @param {IconName} name @param {string} text @param {"before" | "after"} [where] of the sign */
export function setSign(element, name, text, where = "before") {
  if (element.textContent === text && element.firstElementChild) return;
  element.replaceChildren(...(where === "before" ? [icon(name), text] : [text, icon(name)]));
}

/**
 * An element of a drawing.
 * @param {string} tag of SVG
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function drawing(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Paths on a 24 × 24 grid, drawn with a stroke. */
const ICONS = {
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  up: "M5 15l7-7 7 7",
  down: "M5 9l7 7 7-7",
  close: "M6 6l12 12M18 6L6 18",
  add: "M12 5v14M5 12h14",
  list: "M4 6h16M4 12h16M4 18h10",
  check: "M5 12.5l4.5 4.5L19 7.5",
  done: "M12 3a9 9 0 100 18 9 9 0 000-18zM8 12.2l2.8 2.8L16 9.6",
  ring: "M12 3a9 9 0 100 18 9 9 0 000-18z",
  warning: "M12 4L2.8 20h18.4L12 4zM12 10v4.5M12 17.4v.1",
  error: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7.5v5.5M12 16.4v.1",
  remark: "M4 5h16v11H9.5L5 20v-4H4z",
  sync: "M4 12a8 8 0 0113.7-5.6L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 01-13.7 5.6L4 15.5M4 20v-4.5h4.5",
  calendar: "M4 6h16v14H4zM4 10.5h16M8.5 3v5M15.5 3v5",
  place: "M12 21s-7-6.2-7-11.2a7 7 0 0114 0C19 14.8 12 21 12 21zM12 12.2a2.4 2.4 0 100-4.8 2.4 2.4 0 000 4.8z",
  bin: "M5 7h14M9.5 7V4.5h5V7M7 7l.8 13h8.4L17 7M10.5 11v5.5M13.5 11v5.5",
  clear: "M4 12l6-6h10v12H10zM12.5 9.5l5 5M17.5 9.5l-5 5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 16.5a3.2 3.2 0 100-6.4 3.2 3.2 0 000 6.4z",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.2v.1",
  microphone: "M12 14.5a3 3 0 003-3v-5a3 3 0 00-6 0v5a3 3 0 003 3zM6 11.5a6 6 0 0012 0M12 17.5V21",
  stop: "M7 7h10v10H7z",
  pen: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  walk: "M12 5.5v.1M9.5 21l1.5-6-2-3 1-4.5 3.5 2.5 2.5 1M13 14l2 3v4",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 9v6M10 9v6M13 9v6M16.5 9v6",
  out: "M14 4h6v16h-6M4 12h10M10 8l4 4-4 4",
  settings: "M4 7h9M17 7h3M15 4.5v5M4 17h3M11 17h9M9 14.5v5M4 12h3",
  search: "M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L20.5 20.5",
  skip: "M4 6h9M4 12h6M4 18h9M15 8l5 4-5 4z",
  flag: "M6 21V4h12l-3 4.5 3 4.5H6",
  more: "M12 5.2v.1M12 12v.1M12 18.8v.1",
  practice: "M3 9l9-4 9 4-9 4zM7 11v5c3 2 7 2 10 0v-5M21 9v6",
};

/** Those that point along the line of reading: they turn round where it runs from right to left. @type {ReadonlySet<string>} */
const POINTING = new Set(["back", "next", "list", "clear", "out", "remark", "skip", "flag"]);

/** @typedef {keyof typeof ICONS} IconName */

/** A page of cards holds hundreds: a copy is made faster than a new one. @type {Map<IconName, SVGSVGElement>} */
const drawn = new Map();

/** @param {IconName} name @returns {SVGSVGElement} decoration; what it means stands beside it in words */
export function icon(name) {
  const first = drawn.get(name) ?? draw(name);
  drawn.set(name, first);
  return /** @type {SVGSVGElement} */ (first.cloneNode(true));
}

/** @param {IconName} name */
function draw(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", POINTING.has(name) ? "icon pointing" : "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
