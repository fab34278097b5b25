"""How it fits the hand: nothing too wide, nothing too small to tap, in both languages on every screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.client.conftest import question, saved, sign_in, start
from tests.client.office import Office, Server
from tests.client.test_encryption import lock
from tests.client.test_protection import set_pin

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
BROKEN = """() => {
  const range = document.createRange();
  const found = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    if (!words.currentNode.parentElement.offsetParent || words.currentNode.parentElement.closest(".unseen")) continue;
    for (const { 0: word, index } of words.currentNode.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      range.setStart(words.currentNode, index);
      range.setEnd(words.currentNode, index + word.length);
      if (new Set(Array.from(range.getClientRects(), ({ top }) => top)).size > 1) found.push(word);
    }
  }
  return found;
}"""
"""Words of which the end stands on the next line."""
MIDDLE = ".sign-in > h1, .sign-in .name > *, .sign-in > [data-waiting]"
OFF_CENTRE = """(middle) => Array.from(document.querySelectorAll(middle))
  .filter((e) => getComputedStyle(e).textAlign !== "center").map((e) => e.textContent)"""
LOOKS = """async (size) => {
  const { changeLooks } = await import(`/client/${document.documentElement.dataset.hash}/view/looks.js`);
  changeLooks({ size });
}"""


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


def fits_at_twice_the_size_and_from_the_right(page: Page) -> None:
    """No word is broken by letters of twice the size; what stands in the middle stays there from right to left."""
    page.evaluate(LOOKS, 200)
    fits(page)
    assert page.evaluate(BROKEN) == []
    page.evaluate("document.documentElement.dir = 'rtl'")
    fits(page)
    assert page.evaluate(OFF_CENTRE, MIDDLE) == []
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.evaluate(LOOKS, 100)
    fits(page)


def test_a_broken_word_is_seen(screen: Page) -> None:
    screen.set_content("<p style='width: 6em; overflow-wrap: anywhere'>Hộ Hoà-An-Vân-Ba ngoằnngoèongoằnngoèo</p>")
    assert screen.evaluate(BROKEN) == ["ngoằnngoèongoằnngoèo"]


def test_the_doors_fit_at_twice_the_size_and_from_the_right(
    screen: Page, office: Office, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"}, label="003/001")
    screen.clock.install()
    screen.goto("/")
    screen.wait_for_selector("#name")
    fits_at_twice_the_size_and_from_the_right(screen)
    sign_in(screen)
    screen.click("[data-act=protect]")
    set_pin(screen, pin="1")
    expect(screen.locator("dialog.protection .problem").first).not_to_be_empty()
    fits_at_twice_the_size_and_from_the_right(screen)
    set_pin(screen)
    screen.wait_for_selector("dialog.protection", state="detached")
    screen.click("[data-act=protect]")
    fits_at_twice_the_size_and_from_the_right(screen)
    screen.keyboard.press("Escape")
    start(screen)
    office.lose_answer = True
    question(screen, "owns").locator("input").first.check()
    saved(screen)
    lock(screen)
    screen.fill("#secret", "wrong")
    screen.click("button[type=submit]")
    expect(screen.locator("#unlock-problem")).not_to_be_empty()
    expect(screen.locator("[data-waiting]")).to_be_visible()
    fits_at_twice_the_size_and_from_the_right(screen)


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
