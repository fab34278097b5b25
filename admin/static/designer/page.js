/** The designer's page: reads what the server handed over and joins editor, outline, findings, preview and draft. */
import { Checking } from "./checking.js";
import { Documents, QUESTIONNAIRE } from "./documents.js";
import { Draft } from "./draft.js";
import { jump, underline } from "./editor.js";
import { paintFindings, worstByPointer } from "./findings.js";
import { format, placeAt, rangeOf } from "./json_path.js";
import { readCopy, dropCopy } from "./local_copy.js";
import { readDocument } from "./names.js";
import { markCurrent, paintOutline } from "./outline.js";
import { declared, Preview } from "./preview.js";
import { Thorough } from "./thorough.js";
import { post } from "../server.js";

/** @typedef {import("./types.js").PageData} PageData */
/** @typedef {import("./types.js").Finding} Finding */
/** @typedef {import("./types.js").OutlineItem} OutlineItem */
/** @typedef {NonNullable<ReturnType<typeof readDocument>>} Reading */

const page = /** @type {PageData} */ (JSON.parse(element("designer-data").textContent ?? "{}"));
/** @type {Reading} */
let reading = { outline: [], edits: [], names: { variables: [], rosters: [], code_lists: {}, reasons: [] } };
/** @type {readonly Finding[]} */
let findings = [];
/** @type {readonly Finding[]} */
let proven = [];
let painted = 0;

const known = { schema: page.schema, functions: page.functions, words: page.words, names: () => reading.names };
const documents = new Documents(element("editor"), element("tabs"), page, known, { changed, moved, save: () => void draft.save() });
const draft = new Draft(page, () => documents.content(), showState);
const checking = new Checking(page.urls.check, page.csrf, () => documents.content(), showFindings, (problem) => notice(problem.message));
const thorough = new Thorough(() => post(page.urls.prove, documents.content(), page.csrf), element("thorough-state"), page.texts, showProven);
const preview = new Preview(element("preview"), goToPath);

function changed() {
  draft.changed();
  checking.changed();
  thorough.leave();
  window.clearTimeout(painted);
  painted = window.setTimeout(readAgain, 150);
}

function moved() {
  if (documents.open !== QUESTIONNAIRE) return;
  markCurrent(element("outline"), format(placeAt(documents.view.state, documents.view.state.selection.main.head).steps));
}

function readAgain() {
  const { source, files } = documents.content();
  reading = readDocument(source, page.language, files) ?? reading;
  paintOutline(element("outline"), reading, worstByPointer([...findings, ...proven]), goTo, page.texts["designer.edits"] ?? "");
  moved();
}

/** @param {import("./types.js").CheckAnswer} answer */
function showFindings(answer) {
  findings = answer.findings;
  element("preview").classList.toggle("stale", answer.compiled === null);
  element("preview-stale").hidden = answer.compiled !== null;
  if (answer.compiled) preview.show(answer.compiled, language());
  paint();
}

/** @param {readonly Finding[]} found */
function showProven(found) {
  proven = found;
  paint();
}

function paint() {
  const all = [...findings, ...proven];
  const counts = paintFindings(element("findings"), all, goToFinding, page.texts);
  element("error-count").textContent = String(counts.errors);
  element("warning-count").textContent = String(counts.warnings);
  document.body.dataset["errors"] = String(counts.errors);
  if (documents.open === QUESTIONNAIRE) underline(documents.view, all.filter((finding) => !finding.file));
  readAgain();
}

/** @param {string} pointer */
function goTo(pointer) {
  documents.show(QUESTIONNAIRE);
  const { from, to } = rangeOf(documents.view.state, pointer);
  jump(documents.view, from, Math.min(to, documents.view.state.doc.lineAt(from).to));
}

/** @param {Finding} finding */
function goToFinding(finding) {
  documents.show(finding.file ?? QUESTIONNAIRE);
  jump(documents.view, finding.from, finding.to);
}

/** @param {string} path */
function goToPath(path) {
  const item = find(reading.outline, declared(path));
  if (item) goTo(item.pointer);
}

/** @param {readonly OutlineItem[]} items @param {string} path @returns {OutlineItem | undefined} */
function find(items, path) {
  for (const item of items) {
    const found = item.path === path ? item : find(item.items, path);
    if (found) return found;
  }
  return undefined;
}

/** @param {import("./draft.js").State} state @param {import("../server.js").Problem} [problem] */
function showState(state, problem) {
  const place = element("draft-state");
  place.dataset["state"] = state;
  place.textContent = page.texts[`designer.state.${state}`] ?? state;
  element("conflict").hidden = state !== "conflict";
  if (problem && state !== "offline") notice(problem.message);
  if (state === "saved") notice("");
}

/** @param {string} text */
function notice(text) {
  const place = element("notice");
  place.textContent = text;
  place.hidden = !text;
}

/** @returns {string} */
function language() {
  return /** @type {HTMLSelectElement} */ (element("preview-language")).value;
}

/**
 * Saves texts that are about to be replaced as a file, so that they can be compared and taken up again.
 * @param {string} whose
 * @param {{source: string, files: Record<string, string>}} content
 */
function download(whose, content) {
  const link = document.createElement("a");
  const { source, files } = content;
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ source, files }, null, 2)], { type: "application/json" }));
  link.download = `${page.draft.form}-${whose}-${new Date().toISOString().slice(0, 16).replace(":", "")}.json`;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function offerCopy() {
  const copy = readCopy(page.user, page.draft.form);
  if (!copy) return;
  const same = copy.source === page.draft.source && JSON.stringify(copy.files) === JSON.stringify(page.draft.files);
  if (same) return dropCopy(page.user, page.draft.form);
  element("local-copy").hidden = false;
  element("local-copy-at").textContent = new Date(copy.at).toLocaleString(page.language);
  listen("local-copy-use", () => (element("local-copy").hidden = true, documents.replace(copy), changed()));
  listen("local-copy-drop", () => (element("local-copy").hidden = true, dropCopy(page.user, page.draft.form)));
}

/** @param {string} id @returns {HTMLElement} */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element #${id}.`);
  return found;
}

/** @param {string} id @param {() => void} act */
function listen(id, act) {
  element(id).addEventListener("click", act);
}

listen("keep-mine", async () => {
  download("theirs", await draft.theirs());
  await draft.keepMine();
});
listen("take-theirs", async () => {
  const theirs = await draft.theirs();
  download("mine", documents.content());
  documents.replace(theirs);
  draft.adopt(theirs);
  void checking.now();
});
listen("add-file", () => {
  const name = window.prompt(page.texts["designer.file_name"] ?? "", "code_lists/list.csv");
  if (name) documents.add(name.trim());
});
listen("check-thoroughly", () => void thorough.run());
listen("publish", async () => {
  if (await draft.save()) window.location.assign(page.urls.publish);
});
element("preview-language").addEventListener("change", () => preview.speak(language()));
for (const choice of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=device]"))) {
  choice.addEventListener("change", () => (element("preview").dataset["device"] = choice.value));
}
window.addEventListener("beforeunload", (event) => {
  if (draft.state !== "saved") event.preventDefault();
});

offerCopy();
readAgain();
void checking.now();
if (window.location.hash) goTo(decodeURI(window.location.hash.slice(1)));
