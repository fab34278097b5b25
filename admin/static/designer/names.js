/** The names that a questionnaire document declares, read from the text as it is being written: outline, variables,
 *  rosters, code lists and reasons. When the text is broken for a moment, the last good reading stays. */

/** @typedef {import("./types.js").OutlineItem} OutlineItem */
/** @typedef {import("./types.js").Names} Names */
/** @typedef {Record<string, unknown>} Json */

const CONTAINERS = new Set(["section", "group", "table", "roster"]);
const LOGIC = ["relevant", "constraint", "calculation", "choice_filter", "default"];
const OWN_REASONS = ["dont_know", "refused", "not_applicable"];

/**
 * Reads the document; null when it is not JSON at the moment.
 * @param {string} source
 * @param {string} language of labels
 * @param {Record<string, string>} files
 * @returns {{outline: OutlineItem[], names: Names, edits: {id: string, pointer: string, text: string}[]} | null}
 */
export function readDocument(source, language, files) {
  const form = parse(source);
  if (!form) return null;
  const outline = itemsOf(form, "", "", language);
  const names = {
    variables: [...preloaded(form, language), ...variables(outline, "")],
    rosters: rosters(outline, ""),
    code_lists: codeLists(form, language, files),
    reasons: [...OWN_REASONS, ...Object.keys(object(form["reasons"]))],
  };
  const edits = array(form["edits"]).map((edit, index) => ({
    id: text(edit["id"]), pointer: `/edits/${index}`, text: label(edit["title"] ?? edit["message"], language),
  }));
  return { outline, names, edits };
}

/**
 * A text of the document in the language, or in the first that has it.
 * @param {unknown} value
 * @param {string} language
 * @returns {string}
 */
export function label(value, language) {
  if (typeof value === "string") return value;
  const texts = object(value);
  return text(texts[language] ?? Object.values(texts)[0]);
}

/** @param {Json} container @param {string} pointer @param {string} roster @param {string} language @returns {OutlineItem[]} */
function itemsOf(container, pointer, roster, language) {
  return array(container["items"]).map((item, index) => {
    const at = `${pointer}/items/${index}`;
    const name = text(item["name"]);
    const path = roster ? `${roster}.${name}` : name;
    const below = itemsOf(item, at, item["type"] === "roster" ? path : roster, language);
    return {
      name, path, pointer: at, items: below, type: text(item["type"]),
      label: label(item["label"], language), logic: LOGIC.some((word) => word in item),
    };
  });
}

/** @param {OutlineItem[]} items @param {string} roster @returns {Names["variables"]} */
function variables(items, roster) {
  return items.flatMap((item) => [
    ...(CONTAINERS.has(item.type) || item.type === "note" ? [] : [{ name: item.name, type: item.type, label: item.label, roster }]),
    ...variables(item.items, item.type === "roster" ? item.path : roster),
  ]);
}

/** @param {Json} form @param {string} language @returns {Names["variables"]} */
function preloaded(form, language) {
  const keys = object(form["unit"])["key"];
  const unit = Array.isArray(keys) ? keys.map((name) => ({ name: text(name), type: "text", label: "", roster: "" })) : [];
  return [...unit, ...array(form["preload"]).map((variable) => ({
    name: text(variable["name"]), type: text(variable["type"]), label: label(variable["label"], language), roster: "",
  }))];
}

/** @param {OutlineItem[]} items @param {string} above @returns {string[]} */
function rosters(items, above) {
  return items.flatMap((item) => [...(item.type === "roster" ? [item.path] : []), ...rosters(item.items, above)]);
}

/** @param {Json} form @param {string} language @param {Record<string, string>} files @returns {Names["code_lists"]} */
function codeLists(form, language, files) {
  return Object.fromEntries(Object.entries(object(form["code_lists"])).map(([name, list]) => [name, codesOf(list, language, files)]));
}

/** @param {unknown} list @param {string} language @param {Record<string, string>} files */
function codesOf(list, language, files) {
  if (Array.isArray(list)) return array(list).map((code) => ({ code: text(code["code"]), label: label(code["label"], language) }));
  const source = object(list);
  const rows = (files[text(source["file"])] ?? "").split(/\r?\n/, 301).map((line) => line.split(","));
  const header = rows.shift() ?? [];
  const [code, title] = [header.indexOf(text(source["code"])), header.indexOf(label(source["label"], language))];
  return rows.filter((row) => row[code]).map((row) => ({ code: row[code] ?? "", label: row[title] ?? "" }));
}

/** @param {string} source @returns {Json | null} */
function parse(source) {
  try {
    return object(JSON.parse(source));
  } catch {
    return null; // Half-typed text is no mistake here: the server's findings say what is wrong with it.
  }
}

/** @param {unknown} value @returns {Json} */
function object(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? /** @type {Json} */ (value) : {};
}

/** @param {unknown} value @returns {Json[]} */
function array(value) {
  return Array.isArray(value) ? value.map(object) : [];
}

/** @param {unknown} value @returns {string} */
function text(value) {
  return typeof value === "string" ? value : "";
}
