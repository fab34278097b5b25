/** Requests from a page to the server. Every failure becomes one `Problem`, with what to do about it. */

/** A request that did not succeed; `status` is 0 when the server was not reached. */
export class Problem extends Error {
  /** @param {number} status @param {string} message @param {Record<string, unknown>} [details] */
  constructor(status, message, details = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/**
 * Posts JSON and gives the JSON that comes back; throws `Problem`.
 * @param {string} url
 * @param {unknown} body
 * @param {string} csrf
 * @returns {Promise<any>}
 */
export async function post(url, body, csrf) {
  return ask(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, Accept: "application/json" },
    body: JSON.stringify(body),
  });
}

/** @param {string} url @returns {Promise<any>} */
export async function get(url) {
  return ask(url, { headers: { Accept: "application/json" } });
}

/** @param {string} url @param {RequestInit} options @returns {Promise<any>} */
async function ask(url, options) {
  const response = await fetch(url, { credentials: "same-origin", ...options }).catch((error) => {
    throw new Problem(0, String(error));
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, [answer.detail, answer.remedy].filter(Boolean).join(" ") || response.statusText, answer);
  return answer;
}
