"""An interview as the enumerator holds it: routes, rows, edits, remarks, languages, completing."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.client.conftest import question, saved, start, sync, to_list
from tests.client.office import Office


def add_person(page: Page, name: str) -> str:
    """Add a member from the page of members; the row's path."""
    page.click("[data-add=people]")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    card = page.locator(".row-card", has_text=name)
    card.wait_for()
    return str(card.get_attribute("data-row"))


def work(page: Page, row: str, hours: str) -> None:
    """On the row's page: 30 years old, works so many hours."""
    question(page, f"{row}.age").locator("input").fill("30")
    question(page, f"{row}.worked").locator("input").first.check()
    question(page, f"{row}.hours").locator("input").fill(hours)
    page.keyboard.press("Tab")


def go_to_person(page: Page, hours: str) -> str:
    """From the first page to a person who works so many hours; the row's path."""
    question(page, "owns").locator("input").first.check()
    page.click("[data-next]")
    row = add_person(page, "Lan")
    page.locator(".opens").click()
    work(page, row, hours)
    return row


def test_a_question_comes_and_goes_with_its_route(interview: Page) -> None:
    assert question(interview, "rent").count() == 0
    question(interview, "owns").locator("input").nth(1).check()
    question(interview, "rent").locator("input").fill("1200")
    question(interview, "owns").locator("input").first.check()
    expect(question(interview, "rent")).to_have_count(0)
    question(interview, "owns").locator("input").nth(1).check()
    assert question(interview, "rent").locator("input").input_value() == "1200"


def test_a_missing_reason_is_one_tap_and_gives_way_to_an_answer(interview: Page, office: Office) -> None:
    question(interview, "owns").locator("input").nth(1).check()
    refused = question(interview, "rent").locator("[data-reason=refused]")
    refused.click()
    assert refused.get_attribute("aria-pressed") == "true"
    question(interview, "rent").locator("input").fill("5")
    interview.keyboard.press("Tab")
    expect(refused).to_have_attribute("aria-pressed", "false")
    saved(interview)
    to_list(interview)
    sync(interview)
    assert office.answers()["rent"] == 5


def test_a_removed_member_comes_back_with_all_answers(interview: Page) -> None:
    interview.click("[data-next]")
    row = add_person(interview, "Lan")
    interview.locator("[data-remove]").click()
    assert interview.locator(".row-card").count() == 0
    interview.locator(".toast button").click()
    assert interview.locator(f'[data-row="{row}"] strong').inner_text() == "Lan"
    interview.locator("[data-remove]").click()
    interview.locator(f'[data-restore="{row}"]').click()
    assert question(interview, f"{row}.name").locator("input").input_value() == "Lan"


def test_a_row_is_moved_up_and_keeps_the_focus(interview: Page, office: Office) -> None:
    interview.click("[data-next]")
    first, second, third = (add_person(interview, name) for name in ("Lan", "Hùng", "Mai"))
    interview.locator(f'[data-move-up="{third}"]').click()
    expect(interview.locator(f'[data-move-up="{third}"]')).to_be_focused()
    interview.keyboard.press("Enter")
    expect(interview.locator(f'[data-row="{third}"] .opens')).to_be_focused()
    cards = interview.locator(".row-card")
    assert [cards.nth(n).get_attribute("data-row") for n in range(3)] == [third, first, second]
    assert interview.locator(f'[data-move-up="{third}"]').is_hidden()
    saved(interview)
    to_list(interview)
    sync(interview)
    assert sum(event["type"] == "move_row" for event in office.events.values()) == 2


def test_a_soft_edit_is_confirmed_with_a_reason_and_opens_again_when_the_answer_changes(
    interview: Page, office: Office
) -> None:
    row = go_to_person(interview, "90")
    hours = question(interview, f"{row}.hours")
    assert "Lan làm 90 giờ một tuần?" in hours.inner_text()
    hours.locator("[data-confirm=E1]").click()
    interview.locator("dialog button[type=submit]").click()
    assert "lý do" in interview.locator("dialog [role=alert]").inner_text()
    interview.locator("dialog input[value=asked_again]").check()
    interview.locator("dialog button[type=submit]").click()
    expect(hours.locator(".failure.confirmed")).to_contain_text("Đã hỏi lại")
    hours.locator("input").fill("95")
    interview.keyboard.press("Tab")
    expect(hours.locator("[data-confirm=E1]")).to_have_count(1)


