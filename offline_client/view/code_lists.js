/**
 * Long code lists as questions use them: the index shared by all questions of a form that offer the list, the groups above
 * its codes, and what was chosen lately on this device. A question adds only which codes it offers now.
 *
 * @typedef {import("../runtime/types").CompiledForm} CompiledForm
 * @typedef {import("../runtime/types").CompiledItem} Item
 * @typedef {import("../runtime/interview.js").Interview} Interview
 */
import { codeFrame } from "../runtime/evaluate.js";
import { ListIndex } from "./list_index.js";
import { lately, useLately } from "./lately.js";

/** @type {WeakMap<CompiledForm, Map<string, ListIndex>>} */
const made = new WeakMap();

/**
 * The code list of a question; null where it has none.
 * @param {Interview} interview
 * @param {Item} item
 * @param {string} path
 * @returns {import("../widgets/types").CodeList | null}
 */
export function codeListOf(interview, item, path) {
  const name = item.codes;
  const codes = name ? interview.form.lists[name] : undefined;
  if (!name || !codes) return null;
  const key = `${interview.compiled.id} ${name}`;
  const list = () => indexOf(interview.compiled, name, interview.language);
  const accepts = filterOf(interview, item, path);
  const has = (/** @type {string} */ group) => list().entriesBelow(group).some(accepts);
  return {
    size: codes.codes.length,
    search: (query, limit) => list().index.search(query, { limit, accepts }),
    offer: (entry) => list().offer(entry),
    entryOf: (code) => codes.positions.get(code) ?? null,
    accepts,
    groups: (group) => list().groups(group).filter(({ code }) => has(code)),
    entries: (group) => list().entries(group).filter(accepts),
    lately: () => lately(key).flatMap((code) => codes.positions.get(code) ?? []).filter(accepts),
    use: (code) => useLately(key, code),
  };
}

/** @param {CompiledForm} compiled @param {string} name @param {string} language */
function indexOf(compiled, name, language) {
  /** @type {Map<string, ListIndex>} */
  const known = made.get(compiled) ?? new Map();
  made.set(compiled, known);
  const key = `${name} ${language}`;
  const list = known.get(key) ?? new ListIndex(compiled, name, language);
  known.set(key, list);
  return list;
}

/**
 * Whether a question offers the code at a place of its list; asked code by code, because a filter over all takes long.
 * @param {Interview} interview
 * @param {Item} item
 * @param {string} path
 * @returns {(entry: number) => boolean}
 */
function filterOf(interview, item, path) {
  const node = typeof item.filter === "number" ? interview.form.nodes[item.filter] : undefined;
  const list = interview.form.lists[item.codes ?? ""];
  if (!node || !list) return () => true;
  return (entry) => {
    const { frame } = interview.cellAt(path);
    try {
      return node.run(codeFrame(list, entry, frame), { frame, outer: null }) === true;
    } catch (problem) {
      if (problem instanceof Error && problem.name === "Overflow") return false; // as the runtime has it
      throw problem;
    }
  };
}
