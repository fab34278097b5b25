/** Days and moments as the language writes them. */

const DAY = /** @type {const} */ ({ day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
const MOMENT = /** @type {const} */ ({ day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" });

/** A format takes longer to make than a hundred dates to write. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} iso a calendar date @param {string} language */
export function dayText(iso, language) {
  return formatOf(language, DAY, "day").format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

/** @param {string} iso a moment @param {string} language */
export function momentText(iso, language) {
  const date = new Date(iso);
  return formatOf(language, MOMENT, `moment ${date.getTimezoneOffset()}`).format(date); // the clock of the device may be set to another zone meanwhile
}

/** A date and time of day on the unit's clock; what is none stands as it is. @param {string} text @param {string} language */
export function localText(text, language) {
  return new Date(text).toString() === "Invalid Date" ? text : momentText(text, language);
}

/** @param {string} language @param {Intl.DateTimeFormatOptions} options @param {string} name */
function formatOf(language, options, name) {
  const key = `${language} ${name}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(dayFirst(language), options);
  formats.set(key, format);
  return format;
}

/** The day comes before the month everywhere on these screens, as it is typed. @param {string} language */
function dayFirst(language) {
  return language === "en" ? "en-GB" : language;
}
