"""Finding the way in an interview: the phone's own button, sections at once, searching, what is unanswered."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import question, saved, sign_in, to_list, try_again, unlock
from tests.client.faulty import REFUSED, one_answer_saved, set_broken
from tests.client.office import Office


def heading(page: Page, text: str) -> None:
    """Wait until the page with this title is open."""
    expect(page.locator("h1")).to_have_text(text)


def add_people(page: Page, *names: str) -> list[str]:
    """Add members on the page of members; the paths of their rows."""
    rows = []
    for name in names:
        page.click("[data-add=people]")
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        card = page.locator(".row-card", has_text=name)
        card.wait_for()
        rows.append(str(card.get_attribute("data-row")))
    return rows


def tool(page: Page, name: str) -> None:
    """Use a tool of the contents."""
    page.click(".opens-contents")
    page.click(f".drawer [data-tool={name}]")


def show_sections(page: Page) -> None:
    """Choose to see whole sections."""
    tool(page, "settings")
    page.check("[name=looks-paging][value=sections]")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def test_the_phones_button_goes_back_page_by_page_then_to_the_list_and_on_again(interview: Page) -> None:
    interview.click("[data-next]")
    heading(interview, "Thành viên")
    interview.click("[data-next]")
    heading(interview, "Kết thúc")
    interview.go_back()
    heading(interview, "Thành viên")
    interview.go_back()
    heading(interview, "Nhà ở")
    interview.go_forward()
    heading(interview, "Thành viên")
    interview.go_back()
    interview.go_back()
    expect(interview.locator("[data-sync]")).to_be_visible()
    interview.go_forward()
    heading(interview, "Nhà ở")


def test_the_phones_button_first_closes_what_lies_over_the_page(interview: Page) -> None:
    interview.click("[data-next]")
    interview.click(".opens-contents")
    interview.click(".drawer [data-tool=find]")
    expect(interview.locator("dialog[open]")).to_have_count(2)
    interview.go_back()
    expect(interview.locator("dialog[open]")).to_have_count(1)
    interview.wait_for_function("location.hash.endsWith('members%230')")
    interview.go_back()
    expect(interview.locator("dialog[open]")).to_have_count(0)
    interview.wait_for_function("location.hash.endsWith('members%230')")
    heading(interview, "Thành viên")
    interview.go_back()
    heading(interview, "Nhà ở")


def test_loading_anew_stays_on_the_page_and_the_list_is_still_behind_it(interview: Page) -> None:
    interview.click("[data-next]")
    heading(interview, "Thành viên")
    saved(interview)
    interview.reload()
    unlock(interview)
    heading(interview, "Thành viên")
    interview.go_back()
    heading(interview, "Nhà ở")


def test_an_interview_opened_by_its_address_has_the_list_behind_it(interview: Page) -> None:
    interview.click("[data-next]")
    saved(interview)
    address = interview.url
    interview.goto("about:blank")
    fresh = interview.context.new_page()
    interview.close()
    fresh.goto(address)
    unlock(fresh)
    heading(fresh, "Thành viên")
    fresh.go_back()
    expect(fresh.locator("[data-sync]")).to_be_visible()


def test_leaving_to_the_list_does_not_put_the_interview_behind_the_list(interview: Page) -> None:
    interview.click("[data-next]")
    to_list(interview)
    assert interview.evaluate("history.state.at") == 0
    interview.go_forward()
    expect(interview.locator("h1")).to_have_text("Nhà ở")


def test_an_answer_that_cannot_be_saved_keeps_the_phones_button_from_leaving(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    one_answer_saved(page, office, household, REFUSED)
    set_broken(page)
    question(page, "rent").locator("input").fill("900")
    page.wait_for_selector("[data-unsaved]")
    for _ in range(3):
        page.go_back()
        page.wait_for_function("location.hash.startsWith('#/interview/')")
        expect(question(page, "rent").locator("input")).to_have_value("900")
    set_broken(page, False)
    try_again(page)
    saved(page)
    page.go_back()
    expect(page.locator("[data-sync]")).to_be_visible()


def test_whole_sections_are_one_scroll_with_the_pages_of_their_rows(interview: Page) -> None:
    show_sections(interview)
    heading(interview, "Nhà ở")
    interview.click("[data-next]")
    heading(interview, "Thành viên")
    lan, hung = add_people(interview, "Lan", "Hùng")
    for row in (lan, hung):
        expect(question(interview, f"{row}.age")).to_be_visible()
    assert interview.locator(".sheet > h2:visible").all_inner_texts() == ["Về Lan", "Về Hùng"]
    interview.locator("[data-remove]").first.click()
    expect(question(interview, f"{lan}.age")).to_have_count(0)
    expect(question(interview, f"{hung}.age")).to_be_visible()
    interview.click("[data-next]")
    heading(interview, "Kết thúc")
    assert interview.locator(".place-in").inner_text() == "3 / 3"
    interview.click("[data-previous]")
    heading(interview, "Thành viên")
    interview.click(".opens-contents")
    interview.locator(".drawer [data-page]", has_text="Về Hùng").click()
    expect(interview.locator(".sheet h2", has_text="Về Hùng")).to_be_focused()


def test_a_missing_required_answer_is_said_after_its_section_was_left(interview: Page) -> None:
    show_sections(interview)
    assert question(interview, "owns").locator(".failure").count() == 0
    interview.click("[data-next]")
    interview.click("[data-previous]")
    expect(question(interview, "owns").locator(".failure")).to_have_count(1)


def test_the_next_unanswered_question_is_found_ahead_then_from_the_beginning(interview: Page) -> None:
    interview.click("[data-next]")
    (row,) = add_people(interview, "Lan")
    tool(interview, "unanswered")
    expect(question(interview, f"{row}.age").locator("input")).to_be_focused()
    question(interview, f"{row}.age").locator("input").fill("9")
    interview.keyboard.press("Tab")
    tool(interview, "unanswered")
    expect(question(interview, "comment").locator("textarea, input")).to_be_focused()
    interview.keyboard.type("x")
    interview.keyboard.press("Tab")
    tool(interview, "unanswered")
    expect(question(interview, "owns").locator("input").first).to_be_focused()
    question(interview, "owns").locator("input").first.check()
    tool(interview, "unanswered")
    expect(interview.locator(".toast")).to_contain_text("đã có câu trả lời")


def test_a_question_is_found_by_words_without_accents_by_its_name_and_by_its_answer_in_a_row(interview: Page) -> None:
    interview.click("[data-next]")
    lan, hung = add_people(interview, "Lan", "Hùng")
    tool(interview, "find")
    field = interview.locator("#find-question")
    expect(field).to_be_focused()
    field.fill("bao nhieu tuoi hung")
    assert interview.locator("[data-find]").all_inner_texts()[0].startswith("Hùng bao nhiêu tuổi?")
    field.fill("owns")
    expect(interview.locator("[data-find=owns]")).to_be_visible()
    field.fill("khong co dau ca")
    expect(interview.locator(".finder [role=status]")).to_contain_text("0")
    field.fill("ho ten lan")
    interview.locator(f'[data-find="{lan}.name"]').click()
    expect(question(interview, f"{lan}.name").locator("input")).to_be_focused()
    tool(interview, "find")
    field.fill("tuoi hung")
    interview.keyboard.press("Enter")
    expect(question(interview, f"{hung}.age").locator("input")).to_be_focused()
    assert interview.locator("dialog").count() == 0


SLOW = """() => {
  const request = navigator.locks.request.bind(navigator.locks);
  globalThis.held = [];
  navigator.locks.request = async (name, ...rest) => {
    if (name.startsWith("interview")) await new Promise((done) => held.push(done));
    return request(name, ...rest);
  };
}"""

GO_ON = "held.splice(0).forEach((done) => done())"


@pytest.fixture
def opening(page: Page, office: Office, household: dict[str, Any]) -> Page:
    """An interview that takes its time to open, on its way from the list; `GO_ON` lets it."""
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    sign_in(page)
    page.evaluate(SLOW)
    page.locator(".job .button").first.click()
    page.wait_for_function("held.length > 0")
    return page


def test_an_interview_that_was_left_while_it_opened_does_not_come_over_the_list(opening: Page) -> None:
    opening.go_back()
    opening.wait_for_function("location.hash === '#/'")
    opening.evaluate(GO_ON)
    opening.wait_for_timeout(1000)  # time in which it would come
    assert opening.locator(".interview").count() == 0
    assert opening.evaluate("location.hash") == "#/"
    opening.locator(".job .button").first.click()
    opening.wait_for_function("held.length > 0")
    opening.evaluate(GO_ON)
    question(opening, "owns").locator("input").first.check()
    saved(opening)


def test_an_interview_that_is_asked_for_twice_while_it_opens_is_opened_once_and_can_be_written(opening: Page) -> None:
    opening.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
    opening.wait_for_timeout(300)  # time in which it would be opened again
    assert opening.evaluate("held.length") == 1
    opening.evaluate(GO_ON)
    question(opening, "owns").locator("input").first.check()
    saved(opening)
    assert opening.locator("[data-notice=warning]").count() == 0
