"""Fixtures for the client in a real Chromium: an office to sync with, forms compiled by the engine, and a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from engine.questionnaire.compile import compile_text
from tests.client.office import PASSWORD, Office, Server
from tests.client.tablet import ARGUMENTS, CHROMIUM, Tablet

ROOT = Path(__file__).parents[2]
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PHONE = {"width": 360, "height": 740}

expect.set_options(timeout=30_000)  # browsers write pictures when they are idle, which takes long on a busy machine


def compiled(path: Path) -> dict[str, Any]:
    """The compiled form of a questionnaire document."""
    text = path.read_text("utf-8")
    form = compile_text(text, lambda name: (path.parent / name).read_text("utf-8")).form()
    return json.loads(json.dumps(form))  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def household() -> dict[str, Any]:
    """A small household form with an edit, a roster and a section by the row."""
    return compiled(ROOT / "tests/client/forms/household.json")


@pytest.fixture(scope="session")
def every_kind() -> dict[str, Any]:
    """A form with a question of every kind."""
    return compiled(ROOT / "tests/client/forms/every_kind.json")


@pytest.fixture(scope="session")
def labour_force() -> dict[str, Any]:
    return compiled(ROOT / "forms/labour_force/form.json")


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def server(office: Office) -> Iterator[Server]:
    server = Server(office)
    server.start()
    yield server
    server.stop()


@contextmanager
def in_hand(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A phone in the enumerator's hand; errors on its pages fail the test."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN", base_url=server.url)  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    yield context
    context.close()
    assert not problems


@pytest.fixture
def device(chromium: Browser, server: Server) -> Iterator[BrowserContext]:
    """The device of most tests."""
    with in_hand(chromium, server) as context:
        yield context


@pytest.fixture
def page(device: BrowserContext) -> Page:
    return device.new_page()


@pytest.fixture
def tablet(playwright: Playwright, tmp_path: Path) -> Iterator[Tablet]:
    """One that can be killed; off, with an empty disk at `tmp_path / "disk"`, and off in the end."""
    tablet = Tablet(playwright, tmp_path / "disk")
    yield tablet
    tablet.power_cut()


Press = Callable[[Locator], None]
"""With a mouse, or `Locator.tap` with a finger."""


def sign_in(page: Page, url: str = "/", press: Press = Locator.click) -> None:
    """Sign in and wait for the list."""
    page.goto(url)
    page.fill("#name", "enumerator")
    page.fill("#password", PASSWORD)
    press(page.locator("button[type=submit]"))
    page.wait_for_selector(".job .button")


def begin(
    page: Page, office: Office, form: dict[str, Any], *, label: str = "Hộ 001", url: str = "/", **more: Any
) -> Page:
    """Hand out one household (`more` as in `Office.hand_out`), sign in and open its interview."""
    office.hand_out(form, {"household": "001"}, label=label, **more)
    sign_in(page, url)
    start(page)
    return page


@pytest.fixture
def interview(page: Page, office: Office, household: dict[str, Any]) -> Page:
    """A household's interview, just opened."""
    return begin(page, office, household)


def unlock(page: Page, secret: str = PASSWORD, press: Press = Locator.click) -> None:
    """Unlock after a reload or a restart, and wait for the list or the interview."""
    page.fill("#secret", secret)
    press(page.locator("button[type=submit]"))
    page.wait_for_selector(".job, .interview")


def start(page: Page, label: str = "", press: Press = Locator.click) -> None:
    """Open the first piece of work, or the one with this label."""
    press(page.locator(".job", has_text=label).first.locator(".button").first)
    page.wait_for_selector(".interview")


def question(page: Page, path: str) -> Any:
    """The element of a question."""
    return page.locator(f'[data-path="{path}"]')


def saved(page: Page) -> None:
    """Wait until the screen says that everything is saved."""
    page.wait_for_selector(".saving.saved")


def try_again(page: Page) -> None:
    """Press *try again* where it is still there: the client tries by itself, too."""
    page.evaluate("document.querySelector('[data-unsaved] button')?.click()")
    page.wait_for_selector("[data-unsaved]", state="detached")


def sync(page: Page) -> None:
    """From the list: send and receive, and wait for the end of it."""
    page.locator(".sync .button").click()
    page.wait_for_selector('[data-sync]:not([data-sync="syncing"])')


def to_list(page: Page) -> None:
    """Leave the interview."""
    page.locator(".bar .button").first.click()
    page.wait_for_selector("[data-sync]")
