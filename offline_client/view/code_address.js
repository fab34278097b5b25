/** The address that a link for a respondent leads to: `#/code/XXXX…`. Behind the #, a code is never asked of the server. */

const CODE = /^#\/code(?:\/([^/]*))?$/u;

/** Whether the address asks for a code. */
export function asksForCode() {
  return CODE.test(location.hash);
}

/** The code in the address, "" where there is none; it does not stay there, nor in the history. */
export function takeCode() {
  const [, written = ""] = CODE.exec(location.hash) ?? [];
  if (written) history.replaceState(history.state, "", "#/code");
  try {
    return decodeURIComponent(written);
  } catch {
    return written; // cut off in the middle of a sign: it is shown as it came, and refused
  }
}
