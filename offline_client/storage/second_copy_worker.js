/**
 * The only writer of the second copy: appends lines to files of the browser's own file system, on disk before it answers.
 * What the lines say is the business of `second_copy.js`.
 */

const FOLDER = "phieu";
const WAIT = 50; // milliseconds; another tab may hold the file for a moment
const TRIES = 40;

/** @type {Promise<unknown>} */
let last = Promise.resolve();

addEventListener("message", ({ data: { id, work, file, text } }) => {
  const done = last.then(() => WORKS[work]?.(file, text));
  last = done.catch(() => {});
  done.then((result) => postMessage({ id, result }), (error) => postMessage({ id, error: String(error) }));
});

/** @type {Record<string, (file: string, text: string) => Promise<unknown>>} */
const WORKS = {
  append: (file, text) => withFile(file, (handle) => {
    handle.write(new TextEncoder().encode(text), { at: handle.getSize() });
    handle.flush();
  }),
  replace: (file, text) => withFile(file, (handle) => {
    const bytes = new TextEncoder().encode(text);
    handle.write(bytes, { at: 0 });
    handle.truncate(bytes.length);
    handle.flush();
  }),
  remove: async (file) => (await folder()).removeEntry(file).catch(() => {}), // gone already
  read: async (file) => {
    const handle = await (await folder()).getFileHandle(file).catch(() => null);
    return handle ? (await handle.getFile()).text() : "";
  },
  list: async () => {
    const names = [];
    for await (const name of /** @type {any} */ (await folder()).keys()) names.push(name);
    return names;
  },
};

async function folder() {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
}

/** @param {string} file @param {(handle: any) => void} work */
async function withFile(file, work) {
  const handle = /** @type {any} */ (await (await folder()).getFileHandle(file, { create: true }));
  for (let attempt = 1; ; attempt += 1) {
    try {
      const access = await handle.createSyncAccessHandle();
      try {
        return work(access);
      } finally {
        access.close();
      }
    } catch (error) {
      if (attempt === TRIES || /** @type {Error} */ (error).name !== "NoModificationAllowedError") throw error;
      await new Promise((done) => setTimeout(done, WAIT));
    }
  }
}
