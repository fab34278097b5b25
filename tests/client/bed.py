"""The bed on which faults are tried: an office, a device with one interview open, and the witness that watches it.

What is done to it stands in `faults.py`.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, Playwright

from tests.client.conftest import ROOT, compiled, question, start, to_list
from tests.client.office import PASSWORD, Office, Server
from tests.client.tablet import Tablet
from tests.client.witness import Witness

TEXTS, NUMBERS = ("a", "b", "d"), ("c", "e")
PATIENCE = 60_000  # milliseconds; the machine may be busy
VALUES = """() => Object.fromEntries(Array.from(document.querySelectorAll("[data-path]"),
  (one) => [one.dataset.path, one.querySelector("input, textarea")?.value ?? ""]))"""
READY = ".job, .interview, #secret, #name"


@dataclass(slots=True)
class Tally:
    """What a fault came to."""

    rounds: int = 0
    shown: int = 0
    lost: list[str] = field(default_factory=list)


class Bed:
    """An office and a device on which one interview is open and watched."""

    def __init__(
        self,
        playwright: Playwright,
        folder: Path,
        chance: random.Random,
        tell: Callable[[Tally, int], None] = lambda tally, shown: None,
    ) -> None:
        self.chance, self.tell = chance, tell
        self.office = Office()
        self.server = Server(self.office)
        self.server.start()
        self.tablet = Tablet(playwright, folder / "disk")
        self.witness = Witness()
        self.typed = 0

    def begin(self, form: dict[str, Any] | None = None) -> Page:
        """Switch on, sign in and open the interview."""
        self.office.hand_out(
            form or compiled(ROOT / "tests/client/forms/typed.json"), {"household": "001"}, label="Hộ 001"
        )
        page = self.watched(self.tablet.on())
        page.goto(self.server.url)
        page.evaluate("navigator.serviceWorker.ready")
        self.sign_in(page)
        page.locator(".job", has_text="Hộ 001").first.wait_for(timeout=10 * PATIENCE)  # after many others
        start(page, "Hộ 001")
        return page

    def sign_in(self, page: Page) -> None:
        """Sign in where the door stands open; the list may take long after it."""
        page.fill("#name", "enumerator")
        page.fill("#password", PASSWORD)
        page.click("button[type=submit]")

    def watched(self, page: Page) -> Page:
        """A page on which the witness looks."""
        page.context.set_default_timeout(PATIENCE)
        page.on("dialog", lambda dialog: dialog.accept())  # leaving although something is not saved
        self.witness.watch(page)
        return page

    def reopened(self, page: Page) -> Page:
        """Open the client anew on a page, unlock it where it is locked, and the interview."""
        if page.url.startswith(self.server.url):
            page.reload()
        else:
            page.goto(self.server.url)
        page.wait_for_selector(READY)
        if page.locator("#secret").count():
            page.fill("#secret", PASSWORD)
            page.click("button[type=submit]")
        elif page.locator("#name").count():
            self.sign_in(page)
        page.wait_for_selector(".job .button, .interview")
        if page.locator(".interview").count() == 0:
            start(page, "Hộ 001")
        page.wait_for_selector("[data-path]")
        return page

    def unlocked_after_a_pause(self, page: Page) -> None:
        """Touch the page after what the client must take for a long pause; it locks, and is unlocked."""
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.wait_for_selector("#secret")
        page.fill("#secret", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_selector("[data-path]")

    def again(self) -> Page:
        """A new tab, in the interview."""
        return self.reopened(self.watched(self.new_tab()))

    def new_tab(self) -> Page:
        """A new tab; the first try may get a process that was just killed."""
        context = self.tablet.browser.contexts[0]
        try:
            return context.new_page()
        except Error:
            return context.new_page()

    def type_one(self, page: Page, pause: bool = True) -> None:
        """Type one answer as a person does: quickly or slowly, leaving the field or only pausing."""
        path = self.chance.choice(TEXTS + NUMBERS)
        self.typed += 1
        value = str(100_000 + self.typed) if path in NUMBERS else f"Trả lời {self.typed}"
        self.witness.typing(path, value)
        box = question(page, path).locator("input")
        box.focus(timeout=PATIENCE)
        page.keyboard.press("Control+A")
        page.keyboard.type(value, delay=self.chance.choice((0, 5, 25)))
        if pause and self.chance.random() < 0.3:
            page.wait_for_timeout(700)
        else:
            page.keyboard.press("Tab")

    def type_until(self, page: Page, harm: Callable[[], object], seconds: float) -> None:
        """Type until harm is done in another thread, after so many seconds, and the page says no more.

        The first time something is saved before, so that there is something to lose, however slow the machine.
        """
        if not self.witness.shown:
            self.type_one(page)
            for _ in range(PATIENCE // 100):
                if self.witness.shown:
                    break
                page.wait_for_timeout(100)
        timer = threading.Timer(seconds, harm)
        timer.start()
        try:
            for _ in range(400):
                self.type_one(page)
        except Error:
            pass  # the page is dead, as it was meant to be
        finally:
            timer.join()

    def check(self, page: Page, tally: Tally) -> None:
        """Count a round, and what a screen that shows the interview now has lost."""
        tally.rounds += 1
        tally.lost += self.witness.lost_on_screen(page.evaluate(VALUES))
        self.tell(tally, len(self.witness.shown))

    def settle(self, page: Page, tally: Tally) -> Tally:
        """At the end: everything typed is saved and sent, and the office has each answer that was shown as saved."""
        page.wait_for_selector(".saving.saved")
        to_list(page)
        page.locator(".sync .button").click()
        page.wait_for_selector('[data-unsent="0"]')
        tally.shown = len(self.witness.shown)
        tally.lost += self.witness.lost_at_the_office(self.office)
        if tally.shown == 0:
            tally.lost.append("nothing was shown as saved: the round proves nothing")
        return tally

    def close(self) -> None:
        """Switch everything off."""
        self.tablet.power_cut()
        self.server.stop()
