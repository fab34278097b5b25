/**
 * The requests that sync makes, as one object. Faults are injected by giving sync another object of this shape.
 *
 * It knows addresses, compression and problem documents; when to send and what to forget is decided in the files beside it.
 *
 * @typedef {object} Transport
 * @property {(body: {name: string, password: string, device: string, app_version: string}) => Promise<any>} signIn
 * @property {(body: {code: string, device: string, app_version: string}) => Promise<any>} enterCode  at the addresses of respondents
 * @property {(token: string) => Promise<void>} signOut
 * @property {(token: string, body: {sealed: string}) => Promise<{key: string}>} openKey
 * @property {(token: string, body: object) => Promise<any>} push
 * @property {(token: string, cursor: string | null, device: string) => Promise<any>} pull
 * @property {(token: string, url: string) => Promise<any>} form
 * @property {(token: string, sha256: string) => Promise<FileProgress>} fileProgress
 * @property {(token: string, sha256: string, offset: number, piece: ArrayBuffer) => Promise<FileProgress>} sendPiece
 *
 * @typedef {{size: number, received: number, complete: boolean}} FileProgress
 */

const TIMEOUT = 60_000; // milliseconds; a segment on a 2G line takes seconds, a dead line never ends by itself

/** The server could not be reached, or did not answer in time. Nothing is known about what it did. */
export class Unreachable extends Error {}

/** The server answered with a problem document. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {{code?: string, detail?: string, remedy?: string}} problem
   * @param {number | null} retryAfter seconds
   */
  constructor(status, problem, retryAfter) {
    super([problem.detail, problem.remedy].filter(Boolean).join(" ") || `HTTP ${status}`);
    this.status = status;
    this.code = problem.code ?? "";
    this.retryAfter = retryAfter;
  }
}

/** The addresses of respondents: the same exchanges for the one assignment of a code. */
export const RESPOND = "/api/v1/respond";

/**
 * @param {{fetch?: typeof globalThis.fetch, base?: string}} [options]
 * @returns {Transport}
 */
export function httpTransport({ fetch = globalThis.fetch.bind(globalThis), base = "/api/v1" } = {}) {
  /** @param {string} url @param {RequestInit} init */
  const request = (url, init) => ask(fetch, url, init);
  return {
    signIn: (body) => request(`${base}/session`, { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) }),
    enterCode: (body) => request(`${base}/session`, { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) }),
    signOut: (token) => request(`${base}/session`, { method: "DELETE", headers: bearer(token) }),
    openKey: (token, body) => request(`${base}/session/key`, { method: "POST", headers: { ...JSON_TYPE, ...bearer(token) }, body: JSON.stringify(body) }),
    push: async (token, body) => {
      const { data, headers } = await gzip(JSON.stringify(body));
      return request(`${base}/sync/push`, { method: "POST", headers: { ...headers, ...bearer(token) }, body: data });
    },
    pull: (token, cursor, device) => {
      const query = new URLSearchParams({ device, ...(cursor === null ? {} : { cursor }) });
      return request(`${base}/sync/pull?${query}`, { headers: bearer(token) });
    },
    form: (token, url) => request(url, { headers: bearer(token) }),
    fileProgress: (token, sha256) => request(`${base}/media/${sha256}`, { headers: bearer(token) }),
    sendPiece: (token, sha256, offset, piece) =>
      request(`${base}/media/${sha256}?offset=${offset}`, { method: "PUT", headers: { ...bearer(token), "Content-Type": "application/octet-stream" }, body: piece }),
  };
}

const JSON_TYPE = { "Content-Type": "application/json" };

/** @param {string} token */
function bearer(token) {
  return { Authorization: `Bearer ${token}` };
}

/**
 * @param {typeof globalThis.fetch} fetch
 * @param {string} url
 * @param {RequestInit} init
 */
async function ask(fetch, url, init) {
  let response, text;
  try {
    response = await fetch(url, { ...init, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(TIMEOUT) });
    text = await response.text();
  } catch (error) {
    throw new Unreachable(error instanceof Error ? error.message : String(error));
  }
  const body = parse(text);
  if (response.ok && (body !== undefined || text === "")) return body;
  if (response.ok || response.status >= 502) throw new Unreachable(`an answer of HTTP ${response.status} that is not the server's`);
  throw new Refused(response.status, body ?? {}, Number(response.headers.get("Retry-After")) || null);
}

/** @param {string} text @returns {any} undefined when it is not JSON, as behind a sign-in page of a hotel's network */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
async function gzip(text) {
  if (typeof CompressionStream === "undefined") return { data: text, headers: JSON_TYPE };
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return { data: await new Response(stream).blob(), headers: { ...JSON_TYPE, "Content-Encoding": "gzip" } };
}
