"""Relations between members on the device: asked once a pair, the other side said in words."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.axe import violations
from tests.client.conftest import ROOT, begin, compiled, question, saved, sync, to_list
from tests.client.office import Office
from tests.client.test_looks import fits


@pytest.fixture(scope="session")
def kinship() -> dict[str, Any]:
    """Members, and the relations of each with each."""
    return compiled(ROOT / "tests/forms/kinship.json")


@pytest.fixture
def interview(page: Page, office: Office, kinship: dict[str, Any]) -> Page:
    """An interview with three members."""
    begin(page, office, kinship)
    for name in ("Lan", "Nam", "Bé"):
        page.click("[data-add=people]")
        page.keyboard.type(name)
        page.keyboard.press("Tab")
    return page


def open_family(page: Page, name: str) -> None:
    """The page of a member's relations."""
    page.locator(".opens-contents").click()
    page.locator("dialog [data-page]", has_text=f"Quan hệ của {name}").click()


def ids(page: Page) -> list[str]:
    """The ids of the members, from the page that lists them."""
    return [str(card.get_attribute("data-row"))[7:-1] for card in page.locator(".row-card").all()]


def test_a_pair_is_asked_once_and_said_from_the_other_side(interview: Page, office: Office) -> None:
    lan, nam, be = ids(interview)
    open_family(interview, "Bé")
    tie = question(interview, f"people[{be}].ties[{lan}].tie")
    expect(tie).to_contain_text("Bé là gì của Lan?")
    tie.get_by_role("radio", name="Con", exact=False).check()
    assert question(interview, f"people[{be}].ties[{nam}].tie").count() == 1
    assert violations(interview) == []
    fits(interview)
    open_family(interview, "Lan")
    expect(question(interview, f"people[{lan}].ties[{be}].said")).to_contain_text("Lan là Cha/mẹ của Bé.")
    assert question(interview, f"people[{lan}].ties[{be}].tie").count() == 0
    assert interview.locator(".row-card:visible").count() == 1  # nothing was said of Nam
    saved(interview)
    to_list(interview)
    sync(interview)
    assert office.answers()[f"people[{be}].ties[{lan}].tie"] == "2"


def test_an_impossible_relation_is_said_at_once(interview: Page) -> None:
    lan, _, be = ids(interview)
    for member, age in ((lan, "40"), (be, "60")):
        interview.locator(".opens-contents").click()
        interview.locator("dialog [data-page]", has_text="Về Lan" if member == lan else "Về Bé").click()
        question(interview, f"people[{member}].age").locator("input").fill(age)
    open_family(interview, "Bé")
    question(interview, f"people[{be}].ties[{lan}].tie").get_by_role("radio", name="Con", exact=False).check()
    interview.locator(".opens-contents").click()
    interview.locator("dialog [data-page=summary]").click()
    expect(interview.locator("main")).to_contain_text("Lan là cha/mẹ của Bé mà không hơn 12 tuổi.")
