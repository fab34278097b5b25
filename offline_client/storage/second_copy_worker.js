/**
 * The only writer of the second copy: appends to files of the browser's own file system, on disk before it answers.
 * What is in them is the business of `second_copy.js` and `file_copies.js`.
 */

const FOLDER = "phieu";
const WAIT = 50; // milliseconds
const TRIES = 40;
/** What the browser says while another tab has the file open to write, or has written since it was asked for. */
const BUSY = new Set(["NoModificationAllowedError", "NotReadableError"]);

/** @type {Promise<unknown>} */
let last = Promise.resolve();

addEventListener("message", ({ data: { id, work, file, data } }) => {
  const done = last.then(() => WORKS[work]?.(file, data));
  last = done.catch(() => {});
  done.then((result) => postMessage({ id, result }), (error) => postMessage({ id, error: String(error) }));
});

/** @type {Record<string, (file: string, data: any) => Promise<unknown>>} */
const WORKS = {
  append: (file, data) => withFile(file, (handle) => {
    handle.write(bytesOf(data), { at: handle.getSize() });
    handle.flush();
  }),
  replace: (file, data) => withFile(file, (handle) => {
    const bytes = bytesOf(data);
    handle.write(bytes, { at: 0 });
    handle.truncate(bytes.length);
    handle.flush();
  }),
  remove: async (file) => (await folder()).removeEntry(file).catch(() => {}), // gone already
  read,
  names: async (file) => numbersIn(await read(file)),
  bytes: (file, part) => patiently(async () => {
    const whole = await fileOf(file);
    return (part === "end" ? whole.slice(Math.max(0, whole.size - 4)) : whole).arrayBuffer();
  }),
  list: async () => {
    const names = [];
    for await (const name of /** @type {any} */ (await folder()).keys()) names.push(name);
    return names;
  },
};

/** @param {string} file */
function read(file) {
  return patiently(async () => (await fileOf(file)).text());
}

/** The numbers of the events in lines, by device; a line that was cut is left out. @param {string} text */
function numbersIn(text) {
  const found = new Map();
  for (const line of text.split("\n").filter(Boolean)) {
    try {
      const { store, record: { device, seq } } = JSON.parse(line);
      if (store !== "events") continue;
      if (!found.has(device)) found.set(device, []);
      found.get(device).push(seq);
    } catch {
      console.error("a line of a copy cannot be read");
    }
  }
  return found;
}

/** @param {string | Uint8Array} data */
function bytesOf(data) {
  return typeof data === "string" ? new TextEncoder().encode(data) : data;
}

/** @param {string} name @returns {Promise<Blob>} empty where there is none */
async function fileOf(name) {
  const handle = await (await folder()).getFileHandle(name).catch(() => null);
  return handle ? handle.getFile() : new Blob();
}

async function folder() {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
}

/** @param {string} file @param {(handle: any) => void} work */
async function withFile(file, work) {
  const handle = /** @type {any} */ (await (await folder()).getFileHandle(file, { create: true }));
  const access = await patiently(() => handle.createSyncAccessHandle());
  try {
    work(access);
  } finally {
    access.close();
  }
}

/** Tries again while another tab is at the file. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
async function patiently(work) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !BUSY.has(/** @type {Error} */ (error).name)) throw error;
      await new Promise((done) => setTimeout(done, WAIT));
    }
  }
}
