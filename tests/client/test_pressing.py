"""A press is a click, whatever the answer before it changes on the page while the finger is down."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.client.conftest import question, sign_in
from tests.client.office import Office, Server
from tests.client.test_interview import add_person

PRESS = 150  # milliseconds that a person holds a button down


def press(page: Page, place: Locator) -> None:
    """Press where something is now, and let go there, wherever it has gone meanwhile."""
    box = place.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(PRESS)
    page.mouse.up()


@pytest.fixture
def person(interview: Page) -> str:
    """The page of a person of 30 years; its row."""
    interview.click("[data-next]")
    row = add_person(interview, "Lan")
    interview.click(".opens")
    question(interview, f"{row}.age").locator("input").fill("30")
    question(interview, f"{row}.worked").wait_for()
    return row


def test_a_choice_is_taken_though_a_message_comes_above_it_while_it_is_pressed(interview: Page, person: str) -> None:
    worked = question(interview, f"{person}.worked").locator("input").first
    question(interview, f"{person}.age").locator("input").fill("130")
    press(interview, worked)
    expect(worked).to_be_checked()
    expect(question(interview, f"{person}.age").locator(".failure")).to_be_visible()


def test_what_an_answer_changes_is_painted_though_the_end_of_the_press_never_comes(
    interview: Page, person: str
) -> None:
    age = question(interview, f"{person}.age")
    age.locator("input").evaluate(
        """(input) => {
          dispatchEvent(new PointerEvent("pointerdown"));
          input.value = "130";
          input.dispatchEvent(new Event("change"));
        }"""
    )
    expect(age.locator(".failure")).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_list_stands_still_while_the_line_comes_and_goes(
    page: Page, office: Office, server: Server, household: dict[str, Any], language: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    two_households(page, office, household)
    if language == "en":
        page.click("[data-language=en]")
        page.wait_for_selector("#app [lang=en]")
    page.evaluate(WATCH)
    server.stop()
    page.locator(".sync .button").click()
    page.wait_for_selector('[data-sync="offline"]')
    server.start()
    page.locator(".sync .button").click()
    page.wait_for_selector('[data-sync="idle"]')
    states = page.evaluate("seen")
    assert {state for state, _ in states} == {"idle", "syncing", "offline"}
    assert len({top for _, top in states}) == 1


def test_in_the_list_the_keyboard_stays_where_it_is_whatever_is_sent_meanwhile(
    page: Page, office: Office, server: Server, household: dict[str, Any]
) -> None:
    two_households(page, office, household)
    second = page.locator(".job", has_text="Hộ 002").locator(".button").first
    second.focus()
    server.stop()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector('[data-sync="offline"]')
    expect(second).to_be_focused()
    search = page.get_by_role("searchbox")
    search.focus()
    page.keyboard.type("02")
    page.keyboard.press("ArrowLeft")
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector('[data-sync="idle"]')
    page.keyboard.type("0")
    expect(search).to_have_value("002")
    expect(page.locator(".job")).to_have_text([re.compile("Hộ 002")])
    page.locator(".sync .button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-sync="idle"]')
    expect(page.locator(".sync .button")).to_be_focused()


def two_households(page: Page, office: Office, household: dict[str, Any]) -> None:
    """The list with two of them."""
    for name in ("001", "002"):
        office.hand_out(household, {"household": name}, label=f"Hộ {name}")
    sign_in(page)
    page.wait_for_selector('[data-sync="idle"]')


WATCH = """() => {
  globalThis.seen = [];
  const sync = document.querySelector("[data-sync]"), job = document.querySelector(".job");
  const look = () => seen.push([sync.dataset.sync, job.getBoundingClientRect().top]);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true });
  look();
}"""
