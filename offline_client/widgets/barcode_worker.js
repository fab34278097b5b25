/* Reads barcodes in pictures, beside the page, so that a slow tablet goes on painting. A classic script, as the reader is
   published as one. It says {text: null} once when it is ready, then answers each {pixels, width, height} with {text}. */
"use strict";

const decoder = /** @type {any} */ (self); // the types of a worker clash with those of a page
const FORMATS = "Aztec Codabar Code128 Code39 Code93 DataMatrix EAN13 EAN8 ITF PDF417 QRCode UPCA UPCE".split(" "); // those that browsers read themselves

decoder.importScripts("../vendor/zxing-wasm-reader-3.1.4.js");
decoder.onmessage = (/** @type {any} */ { data }) => void tell(read(data));
void tell(begin());

async function begin() {
  const locateFile = () => new URL("../vendor/zxing-reader-3.1.4.wasm", decoder.location.href).href;
  await decoder.ZXingWASM.prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  return null;
}

/** @param {{pixels: ArrayBuffer, width: number, height: number}} picture */
async function read({ pixels, width, height }) {
  const picture = new ImageData(new Uint8ClampedArray(pixels), width, height);
  const [found] = await decoder.ZXingWASM.readBarcodes(picture, { formats: FORMATS, textMode: "Plain", maxNumberOfSymbols: 1 });
  return found ? found.text : null;
}

/** @param {Promise<string | null>} work */
async function tell(work) {
  try {
    decoder.postMessage({ text: await work });
  } catch (error) {
    decoder.postMessage({ problem: String(error) });
  }
}
