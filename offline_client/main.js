/** The entry of the page: the real storage and transport, and the service worker. */
import { start } from "./app.js";
import { opened } from "./storage/opened.js";
import { respondentHere, whoIsSignedIn } from "./sync/session.js";
import { RESPOND, httpTransport } from "./sync/transport.js";
import { asksForCode } from "./view/code_address.js";
import { keepShell } from "./view/shell.js";

const root = document.getElementById("app");
if (root) {
  void keepShell(document.documentElement.dataset["hash"] ?? "dev");
  const storage = await opened;
  const respondent = asksForCode() || ((await respondentHere(storage)) !== null && (await whoIsSignedIn(storage)) === null);
  if (respondent) {
    const { startForRespondent } = await import("./respond.js");
    await startForRespondent(root, { storage, transport: httpTransport({ base: RESPOND }) });
  } else {
    addEventListener("hashchange", () => asksForCode() && location.reload());
    await start(root, { storage, transport: httpTransport() });
  }
}
