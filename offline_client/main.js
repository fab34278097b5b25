/** The entry of the page: the real storage and transport, and the service worker. */
import { start } from "./app.js";
import { notLoaded } from "./client.js";
import { opened } from "./storage/opened.js";
import { respondentHere, whoIsSignedIn } from "./sync/session.js";
import { RESPOND, httpTransport } from "./sync/transport.js";
import { textsIn } from "./texts/index.js";
import { asksForCode } from "./view/travel.js";

const PAINTED = 2000; // milliseconds after which the first screen is seen, also on a slow tablet

/** Shows the first screen of whoever works here. @param {HTMLElement} root */
async function begin(root) {
  const storage = await opened;
  const [respondent, enumerator] = await Promise.all([respondentHere(storage), whoIsSignedIn(storage)]);
  if (asksForCode() || (respondent !== null && enumerator === null)) {
    const { startForRespondent } = await import("./respond.js");
    await startForRespondent(root, { storage, transport: httpTransport({ base: RESPOND }) });
  } else {
    addEventListener("hashchange", () => asksForCode() && location.reload());
    await start(root, { storage, transport: httpTransport() });
  }
}

/** Has the service worker keep the app, and take up a new version. */
async function keepShell() {
  const shell = await import("./view/shell.js");
  await shell.keepShell();
}

const root = document.getElementById("app");
if (root) {
  const version = document.documentElement.dataset["hash"] ?? "dev";
  void navigator.locks?.request(`version:${version}`, { mode: "shared" }, () => new Promise(() => {})); // held as long as the page lives: its files stay
  setTimeout(() => void keepShell(), navigator.serviceWorker?.controller ? PAINTED : 0); // also of a version that fails at its first screen: the next may not
  await begin(root).catch((error) => {
    console.error("the first screen cannot be shown", error);
    root.querySelector("main")?.append(notLoaded(textsIn(navigator.language.slice(0, 2))));
  });
}
