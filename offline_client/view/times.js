/** Days and moments as the language writes them. */

/** @param {string} iso a calendar date @param {string} language */
export function dayText(iso, language) {
  return new Intl.DateTimeFormat(dayFirst(language), { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" }).format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

/** @param {string} iso a moment @param {string} language */
export function momentText(iso, language) {
  return new Intl.DateTimeFormat(dayFirst(language), { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

/** A date and time of day on the unit's clock; what is none stands as it is. @param {string} text @param {string} language */
export function localText(text, language) {
  return new Date(text).toString() === "Invalid Date" ? text : momentText(text, language);
}

/** The day comes before the month everywhere on these screens, as it is typed. @param {string} language */
function dayFirst(language) {
  return language === "en" ? "en-GB" : language;
}
