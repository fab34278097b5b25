/** A code list in a language: its labels, its index, and the tree of groups that the parents of its codes make. */

import { CodeIndex } from "../widgets/code_index.js";

/** @typedef {import("../runtime/types").CompiledForm} CompiledForm */

const SYNONYMS = "synonyms"; // the attribute of a code list with other names, parted by semicolons
const HIGHEST = 4; // levels said above a code

export class ListIndex {
  /** @type {Map<string, number[]> | null} entries by parent */
  #children = null;
  /** @type {CodeIndex | null} */
  #index = null;

  /** @param {CompiledForm} compiled @param {string} name @param {string} language */
  constructor(compiled, name, language) {
    const list = compiled.code_lists?.[name];
    this.codes = list?.codes ?? [];
    this.parents = list?.parents ?? null;
    this.synonyms = list?.attributes?.[SYNONYMS]?.values ?? null;
    this.labels = labelsOf(compiled, name, language);
    const above = this.parents ? listAbove(compiled, name) : null;
    /** The list that the parents belong to, which may be this one; null where their labels are not known. @type {ListIndex | null} */
    this.above = above === null ? null : above === name ? this : new ListIndex(compiled, above, language);
    /** @type {Map<string, number>} */
    this.positions = above === null ? new Map() : new Map(this.codes.map((code, entry) => [code, entry]));
  }

  get index() {
    this.#index ??= new CodeIndex(this.codes.map((code, entry) => ({ code, names: [this.labels[entry] ?? code, ...this.#synonymsOf(entry)] })));
    return this.#index;
  }

  /** @param {number} entry @returns {import("../widgets/types").Offer} with the labels of the groups above, the nearest first */
  offer(entry) {
    return { code: this.codes[entry] ?? "", label: this.labels[entry] ?? "", above: this.#labelsAbove(entry) };
  }

  /** The groups in a group, at the top for null; none where the list has no tree. @param {string | null} group @returns {import("../widgets/types").Offer[]} */
  groups(group) {
    const children = this.#childrenOf();
    if (!this.above) return [];
    if (this.above === this) return (children.get(group ?? "") ?? []).filter((entry) => children.has(this.codes[entry] ?? "")).map((entry) => this.offer(entry));
    if (group !== null) return [];
    return Array.from(children.keys()).flatMap((code) => this.#offerAbove(code));
  }

  /** What can be chosen in a group itself: its own code, and the codes in it that are no groups. @param {string | null} group @returns {number[]} */
  entries(group) {
    const children = this.#childrenOf();
    if (!this.above) return this.codes.map((_, entry) => entry);
    const own = group !== null && this.above === this ? (this.positions.get(group) ?? []) : [];
    return [own, (children.get(group ?? "") ?? []).filter((entry) => this.above !== this || !children.has(this.codes[entry] ?? ""))].flat();
  }

  /** All entries below a group, and its own. @param {string} group @returns {number[]} */
  entriesBelow(group) {
    return [...this.entries(group), ...(this.above === this ? this.groups(group).flatMap(({ code }) => this.entriesBelow(code)) : [])];
  }

  #childrenOf() {
    if (this.#children) return this.#children;
    this.#children = new Map();
    for (let entry = 0; entry < this.codes.length; entry += 1) {
      const parent = this.parents?.[entry] ?? "";
      const siblings = this.#children.get(parent);
      if (siblings) siblings.push(entry);
      else this.#children.set(parent, [entry]);
    }
    return this.#children;
  }

  /** @param {string} code */
  #offerAbove(code) {
    const entry = this.above?.positions.get(code) ?? this.above?.codes.indexOf(code) ?? -1;
    return entry < 0 || !this.above ? [] : [this.above.offer(entry)];
  }

  /** @param {number} entry @returns {string[]} */
  #labelsAbove(entry) {
    const labels = [];
    let [offer] = this.#offerAbove(this.parents?.[entry] ?? "");
    while (offer && labels.length < HIGHEST) {
      labels.push(offer.label, ...(this.above === this ? [] : (offer.above ?? [])));
      [offer] = this.above === this ? this.#offerAbove(this.parents?.[this.positions.get(offer.code) ?? -1] ?? "") : [];
    }
    return labels;
  }

  /** @param {number} entry @returns {string[]} */
  #synonymsOf(entry) {
    const text = this.synonyms?.[entry];
    return typeof text === "string" ? text.split(";") : [];
  }
}

/** @param {CompiledForm} compiled @param {string} name @param {string} language @returns {string[]} */
function labelsOf(compiled, name, language) {
  const list = compiled.code_lists?.[name];
  const tables = [language, ...compiled.languages].map((one) => compiled.texts[one]);
  return (list?.codes ?? []).map((code, entry) => {
    const text = list?.labels?.[entry];
    if (typeof text !== "number") return code;
    for (const table of tables) if (typeof table?.[text] === "string") return /** @type {string} */ (table[text]);
    return code;
  });
}

/** The code list that holds all the parents of a list: itself where it does. @param {CompiledForm} compiled @param {string} name */
function listAbove(compiled, name) {
  const parents = new Set(compiled.code_lists?.[name]?.parents?.filter((parent) => parent !== null));
  const names = [name, ...Object.keys(compiled.code_lists ?? {}).filter((other) => other !== name)];
  return names.find((other) => {
    const codes = new Set(compiled.code_lists?.[other]?.codes);
    return parents.size > 0 && Array.from(parents).every((parent) => codes.has(/** @type {string} */ (parent)));
  }) ?? null;
}
