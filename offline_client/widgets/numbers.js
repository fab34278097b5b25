/** Numbers as they are typed in a language: which sign parts the decimals, what is let in, how it reads when grouped. */

/** Made once a language: to make one takes longer than all else that is done for an answer. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {string} language */
function formatOf(language) {
  const known = formats.get(language) ?? new Intl.NumberFormat(language, { useGrouping: true });
  formats.set(language, known);
  return known;
}

/** Known once a language: each number on a page asks for it. @type {Map<string, string>} */
const signs = new Map();

/**
 * @param {string} language
 * @returns {string} `,` or `.`
 */
export function decimalSign(language) {
  const sign = signs.get(language) ?? formatOf(language).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";
  signs.set(language, sign);
  return sign;
}

/**
 * Keeps of a typed text what can be part of a number; both signs are taken as the decimal sign of the language.
 * @param {string} text
 * @param {{decimals: number, sign: string, negative: boolean}} form
 * @returns {string}
 */
export function cleanNumber(text, { decimals, sign, negative }) {
  const minus = negative && /^\s*[-−]/u.test(text) ? "-" : "";
  const [whole = "", ...rest] = plainDigits(text).replace(/[.,]/gu, sign).split(sign);
  const digits = whole.replace(/\D/gu, "");
  if (decimals === 0) return minus + digits + rest.join("").replace(/\D/gu, "");
  return minus + digits + (rest.length > 0 ? sign + rest.join("").replace(/\D/gu, "").slice(0, decimals) : "");
}

/**
 * @param {string} cleaned
 * @param {string} sign
 * @returns {string | null} with a point, no superfluous zeros in front; null while it is no number
 */
export function readNumber(cleaned, sign) {
  const text = cleaned.replace(sign, ".");
  if (!/^-?\d+(\.\d*)?$|^-?\.\d+$/u.test(text)) return null;
  const [, minus = "", whole = "", part = ""] = /^(-?)0*(\d*)\.?(\d*)$/u.exec(text) ?? [];
  const digits = part.replace(/0+$/u, "");
  const number = (whole || "0") + (digits ? `.${digits}` : "");
  return number === "0" ? "0" : minus + number;
}

/**
 * @param {string} number with a point
 * @param {string} language
 * @returns {string} grouped, such as 1.250.000
 */
export function groupNumber(number, language) {
  const [whole = "", part] = number.split(".");
  const grouped = formatOf(language).format(BigInt(whole || "0"));
  const minus = number.startsWith("-0") ? "-" : "";
  return minus + grouped + (part ? decimalSign(language) + part : "");
}

/** Full-width and Arabic-Indic digits to plain ones. @param {string} text */
function plainDigits(text) {
  return text.normalize("NFKC").replace(/[\u0660-\u0669]/gu, (digit) => String(digit.charCodeAt(0) - 0x660));
}
