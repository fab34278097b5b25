/**
 * Brings work down: forms first, then assignments and events together with the cursor that stands for them.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/types").AnswerEvent} AnswerEvent
 * @typedef {import("../storage/types").FormName} FormName
 * @typedef {import("../storage/types").Session} Session
 * @typedef {import("./transport.js").Transport} Transport
 * @typedef {FormName & {hash: string, url: string}} FormAddress
 */
import { lacksWork, takeIn } from "../storage/assignments.js";
import { forgetUnusedForms, keepForm, readForm } from "../storage/forms.js";
import { cursorOf, deviceName, readMeta, writeMeta } from "../storage/meta.js";
import { keepExtras } from "./extras.js";
import { contact } from "./session.js";

/** Users for whom everything was asked for anew since the start: a form that the server has no more would not come then either. */
const askedAnew = new Set();

/**
 * @param {Storage} storage
 * @param {Transport} transport
 * @param {Session} session
 * @param {(fresh: Map<string, AnswerEvent[]>) => void} onReceived events that are new on the device, by interview
 * @returns {Promise<void>}
 */
export async function pull(storage, transport, session, onReceived) {
  const user = session.user.name;
  const device = await deviceName(storage, user);
  let anew = !askedAnew.has(user) && (await lacksWork(storage, user)); // the cursor stands for what is here no more
  if (anew) askedAnew.add(user);
  for (let more = true; more; anew = false) {
    const cursor = anew ? null : await readMeta(storage, cursorOf(user));
    const pulled = await transport.pull(session.token, cursor, device);
    await fetchForms(storage, transport, session, pulled.forms ?? []);
    const at = new Date().toISOString();
    const fresh = await takeIn(storage, user, { assignments: [], removed_assignments: [], events: [], ...pulled }, at);
    await writeMeta(storage, contact(pulled.server_time));
    onReceived(fresh);
    more = pulled.more === true && pulled.cursor !== cursor;
  }
  await forgetUnusedForms(storage);
  void keepExtras(storage); // big files; nothing else waits for them
}

/**
 * @param {Storage} storage
 * @param {Transport} transport
 * @param {Session} session
 * @param {FormAddress[]} forms
 */
async function fetchForms(storage, transport, session, forms) {
  for (const { id, version, hash, url } of forms) {
    const held = await readForm(storage, { id, version });
    if (held?.hash === hash) continue;
    const compiled = await transport.form(session.token, url);
    await keepForm(storage, { id, version, hash, compiled, received: new Date().toISOString() });
  }
}
