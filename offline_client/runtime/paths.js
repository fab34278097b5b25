// Paths of cells and rows as text: `name`, `people[k3x9qa].age`, `people[k3x9qa]`. What they name in a form is form.js' business.

const STEP = /^([^.[\]]+)(?:\[((?:[^\]"]|"(?:[^"\\]|\\.)*")*)\])?$/u;
const PLAIN = /^[A-Za-z0-9_-]+$/;

/**
 * One step of a path: a name, and the row id where the step goes into a row.
 * @typedef {{name: string, row: string | null}} Step
 */

/**
 * The steps of a path, or null when the text is no path. `""` is the interview: no steps.
 * @param {string} path @returns {Step[] | null}
 */
export function parsePath(path) {
  if (path === "") return [];
  const steps = [];
  for (const piece of pieces(path)) {
    const match = STEP.exec(piece);
    if (!match) return null;
    const [, name = "", row] = match;
    steps.push({ name, row: row === undefined ? null : readId(row) });
  }
  return steps;
}

/** Splits at the dots outside brackets. @param {string} path */
function pieces(path) {
  if (!path.includes("[")) return path.split(".");
  const found = [];
  let start = 0;
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < path.length; i += 1) {
    const c = path[i];
    if (quoted && c === "\\") i += 1;
    else if (c === '"' && depth) quoted = !quoted;
    else if (c === "[" && !quoted) depth += 1;
    else if (c === "]" && !quoted) depth -= 1;
    else if (c === "." && depth === 0) {
      found.push(path.slice(start, i));
      start = i + 1;
    }
  }
  found.push(path.slice(start));
  return found;
}

/** The path of a row. @param {string} roster path of the roster @param {string} id */
export function rowPath(roster, id) {
  return `${roster}[${PLAIN.test(id) ? id : JSON.stringify(id)}]`;
}

/** The path of a cell: `row` is the path of its row, `""` at the root. @param {string} row @param {string} name */
export function cellPath(row, name) {
  return row === "" ? name : `${row}.${name}`;
}

/** @param {string} text */
function readId(text) {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text; // not quoted after all: the id is what stands there
  }
}
