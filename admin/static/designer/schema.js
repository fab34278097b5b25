/** What the questionnaire schema says of the value at a pointer: its description, its properties, its type, and whether it
 *  is an expression or names something. It knows the few schema words that the questionnaire schema uses. */

/** @typedef {import("./types.js").Schema} Schema */

/** What a text value stands for; the place in the schema says so. */
/** @typedef {"expression" | "codes" | "roster" | "reason" | "enum" | "boolean" | "text" | "other"} Kind */

const REFERENCES = /** @type {Record<string, Kind>} */ ({ codes: "codes", for_each: "roster", missing: "reason" });

/**
 * The schema of the value at these steps, with references followed; null where the schema allows nothing.
 * @param {Schema} root
 * @param {readonly string[]} steps
 * @param {(index: number) => boolean} [isObject] whether the value after that many steps is an object
 * @returns {Schema | null}
 */
export function schemaAt(root, steps, isObject = () => true) {
  /** @type {Schema | null} */
  let schema = root;
  for (const [index, step] of steps.entries()) {
    schema = schema && below(choose(schema, isObject(index)), step);
    schema = schema && resolve(root, schema);
  }
  return schema;
}

/**
 * Follows `$ref`; words beside the reference win over those of what it names.
 * @param {Schema} root
 * @param {Schema} schema
 * @returns {Schema}
 */
export function resolve(root, schema) {
  if (!schema.$ref) return schema;
  const named = root.$defs?.[schema.$ref.replace("#/$defs/", "")] ?? {};
  return { ...resolve(root, named), ...schema };
}

/**
 * What a value at these steps stands for.
 * @param {Schema | null} schema
 * @param {readonly string[]} steps
 * @returns {Kind}
 */
export function kindAt(schema, steps) {
  const step = steps.at(-1) ?? "";
  const name = /^\d+$/.test(step) ? steps.at(-2) ?? "" : step;
  if (!schema) return "other";
  if (schema.$ref === "#/$defs/expression" || name === "required") return "expression";
  const reference = REFERENCES[name];
  if (reference) return reference;
  if (schema.enum) return "enum";
  if (schema.type === "boolean") return "boolean";
  return schema.$ref === "#/$defs/text" || steps.some((part) => TEXTS.has(part)) ? "text" : "other";
}

const TEXTS = new Set(["label", "hint", "message", "constraint_message", "title"]);

/**
 * The value that an author most likely wants after a new property: an empty text, object or array.
 * @param {Schema} schema resolved
 * @returns {string}
 */
export function emptyValue(schema) {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (schema.enum || type === "string") return '""';
  if (type === "object") return "{}";
  if (type === "array") return "[]";
  if (type === "boolean") return "true";
  return type === "integer" ? "0" : '""';
}

/** @param {Schema} schema @param {boolean} isObject @returns {Schema} */
function choose(schema, isObject) {
  if (!schema.if) return schema;
  return { ...schema, ...(isObject ? schema.then : schema.else) };
}

/** @param {Schema} schema @param {string} step @returns {Schema | null} */
function below(schema, step) {
  const named = schema.properties?.[step];
  if (named) return named;
  if (schema.items && /^\d+$/.test(step)) return schema.items;
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : null;
}
