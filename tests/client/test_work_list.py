"""The list of work with as much in it as a census hands out: a screenful first, then all of it, never moving."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import sign_in
from tests.client.office import PASSWORD, Office, Server

MANY = 150
LABELS = "(cards) => cards.map((card) => card.querySelector('h2').textContent)"
IN_SIGHT = """() => {
  const edge = document.querySelector(".bar").getBoundingClientRect().bottom;
  const card = Array.from(document.querySelectorAll(".job")).find((one) => one.getBoundingClientRect().top >= edge);
  return [card.querySelector("h2").textContent, card.getBoundingClientRect().top];
}"""
SWITCH = """() => {
  const button = document.querySelector("[data-language=en]");
  button.focus({ preventScroll: true });
  button.click();
}"""
FIRST_LOOK = """() => new Promise((done) => new MutationObserver((_changes, watcher) => {
  if (!document.querySelector(".job")) return;
  watcher.disconnect();
  done(document.querySelectorAll(".job").length);
}).observe(document.body, { childList: true, subtree: true }))"""


@pytest.fixture
def work(page: Page, office: Office, household: dict[str, Any]) -> Page:
    """The list of many households, all of it made."""
    page.set_viewport_size({"width": 390, "height": 844})
    for n in range(1, MANY + 1):
        office.hand_out(household, {"household": f"{n:03}"}, label=f"Hộ {n:03}")
    sign_in(page)
    expect(page.locator(".job")).to_have_count(MANY)
    return page


def test_a_screenful_comes_first_and_in_the_end_all_in_order(work: Page) -> None:
    work.reload()
    work.fill("#secret", PASSWORD)
    looking = work.evaluate_handle(f"() => ({{ first: ({FIRST_LOOK})() }})")
    work.click("button[type=submit]")
    first = looking.evaluate("({ first }) => first")
    assert 5 < first < MANY / 2
    expect(work.locator(".job")).to_have_count(MANY)
    assert work.locator(".job").evaluate_all(LABELS) == [f"Hộ {n:03}" for n in range(1, MANY + 1)]


def test_what_is_searched_is_found_wherever_it_is_and_all_comes_back(work: Page) -> None:
    search = work.get_by_role("searchbox")
    search.fill("149")
    expect(work.locator(".job")).to_have_text([re.compile("Hộ 149")])
    search.fill("")
    expect(work.locator(".job")).to_have_count(MANY)
    assert work.locator(".job").evaluate_all(LABELS) == [f"Hộ {n:03}" for n in range(1, MANY + 1)]


def test_what_comes_and_goes_takes_the_other_cards_nothing(work: Page, office: Office) -> None:
    last = work.locator(".job", has_text=f"Hộ {MANY}")
    last.evaluate("(card) => (card.mark = 'the same')")
    thirteenth = work.locator(".job", has_text="Hộ 013").locator(".button").first
    thirteenth.focus()  # the first of its part, which becomes the last of the one before
    office.take_back(1)
    work.evaluate("dispatchEvent(new Event('online'))")
    expect(work.locator(".job")).to_have_count(MANY - 1)
    assert last.evaluate("(card) => card.mark") == "the same"
    expect(thirteenth).to_be_focused()


def test_what_is_read_stays_in_sight_in_another_language(work: Page) -> None:
    work.locator(".job", has_text="Hộ 120").evaluate("(card) => card.scrollIntoView({ block: 'center' })")
    work.wait_for_timeout(300)  # the cards around it are laid out
    label, top = work.evaluate(IN_SIGHT)
    work.evaluate(SWITCH)
    work.wait_for_selector("#app [lang=en]")
    expect(work.locator(".job")).to_have_count(MANY)
    work.wait_for_function(f"(before) => ({IN_SIGHT})()[0] === before", arg=label)
    assert abs(work.evaluate(IN_SIGHT)[1] - top) < 2
    expect(work.locator("[data-language]").first).to_be_focused()


def test_the_list_stays_where_it_is_scrolled_when_the_line_goes(work: Page, server: Server) -> None:
    work.locator(".job", has_text="Hộ 120").evaluate("(card) => card.scrollIntoView({ block: 'center' })")
    work.wait_for_timeout(300)
    before = work.evaluate(IN_SIGHT)
    server.stop()
    work.evaluate("dispatchEvent(new Event('online'))")
    work.wait_for_selector('[data-sync="offline"]', state="attached")
    assert work.evaluate(IN_SIGHT) == before
