/** One run of the exchange with the server: what was made here goes first, then what is new comes, then files, which take long. */
import { onlyHere } from "../storage/lock.js";
import { pull } from "./pull.js";
import { push } from "./push.js";
import { sendFiles } from "./send_files.js";

/**
 * Exchanges, unless another tab is at it already.
 * @param {import("../storage/database.js").Storage} storage
 * @param {import("./transport.js").Transport} transport
 * @param {import("../storage/types").Session} session
 * @param {(fresh: Map<string, import("../storage/types").AnswerEvent[]>, how: {pulled: boolean}) => void} onReceived  events new to this device, by
 *   interview; none where only something was sent
 */
export function exchange(storage, transport, session, onReceived) {
  return onlyHere("sync", async () => {
    const sent = () => onReceived(new Map(), { pulled: false });
    const sendEvents = () => push(storage, transport, session, sent);
    await sendEvents();
    await pull(storage, transport, session, (fresh) => onReceived(fresh, { pulled: true }));
    await sendFiles(storage, transport, session, { between: sendEvents, onProgress: sent });
  });
}
