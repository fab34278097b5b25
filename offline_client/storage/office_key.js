/**
 * Sealing something so that only the office can open it: ECDH on P-256 with a key drawn for this once, HKDF, AES-GCM.
 *
 * The form: version 1, the public key drawn (65 bytes, uncompressed), then a sealed value as in `gcm.js`. The office's half
 * is `engine/sync/office_key.py`.
 *
 * @typedef {import("./types").OfficeKey} OfficeKey
 */
import { Cipher, joined } from "./gcm.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };

/**
 * @param {OfficeKey} office
 * @param {Uint8Array<ArrayBuffer>} plain
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function sealForOffice(office, plain) {
  const theirs = await crypto.subtle.importKey("raw", fromBase64(office.public), CURVE, false, []);
  const ours = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const known = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: point, info: new TextEncoder().encode("phieu office") };
  const cipher = await Cipher.of(new Uint8Array(await crypto.subtle.deriveBits(how, known, 256)), { pads: false });
  return joined(new Uint8Array([1]), point, await cipher.seal(plain, point));
}

/** @param {Uint8Array} bytes @returns {string} */
export function toBase64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
