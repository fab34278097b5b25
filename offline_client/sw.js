/* The service worker: keeps the shell whole, serves it without a network, and stays out of everything else.
   The server fills in ASSETS: the hash of the version and the address of every file. Answers never pass through here. */
"use strict";

const worker = /** @type {any} */ (self); // the types of a worker clash with those of a page
const ASSETS = /*ASSETS*/{"hash":"dev","files":[]};
const PREFIX = "phieu-";
const CACHE = PREFIX + ASSETS.hash;
const SHELL = "/";

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(installAll());
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(deleteUnused().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data && event.data.type === "take over") event.waitUntil(worker.skipWaiting());
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname === SHELL || url.pathname.startsWith("/client/")) event.respondWith(cacheFirst(request, url));
});

/* All files or none: `addAll` fails as a whole, and the version before goes on serving. */
async function installAll() {
  const cache = await caches.open(CACHE);
  const files = new Set([SHELL, ...ASSETS.files]);
  try {
    await cache.addAll(Array.from(files, (file) => new Request(file, { cache: "reload" })));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** @param {Request} request @param {URL} url */
async function cacheFirst(request, url) {
  const own = await caches.open(CACHE);
  const key = url.pathname === SHELL ? SHELL : request;
  const found = (await own.match(key)) || (url.pathname === SHELL ? undefined : await caches.match(request)); // a page of the version before
  return found || fetch(request);
}

/* A page holds the lock `version:HASH` as long as it lives; a version that nobody holds can go. */
async function deleteUnused() {
  const { held = [] } = await navigator.locks.query();
  const used = new Set([CACHE, ...held.map(({ name }) => (name || "").replace(/^version:/, PREFIX))]);
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && !used.has(name)) await caches.delete(name);
}
