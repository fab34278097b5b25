/**
 * The page and its service worker: this page says by a lock which version it runs, so that no version in use is deleted,
 * and a new version takes over only while no interview is open in any tab.
 */

const AGAIN = 2_000; // milliseconds

/** @param {string} hash version of the assets of this page */
export async function keepShell(hash) {
  if (!("serviceWorker" in navigator)) return;
  void navigator.locks.request(`version:${hash}`, { mode: "shared" }, () => new Promise(() => {})); // held as long as the page lives
  const controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (controlled && !location.hash.startsWith("#/interview/")) location.reload();
  });
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => null); // offline: the old one serves
  if (!registration) return;
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", () => void takeOver(registration)));
  await takeOver(registration);
}

/** @param {ServiceWorkerRegistration} registration */
async function takeOver(registration) {
  if (!registration.waiting) return;
  const { held = [] } = await navigator.locks.query();
  if (held.some(({ name }) => name?.startsWith("interview:"))) return void setTimeout(() => void takeOver(registration), AGAIN);
  registration.waiting?.postMessage({ type: "take over" });
}
