/** What is said when the device does not unlock. */

import { Closed, TooEarly, WrongSecret } from "../storage/vault.js";

/** @typedef {import("../texts/en.js").Texts} Texts */

/**
 * What went wrong, in the person's words; null when the vault is closed and only signing in helps.
 * @param {unknown} error
 * @param {Texts} words
 * @returns {string | null}
 */
export function unlockProblem(error, words) {
  if (error instanceof WrongSecret) return [words.wrong_secret(error.left), error.wait > 0 && waitText(error.wait, words)].filter(Boolean).join(" ");
  if (error instanceof TooEarly) return waitText(error.wait, words);
  if (error instanceof Closed) return null;
  if (error instanceof DOMException && error.name === "NotAllowedError") return words.passkey_refused;
  return error instanceof Error ? error.message : String(error);
}

/** @param {number} wait milliseconds @param {Texts} words */
function waitText(wait, words) {
  const seconds = Math.ceil(wait / 1000);
  return words.wait_before_retry(seconds < 60 ? words.seconds(seconds) : words.minutes(Math.ceil(seconds / 60)));
}
