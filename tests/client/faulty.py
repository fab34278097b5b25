"""Clients whose database fails in one way, from the moment at which a test says so: `main.js` in another version.

Answers are what fails: writes that have nothing to do with events go through.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.client.conftest import begin, question, saved
from tests.client.office import Office

_MAIN = """
import { start } from "./app.js";
import { commit, openStorage } from "./storage/database.js";
import { httpTransport } from "./sync/transport.js";
const write = (database, stores, work) => {
  if (!globalThis.broken || !stores.includes("events")) return commit(database, stores, work);
  FAULT
};
globalThis.storage = await openStorage({ write });
await start(document.getElementById("app"), { storage, transport: httpTransport() });
"""

REFUSED = 'return Promise.reject(new DOMException("no room", "QuotaExceededError"));'
"""There is no room left."""
STUCK = "return new Promise(() => {});"
"""The disk never answers."""
HELD = "return new Promise((go) => (globalThis.held ??= []).push(go)).then(() => commit(database, stores, work));"
"""The disk answers when the test lets it."""
DONE_UNTOLD = """return commit(database, stores, work).then(() => {
    globalThis.broken = false;
    throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
  });"""
"""The write is done, and the connection dies before it can say so; once."""


def with_fault(page: Page, fault: str) -> None:
    """The client of this page fails so, from its next load on and once it is broken."""
    body = _MAIN.replace("FAULT", fault)
    page.context.route("**/main.js", lambda route: route.fulfill(body=body, content_type="text/javascript"))


def set_broken(page: Page, broken: bool = True) -> None:
    """Begin or end the fault."""
    page.evaluate("(broken) => { globalThis.broken = broken; }", broken)


def one_answer_saved(page: Page, office: Office, form: dict[str, Any], fault: str) -> None:
    """The household's interview in a client with a fault that has not begun: one answer is on disk."""
    with_fault(page, fault)
    begin(page, office, form)
    question(page, "owns").locator("input").nth(1).check()
    saved(page)
