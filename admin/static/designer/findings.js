/** The panel of findings below the editor: all at once, the gravest first, each a button that goes to its place. */

/** @typedef {import("./types.js").Finding} Finding */

const GRAVITY = ["error", "warning", "info"];

/**
 * Paints the panel and gives the counts.
 * @param {HTMLElement} place
 * @param {readonly Finding[]} findings
 * @param {(finding: Finding) => void} go
 * @param {Record<string, string>} texts
 * @returns {{errors: number, warnings: number}}
 */
export function paintFindings(place, findings, go, texts) {
  const sorted = [...findings].sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) || a.from - b.from);
  const rows = sorted.flatMap((finding) => [row(finding, go, texts), ...example(finding, texts)]);
  if (!rows.length) {
    const none = document.createElement("p");
    none.className = "no-findings";
    none.textContent = texts["designer.no_findings"] ?? "";
    rows.push(none);
  }
  place.replaceChildren(...rows);
  return count(findings);
}

/**
 * The gravest severity at each item's or rule's pointer, counting what lies below it.
 * @param {readonly Finding[]} findings
 * @returns {Map<string, "error" | "warning" | "info">}
 */
export function worstByPointer(findings) {
  const worst = new Map();
  for (const finding of findings) {
    for (let pointer = finding.pointer; pointer; pointer = pointer.slice(0, pointer.lastIndexOf("/"))) {
      const known = worst.get(pointer);
      if (!known || GRAVITY.indexOf(finding.severity) < GRAVITY.indexOf(known)) worst.set(pointer, finding.severity);
    }
  }
  return worst;
}

/** @param {readonly Finding[]} findings */
function count(findings) {
  return {
    errors: findings.filter((finding) => finding.severity === "error").length,
    warnings: findings.filter((finding) => finding.severity === "warning").length,
  };
}

/** @param {Finding} finding @param {(finding: Finding) => void} go @param {Record<string, string>} texts @returns {HTMLElement} */
function row(finding, go, texts) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `finding ${finding.severity}`;
  element.dataset["code"] = finding.code;
  element.dataset["pointer"] = finding.pointer;
  const where = document.createElement("span");
  where.className = "where";
  where.textContent = finding.file ?? `${texts["designer.line"]} ${finding.line}`;
  const text = document.createElement("span");
  const message = text.appendChild(document.createElement("strong"));
  message.textContent = finding.message;
  text.append(" ", finding.remedy);
  const code = document.createElement("code");
  code.textContent = finding.code;
  element.append(where, text, code);
  element.addEventListener("click", () => go(finding));
  return element;
}

/** The answers that show a finding, to be opened. @param {Finding} finding @param {Record<string, string>} texts @returns {HTMLElement[]} */
function example(finding, texts) {
  if (!finding.example) return [];
  const element = document.createElement("details");
  element.className = "finding-example";
  const summary = element.appendChild(document.createElement("summary"));
  summary.textContent = texts["designer.example"] ?? "";
  const answers = element.appendChild(document.createElement("pre"));
  answers.textContent = lines(JSON.parse(finding.example), "").join("\n");
  return [element];
}

/**
 * A response as one line an answer: `people[1].age = 34`.
 * @param {any} value @param {string} path
 * @returns {string[]}
 */
function lines(value, path) {
  if (Array.isArray(value) && value.some((one) => one && typeof one === "object")) {
    return value.flatMap((row, number) => lines(row, `${path}[${number + 1}]`));
  }
  if (!value || typeof value !== "object" || Array.isArray(value)) return [`${path} = ${typeof value === "string" ? value : JSON.stringify(value)}`];
  if ("missing" in value) return [`${path}: ${value.missing}`];
  const shown = Object.entries(value).filter(([name]) => name !== "_id");
  if (!shown.length) return [`${path || "∅"}`];
  return shown.flatMap(([name, one]) => lines(one, path && path !== "answers" ? `${path}.${name}` : name));
}
