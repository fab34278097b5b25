/** Colours inside the quotes of an expression: text, numbers and words of the language, so that a formula reads as a formula
 *  and not as one long string. Only what is on screen is marked. */
import { syntaxTree } from "@codemirror/language";
import { Decoration, ViewPlugin } from "@codemirror/view";
import { stepsOf } from "./json_path.js";
import { kindAt, schemaAt } from "./schema.js";

/** @typedef {import("@codemirror/view").EditorView} EditorView */
/** @typedef {import("@codemirror/view").DecorationSet} DecorationSet */
/** @typedef {import("./types.js").Schema} Schema */

const WORDS = "and or not implies if then else between in where within true false";
const PARTS = new RegExp(
  `(?<quoted>'[^'"]*')|(?<keyword>\\b(?:${WORDS.replaceAll(" ", "|")})\\b)|(?<call>[\\p{L}_]\\w*(?=\\s*\\())|(?<number>\\b\\d+(?:\\.\\d+)?\\b)|(?<operator>[-+*/=<>!]+)`, "gu");
const MARKS = Object.fromEntries(["quoted", "keyword", "call", "number", "operator"].map((part) => [part, Decoration.mark({ class: `expr-${part}` })]));
const WHOLE = Decoration.mark({ class: "expr" });

/** @param {Schema} schema */
export function expressionMarks(schema) {
  return ViewPlugin.fromClass(class {
    /** @param {EditorView} view */
    constructor(view) {
      /** @type {DecorationSet} */
      this.marks = marks(view, schema);
    }

    /** @param {import("@codemirror/view").ViewUpdate} update */
    update(update) {
      const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || parsed) this.marks = marks(update.view, schema);
    }
  }, { decorations: (plugin) => plugin.marks });
}

/** @param {EditorView} view @param {Schema} schema @returns {DecorationSet} */
function marks(view, schema) {
  /** @type {import("@codemirror/state").Range<Decoration>[]} */
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from, to, enter: (node) => {
        if (node.name === "String" && isExpression(view, node.node, schema)) found.push(...within(view, node.from + 1, node.to - 1));
      },
    });
  }
  return Decoration.set(found, true);
}

/** @param {EditorView} view @param {import("@lezer/common").SyntaxNode} node @param {Schema} schema */
function isExpression(view, node, schema) {
  const steps = stepsOf(view.state, node);
  return kindAt(schemaAt(schema, steps), steps) === "expression";
}

/** @param {EditorView} view @param {number} from @param {number} to */
function within(view, from, to) {
  const found = to > from ? [WHOLE.range(from, to)] : [];
  for (const match of view.state.sliceDoc(from, to).matchAll(PARTS)) {
    const [part] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    const mark = part && MARKS[part];
    if (mark) found.push(mark.range(from + match.index, from + match.index + match[0].length));
  }
  return found;
}
