/** Reads the barcode before the camera: the browser's own reader where there is one, else zxing in a worker. */

import { hasBarcodeDetector } from "../sync/extras.js";

const WORKER = new URL("./barcode_worker.js", import.meta.url);
const WIDEST = 1024; // pixels of a picture given to the worker; more are slower to read, not better

/**
 * @typedef {object} Reader
 * @property {(video: HTMLVideoElement) => Promise<string | null>} read  the text of a code in the picture of this moment
 * @property {() => void} close
 */

/** @returns {Promise<Reader>} @throws {Error} when the reader is not on the device and cannot be fetched */
export async function openReader() {
  return (await hasBarcodeDetector()) ? builtIn() : inWorker();
}

/** @returns {Reader} */
function builtIn() {
  const detector = new /** @type {any} */ (globalThis)["BarcodeDetector"]();
  return { read: async (video) => (await detector.detect(video))[0]?.rawValue ?? null, close: () => {} };
}

/** @returns {Promise<Reader>} */
async function inWorker() {
  const worker = new Worker(WORKER);
  const canvas = document.createElement("canvas");
  try {
    await answerOf(worker);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    read: (video) => {
      const { data, width, height } = pictureOf(video, canvas);
      worker.postMessage({ pixels: data.buffer, width, height }, [data.buffer]);
      return answerOf(worker);
    },
    close: () => worker.terminate(),
  };
}

/** The next message of the worker. @param {Worker} worker @returns {Promise<string | null>} */
function answerOf(worker) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => ("problem" in data ? reject(new Error(data.problem)) : resolve(data.text));
    worker.onerror = ({ message }) => reject(new Error(message || "the worker did not start"));
  });
}

/** @param {HTMLVideoElement} video @param {HTMLCanvasElement} canvas */
function pictureOf(video, canvas) {
  const scale = Math.min(1, WIDEST / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
