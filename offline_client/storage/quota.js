/** How much room the device has, and whether the browser promised not to clear it away. */

const LOW = 50 * 1024 * 1024; // bytes; about ten thousand interviews of answers, few of photos

/**
 * Asks the browser to keep the data until the person clears it.
 * @returns {Promise<boolean>} whether it promised
 */
export async function askToPersist() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

/** @returns {Promise<{free: number, low: boolean} | null>} bytes; null where the browser does not tell */
export async function roomLeft() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota === undefined || usage === undefined) return null;
  return { free: quota - usage, low: quota - usage < LOW };
}
