/** Help under the pointer: what the schema says of a property, and, on a word inside an expression, what that name is. */
import { hoverTooltip } from "@codemirror/view";
import { placeAt } from "./json_path.js";
import { kindAt, schemaAt } from "./schema.js";

/** @typedef {import("./completion.js").Known} Known */
/** @typedef {{title: string, lines: string[], from: number, to: number}} Help */

/**
 * The hover extension.
 * @param {Known} known
 */
export function hoverHelp(known) {
  return hoverTooltip((view, offset, side) => {
    const help = helpAt(view.state, offset + (side > 0 ? 1 : 0), known);
    if (!help) return null;
    return { pos: help.from, end: help.to, above: true, create: () => ({ dom: paint(help) }) };
  }, { hoverTime: 250 });
}

/** @param {import("@codemirror/state").EditorState} state @param {number} offset @param {Known} known @returns {Help | null} */
export function helpAt(state, offset, known) {
  const { steps, node, inName } = placeAt(state, offset);
  const schema = schemaAt(known.schema, steps);
  if (inName) return schema?.description ? { title: schema.title ?? "", lines: [schema.description, ...examples(schema)], from: node.from, to: node.to } : null;
  if (node.name !== "String" || !["expression", "codes", "roster"].includes(kindAt(schema, steps))) return null;
  const word = wordAt(state, offset);
  return word && explain(word.text, word.from, known);
}

/** @param {string} name @param {number} from @param {Known} known @returns {Help | null} */
function explain(name, from, known) {
  const names = known.names();
  const last = name.split(".").at(-1) ?? name;
  const to = from + name.length;
  const called = known.functions.find((entry) => entry.name === name);
  if (called) return { title: called.signature, lines: [called.summary], from, to };
  const variable = names.variables.find((entry) => entry.name === last);
  if (variable) return { title: `${name}: ${variable.type}`, lines: [variable.label, variable.roster].filter(Boolean), from, to };
  const codes = names.code_lists[name];
  return codes ? { title: name, lines: codes.slice(0, 8).map((entry) => `${entry.code}  ${entry.label}`), from, to } : null;
}

/** @param {import("./types.js").Schema} schema @returns {string[]} */
function examples(schema) {
  return (schema.examples ?? []).map((example) => `→ ${typeof example === "string" ? example : JSON.stringify(example)}`);
}

/** @param {import("@codemirror/state").EditorState} state @param {number} offset */
function wordAt(state, offset) {
  const line = state.doc.lineAt(offset);
  const place = offset - line.from;
  for (const match of line.text.matchAll(/[\p{L}_][\p{L}\w]*(\.[\p{L}_][\p{L}\w]*)*/gu)) {
    if (match.index <= place && place <= match.index + match[0].length) return { text: match[0], from: line.from + match.index };
  }
  return null;
}

/** @param {Help} help @returns {HTMLElement} */
function paint(help) {
  const box = document.createElement("div");
  box.className = "hover-help";
  const title = box.appendChild(document.createElement("strong"));
  title.textContent = help.title;
  for (const line of help.lines) box.appendChild(document.createElement("p")).textContent = line;
  return box;
}
