/** Dates, months and times as they are typed: `22112026`, `22/11/2026`, `5.3.1990` and ISO text all read the same. */

/**
 * Puts the strokes in while digits are typed at the end of the field.
 * @param {string} text
 * @param {number[]} parts digits of each part, such as [2, 2, 4]
 * @returns {string}
 */
export function layOut(text, parts) {
  const pieces = text.replace(/[^\d/]/gu, "/").split("/");
  const laid = [];
  for (let at = 0; at < parts.length && pieces.length > 0; at += 1) {
    const width = /** @type {number} */ (parts[at]);
    const piece = pieces.shift() ?? "";
    laid.push(piece.slice(0, width));
    if (piece.length > width) pieces.unshift(piece.slice(width));
    else if (piece.length === width && pieces.length === 0 && at < parts.length - 1) pieces.push("");
  }
  return laid.join("/");
}

/**
 * @param {string} text day/month/year, or ISO
 * @returns {{iso: string | null, whole: boolean}} `whole` when all parts are there; then no ISO means that there is no such date
 */
export function readDate(text) {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(text.trim());
  const local = /^(\d{1,2})\D(\d{1,2})\D(\d{4})$/u.exec(text.trim());
  const [year, month, day] = iso ? iso.slice(1) : local ? [local[3], local[2], local[1]] : [];
  if (!year || !month || !day) return { iso: null, whole: false };
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const moment = new Date(`${date}T00:00:00Z`);
  return { iso: !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date) ? date : null, whole: true };
}

/** @param {string} text month/year, or ISO @returns {{iso: string | null, whole: boolean}} */
export function readMonth(text) {
  const iso = /^(\d{4})-(\d{1,2})$/u.exec(text.trim());
  const local = /^(\d{1,2})\D(\d{4})$/u.exec(text.trim());
  const [year, month] = iso ? iso.slice(1) : local ? [local[2], local[1]] : [];
  if (!year || !month) return { iso: null, whole: false };
  return { iso: Number(month) >= 1 && Number(month) <= 12 ? `${year}-${month.padStart(2, "0")}` : null, whole: true };
}

/** @param {string} iso `2026-11-22` or `2026-11` @returns {string} `22/11/2026` or `11/2026` */
export function localDate(iso) {
  return iso.split("-").reverse().join("/");
}
