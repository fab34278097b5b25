/**
 * The page and its service worker: a new version takes over only while no interview is open in any tab. Which version a page
 * runs it says by a lock (`main.js`), so that no version in use is deleted.
 */

const AGAIN = 2_000; // milliseconds

/** Has the service worker keep the shell, and looks for a new version. Not needed for the first screen, from which it would take time. */
export async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
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