def test_the_summary_says_what_is_missing_and_leads_there(interview: Page, office: Office) -> None:
    row = go_to_person(interview, "200")
    interview.click("[data-next]")
    interview.click("[data-next]")
    interview.click("[data-complete]")
    assert "Chưa được" in interview.locator(".toast").inner_text()
    interview.locator(".failure", has_text="168").locator(".links button").first.click()
    expect(question(interview, f"{row}.hours").locator("input")).to_be_focused()
    question(interview, f"{row}.hours").locator("input").fill("40")
    interview.click("[data-next]")
    assert question(interview, "workers").inner_text().split()[-3:] == ["1", "Tự", "tính"]
    interview.click("[data-next]")
    interview.click("[data-complete]")
    interview.wait_for_selector("[data-notice=ok]")
    to_list(interview)
    interview.wait_for_selector("[data-status=completed]")
    interview.wait_for_selector('[data-unsent="0"]')
    assert any(event["type"] == "complete" for event in office.events.values())
    start(interview)
    assert question(interview, "owns").locator("input").first.is_disabled()


def test_a_returned_interview_shows_the_remark_above_and_at_the_question(interview: Page, office: Office) -> None:
    question(interview, "owns").locator("input").first.check()
    for _ in range(3):
        interview.click("[data-next]")
    interview.click("[data-complete]")
    interview.wait_for_selector("[data-notice=ok]")
    to_list(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    (number,) = {name[0] for name in office.events}
    stamp = {"device": "server", "user": "supervisor", "hlc": "2030-01-01T00:00:00.000Z-"}
    events = [
        {
            "type": "remark",
            "path": "owns",
            "text": "Xem lại nhà ở",
            "id": "r1",
            "seq": 1,
            **stamp,
            "hlc": stamp["hlc"] + "0001",
        },
        {"type": "return", "text": "Cần hỏi lại", "seq": 2, **stamp, "hlc": stamp["hlc"] + "0002"},
    ]
    office.feed.append(
        {"interview": number, "assignment": 1, "form": {"id": "household", "version": "1"}, "events": events}
    )
    sync(interview)
    interview.wait_for_selector("[data-status=returned]")
    start(interview)
    assert "Cần hỏi lại" in interview.locator("[data-notice=warning]").inner_text()
    remark = question(interview, "owns").locator("[data-remark=r1]")
    assert "Xem lại nhà ở" in remark.inner_text()
    remark.locator("button").click()
    expect(question(interview, "owns").locator(".remark.resolved")).to_have_count(1)
    question(interview, "owns").locator("input").nth(1).check()
    saved(interview)


def test_the_language_changes_at_any_moment_and_keeps_every_answer(interview: Page) -> None:
    question(interview, "owns").locator("input").nth(1).check()
    question(interview, "rent").locator("input").press_sequentially("8")
    interview.click("[data-language=en]")
    assert "Monthly rent?" in question(interview, "rent").inner_text()
    assert question(interview, "rent").locator("input").input_value() == "8"
    assert question(interview, "owns").locator("input").nth(1).is_checked()
    assert interview.locator("html").get_attribute("lang") == "en"
    assert interview.locator("[data-next]").inner_text().strip() == "Next"


def test_an_impossible_answer_says_so_at_the_question(interview: Page) -> None:
    interview.click("[data-next]")
    row = add_person(interview, "Lan")
    interview.locator(".opens").click()
    age = question(interview, f"{row}.age")
    age.locator("input").fill("200")
    interview.keyboard.press("Tab")
    expect(age.locator(".failure.hard")).to_have_count(1)
    age.locator("input").fill("20")
    interview.keyboard.press("Tab")
    expect(age.locator(".failure")).to_have_count(0)


def test_a_remark_is_written_at_its_question(interview: Page, office: Office) -> None:
    question(interview, "owns").locator("[data-about]").click()
    interview.click("[data-remark-on=owns]")
    interview.fill("#remark-text", "Chủ hộ đi vắng")
    interview.locator("dialog button[type=submit]").click()
    expect(question(interview, "owns").locator(".remark")).to_contain_text("Chủ hộ đi vắng")


def test_the_contents_lead_to_every_page_with_its_state(interview: Page) -> None:
    question(interview, "owns").locator("input").first.check()
    interview.click(".opens-contents")
    entries = interview.locator("dialog .contents button")
    assert "đã xong" in entries.first.inner_text()
    entries.nth(2).click()
    assert interview.locator("h1").inner_text() == "Kết thúc"
    expect(interview.locator("dialog")).to_have_count(0)
