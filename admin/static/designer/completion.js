/** What is offered while typing: property names and values from the schema, names from the document, words and functions
 *  of the expression language. One function a kind of place, in the table `VALUES`. */
import { snippetCompletion } from "@codemirror/autocomplete";
import { namesIn, placeAt } from "./json_path.js";
import { emptyValue, kindAt, resolve, schemaAt } from "./schema.js";

/** @typedef {import("@codemirror/autocomplete").Completion} Completion */
/** @typedef {import("@codemirror/autocomplete").CompletionContext} CompletionContext */
/** @typedef {import("@codemirror/autocomplete").CompletionResult} CompletionResult */
/** @typedef {import("@lezer/common").SyntaxNode} SyntaxNode */
/** @typedef {import("./types.js").Schema} Schema */
/** @typedef {import("./types.js").Names} Names */
/** @typedef {import("./types.js").FunctionHelp} FunctionHelp */
/** @typedef {{schema: Schema, functions: FunctionHelp[], words: string[], names: () => Names}} Known */

/**
 * The source of completions for the questionnaire.
 * @param {Known} known
 * @returns {(context: CompletionContext) => CompletionResult | null}
 */
export function completions(known) {
  return (context) => {
    const { steps, node, inName } = placeAt(context.state, context.pos);
    const object = enclosing(node, "Object");
    if (inName || (node.name === "Object" && context.explicit)) return propertyNames(context, known, steps, node, object, inName);
    if (node.name !== "String") return null;
    return values(context, known, steps, node);
  };
}

/** @param {CompletionContext} context @param {Known} known @param {string[]} steps @param {SyntaxNode} node @param {SyntaxNode | null} object @param {boolean} inName @returns {CompletionResult | null} */
function propertyNames(context, known, steps, node, object, inName) {
  const schema = schemaAt(known.schema, inName ? steps.slice(0, -1) : steps);
  if (!schema?.properties || !object) return null;
  const present = namesIn(context.state, object);
  const hasValue = inName && (node.nextSibling !== null);
  const options = Object.entries(schema.properties).filter(([name]) => !present.has(name) || isTyped(context, node, name))
    .map(([name, property]) => propertyOption(known.schema, name, property, hasValue, schema.required?.includes(name) ?? false));
  const from = inName ? node.from : context.pos;
  return { from, to: inName ? node.to : context.pos, options, validFor: /^"?\w*"?$/ };
}

/** @param {Schema} root @param {string} name @param {Schema} property @param {boolean} hasValue @param {boolean} needed @returns {Completion} */
function propertyOption(root, name, property, hasValue, needed) {
  const schema = resolve(root, property);
  const value = emptyValue(schema);
  const inside = value.length === 2 ? `${value[0]}\${}${value[1]}` : value;
  const option = { label: `"${name}"`, detail: schema.title ?? "", info: schema.description ?? "", type: "property", boost: needed ? 1 : 0 };
  return hasValue ? option : snippetCompletion(`"${name}": ${inside.replace(/^\{(.*)\}$/, "\\{$1\\}")}`, option);
}

/** @param {CompletionContext} context @param {Known} known @param {string[]} steps @param {SyntaxNode} node @returns {CompletionResult | null} */
function values(context, known, steps, node) {
  const schema = schemaAt(known.schema, steps);
  const kind = kindAt(schema, steps);
  if (kind === "expression") return expression(context, known);
  if (kind === "text") return reference(context, known);
  const list = VALUES[kind]?.(known, schema);
  if (!list?.length) return null;
  const closed = node.to > node.from + 1 && context.state.sliceDoc(node.to - 1, node.to) === '"';
  return { from: node.from + 1, to: closed ? node.to - 1 : context.pos, options: list, validFor: /^[\w.]*$/ };
}

/** What a text value may be, by what it stands for. @type {Partial<Record<import("./schema.js").Kind, (known: Known, schema: Schema | null) => Completion[]>>} */
const VALUES = {
  enum: (_known, schema) => (schema?.enum ?? []).map((value) => ({ label: String(value), type: "enum" })),
  codes: (known) => Object.entries(known.names().code_lists).map(([name, codes]) => ({ label: name, type: "class", detail: sample(codes) })),
  roster: (known) => known.names().rosters.map((name) => ({ label: name, type: "namespace" })),
  reason: (known) => known.names().reasons.map((name) => ({ label: name, type: "constant" })),
};

/** @param {CompletionContext} context @param {Known} known @returns {CompletionResult | null} */
function expression(context, known) {
  const word = context.matchBefore(/[\p{L}_][\p{L}\w.]*/u);
  if (!word && !context.explicit) return null;
  const options = [
    ...known.names().variables.map((variable) => ({ label: variable.name, type: "variable", detail: variable.type, info: describe(variable) })),
    ...known.names().rosters.map((name) => ({ label: name, type: "namespace", detail: "roster" })),
    ...known.names().variables.filter((variable) => variable.roster).map((variable) => ({
      label: `${variable.roster}.${variable.name}`, type: "variable", detail: variable.type, info: variable.label, boost: -1 })),
    ...known.functions.map((entry) => ({ label: entry.name, type: "function", detail: entry.signature, info: entry.summary, apply: `${entry.name}(` })),
    ...known.words.map((name) => ({ label: name, type: "keyword", boost: -2 })),
  ];
  return { from: word?.from ?? context.pos, options, validFor: /^[\p{L}\w.]*$/u };
}

/** Inside a text, after `{`. @param {CompletionContext} context @param {Known} known @returns {CompletionResult | null} */
function reference(context, known) {
  const word = context.matchBefore(/\{[\w.]*/);
  if (!word) return null;
  const options = known.names().variables.map((variable) => ({ label: variable.name, type: "variable", detail: variable.type, info: variable.label, apply: `${variable.name}}` }));
  return { from: word.from + 1, options, validFor: /^[\w.]*$/ };
}

/** @param {Names["variables"][number]} variable @returns {string} */
function describe(variable) {
  return variable.roster ? `${variable.label} (${variable.roster})` : variable.label;
}

/** @param {{code: string, label: string}[]} codes @returns {string} */
function sample(codes) {
  return codes.slice(0, 3).map((entry) => `${entry.code} ${entry.label}`).join(", ") + (codes.length > 3 ? ` … (${codes.length})` : "");
}

/** @param {SyntaxNode} node @param {string} name @returns {SyntaxNode | null} */
function enclosing(node, name) {
  let at = /** @type {SyntaxNode | null} */ (node);
  while (at && at.name !== name) at = at.parent;
  return at;
}

/** @param {CompletionContext} context @param {SyntaxNode} node @param {string} name */
function isTyped(context, node, name) {
  return context.state.sliceDoc(node.from, node.to).includes(name);
}
