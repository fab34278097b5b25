/** The text editor: CodeMirror set up for a questionnaire (JSON) or for a code list (CSV). What is offered and underlined
 *  comes from `completion.js`, `hover.js` and the findings of the server. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./completion.js";
import { expressionMarks } from "./expression_marks.js";
import { hoverHelp } from "./hover.js";

/** @typedef {import("./types.js").Finding} Finding */
/** @typedef {{changed: () => void, moved: () => void, save: () => void}} Listeners */

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, class: "tok-property" },
  { tag: tags.string, class: "tok-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "tok-constant" },
  { tag: [tags.separator, tags.brace, tags.squareBracket], class: "tok-sign" },
]);

/**
 * The state of an editor for the questionnaire.
 * @param {string} source
 * @param {import("./completion.js").Known} known
 * @param {Listeners} listeners
 * @param {string} nonce of the page's content security policy, for CodeMirror's style element
 */
export function questionnaireState(source, known, listeners, nonce) {
  return EditorState.create({
    doc: source,
    extensions: [
      ...common(listeners, nonce),
      json(), foldGutter(), codeFolding(), bracketMatching(), closeBrackets(), indentOnInput(),
      autocompletion({ override: [completions(known)], maxRenderedOptions: 60 }),
      hoverHelp(known), expressionMarks(known.schema), lintGutter(),
    ],
  });
}

/**
 * The state of an editor for a code list file.
 * @param {string} text
 * @param {Listeners} listeners
 * @param {string} nonce
 */
export function fileState(text, listeners, nonce) {
  return EditorState.create({ doc: text, extensions: common(listeners, nonce) });
}

/**
 * Underlines the findings.
 * @param {EditorView} view
 * @param {readonly Finding[]} findings
 */
export function underline(view, findings) {
  const end = view.state.doc.length;
  const diagnostics = findings.map((finding) => {
    const from = Math.min(finding.from, end);
    return {
      from, to: Math.min(Math.max(finding.to, from), end), severity: finding.severity, source: finding.code,
      message: `${finding.message} ${finding.remedy}`,
    };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

/**
 * Selects a range, scrolls it to the middle and gives the editor the focus.
 * @param {EditorView} view
 * @param {number} from
 * @param {number} to
 */
export function jump(view, from, to) {
  const end = view.state.doc.length;
  const range = { anchor: Math.min(from, end), head: Math.min(to, end) };
  view.dispatch({ selection: range, effects: EditorView.scrollIntoView(range.anchor, { y: "center" }) });
  view.focus();
}

/** @param {Listeners} listeners @param {string} nonce */
function common(listeners, nonce) {
  return [
    nonce ? EditorView.cspNonce.of(nonce) : [],
    lineNumbers(), highlightActiveLineGutter(), history(), drawSelection(), highlightActiveLine(), highlightSelectionMatches(),
    indentUnit.of("  "), EditorState.tabSize.of(2), EditorView.lineWrapping, search({ top: true }), syntaxHighlighting(COLOURS),
    keymap.of([
      { key: "Mod-s", preventDefault: true, run: () => (listeners.save(), true) },
      ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) listeners.changed();
      if (update.selectionSet) listeners.moved();
    }),
  ];
}
