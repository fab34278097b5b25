"""How an interview goes is recorded as the questionnaire says, told to the enumerator, and never in the way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.client.axe import violations
from tests.client.conftest import begin, question, saved, sync, to_list, try_again, unlock
from tests.client.faulty import REFUSED, set_broken, with_fault
from tests.client.office import Office
from tests.client.test_navigation import tool

Records = list[list[Any]]


def sent(page: Page, office: Office) -> Records:
    """All records after the interview was left and sent."""
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    return [record for event in events(office) for record in event["records"]]


def events(office: Office) -> list[dict[str, Any]]:
    return [event for _, event in sorted(office.events.items()) if event["type"] == "paradata"]


def of(records: Records, name: str) -> Records:
    return [record for record in records if record[0] == name]


def test_the_office_learns_how_long_each_question_took_and_who_went_back(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    begin(page, office, household)
    question(page, "owns").locator("input").nth(1).check()
    question(page, "rent").locator("input").fill("900")
    page.click("[data-next]")
    page.click("[data-previous]")
    question(page, "rent").locator("input").fill("950")
    records = sent(page, office)
    asked = {tuple(record[2:3]): record for record in of(records, "asked")}
    _, _, path, first, stayed, changes, again = asked[("owns",)]
    assert path == "owns" and 0 <= first <= stayed and changes == 1 and again is False
    assert [record[6] for record in of(records, "asked") if record[2] == "rent"] == [False, True]
    assert [record[4] for record in of(records, "page")] == [False, True]
    assert of(records, "screen")[0][2:4] == [360, 740] and of(records, "line")[0][2] is True
    assert len(of(records, "app")[0][2]) > 5
    assert not of(records, "place") and not of(records, "battery")
    assert all(datetime.fromisoformat(event["from"]).tzinfo for event in events(office))


def test_a_choice_is_timed_in_a_browser_that_gives_no_focus_to_what_is_pressed(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    page.add_init_script("addEventListener('mousedown', (event) => event.preventDefault(), true)")
    begin(page, office, household)
    question(page, "owns").locator("input").nth(1).check()
    assert [(record[2], record[5]) for record in of(sent(page, office), "asked")] == [("owns", 1)]


def test_records_wait_for_a_pause_and_are_few_events(page: Page, office: Office, household: dict[str, Any]) -> None:
    begin(page, office, household)
    for number in range(6):
        question(page, "owns").locator("input").nth(number % 2).check()
    saved(page)
    sent(page, office)
    assert len(events(office)) == 1
    answers = [event["seq"] for event in office.events.values() if event["type"] == "answer"]
    assert max(answers) < events(office)[0]["seq"]
    assert sorted(seq for _, _, seq in office.events) == list(range(1, len(office.events) + 1))


def test_an_edit_that_is_raised_and_settled_is_noted_with_its_place(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    begin(page, office, household)
    page.click("[data-next]")
    page.click("[data-add=people]")
    row = page.locator("[data-path$='.name']").get_attribute("data-path")
    assert row is not None
    question(page, row).locator("input").fill("Lan")
    page.click("[data-next]")
    age = row.replace(".name", ".age")
    question(page, age).locator("input").fill("200")
    question(page, age).locator("input").blur()
    page.wait_for_selector(
        f'[data-path="{age}"] .failure, [data-path="{age}"] [data-failure], [data-path="{age}"] .message'
    )
    page.wait_for_timeout(2500)  # a pause, in which it is compared what fails
    question(page, age).locator("input").fill("20")
    question(page, age).locator("input").blur()
    page.wait_for_timeout(2500)
    records = sent(page, office)
    assert [record[2:] for record in of(records, "raised")] == [["age:constraint", age]]
    assert [record[2:] for record in of(records, "settled")] == [["age:constraint", age]]


@pytest.mark.parametrize("kinds", [[], ["connection"]])
def test_only_the_kinds_that_the_questionnaire_names_are_recorded(
    page: Page, office: Office, household: dict[str, Any], kinds: list[str]
) -> None:
    begin(page, office, {**household, "paradata": kinds})
    question(page, "owns").locator("input").first.check()
    page.context.set_offline(True)
    page.context.set_offline(False)
    records = sent(page, office)
    assert {record[0] for record in records} == ({"line"} if kinds else set())
    assert [record[2] for record in records] == ([True, False, True] if kinds else [])


def test_location_is_recorded_only_where_the_survey_asks_at_opening_and_completion(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 21.0278, "longitude": 105.8342, "accuracy": 12})
    begin(page, office, {**household, "paradata": ["location"]})
    question(page, "owns").locator("input").first.check()
    page.wait_for_timeout(500)
    for _ in range(3):
        page.click("[data-next]")
    page.click("[data-complete]")
    page.wait_for_selector("[data-notice=ok]")
    page.wait_for_timeout(500)
    records = sent(page, office)
    assert [record[2:] for record in records] == [[21.0278, 105.8342, 12]] * 2


def test_the_battery_is_recorded_only_where_the_survey_asks_in_steps_of_a_tenth(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    page.add_init_script(
        """globalThis.battery = Object.assign(new EventTarget(), { level: 0.614, charging: false });
        navigator.getBattery = async () => battery;
        globalThis.falls = (level) => { battery.level = level; battery.dispatchEvent(new Event("levelchange")); };"""
    )
    begin(page, office, {**household, "paradata": ["battery"]})
    question(page, "owns").locator("input").first.check()
    page.evaluate("falls(0.58)")
    page.evaluate("falls(0.5)")
    records = sent(page, office)
    page.evaluate("falls(0.1)")  # the interview is left
    assert [record[2:] for record in records] == [[0.61, False], [0.5, False]]


def test_records_never_join_answers_that_cannot_be_written(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    with_fault(page, REFUSED)
    begin(page, office, household)
    saved(page)
    set_broken(page)
    question(page, "owns").locator("input").nth(1).check()
    page.wait_for_selector("[data-unsaved='1']")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange')); dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(300)
    assert page.locator("[data-unsaved]").get_attribute("data-unsaved") == "1"
    set_broken(page, False)
    try_again(page)
    assert of(sent(page, office), "asked") and office.answers()["owns"] == "2"


def test_a_page_that_dies_takes_no_answer_with_it(page: Page, office: Office, household: dict[str, Any]) -> None:
    begin(page, office, household)
    question(page, "owns").locator("input").nth(1).check()
    saved(page)
    page.reload()
    unlock(page)
    question(page, "rent").locator("input").fill("900")
    assert of(sent(page, office), "asked")
    assert office.answers() == {"owns": "2", "rent": 900}
    assert sorted(seq for _, _, seq in office.events) == list(range(1, len(office.events) + 1))


@pytest.mark.parametrize(("language", "words"), [("vi", "bao lâu"), ("en", "How long you stay")])
def test_the_enumerator_reads_what_is_recorded(
    page: Page, office: Office, household: dict[str, Any], language: str, words: str
) -> None:
    begin(page, office, {**household, "paradata": ["times", "location"]})
    if language == "en":
        page.click(".bar [data-language=en]")
    tool(page, "settings")
    told = page.locator("[data-recorded]")
    assert told.get_attribute("data-recorded") == "times location"
    assert told.locator("li").count() == 2 and words in told.inner_text()
    assert violations(page) == []
