"""A database of which parts are gone, or cannot be read: what is left goes on, and what can be had comes back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import begin, question, saved, sign_in, start, sync, to_list, unlock
from tests.client.harm import copy_forgets, copy_gone, events_gone_for_good, records_gone, records_spoilt
from tests.client.office import PASSWORD, Office
from tests.client.test_encryption import NAME, RENT, answer, stored
from tests.client.test_second_copy import away, unsent, wait_until_copied


@pytest.fixture
def interview(page: Page, office: Office, household: dict[str, Any]) -> Page:
    return unsent(page, office, household)


@pytest.mark.parametrize("left", ["the outbox", "the mark"])
def test_the_numbers_of_events_that_are_gone_for_good_are_given_to_no_others(
    interview: Page, office: Office, left: str
) -> None:
    wait_until_copied(interview)
    before = sorted(one["seq"] for one in stored(interview)["events"])
    away(interview)
    events_gone_for_good(interview, before[-2:])
    if left == "the outbox":
        interview.evaluate("localStorage.clear()")
    else:
        records_gone(interview, "outbox", before[-2:])
    interview.goto("/")
    unlock(interview)
    start(interview)
    expect(interview.locator("[data-notice=warning]")).to_contain_text("làm mất")
    question(interview, "rent").locator("input").fill("17")
    interview.keyboard.press("Tab")
    saved(interview)
    office.lose_answer = False
    to_list(interview)
    sync(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    assert office.answers()["rent"] == 17
    assert len({maker for _, maker, _ in office.events}) == 2


def test_what_is_gone_here_and_was_sent_comes_back_from_the_office(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    office.gives_back = True
    begin(page, office, household)
    answer(page)
    wait_until_copied(page)
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    before = sorted(one["seq"] for one in stored(page)["events"])
    away(page)
    events_gone_for_good(page, before[3:])
    page.goto("/")
    unlock(page)
    start(page)
    expect(question(page, "rent").locator("input")).to_have_value(RENT)
    page.locator("[data-next]").click()
    expect(page.locator(".row-card", has_text=NAME)).to_be_visible()
    to_list(page)
    page.wait_for_selector('[data-unsent="0"]')
    assert len(stored(page)["events"]) >= len(before)


def test_an_event_that_can_be_read_nowhere_is_told_in_the_interview_and_hides_no_other(interview: Page) -> None:
    wait_until_copied(interview)
    spoilt = sorted(one["seq"] for one in stored(interview)["events"])[-1:]
    away(interview)
    assert records_spoilt(interview, spoilt) == 1
    copy_forgets(interview, spoilt)
    interview.goto("/")
    unlock(interview)
    start(interview)
    expect(interview.locator("[data-notice=warning]")).to_contain_text("1 bản ghi")
    expect(question(interview, "rent").locator("input")).to_have_value(RENT)


def test_an_interview_whose_record_is_gone_is_shown_and_sent(interview: Page, office: Office) -> None:
    saved(interview)
    away(interview)
    copy_gone(interview)
    assert records_gone(interview, "interviews") == 1
    office.events.clear()
    office.lose_answer = False
    interview.goto("/")
    unlock(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    assert str(office.answers()["rent"]) == RENT
    start(interview, "Hộ 001")
    expect(question(interview, "rent").locator("input")).to_have_value(RENT)


def test_a_form_that_is_gone_is_fetched_again(interview: Page, office: Office) -> None:
    saved(interview)
    office.lose_answer = False
    to_list(interview)
    sync(interview)
    away(interview)
    assert records_gone(interview, "forms") == 1
    interview.goto("/")
    unlock(interview)
    start(interview)
    expect(question(interview, "rent").locator("input")).to_have_value(RENT)


def test_households_that_are_gone_from_the_list_come_back(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    office.hand_out(household, {"household": "002"}, label="Hộ 002")
    sign_in(page)
    expect(page.locator(".job")).to_have_count(2)
    sync(page)
    away(page)
    assert records_gone(page, "assignments") == 2
    page.goto("/")
    page.fill("#secret", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator(".job")).to_have_count(2)
