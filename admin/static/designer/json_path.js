/** Between offsets of a JSON text in the editor and RFC 6901 pointers, over CodeMirror's syntax tree, so that it works in a
 *  text that is still broken. What a pointer means is in `schema.js`. */
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";

/** @typedef {import("@codemirror/state").EditorState} EditorState */
/** @typedef {import("@lezer/common").SyntaxNode} SyntaxNode */

const VALUES = new Set(["Object", "Array", "String", "Number", "True", "False", "Null"]);

/**
 * Where the offset stands: the pointer steps of the value or property, the node, and whether it is in a property's name.
 * @param {EditorState} state
 * @param {number} offset
 * @returns {{steps: string[], node: SyntaxNode, inName: boolean}}
 */
export function placeAt(state, offset) {
  const node = syntaxTree(state).resolveInner(offset, -1);
  const inName = node.name === "PropertyName";
  return { steps: stepsOf(state, inName ? node.parent ?? node : node), node, inName };
}

/**
 * The steps from the root to the node.
 * @param {EditorState} state
 * @param {SyntaxNode} node
 * @returns {string[]}
 */
export function stepsOf(state, node) {
  /** @type {string[]} */
  const steps = [];
  for (let at = /** @type {SyntaxNode | null} */ (node); at; at = at.parent) {
    if (at.name === "Property") steps.unshift(nameOf(state, at));
    else if (at.parent?.name === "Array" && VALUES.has(at.name)) steps.unshift(String(numberOf(at)));
  }
  return steps;
}

/**
 * The range of the value at a pointer, or of the nearest container that exists.
 * @param {EditorState} state
 * @param {string} pointer
 * @returns {{from: number, to: number}}
 */
export function rangeOf(state, pointer) {
  const tree = ensureSyntaxTree(state, state.doc.length, 500) ?? syntaxTree(state);
  let node = valueIn(tree.topNode);
  for (const step of parse(pointer)) {
    const below = node && child(state, node, step);
    if (!below) break;
    node = below;
  }
  return node ? { from: node.from, to: node.to } : { from: 0, to: 0 };
}

/**
 * The names of an object's properties.
 * @param {EditorState} state
 * @param {SyntaxNode} object
 * @returns {Set<string>}
 */
export function namesIn(state, object) {
  return new Set(object.getChildren("Property").map((property) => nameOf(state, property)));
}

/** @param {string} pointer @returns {string[]} */
export function parse(pointer) {
  return pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** @param {readonly string[]} steps @returns {string} */
export function format(steps) {
  return steps.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** @param {EditorState} state @param {SyntaxNode} property @returns {string} */
function nameOf(state, property) {
  const name = property.getChild("PropertyName");
  return name ? unquote(state.sliceDoc(name.from, name.to)) : "";
}

/** @param {SyntaxNode} value @returns {number} */
function numberOf(value) {
  let number = 0;
  for (let before = value.prevSibling; before; before = before.prevSibling) if (VALUES.has(before.name)) number += 1;
  return number;
}

/** @param {EditorState} state @param {SyntaxNode} node @param {string} step @returns {SyntaxNode | null} */
function child(state, node, step) {
  if (node.name === "Object") {
    const property = node.getChildren("Property").find((candidate) => nameOf(state, candidate) === step);
    return property ? valueIn(property) : null;
  }
  if (node.name !== "Array") return null;
  let number = Number(step);
  for (let below = node.firstChild; below; below = below.nextSibling) {
    if (VALUES.has(below.name) && number-- === 0) return below;
  }
  return null;
}

/** @param {SyntaxNode} node @returns {SyntaxNode | null} */
function valueIn(node) {
  for (let below = node.lastChild; below; below = below.prevSibling) if (VALUES.has(below.name)) return below;
  return null;
}

/** @param {string} quoted @returns {string} */
export function unquote(quoted) {
  try {
    return String(JSON.parse(quoted));
  } catch {
    // A name still being typed: what is between the quotes, as far as there are any.
    return quoted.replace(/^"/, "").replace(/"$/, "");
  }
}
