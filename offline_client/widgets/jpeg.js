/** A picture made small enough for a mobile line: turned as its camera held it, scaled, and written anew as JPEG. */

import { h } from "./dom.js";

const LONG_SIDE = 1600; // pixels
const ENOUGH = 400_000; // bytes
const QUALITIES = [0.85, 0.75, 0.65, 0.55, 0.45];

/**
 * A JPEG of at most 1600 pixels on its long side, under 400 kB where quality 0.45 reaches that. What the camera wrote beside
 * the picture (place, time, owner) is not taken over.
 * @param {Blob} picture
 * @returns {Promise<Blob>}
 * @throws {DOMException} when the browser cannot read the picture
 */
export async function smallJpeg(picture) {
  const bitmap = await createImageBitmap(picture, { imageOrientation: "from-image" });
  try {
    const canvas = drawn(bitmap, Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height)));
    for (const quality of QUALITIES) {
      const blob = await written(canvas, "image/jpeg", quality);
      if (blob.size <= ENOUGH || quality === QUALITIES.at(-1)) return blob;
    }
    throw new Error("no quality was tried");
  } finally {
    bitmap.close();
  }
}

/** @param {HTMLCanvasElement} canvas @param {string} type @param {number} [quality] @returns {Promise<Blob>} */
export function written(canvas, type, quality) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture could not be written"))), type, quality);
  });
}

/** @param {ImageBitmap} bitmap @param {number} scale @returns {HTMLCanvasElement} */
function drawn(bitmap, scale) {
  const canvas = h("canvas", { width: Math.max(1, Math.round(bitmap.width * scale)), height: Math.max(1, Math.round(bitmap.height * scale)) });
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser cannot draw");
  pen.fillStyle = "#fff"; // what is transparent would turn black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}
