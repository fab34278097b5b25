"""What is said about questions and failures: why, what is involved, marks to come back to, and the summary of all."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.axe import violations
from tests.client.conftest import ROOT, begin, compiled, question, saved, sync, to_list
from tests.client.office import Office
from tests.client.test_navigation import tool


@pytest.fixture(scope="session")
def farm() -> dict[str, Any]:
    """A form with conditions of many kinds, and edits that only read rows."""
    return compiled(ROOT / "tests/runtime/words.json")


@pytest.fixture
def interview(page: Page, office: Office, farm: dict[str, Any]) -> Page:
    """An interview of the farm form, just opened."""
    return begin(page, office, farm)


def member(page: Page, name: str, age: str, hours: str = "", days: str = "") -> str:
    """Add a member who works, by way of the contents; the row's path."""
    page.click(".opens-contents")
    page.locator(".drawer [data-page]").first.click()
    page.click("[data-add=people]")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    card = page.locator(".row-card", has_text=name)
    row = str(card.get_attribute("data-row"))
    card.locator(".opens").click()
    answer(page, f"{row}.age", age)
    if hours:
        question(page, f"{row}.worked").locator("input").first.check()
        answer(page, f"{row}.hours", hours)
        answer(page, f"{row}.days", days)
    return row


def answer(page: Page, path: str, text: str) -> None:
    """Type an answer and leave it."""
    question(page, path).locator("input").fill(text)
    page.keyboard.press("Tab")


def to_summary(page: Page) -> None:
    """Open the summary by way of the contents."""
    page.click(".opens-contents")
    page.click(".drawer [data-page=summary]")


def test_a_question_says_why_it_is_asked_with_the_answers_of_now(interview: Page) -> None:
    row = member(interview, "Lan", "34", "40", "5")
    question(interview, f"{row}.hours").locator("[data-about]").click()
    said = interview.locator("dialog.about .why li").all_inner_texts()
    assert said == ["“Tuổi” = 34 (từ 15 trở lên)", "“Lan có làm việc không?” = Có", "“Tuổi” = 34 (dưới 70)"]
    assert violations(interview) == []
    interview.keyboard.press("Escape")
    question(interview, f"{row}.age").locator("[data-about]").click()
    expect(interview.locator("dialog.about .why")).to_contain_text("luôn được hỏi")


def test_a_failure_says_what_must_hold_and_why_it_is_checked(interview: Page) -> None:
    row = member(interview, "Lan", "34", "61", "5")
    failure = question(interview, f"{row}.hours").locator("[data-edit=E1]")
    failure.locator("summary").click()
    expect(failure).to_contain_text("“Số giờ” = 61 (phải không quá 12 × “Số ngày” = 60)")
    expect(failure).to_contain_text("“Lan có làm việc không?” = Có")
    answer(interview, f"{row}.days", "4")
    failure.locator("summary").click()
    expect(failure).to_contain_text("= 48)")
    assert violations(interview) == []


def test_an_edit_over_rows_leads_to_each_answer_and_roster_that_it_reads(interview: Page) -> None:
    rows = [member(interview, name, "30", "50", "7") for name in ("Lan", "Mai", "Hoa")]
    to_summary(interview)
    total = interview.locator("[data-kind=hard] [data-edit=E2]")
    assert total.locator("[data-leads]").count() == 6  # hours and age of each
    interview.locator("[data-edit=E3] [data-leads=people]").click()
    expect(interview.locator("[data-roster=people]")).to_be_focused()
    to_summary(interview)
    total.locator(f'[data-leads="{rows[1]}.hours"]').click()
    expect(question(interview, f"{rows[1]}.hours").locator("input")).to_be_focused()
    answer(interview, f"{rows[1]}.hours", "1")
    answer(interview, f"{rows[1]}.hours", "0")
    to_summary(interview)
    assert total.count() == 0


def test_the_summary_groups_by_kind_and_place(interview: Page) -> None:
    rows = [member(interview, name, "30", hours, "7") for name, hours in (("Lan", "101"), ("Mai", "1"))]
    answer(interview, f"{rows[1]}.age", "200")
    to_summary(interview)
    assert interview.locator("[data-kind]").evaluate_all("all => all.map((one) => one.dataset.kind)") == [
        "hard", "constraint", "soft",
    ]  # fmt: skip
    assert interview.locator("[data-kind=soft] h3").all_inner_texts() == ["Cả phiếu", "Lan"]
    assert interview.locator("[data-kind=constraint] h3").all_inner_texts() == ["Mai"]
    assert violations(interview) == []
    interview.click("[data-unanswered]")
    expect(interview.locator(".interview :focus")).to_have_count(1)


def test_a_question_marked_to_come_back_to_shows_in_contents_and_summary_and_reaches_the_office(
    interview: Page, office: Office
) -> None:
    row = member(interview, "Lan", "34")
    question(interview, f"{row}.age").locator("[data-about]").click()
    interview.click("[data-flag]")
    expect(question(interview, f"{row}.age")).to_have_class("question flagged")
    interview.click(".opens-contents")
    expect(interview.locator(".drawer .state.flagged")).to_have_count(1)
    interview.keyboard.press("Escape")
    assert violations(interview) == []
    to_summary(interview)
    interview.locator(f'[data-kind=flags] [data-go="{row}.age"]').click()
    expect(question(interview, f"{row}.age").locator("input")).to_be_focused()
    question(interview, f"{row}.age").locator("[data-about]").click()
    interview.click("[data-flag]")
    to_summary(interview)
    assert interview.locator("[data-kind=flags]").count() == 0
    saved(interview)
    to_list(interview)
    sync(interview)
    flags = [event for event in office.events.values() if event["type"] == "flag"]
    assert [(one["path"], one["on"]) for one in flags] == [(f"{row}.age", True), (f"{row}.age", False)]


def test_a_flag_in_a_removed_row_is_no_longer_in_the_summary(interview: Page) -> None:
    row = member(interview, "Lan", "34")
    question(interview, f"{row}.age").locator("[data-about]").click()
    interview.click("[data-flag]")
    interview.click("[data-previous]")
    interview.locator("[data-remove]").click()
    to_summary(interview)
    assert interview.locator("[data-kind=flags]").count() == 0
    tool(interview, "unanswered")


def test_on_a_card_the_tools_of_a_question_come_when_somebody_is_at_it(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    begin(page, office, household)
    page.click("[data-next]")
    page.click("[data-add=people]")
    page.keyboard.type("Lan")
    page.keyboard.press("Tab")
    page.click("[data-add=people]")
    first, second = page.locator(".row-card").all()
    expect(second.locator("[data-about]")).to_be_visible()  # a new row has the focus
    first.locator("input").focus()
    first.locator("[data-about]").click()
    page.click("[data-remark-on]")
    page.fill("#remark-text", "Tên theo giấy khai sinh")
    page.locator("dialog .primary").click()
    expect(first.locator("[data-remark]")).to_contain_text("Tên theo giấy khai sinh")
    assert violations(page) == []
