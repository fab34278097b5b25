// An expression of the core as words of a language: sentences for conditions, names for operands. Knows the form and its types; what
// the values are now is asked of `shown` (words.js).

import { format } from "./format.js";
import { codeLabel } from "./template.js";
import { GIVES, TABLE } from "./word_table.js";

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {object} Shown  what is so now
 * @property {(ast: any, type: string) => string} value
 * @property {(ast: any) => any} holds
 * @property {(code: string) => string} reason
 * @property {(children: number[], up: number, where: any) => string[]} rows  labels of those for which `where` is true
 * @property {(up: number, slot: number) => string} label
 * @property {(up: number, slot: number) => string} missing
 */

/** Raised where an expression has no words. */
class Wordless extends Error {}

const OPPOSITE = /** @type {Record<string, string>} */ ({ eq: "ne", ne: "eq", lt: "ge", ge: "lt", gt: "le", le: "gt" });
const SIGNS = /** @type {Record<string, string>} */ ({ add: "+", sub: "−", mul: "×", radd: "+", rsub: "−", rmul: "×", rdiv: "÷" });
const MOMENTS = new Set(["date", "datetime", "time", "year_month"]);
const ROWS_NAMED = 6;

export class Saying {
  /** @param {Form} form @param {string} language @param {Frame} frame @param {Shown} shown */
  constructor(form, language, frame, shown) {
    this.form = form;
    this.language = language;
    this.frame = frame;
    this.shown = shown;
    this.met = true;
    this.table = TABLE[language] ?? /** @type {import("./word_table.js").Words} */ (TABLE["en"]);
  }

  /**
   * A sentence for each part that makes a condition true, or that keeps a demand from being met; null where it has no words.
   * @param {any} ast @param {boolean} met whether the condition holds; where it does not, each sentence says what must be
   */
  sentences(ast, met) {
    this.met = met;
    try {
      return this.#parts(ast, met);
    } catch (problem) {
      if (problem instanceof Wordless) return null;
      throw problem;
    }
  }

