"""A press is a click, whatever the answer before it changes on the page while the finger is down."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.client.conftest import question
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
