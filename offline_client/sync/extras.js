/**
 * Has the service worker keep the extras that forms on this device need and that this browser lacks. What could not be
 * fetched is asked for again at the next sync.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 */
import { wantedExtras } from "../storage/extras.js";

/** Extras that some browsers bring themselves, and how to see it. @type {Record<string, () => Promise<boolean>>} */
const BUILT_IN = { barcode: hasBarcodeDetector };

/** Extras that every device keeps, once it has the rest. */
const EVERYWHERE = ["letters"];

/** @param {Storage} storage @returns {Promise<void>} */
export async function keepExtras(storage) {
  if (!("serviceWorker" in navigator)) return;
  for (const extra of [...EVERYWHERE, ...(await wantedExtras(storage))]) {
    if (await BUILT_IN[extra]?.()) continue;
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ type: "keep", extra });
  }
}

/** Whether the browser reads barcodes by itself; some have the name only. @returns {Promise<boolean>} */
export async function hasBarcodeDetector() {
  const Detector = /** @type {any} */ (globalThis)["BarcodeDetector"];
  return Detector !== undefined && (await Detector.getSupportedFormats()).includes("qr_code");
}
