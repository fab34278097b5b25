/**
 * Sends what the server has not named yet, and forgets it only by name.
 *
 * If the line breaks after the server has stored a segment, the same events go again and the server answers *known*.
 *
 * @typedef {import("../storage/database.js").Storage} Storage
 * @typedef {import("../storage/unsent.js").Unsent} Unsent
 * @typedef {import("../storage/types").Session} Session
 * @typedef {import("../storage/types").QuarantineRecord} QuarantineRecord
 * @typedef {import("./transport.js").Transport} Transport
 * @typedef {{id: string, result: string, quarantine?: number, code?: string, reason?: string}} Named
 */
import { officeName } from "../storage/copies.js";
import { writeMeta } from "../storage/meta.js";
import { randomId } from "../storage/names.js";
import { acknowledge, countUnsent } from "../storage/outbox.js";
import { readUnsent } from "../storage/unsent.js";
import { APP_VERSION, contact } from "./session.js";

const EVENTS = 500; // in a segment
const SEGMENTS = 20; // in a batch
const RESULTS = new Set(["stored", "known", "quarantined"]);

/**
 * Pushes until nothing is left or the server no longer names anything.
 * @param {Storage} storage
 * @param {Transport} transport
 * @param {Session} session
 * @param {() => void} onProgress after every answered batch
 * @returns {Promise<void>}
 */
export async function push(storage, transport, session, onProgress) {
  for (;;) {
    const all = await readUnsent(storage, session.user.name, EVENTS);
    const device = all[0]?.device;
    if (device === undefined) return;
    const unsent = all.filter((part) => part.device === device).slice(0, SEGMENTS); // what an older name of the device made goes under it
    const segments = new Map(unsent.map((part) => [randomId(), part]));
    const answer = await transport.push(session.token, await batch(storage, session, device, segments));
    const named = await forget(storage, session, segments, answer.segments ?? []);
    await writeMeta(storage, contact(answer.server_time));
    onProgress();
    if (named === 0) throw new Error("the server named none of the segments that it was sent");
  }
}

/**
 * @param {Storage} storage
 * @param {Session} session
 * @param {string} device
 * @param {Map<string, Unsent>} segments
 */
async function batch(storage, session, device, segments) {
  const sent = Array.from(segments.values(), ({ events }) => events.length).reduce((sum, count) => sum + count, 0);
  const { total } = await countUnsent(storage, session.user.name);
  return {
    device,
    sent_at: new Date().toISOString(),
    app_version: APP_VERSION,
    unsent: Math.max(0, total - sent),
    segments: Array.from(segments, ([id, { interview, events }]) => ({
      id, interview: officeName(interview.id), assignment: interview.assignment, form: interview.form, from: events[0]?.seq, events,
    })),
  };
}

/**
 * @param {Storage} storage
 * @param {Session} session
 * @param {Map<string, Unsent>} segments
 * @param {Named[]} answers
 * @returns {Promise<number>} how many were named
 */
async function forget(storage, session, segments, answers) {
  let named = 0;
  for (const answer of answers) {
    const sent = segments.get(answer.id);
    if (!sent || !RESULTS.has(answer.result)) continue; // a word that this version does not know names nothing
    const quarantine = answer.result === "quarantined" ? quarantineOf(session, sent, answer) : null;
    await acknowledge(storage, sent.interview.id, sent.events, quarantine);
    named += 1;
  }
  return named;
}

/**
 * @param {Session} session
 * @param {Unsent} sent
 * @param {Named} answer
 * @returns {QuarantineRecord}
 */
function quarantineOf(session, { interview, events }, answer) {
  return {
    id: answer.id, user: session.user.name, interview: interview.id, from: events[0]?.seq ?? 0, to: events.at(-1)?.seq ?? 0,
    number: answer.quarantine ?? null, code: answer.code ?? "", reason: answer.reason ?? "", at: new Date().toISOString(),
  };
}
