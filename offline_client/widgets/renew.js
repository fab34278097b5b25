/**
 * A part of the page is made to look like one made anew, and what has not changed is not touched: focus, caret, place of
 * scrolling and a press that is under way stay where they are.
 *
 * Elements are counterparts where their tags, their first classes and their `data-key` are the same, in order. Listeners are
 * not taken over, so they belong on what holds the part, which finds out from the element what was meant (`data-act`). What is
 * in an element with `data-kept` is somebody else's, and stays.
 */
import { keepInOrder } from "./dom.js";

/**
 * @param {Element} old in the page; it stays
 * @param {Element} fresh what it is to be like; its children may be used up
 */
export function renew(old, fresh) {
  if (old.hasAttribute("data-kept") || old.isEqualNode(fresh)) return;
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const name of fresh.getAttributeNames()) {
    const value = fresh.getAttribute(name) ?? "";
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const counterpart = counterparts(old);
  const now = Array.from(fresh.childNodes, (child) => {
    const same = counterpart(child);
    if (same instanceof Element && child instanceof Element) renew(same, child);
    else if (same && same.nodeValue !== child.nodeValue) same.nodeValue = child.nodeValue;
    return same ?? child;
  });
  keepInOrder(old, now);
}

/** @param {Element} old @returns {(fresh: Node) => ChildNode | null} the child that stands for it; each only once */
function counterparts(old) {
  /** @type {Map<string, ChildNode[]>} */
  const waiting = new Map();
  for (const child of old.childNodes) {
    const key = keyOf(child);
    const same = waiting.get(key);
    if (same) same.push(child);
    else waiting.set(key, [child]);
  }
  return (fresh) => waiting.get(keyOf(fresh))?.shift() ?? null;
}

/** @param {Node} node */
function keyOf(node) {
  return node instanceof Element ? `${node.nodeName} ${node.classList[0] ?? ""} ${node.getAttribute("data-key") ?? ""}` : node.nodeName;
}
