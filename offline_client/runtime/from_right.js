/** Languages written from right to left. */

const FROM_THE_RIGHT = new Set(["ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

/** Whether a language is written from right to left. @param {string} language */
export function runsFromRight(language) {
  return FROM_THE_RIGHT.has(language.split("-")[0] ?? "");
}
