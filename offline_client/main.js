/** The entry of the page: the real storage and transport, and the service worker. */
import { start } from "./app.js";
import { openStorage } from "./storage/database.js";
import { httpTransport } from "./sync/transport.js";
import { keepShell } from "./view/shell.js";

const root = document.getElementById("app");
if (root) {
  void keepShell(document.documentElement.dataset["hash"] ?? "dev");
  await start(root, { storage: await openStorage(), transport: httpTransport() });
}
