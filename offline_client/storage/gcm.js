/**
 * AES-GCM whose slow part is done beforehand, so that a record can be sealed in one turn.
 *
 * The browser encrypts asynchronously only, and a page that is being closed does not live to see the answer. So stretches
 * of key stream (pads) are drawn from the browser in advance, each with its own nonce and used once; sealing is then an
 * exclusive or and a checksum (GHASH). The result is plain AES-GCM (NIST SP 800-38D), opened by the browser's own.
 *
 * A sealed value is: version 1, nonce (12 bytes), ciphertext, tag (16 bytes).
 */

const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + NONCE;
/** How many pads of which size are kept ready: single answers, and long texts. */
const READY = [{ size: 1024, count: 48 }, { size: 32 * 1024, count: 3 }];

/** @typedef {{nonce: Uint8Array, mask: Uint8Array, stream: Uint8Array}} Pad */

export class Cipher {
  /** @type {Map<number, Pad[]>} */
  #pads = new Map(READY.map(({ size }) => [size, []]));
  #filling = false;

  /**
   * @param {CryptoKey} gcm
   * @param {CryptoKey} ctr the same key for the key stream
   * @param {Uint8Array} hash the zero block encrypted: the key of GHASH
   */
  constructor(gcm, ctr, hash) {
    this.gcm = gcm;
    this.ctr = ctr;
    this.hash = hash;
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} raw 32 bytes; they are not kept
   * @param {{pads?: boolean}} [options] whether anything will be sealed at once
   * @returns {Promise<Cipher>} with its pads ready
   */
  static async of(raw, { pads = true } = {}) {
    const [gcm, ctr] = await Promise.all([
      crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]),
      crypto.subtle.importKey("raw", raw, "AES-CTR", false, ["encrypt"]),
    ]);
    const cipher = new Cipher(gcm, ctr, await streamOf(ctr, new Uint8Array(16), 16));
    if (pads) await cipher.fill();
    return cipher;
  }

  /** Makes the pads that are missing. */
  async fill() {
    if (this.#filling) return;
    this.#filling = true;
    try {
      await Promise.all(READY.flatMap(({ size, count }) => {
        const ready = /** @type {Pad[]} */ (this.#pads.get(size));
        return Array.from({ length: count - ready.length }, async () => ready.push(await this.#pad(size)));
      }));
    } finally {
      this.#filling = false;
    }
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} plain
   * @param {Uint8Array<ArrayBuffer>} about additional data that the seal is bound to
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async seal(plain, about) {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: about }, this.gcm, plain);
    return joined(new Uint8Array([VERSION]), nonce, new Uint8Array(body));
  }

  /**
   * Seals at once; null when no pad is ready that is long enough.
   * @param {Uint8Array<ArrayBuffer>} plain
   * @param {Uint8Array<ArrayBuffer>} about
   * @returns {Uint8Array<ArrayBuffer> | null}
   */
  sealNow(plain, about) {
    const size = READY.map((row) => row.size).find((candidate) => candidate >= plain.length && this.#pads.get(candidate)?.length);
    const pad = size === undefined ? undefined : this.#pads.get(size)?.pop();
    if (!pad) return null;
    const body = plain.map((byte, at) => byte ^ /** @type {number} */ (pad.stream[at]));
    const tag = ghash(this.hash, about, body).map((byte, at) => byte ^ /** @type {number} */ (pad.mask[at]));
    void this.fill();
    return joined(new Uint8Array([VERSION]), pad.nonce, body, tag);
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} sealed
   * @param {Uint8Array<ArrayBuffer>} about
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   * @throws when it was sealed by another key, for another place, or was changed
   */
  async open(sealed, about) {
    if (sealed[0] !== VERSION || sealed.length < HEAD + TAG) throw new Error("not a sealed value");
    const how = { name: "AES-GCM", iv: sealed.slice(1, HEAD), additionalData: about };
    return new Uint8Array(await crypto.subtle.decrypt(how, this.gcm, sealed.subarray(HEAD)));
  }

  /** @param {number} size @returns {Promise<Pad>} */
  async #pad(size) {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const stream = await streamOf(this.ctr, joined(nonce, new Uint8Array([0, 0, 0, 1])), 16 + size);
    return { nonce, mask: stream.subarray(0, 16), stream: stream.subarray(16) };
  }
}

/** @param {Uint8Array[]} parts */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {CryptoKey} key @param {Uint8Array<ArrayBuffer>} counter its first block @param {number} length */
async function streamOf(key, counter, length) {
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CTR", counter, length: 32 }, key, new Uint8Array(length)));
}

/**
 * The checksum of GCM over additional data and ciphertext.
 * @param {Uint8Array} hash
 * @param {Uint8Array} about
 * @param {Uint8Array} body
 * @returns {Uint8Array<ArrayBuffer>} 16 bytes
 */
function ghash(hash, about, body) {
  const key = words(hash, 0);
  const sum = new Uint32Array(4);
  for (const part of [about, body]) {
    for (let at = 0; at < part.length; at += 16) step(sum, words(part, at), key);
  }
  step(sum, Uint32Array.of(0, about.length * 8, 0, body.length * 8), key);
  const view = new DataView(new ArrayBuffer(16));
  sum.forEach((word, at) => view.setUint32(at * 4, word));
  return new Uint8Array(view.buffer);
}

/** Four big-endian words of a block; what is beyond the end is zero. @param {Uint8Array} bytes @param {number} from */
function words(bytes, from) {
  const block = new Uint8Array(16);
  block.set(bytes.subarray(from, from + 16));
  const view = new DataView(block.buffer);
  return Uint32Array.from({ length: 4 }, (_, at) => view.getUint32(at * 4));
}

/**
 * `sum` becomes (sum + block) · key in the field of 2^128 elements; the first bit is the lowest power.
 * @param {Uint32Array} sum @param {Uint32Array} block @param {Uint32Array} key
 */
function step(sum, block, key) {
  let x0 = 0, x1 = 0, x2 = 0, x3 = 0;
  let y0 = key[0] ?? 0, y1 = key[1] ?? 0, y2 = key[2] ?? 0, y3 = key[3] ?? 0;
  for (let word = 0; word < 4; word += 1) {
    const bits = (sum[word] ?? 0) ^ (block[word] ?? 0);
    for (let bit = 31; bit >= 0; bit -= 1) {
      const chosen = -((bits >>> bit) & 1);
      x0 ^= y0 & chosen;
      x1 ^= y1 & chosen;
      x2 ^= y2 & chosen;
      x3 ^= y3 & chosen;
      const carry = -(y3 & 1) & 0xe1000000;
      y3 = (y3 >>> 1) | (y2 << 31);
      y2 = (y2 >>> 1) | (y1 << 31);
      y1 = (y1 >>> 1) | (y0 << 31);
      y0 = (y0 >>> 1) ^ carry;
    }
  }
  sum.set([x0, x1, x2, x3]);
}
