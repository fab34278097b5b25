"""What keeps an interview from being completed and never from going on; missing reasons of every kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.questionnaire.compile import compile_text
from tests.client.conftest import ROOT, begin, question, saved, sync, to_list
from tests.client.office import Office

KINDS = {
    "whole": {"type": "integer"}, "part": {"type": "decimal"}, "words": {"type": "text"}, "day": {"type": "date"},
    "hour": {"type": "time"}, "moment": {"type": "datetime"}, "month": {"type": "year_month"},
    "one": {"type": "select_one", "codes": "yes_no"}, "some": {"type": "select_many", "codes": "yes_no"},
    "order": {"type": "rank", "codes": "yes_no"}, "truth": {"type": "boolean"}, "spot": {"type": "geopoint"},
    "way": {"type": "geotrace"}, "field": {"type": "geoshape"}, "picture": {"type": "photo"},
    "sound": {"type": "audio"}, "paper": {"type": "file"}, "hand": {"type": "signature"}, "bars": {"type": "barcode"},
}  # fmt: skip
"""A question of every type that can be answered."""


def form(document: dict[str, Any]) -> dict[str, Any]:
    """A compiled form around some items."""
    yes_no = [
        {"code": code, "label": {"vi": vi, "en": en}} for code, vi, en in (("1", "Có", "Yes"), ("2", "Không", "No"))
    ]
    whole = {
        "id": "completing", "version": "1", "languages": ["vi", "en"], "title": {"vi": "Phiếu", "en": "Form"},
        "unit": {"key": ["household"], "label": "household"}, "code_lists": {"yes_no": yes_no}, **document,
    }  # fmt: skip
    made = compile_text(json.dumps(whole), lambda name: (ROOT / name).read_text("utf-8")).form()
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]


@pytest.fixture
def opened(page: Page, office: Office) -> Callable[[dict[str, Any]], Page]:
    """Opens an interview of a form with these items and edits."""

    def open_form(document: dict[str, Any]) -> Page:
        return begin(page, office, form(document))

    return open_form


def test_every_kind_of_question_takes_its_missing_reasons_by_one_tap_also_in_rows_of_rows(
    opened: Callable[[dict[str, Any]], Page], office: Office
) -> None:
    items = [
        {"name": name, "missing": ["dont_know", "refused"], "label": {"vi": f"Câu {name}", "en": name}, **kind}
        for name, kind in KINDS.items()
    ]
    deep = {"name": "deep", "type": "integer", "missing": ["refused"], "label": {"vi": "Sâu", "en": "Deep"}}
    group = {"name": "set", "type": "group", "items": [deep]}
    lines = {"name": "lines", "type": "roster", "min_rows": 1, "label": {"vi": "Dòng", "en": "Line"}, "items": [group]}
    plots = {"name": "plots", "type": "roster", "min_rows": 1, "label": {"vi": "Thửa", "en": "Plot"}, "items": [
        {"name": "kept", "type": "section", "label": {"vi": "Trong thửa", "en": "In the plot"}, "items": [lines]},
    ]}  # fmt: skip
    page = opened({"items": [*items, plots]})
    for name in KINDS:
        reasons = question(page, name).locator("[data-reason]")
        assert reasons.all_inner_texts() == ["Không biết", "Từ chối trả lời"], name
        reasons.nth(1).click()
        expect(reasons.nth(1)).to_have_attribute("aria-pressed", "true")
    page.click("[data-language=en]")
    assert question(page, "hand").locator("[data-reason]").all_inner_texts() == ["Don't know", "Refused"]
    page.locator(".opens").first.click()
    page.locator("[data-path$='.deep'] [data-reason]").click()
    saved(page)
    to_list(page)
    sync(page)
    given = office.answers()
    assert {name: given[name] for name in KINDS} == {name: {"missing": "refused"} for name in KINDS}
    assert [value for path, value in given.items() if path.endswith(".deep")] == [{"missing": "refused"}]


def test_hard_failures_of_every_kind_keep_from_completing_and_never_from_going_on_or_saving(
    opened: Callable[[dict[str, Any]], Page], office: Office
) -> None:
    label = {"vi": "Câu", "en": "Question"}
    page = opened({
        "items": [
            {"name": "first", "type": "section", "label": {"vi": "Một"}, "items": [
                {"name": "must", "type": "text", "required": True, "label": label},
                {"name": "low", "type": "integer", "constraint": "low < 10", "label": label},
                {"name": "sum", "type": "integer", "label": label},
            ]},
            {"name": "second", "type": "section", "label": {"vi": "Hai"}, "items": [
                {"name": "rest", "type": "integer", "label": label},
            ]},
        ],
        "edits": [
            {"id": "H1", "severity": "hard", "require": "sum <= 5", "message": label},
            {"id": "H2", "severity": "hard", "phase": "completion", "require": "rest <= 5", "message": label},
            {"id": "S1", "severity": "soft", "require": "rest <= 3", "message": label},
            {"id": "O1", "severity": "hard", "phase": "office", "require": "rest <= 1", "message": label},
        ],
    })  # fmt: skip
    for path, text in (("low", "20"), ("sum", "9")):
        question(page, path).locator("input").fill(text)
    page.click("[data-next]")
    expect(page.locator("h1")).to_have_text("Hai")
    question(page, "rest").locator("input").fill("9")
    page.click("[data-next]")
    saved(page)
    for edit, remedy in (("H1", ("sum", "1")), ("low:constraint", ("low", "1")), ("H2", ("rest", "4"))):
        page.click("[data-complete]")
        assert "Chưa được" in page.locator(".toast").inner_text()
        failure = page.locator(f'.summary-list [data-edit="{edit}"]')
        assert failure.locator("[data-confirm]").count() == 0  # a hard one is corrected, never confirmed
        failure.locator("[data-leads]").first.click()
        question(page, remedy[0]).locator("input").fill(remedy[1])
        page.keyboard.press("Tab")
        while page.locator("[data-next]").is_visible():
            page.click("[data-next]")
        expect(failure).to_have_count(0)
    page.locator("[data-kind=required] [data-go=must]").click()
    question(page, "must").locator("input, textarea").fill("x")
    while page.locator("[data-next]").is_visible():
        page.click("[data-next]")
    page.click("[data-complete]")  # the soft one is still open
    assert "Chưa được" in page.locator(".toast").inner_text()
    page.locator(".summary-list [data-confirm=S1]").click()
    page.fill("#confirm-text", "Đã hỏi lại")
    page.locator("dialog button[type=submit]").click()
    page.click("[data-complete]")
    page.wait_for_selector("[data-notice=ok]")
    to_list(page)
    page.wait_for_selector('[data-unsent="0"]')
    events = list(office.events.values())
    assert sum(event["type"] == "complete" for event in events) == 1
    (confirmed,) = [event for event in events if event["type"] == "confirm"]
    assert (confirmed["edit"], confirmed["reason"], confirmed["text"]) == ("S1", None, "Đã hỏi lại")
    assert office.answers() == {"must": "x", "low": 1, "sum": 1, "rest": 4}


def test_a_soft_constraint_is_confirmed_at_its_question(opened: Callable[[dict[str, Any]], Page]) -> None:
    item = {
        "name": "low", "type": "integer", "constraint": "low < 10", "constraint_severity": "soft",
        "label": {"vi": "Câu"},
    }  # fmt: skip
    page = opened({"items": [item]})
    question(page, "low").locator("input").fill("20")
    page.keyboard.press("Tab")
    question(page, "low").locator("[data-confirm]").click()
    page.fill("#confirm-text", "Đúng vậy")
    page.locator("dialog button[type=submit]").click()
    expect(question(page, "low").locator(".failure.confirmed")).to_contain_text("Đúng vậy")
    page.click("[data-next]")
    page.click("[data-complete]")
    page.wait_for_selector("[data-notice=ok]")
