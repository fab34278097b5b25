/* The service worker: keeps the shell whole, serves it without a network, and stays out of everything else.
   The server fills in ASSETS: the hash of the version, the pack with every file of the shell (pack.py), and the extras: files by
   name that only some forms need, kept when the page asks and carried over to the next version. Answers never pass through here. */
"use strict";

const worker = /** @type {any} */ (self); // the types of a worker clash with those of a page
const ASSETS = /*ASSETS*/{"hash":"dev","base":"","pack":{"url":"","integrity":""},"extras":{}};
const PREFIX = "phieu-";
const CACHE = PREFIX + ASSETS.hash;
const SHELL = "/";

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(Promise.all([installAll(), route(event)]));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(deleteUnused().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data && event.data.type === "take over") event.waitUntil(worker.skipWaiting());
  if (event.data && event.data.type === "keep") event.waitUntil(keepExtra(event.data.extra));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname === SHELL || url.pathname.startsWith("/client/")) event.respondWith(cacheFirst(request, url));
});

/* Where the browser can, it takes the files of this version out of the cache by itself and does not start the worker for it, which
   takes a slow tablet a third of a second at each start. What the cache lacks goes to the network, as below; all else comes here. */
/** @param {any} event */
async function route(event) {
  if (!("addRoutes" in event)) return;
  const source = { cacheName: CACHE };
  await event.addRoutes([
    { condition: { requestMethod: "GET", urlPattern: { pathname: SHELL, search: "" } }, source },
    { condition: { requestMethod: "GET", urlPattern: { pathname: `${ASSETS.base}/*` } }, source },
  ]);
}

/* All files or none: a pack that is not as the server made it is refused, and the version before goes on serving. */
async function installAll() {
  const cache = await caches.open(CACHE);
  const { url, integrity } = ASSETS.pack;
  try {
    const [answer] = await Promise.all([fetch(url, { integrity, cache: "no-store" }), cache.add(new Request(SHELL, { cache: "reload" }))]);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    await unpack(cache, await answer.arrayBuffer());
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  for (const name of Object.keys(ASSETS.extras)) if (await wasKept(name)) await keepExtra(name);
}

/** @param {Cache} cache @param {ArrayBuffer} pack */
async function unpack(cache, pack) {
  const head = new DataView(pack).getUint32(0);
  const files = JSON.parse(new TextDecoder().decode(new Uint8Array(pack, 4, head)));
  let at = 4 + head;
  await Promise.all(files.map((/** @type {{path: string, length: number, headers: Record<string, string>}} */ { path, length, headers }) => {
    const data = new Uint8Array(pack, at, length);
    at += length;
    return cache.put(`${ASSETS.base}/${path}`, new Response(data, { headers }));
  }));
}

/* Extras are not the shell: one that cannot be fetched is told on its screen, and asked for again at the next sync. */
/** @param {string} name */
async function keepExtra(name) {
  const cache = await caches.open(CACHE);
  for (const path of /** @type {any} */ (ASSETS.extras)[name] || []) {
    const file = `${ASSETS.base}/${path}`;
    if (!(await cache.match(file))) await cache.add(file).catch((error) => console.error(`${file} is not kept`, error));
  }
}

/** Whether a version before has an extra on this device. @param {string} name */
async function wasKept(name) {
  const first = /** @type {any} */ (ASSETS.extras)[name][0];
  for (const before of await caches.keys()) {
    if (before.startsWith(PREFIX) && (await (await caches.open(before)).match(`/client/${before.slice(PREFIX.length)}/${first}`))) return true;
  }
  return false;
}

/** @param {Request} request @param {URL} url */
async function cacheFirst(request, url) {
  const own = await caches.open(CACHE);
  const key = url.pathname === SHELL ? SHELL : request;
  const found = (await own.match(key)) || (url.pathname === SHELL ? undefined : await caches.match(request)); // a page of the version before
  return found || fetch(request);
}

/* A page holds the lock `version:HASH` as long as it lives; a version that nobody holds can go, any other when its last page is gone. */
async function deleteUnused() {
  const { held = [] } = await navigator.locks.query();
  const used = new Set(held.map(({ name }) => (name || "").replace(/^version:/, PREFIX)));
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX) || name === CACHE) continue;
    if (!used.has(name)) await caches.delete(name);
    else void navigator.locks.request(name.replace(PREFIX, "version:"), () => caches.delete(name)); // not waited for: the worker is to serve
  }
}
