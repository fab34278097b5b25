/** One writer per interview over all tabs, by Web Locks. The lock goes when the tab goes, however it ends. */

/**
 * Takes the interview for this tab, if no other has it.
 * @param {string} interview
 * @returns {Promise<(() => void) | null>} gives it back; null when another tab is writing
 */
export function takeInterview(interview) {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`interview:${interview}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise((release) => resolve(() => release(undefined)));
      })
      .catch(reject);
  });
}

/**
 * Runs `work` unless another tab is already at the same task.
 * @param {string} task
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} false when another tab has it
 */
export async function onlyHere(task, work) {
  return navigator.locks.request(task, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}

/** The interviews that some tab is writing. @returns {Promise<string[]>} */
export async function openElsewhere() {
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name }) => (name?.startsWith("interview:") ? [name.slice("interview:".length)] : []));
}
