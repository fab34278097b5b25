"""An interview in two sittings, the browser killed in between: the same way in Firefox and in WebKit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.client.office import PASSWORD, Office, Server
from tests.client.window import Browser, Window

PIN = "271828"
NAMED = "document.querySelector('.row-card strong')?.textContent === 'Lan'"
COPIED = """navigator.storage.getDirectory().then(async (root) => {
  const folder = await root.getDirectoryHandle("phieu", { create: true });
  let events = 0;
  for await (const file of folder.values()) {
    events += (await (await file.getFile()).text()).split('"store":"events"').length - 1;
  }
  return events;
})"""


def interviewed_in_two_sittings(
    browser: Browser, disk: Path, office: Office, server: Server, household: dict[str, Any], *, second_copy: bool
) -> None:
    """Signed in, answered and killed without a network; opened again, locked, unlocked, sent.

    `second_copy`: the browser has a file system of its own, in which one is kept.
    """
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    with browser(disk) as page:
        first_sitting(page, server)
        assert page.run("Boolean(navigator.storage.getDirectory)") is second_copy
        if second_copy:
            page.until(f"{COPIED}.then((events) => events > 5)")
    with browser(disk) as page:
        second_sitting(page, server)
    answers = office.answers()
    assert answers["rent"] == 1500
    assert {"Lan", "90.0"} <= {str(value) for value in answers.values()}
    assert [event["reason"] for event in office.events.values() if event["type"] == "confirm"] == ["asked_again"]


def sign_in(page: Window, server: Server) -> None:
    """Sign in and open the first piece of work."""
    page.open(f"{server.url}/")
    page.fill("#name", "enumerator")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.click(".job .button")
    page.sees(".interview")


def first_sitting(page: Window, server: Server) -> None:
    """Two answers and a person with the network, a failing edit confirmed without it."""
    sign_in(page, server)
    page.click("[data-path=owns] input", which=1)
    page.fill("[data-path=rent] input", "1500")
    page.click("[data-next]")
    page.click("[data-add=people]")
    page.fill(".row-card input", "Lan")
    page.until(NAMED)
    page.sees(".saving.saved")
    page.until("navigator.serviceWorker.ready.then(() => true)")
    server.stop()
    page.reload()
    unlock(page, PASSWORD)
    page.until(NAMED)
    page.click(".row-card .opens")
    page.fill("[data-path$=age] input", "30")
    page.click("[data-path$=worked] input")
    page.fill("[data-path$=hours] input", "90")
    page.click("[data-confirm=E1]")
    page.click("dialog input[value=asked_again]")
    page.click("dialog button[type=submit]")
    page.sees(".failure.confirmed")
    page.sees(".saving.saved")


def second_sitting(page: Window, server: Server) -> None:
    """Everything is there without the network; a PIN opens it beside the password; sent when the network is back."""
    page.open(f"{server.url}/")
    unlock(page, PASSWORD)
    page.click("[data-act=protect]")
    page.fill("#pin-known", PASSWORD)
    page.fill("#pin-new", PIN)
    page.click("dialog form button[type=submit]")
    page.until("document.querySelector('dialog') === null")
    page.click("[data-act=protect]")
    page.click("[data-lock]")
    unlock(page, PIN)
    page.click(".job .button")
    page.until("document.querySelector('[data-path=rent] input')?.value.replace(/[^0-9]/gu, '') === '1500'")
    page.click("[data-next]")
    page.until(NAMED)
    page.click(".row-card .opens")
    page.sees(".failure.confirmed")
    server.start()
    send(page)


def send(page: Window) -> None:
    """From the interview to the list, and send everything."""
    page.click(".bar .button")
    page.click(".sync .button")
    page.sees('[data-unsent="0"]')


def unlock(page: Window, secret: str) -> None:
    """Open what was locked, with the password or the PIN."""
    page.fill("#secret", secret)
    page.click("button[type=submit]")
