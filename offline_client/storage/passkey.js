/**
 * A passkey of this device (WebAuthn with the extension PRF): fingerprint, face or screen lock give 32 secret bytes for a
 * salt, always the same. Only what is asked of the browser; what the bytes open is in `vault.js`.
 */

const ASKED = { rpName: "Phieu", timeout: 120_000 }; // milliseconds

/** Whether it is worth offering. @returns {Promise<boolean>} */
export async function canUsePasskey() {
  const kind = /** @type {any} */ (globalThis.PublicKeyCredential);
  return Boolean(await kind?.isUserVerifyingPlatformAuthenticatorAvailable?.().catch(() => false));
}

/**
 * Makes a passkey for the user.
 * @param {string} user
 * @returns {Promise<{bits: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>, credential: Uint8Array<ArrayBuffer>} | null>}
 *   null where the device's passkeys give no secret
 * @throws {DOMException} when the person or the device refuses
 */
export async function makePasskey(user) {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const made = /** @type {PublicKeyCredential | null} */ (await navigator.credentials.create({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rp: { name: ASKED.rpName },
      user: { id: crypto.getRandomValues(new Uint8Array(16)), name: user, displayName: user },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required", residentKey: "preferred" },
      timeout: ASKED.timeout,
      extensions: /** @type {any} */ ({ prf: { eval: { first: salt } } }),
    },
  }));
  if (!made) return null;
  const credential = new Uint8Array(made.rawId);
  const told = /** @type {any} */ (made.getClientExtensionResults()).prf;
  if (!told?.enabled) return null;
  const bits = told.results?.first ? new Uint8Array(told.results.first) : await askPasskey({ credential, salt });
  return { bits, salt, credential };
}

/**
 * @param {{credential?: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>}} wrap
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the secret bytes
 * @throws {DOMException} when the person or the device refuses
 */
export async function askPasskey({ credential, salt }) {
  const given = /** @type {PublicKeyCredential | null} */ (await navigator.credentials.get({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      allowCredentials: credential ? [{ type: "public-key", id: credential }] : [],
      userVerification: "required",
      timeout: ASKED.timeout,
      extensions: /** @type {any} */ ({ prf: { eval: { first: salt } } }),
    },
  }));
  const first = /** @type {any} */ (given?.getClientExtensionResults())?.prf?.results?.first;
  if (!first) throw new DOMException("the passkey gave no secret", "NotAllowedError");
  return new Uint8Array(first);
}