  /** An expression as it is written, with the names of questions replaced by their labels. @param {string} written */
  named(written) {
    return written.replace(/'[^']*'|\b[a-z_][a-z0-9_]*\b(?!\s*\()/giu, (word) => {
      const slot = word.startsWith("'") ? undefined : this.frame.scope.names.get(word);
      return slot === undefined ? word : this.#label([this.frame.scope.index], 0, 0, slot);
    });
  }

  /** @param {any} ast @param {boolean} expected @returns {string[]} */
  #parts(ast, expected) {
    const [op] = ast;
    if (op === "not") return this.#parts(ast[1], !expected);
    if (op === "coalesce" && ast.length === 3 && ast[2][0] === "lit") return this.#parts(ast[1], expected);
    if (op === "implies") return expected ? [this.#condition(ast, [this.frame.scope.index], true)] : [...this.#parts(ast[1], true), ...this.#parts(ast[2], false)];
    if (op !== "and" && op !== "or") return [this.#sentence(ast, expected)];
    const all = ast.slice(1);
    const found = all.filter((/** @type {any} */ part) => this.shown.holds(part) === expected);
    const decisive = found.length > 0 ? found : all;
    if ((op === "and") === expected) return all.flatMap((/** @type {any} */ part) => this.#parts(part, expected));
    if (expected) return this.#parts(decisive[0], true);
    if (op === "and") return decisive.flatMap((/** @type {any} */ part) => this.#parts(part, false));
    return [all.map((/** @type {any} */ part) => this.#parts(part, false).join(this.table["and"])).join(this.table["or"])];
  }

  /** One condition with the value that decides it: what is demanded where it does not hold. @param {any} ast @param {boolean} expected */
  #sentence(ast, expected) {
    const scopes = [this.frame.scope.index];
    const [op, a, b] = ast;
    if (op in OPPOSITE || op === "between" || op === "in" || (op === "call" && ["selected", "selected_any", "matches"].includes(a))) {
      const subject = op === "call" ? b : a;
      const now = this.#now(subject);
      const demand = this.#relation(ast, scopes, expected === this.met);
      const said = `${this.#phrase(subject, scopes)} = ${now || this.table["no_value"]}`;
      if (!this.met) return `${said} (${this.#say("must", { x: demand })})`;
      return op === "eq" && expected && b[0] === "lit" ? said : `${said} (${demand})`;
    }
    if (op === "agg" && (a === "any" || a === "all")) return this.#rows(ast, expected, scopes);
    return this.#condition(ast, scopes, expected);
  }

  /** What an operand is now; a missing reason where it has one. @param {any} ast */
  #now(ast) {
    if (ast[0] === "reason") return this.shown.missing(ast[2], ast[3]);
    const type = ast[0] === "ref" ? (this.form.scopes[this.#below([this.frame.scope.index], ast[1], ast[2], [])]?.slots[ast[3]]?.type ?? null) : this.#type(ast, [this.frame.scope.index]);
    if (type === null && typeof this.shown.holds(ast) === "number") throw new Wordless();
    const value = this.shown.value(ast, type ?? "text");
    return value || (ast[0] === "ref" && ast[1] === 0 ? this.shown.missing(ast[2], ast[3]) : "");
  }

  /** Any or all rows, with the labels of those that decide. @param {any} ast @param {boolean} expected @param {number[]} scopes */
  #rows(ast, expected, scopes) {
    const [, kind, , up, children, , where] = ast;
    const decisive = kind === "any" ? where : ["not", where];
    const named = this.shown.rows(children, up, decisive).slice(0, ROWS_NAMED).join(", ");
    const said = this.#condition(ast, scopes, expected);
    return named ? this.#say("namely", { x: said, y: named }) : said;
  }

  /** A condition without values. @param {any} ast @param {number[]} scopes of the environments @param {boolean} expected @returns {string} */
  #condition(ast, scopes, expected) {
    const [op, a, b, c] = ast;
    if (op === "not") return this.#condition(a, scopes, !expected);
    if (op === "coalesce") return this.#condition(a, scopes, expected);
    if (op === "and" || op === "or") return ast.slice(1).map((/** @type {any} */ part) => this.#condition(part, scopes, expected)).join(this.table[(op === "and") === expected ? "and" : "or"]);
    if (op === "implies") return this.#say("implies", { x: this.#condition(a, scopes, true), y: this.#condition(b, scopes, expected) });
    if (op === "missing") return this.#say(expected ? "missing" : "answered", { x: this.#phrase(a, scopes) });
    if (op === "on_route") return this.#say(expected ? "on_route" : "off_route", { x: this.#label(scopes, a, b, c) });
    if (op === "ref" && this.#type(ast, scopes) === "boolean") return this.#say(expected ? "yes_is" : "no_is", { x: this.#phrase(ast, scopes) });
    if (op === "agg") return this.#aggregated(ast, scopes, { any: expected ? "any" : "none", all: expected ? "all" : "not_all", unique: expected ? "unique" : "not_unique" }[/** @type {"any"} */ (a)]);
    return `${this.#phrase(op === "call" ? b : a, scopes)} ${this.#relation(ast, scopes, expected)}`;
  }

  /** What is said of the subject of a comparison. @param {any} ast @param {number[]} scopes @param {boolean} expected */
  #relation(ast, scopes, expected) {
    const [op, a, b, c] = ast;
    if (op in OPPOSITE) {
      const type = this.#type(a, scopes) ?? this.#type(b, scopes);
      const relation = expected ? op : OPPOSITE[op];
      const dated = MOMENTS.has(type ?? "") && !["eq", "ne"].includes(relation);
      return this.#say(dated ? `${relation}_date` : relation, { x: this.#operand(b, type, scopes) });
    }
    const type = this.#type(op === "call" ? b : a, scopes);
    const not = expected ? "" : "not_";
    if (op === "between") return this.#say(`${not}between`, { x: this.#operand(b, type, scopes), y: this.#operand(c, type, scopes) });
    if (op === "in") return this.#say(`${not}in`, { x: b.map((/** @type {any} */ value) => this.#literal(value, type)).join("; ") });
    if (op === "call" && (a === "selected" || a === "selected_any")) return this.#say(`${not}selected`, { x: [c[1]].flat().map((code) => this.#literal(code, type)).join(this.table["or"]) });
    if (op === "call" && a === "matches") return this.#say(`${not}matches`, {});
    throw new Wordless();
  }

  /** The other side of a comparison: a constant, or a name with what it is now. @param {any} ast @param {string | null} type @param {number[]} scopes */
  #operand(ast, type, scopes) {
    if (ast[0] === "lit") return this.#literal(ast[1], type);
    const now = scopes.length === 1 ? this.#now(ast) : "";
    return now ? `${this.#phrase(ast, scopes)} = ${now}` : this.#phrase(ast, scopes);
  }

  /** What an operand is called. @param {any} ast @param {number[]} scopes @returns {string} */
  #phrase(ast, scopes) {
    const [op, a, b, c] = ast;
    if (op === "ref") return this.#label(scopes, a, b, c);
    if (op === "scale" || op === "real" || op === "coalesce") return this.#phrase(a, scopes);
    if (op === "neg" || op === "rneg") return `−${this.#phrase(a, scopes)}`;
    if (op in SIGNS) return `${this.#term(a, scopes, ast)} ${SIGNS[op]} ${this.#term(b, scopes, ast)}`;
    if (op === "today") return this.#say("today", {});
    if (op === "position") return this.#say("position", {});
    if (op === "before" || op === "previous" || op === "reason") return this.#say(op, { x: this.#label(scopes, a, b, c) });
    if (op === "attr") return b === "parent" ? this.#say("parent", { x: this.#phrase(c, scopes) }) : this.#say("attr", { x: this.#phrase(c, scopes), y: b });
    if (op === "if") return this.#say("if", { x: this.#condition(a, scopes, true), y: this.#term(b, scopes, ast), z: this.#term(c, scopes, ast) });
    if (op === "agg") return this.#aggregated(ast, scopes);
    if (op !== "call") throw new Wordless();
    const own = ["year_month", "first_day", "to_number"].includes(a); // the same moment or number in another type
    if (own) return this.#phrase(b, scopes);
    if (!(a in this.table)) return `${a}(${ast.slice(2).map((/** @type {any} */ part) => this.#term(part, scopes, ast)).join("; ")})`;
    return this.#say(a, { x: this.#phrase(b, scopes), y: c === undefined ? "" : this.#term(c, scopes, ast) });
  }

  /** An operand of arithmetic: constants have the type of the whole. @param {any} ast @param {number[]} scopes @param {any} whole */
  #term(ast, scopes, whole) {
    if (ast[0] !== "lit") return this.#phrase(ast, scopes);
    const type = whole[0] === "mul" || whole[0] === "call" ? (typeof ast[1] === "number" ? "integer" : "text") : this.#type(whole, scopes);
    return this.#literal(ast[1], type);
  }

  /** @param {any} ast @param {number[]} scopes @param {string} [said] */
  #aggregated(ast, scopes, said) {
    const [, kind, e, up, children, body, where] = ast;
    const scope = this.#below(scopes, e, up, children);
    const inner = [scope, ...scopes];
    const rows = this.#roster(scope);
    const name = said ?? kind.replace(/^r(?=sum|min|max|mean)/u, "").replace(/_known$/u, "");
    const condition = where === null ? "" : this.#condition(where, inner, true);
    if (name === "count") return this.#say(condition ? "count_where" : "count", { rows, where: condition });
    if (["any", "none", "all", "not_all"].includes(name)) return this.#say(name, { rows, where: condition });
    if (!(name in this.table)) throw new Wordless();
    const phrase = this.#say(name, { x: body === null ? "" : this.#phrase(body, inner), rows });
    return condition ? this.#say("such", { x: phrase, where: condition }) : phrase;
  }

  /** @param {number} scope */
  #roster(scope) {
    const { parent, roster } = /** @type {import("./form.js").Scope} */ (this.form.scopes[scope]);
    return this.#label([parent], 0, 0, roster);
  }

  /** The label of a cell in quotes: as it reads now in the frame itself, with gaps in rows that are only spoken of. @param {number[]} scopes @param {number} e @param {number} up @param {number} slot */
  #label(scopes, e, up, slot) {
    const place = this.form.scopes[this.#below(scopes, e, up, [])]?.slots[slot];
    if (!place) throw new Wordless();
    const here = e === scopes.length - 1 && scopes[scopes.length - 1] === this.frame.scope.index;
    const label = here ? this.shown.label(up, slot) : this.#plain(place.item?.label);
    return `“${label || place.name}”`;
  }

  /** A text without its references. @param {number | string | null | undefined} index */
  #plain(index) {
    if (typeof index !== "number") return index ?? "";
    const { texts, languages } = this.form.compiled;
    for (const language of [this.language, ...languages]) {
      const found = texts[language]?.[index];
      if (found) return Array.isArray(found) ? found.map((part) => (typeof part === "string" ? part : "…")).join("") : found;
    }
    return "";
  }

  /** @param {number[]} scopes @param {number} e @param {number} up @param {number[]} children */
  #below(scopes, e, up, children) {
    let scope = scopes[e] ?? -1;
    for (let i = 0; i < up; i += 1) scope = this.form.scopes[scope]?.parent ?? -1;
    for (const child of children) scope = this.form.scopes[scope]?.children[child] ?? -1;
    return scope;
  }

  /** @param {any} value @param {string | null} type */
  #literal(value, type) {
    if (type === "reason") return this.shown.reason(value);
    if (type === null && typeof value === "number") throw new Wordless(); // its decimals are not known
    return format(type ?? "text", value, this.language, (list, code) => codeLabel(this.form, list, code, this.frame, this.language));
  }

  /** The type of an expression, null where it cannot be told. @param {any} ast @param {number[]} scopes @returns {string | null} */
  #type(ast, scopes) {
    const [op, a, b, c] = ast;
    if (op === "ref" || op === "before" || op === "previous") return element(this.form.scopes[this.#below(scopes, a, b, [])]?.slots[c]?.type ?? null);
    if (op === "reason") return "reason";
    if (op === "today") return "date";
    if (op === "position") return "integer";
    if (op === "scale") return decimals(places(this.#type(a, scopes)), b);
    if (op === "mul") return decimals(places(this.#type(a, scopes) ?? "integer"), places(this.#type(b, scopes) ?? "integer"));
    if (op === "add" || op === "sub" || op === "coalesce") return this.#type(a, scopes) ?? this.#type(b, scopes);
    if (op === "neg") return this.#type(a, scopes);
    if (op === "if") return this.#type(b, scopes) ?? this.#type(c, scopes);
    if (op === "attr") return b === "parent" ? "text" : (this.form.lists[a]?.attributes[b]?.type ?? null);
    if (op === "call") return a === "abs" ? this.#type(b, scopes) : (GIVES[a] ?? null);
    if (op === "agg") return this.#aggregateType(ast, scopes);
    return /^r(eal|add|sub|mul|div|neg)$/u.test(op) ? "real" : null;
  }

  /** @param {any} ast @param {number[]} scopes */
  #aggregateType([, kind, e, up, children, body], scopes) {
    if (kind.startsWith("count")) return "integer";
    if (/mean|^r/u.test(kind)) return "real";
    return body === null ? null : this.#type(body, [this.#below(scopes, e, up, children), ...scopes]);
  }

  /** @param {string} name @param {Record<string, string>} parts */
  #say(name, parts) {
    return (this.table[name] ?? "").replace(/\{(\w+)\}/gu, (_, part) => parts[part] ?? "");
  }
}

/** A selection is compared code by code. @param {string | null} type */
function element(type) {
  return type?.replace(/^(codes|rank):/u, "code:") ?? null;
}

/** @param {string | null} type @returns {number | null} decimals of an exact number */
function places(type) {
  if (type === "integer") return 0;
  return type?.startsWith("decimal:") ? Number(type.slice(8)) : null;
}

/** @param {number | null} a @param {number | null} b */
function decimals(a, b) {
  if (a === null || b === null) return null;
  return a + b === 0 ? "integer" : `decimal:${a + b}`;
}
