"""How it fits the hand: nothing too wide, nothing too small to tap, in both languages on every screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.client.conftest import question, sign_in, start
from tests.client.office import Office, Server

SCREENS = [(360, 740), (800, 1280), (1280, 800)]

TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"
TOO_SMALL = """() => Array.from(document.querySelectorAll("button, a, label.tile, label.check, input.input, summary"))
  .filter((e) => e.offsetParent).map((e) => [e.getBoundingClientRect(), e])
  .filter(([box]) => box.height < 44 || box.width < 44)
  .map(([box, e]) => `${e.outerHTML.slice(0, 90)} ${Math.round(box.width)}×${Math.round(box.height)}`)"""
TOO_FINE = """() => Array.from(document.querySelectorAll("body *"))
  .filter((e) => e.offsetParent && !e.closest(".unseen")
  && Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.textContent.trim())
  && parseFloat(getComputedStyle(e).fontSize) < 15)
  .map((e) => e.outerHTML.slice(0, 90))"""


@pytest.fixture(params=SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def screen(request: pytest.FixtureRequest, chromium: Browser, server: Server) -> Iterator[Page]:
    """A page as large as a phone, a tablet and a computer."""
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN", base_url=server.url)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def fits(page: Page) -> None:
    """Nothing is cut off, too small to tap or too fine to read."""
    assert not page.evaluate(TOO_WIDE)
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate(TOO_FINE) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_screen_fits(screen: Page, office: Office, labour_force: dict[str, Any], language: str) -> None:
    unit = {"province": "01", "commune": "00004", "area": "003", "household": "001"}
    office.hand_out(labour_force, unit, label="003/001", address="Số 1, ngõ 12")
    screen.goto("/")
    fits(screen)
    sign_in(screen)
    if language == "en":
        screen.click("[data-language=en]")
    fits(screen)
    start(screen)
    question(screen, "contact").locator("input").first.check()
    fits(screen)
    screen.click("[data-next]")
    fits(screen)
    screen.locator(".opens").first.click()
    fits(screen)
    while screen.locator("[data-next]").is_visible():
        screen.click("[data-next]")
    fits(screen)


def test_every_kind_of_question_fits(screen: Page, office: Office, every_kind: dict[str, Any]) -> None:
    office.hand_out(every_kind, {"household": "001"})
    sign_in(screen)
    start(screen)
    question(screen, "best").get_by_role("button", name="Nước mưa").click()
    fits(screen)
