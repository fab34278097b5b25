/**
 * Compiled forms by id and version. An old version stays as long as an assignment or an interview names it.
 *
 * @typedef {import("./database.js").Storage} Storage
 * @typedef {import("./types").FormName} FormName
 * @typedef {import("./types").FormRecord} FormRecord
 */
import { noteExtras } from "./extras.js";

/**
 * @param {Storage} storage
 * @param {FormName} name
 * @returns {Promise<FormRecord | undefined>}
 */
export function readForm(storage, name) {
  return storage.database.get("forms", [name.id, name.version]);
}

/**
 * Keeps a form, and notes the extras that it needs.
 * @param {Storage} storage
 * @param {FormRecord} form
 */
export async function keepForm(storage, form) {
  await storage.write(["forms", "meta"], async (transaction) => {
    await transaction.objectStore("forms").put(form);
    await noteExtras(transaction, [form]);
  });
}

/** Whether work of the user names a form that is not here. @param {Storage} storage @param {string} user @returns {Promise<boolean>} */
export async function lacksForms(storage, user) {
  const [here, assignments, interviews] = await Promise.all([storage.database.getAllKeys("forms"), storage.database.getAll("assignments"), storage.database.getAll("interviews")]);
  const names = new Set(here.map(([id, version]) => nameOf({ id, version })));
  return [...assignments, ...interviews.filter(({ away }) => !away)].some((one) => one.user === user && !names.has(nameOf(one.form)));
}

/**
 * Deletes the forms that nothing on the device names any more.
 * @param {Storage} storage
 * @returns {Promise<number>} how many went
 */
export async function forgetUnusedForms(storage) {
  return storage.write(["forms", "assignments", "interviews"], async (transaction) => {
    const used = new Set();
    for (const { form } of await transaction.objectStore("assignments").getAll()) used.add(nameOf(form));
    for (const { form } of await transaction.objectStore("interviews").getAll()) used.add(nameOf(form));
    let gone = 0;
    for (const [id, version] of await transaction.objectStore("forms").getAllKeys()) {
      if (used.has(nameOf({ id, version }))) continue;
      await transaction.objectStore("forms").delete([id, version]);
      gone += 1;
    }
    return gone;
  });
}

/** @param {FormName} form */
function nameOf(form) {
  return `${form.id} ${form.version}`;
}
