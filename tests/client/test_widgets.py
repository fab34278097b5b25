"""The controls of questions: what is typed, tapped and searched becomes the answer in its outer form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import begin, question, saved, sync, to_list
from tests.client.office import Office


@pytest.fixture
def interview(page: Page, office: Office, every_kind: dict[str, Any]) -> Page:
    return begin(page, office, every_kind)


def sent(page: Page, office: Office) -> dict[str, Any]:
    """The answers as the office has them."""
    saved(page)
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    return office.answers()


@pytest.mark.parametrize(
    ("path", "typed", "shown", "value"),
    [
        ("age", "34", "34", 34),
        ("age", "3a4", "34", 34),
        ("income", "1250,5", "1250,5", "1250.50"),
        ("income", "1250.75", "1250,75", "1250.75"),
        ("name", "  Ước  ", "  Ước  ", "Ước"),
        ("born", "22111990", "22/11/1990", "1990-11-22"),
        ("born", "5/3/1990", "05/03/1990", "1990-03-05"),
        ("moved", "071999", "07/1999", "1999-07"),
        ("tag", "893850", "893850", "893850"),
    ],
)
def test_what_is_typed_becomes_the_answer(
    interview: Page, office: Office, path: str, typed: str, shown: str, value: Any
) -> None:
    field = question(interview, path).locator("input").first
    field.press_sequentially(typed)
    interview.keyboard.press("Tab")
    assert field.input_value() == shown
    assert sent(interview, office)[path] == value


def test_a_date_filled_in_as_iso_text_is_taken_too(interview: Page, office: Office) -> None:
    question(interview, "born").locator("input").first.fill("2001-02-28")
    interview.keyboard.press("Tab")
    assert sent(interview, office)["born"] == "2001-02-28"


@pytest.mark.parametrize(("typed", "said"), [("31022000", "Không có ngày này."), ("0502", "Chưa đủ")])
def test_a_date_that_is_none_is_said_and_not_saved(interview: Page, office: Office, typed: str, said: str) -> None:
    question(interview, "born").locator("input").first.press_sequentially(typed)
    interview.keyboard.press("Tab")
    expect(question(interview, "born").locator(".problem")).to_contain_text(said)
    assert "born" not in sent(interview, office)


def test_a_date_is_picked_from_the_calendar(interview: Page, office: Office) -> None:
    question(interview, "born").locator("input[type=date]").fill("1999-12-31")
    expect(question(interview, "born").locator("input").first).to_have_value("31/12/1999")
    assert sent(interview, office)["born"] == "1999-12-31"


def test_a_month_is_typed_where_the_browser_has_no_calendar_of_months(
    page: Page, office: Office, every_kind: dict[str, Any]
) -> None:
    page.add_init_script(
        """const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "type");
        const get = function () { return this.matches("[type=month]") ? "text" : own.get.call(this); };
        Object.defineProperty(HTMLInputElement.prototype, "type", { ...own, get });"""
    )
    begin(page, office, every_kind)
    assert question(page, "born").locator(".calendar").count() == 1
    assert question(page, "moved").locator(".calendar").count() == 0


def test_times_come_from_the_device_s_own_control(interview: Page, office: Office) -> None:
    question(interview, "wakes").locator("input").fill("05:30")
    question(interview, "visit").locator("input").first.fill("22/11/2026")
    question(interview, "visit").locator("input[type=time]").fill("08:15")
    interview.keyboard.press("Tab")
    answers = sent(interview, office)
    assert answers["wakes"] == "05:30:00"
    assert answers["visit"] == "2026-11-22T08:15:00"


def test_a_large_number_is_read_back_in_groups(interview: Page) -> None:
    question(interview, "income").locator("input").fill("12500000")
    expect(question(interview, "income").locator(".readout")).to_have_text("12.500.000")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("duong sat", "Đường sắt"),
        ("ươm", "Ươm giống"),
        ("uom", "Ươm giống"),
        ("LAI XE", "Lái xe ô tô"),
        ("xe lai", "Lái xe ô tô"),
        ("02", "Giáo viên"),
    ],
)
def test_a_long_list_is_searched_without_accents_and_by_code(
    interview: Page, office: Office, query: str, first: str
) -> None:
    job = question(interview, "job")
    job.locator("input[type=search]").fill(query)
    assert job.locator(".tile .words").first.inner_text() == first
    job.locator("input[type=radio]").first.check()
    expect(job.locator(".tile")).to_have_count(1)
    assert first in job.locator(".tile").inner_text()
    job.get_by_role("button", name="Chọn lại").click()
    expect(job.locator(".tile")).to_have_count(14)


def test_an_exclusive_code_unchecks_the_others(interview: Page, office: Office) -> None:
    boxes = question(interview, "water").locator("input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(2).check()
    boxes.nth(3).check()
    assert [boxes.nth(n).is_checked() for n in range(4)] == [False, False, False, True]
    boxes.nth(1).check()
    assert [boxes.nth(n).is_checked() for n in range(4)] == [False, True, False, False]
    assert sent(interview, office)["water"] == ["2"]


def test_a_rank_is_made_by_tapping_and_moved_with_buttons(interview: Page, office: Office) -> None:
    best = question(interview, "best")
    best.get_by_role("button", name="Nước mưa").click()
    best.get_by_role("button", name="Nước máy").click()
    best.get_by_role("button", name="Đưa Nước máy lên").click()
    assert best.locator(".ranked .words").all_inner_texts() == ["Nước máy", "Nước mưa"]
    assert sent(interview, office)["best"] == ["1", "3"]


def test_a_choice_is_taken_back(interview: Page) -> None:
    sex = question(interview, "sex")
    sex.locator("input").first.check()
    sex.get_by_role("button", name="Xoá câu trả lời").click()
    expect(sex.locator("input:checked")).to_have_count(0)


def test_yes_and_no_are_values(interview: Page, office: Office) -> None:
    question(interview, "agrees").locator("input").nth(1).check()
    assert sent(interview, office)["agrees"] is False


def test_a_position_is_taken_with_its_accuracy(interview: Page, office: Office) -> None:
    interview.context.grant_permissions(["geolocation"])
    interview.context.set_geolocation({"latitude": 21.0285, "longitude": 105.8542, "accuracy": 6})
    question(interview, "place").get_by_role("button", name="Lấy vị trí").click()
    expect(question(interview, "place").locator("output")).to_contain_text("21.028500, 105.854200 (sai số 6 m)")
    assert sent(interview, office)["place"] == [21.0285, 105.8542, 6]


def test_a_kind_that_this_client_does_not_know_says_so_and_blocks_nothing(
    page: Page, office: Office, every_kind: dict[str, Any]
) -> None:
    newer = json.loads(json.dumps(every_kind))
    next(item for item in newer["items"][0]["items"] if item["name"] == "house")["type"] = "hologram"
    begin(page, office, newer)
    assert "chưa trả lời được" in question(page, "house").inner_text()
    page.click("[data-next]")
    page.click("[data-complete]")
    page.wait_for_selector("[data-notice=ok]")


def test_every_control_has_an_accessible_name(interview: Page) -> None:
    nameless = interview.evaluate(
        """() => Array.from(document.querySelectorAll("input, textarea, select, button")).filter((e) => e.offsetParent)
        .filter((e) => !(e.labels && e.labels.length) && !e.getAttribute("aria-label") && !e.textContent.trim())
        .map((e) => e.outerHTML)"""
    )
    assert nameless == []
