"""A questionnaire in a language that runs from right to left: it lies the other way, and nothing is ever blank."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.axe import violations
from tests.client.conftest import ROOT, begin, compiled, question, to_list
from tests.client.office import Office
from tests.client.test_looks import TOO_WIDE
from tests.client.test_navigation import add_people, tool


@pytest.fixture(scope="session")
def arabic() -> dict[str, Any]:
    """A form in Arabic, of which some texts exist in one other language only."""
    return compiled(ROOT / "tests/client/forms/arabic.json")


@pytest.fixture
def interview(page: Page, office: Office, arabic: dict[str, Any]) -> Page:
    """Its interview, just opened in Arabic."""
    begin(page, office, arabic, label="001")
    page.click("[data-language=ar]")
    return page


def middle(page: Page, selector: str) -> float:
    """Where the middle of an element lies, across."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


def test_the_page_lies_the_other_way_and_back_again_in_the_list(interview: Page) -> None:
    assert interview.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]
    expect(interview.locator("h1")).to_have_text("المسكن")
    assert middle(interview, "[data-next]") < middle(interview, "[data-previous]")
    assert middle(interview, ".bar .button") > 180  # the way back is on the right
    assert middle(interview, "[data-path=owns] .tools") < 180
    turned = "getComputedStyle(document.querySelector('[data-next] .icon')).transform"
    assert interview.evaluate(turned) == "matrix(-1, 0, 0, 1, 0, 0)"
    assert not interview.evaluate(TOO_WIDE)
    assert violations(interview) == []
    interview.click(".opens-contents")
    box = interview.locator(".drawer").bounding_box()
    assert box is not None and box["x"] == 0
    assert violations(interview) == []
    interview.keyboard.press("Escape")
    to_list(interview)
    assert interview.evaluate("document.documentElement.dir") == "ltr"


def test_what_has_no_text_in_the_language_has_one_of_another(interview: Page) -> None:
    assert question(interview, "water").locator(".words").first.inner_text() == "Main source of water?"
    assert "Ở đây từ ngày nào?" in question(interview, "since").inner_text()
    tiles = question(interview, "water").locator(".tile .words").all_inner_texts()
    assert tiles == ["شبكة عامة", "Well", "Nước mưa"]
    question(interview, "owns").locator("input").nth(1).check()
    reasons = question(interview, "rent").locator("[data-reason]").all_inner_texts()
    assert len(reasons) == 2 and all(reasons)
    assert (
        interview.evaluate("""Array.from(document.querySelectorAll("button, h1, h2, .words, .asks"))
      .filter((e) => e.offsetParent && !e.textContent.trim() && !e.getAttribute("aria-label"))
      .map((e) => e.outerHTML)""")
        == []
    )
    for language in ("en", "vi", "ar"):
        interview.click(f"[data-language={language}]")
        assert question(interview, "rent").locator(".words").first.inner_text() == "كم الإيجار الشهري؟"
    assert interview.evaluate("document.documentElement.dir") == "rtl"


def test_names_and_numbers_keep_their_own_order_among_the_words(interview: Page) -> None:
    interview.click("[data-next]")
    (row,) = add_people(interview, "Lan 2")
    interview.locator(".opens").click()
    asks = question(interview, f"{row}.age").locator(".words").first
    assert asks.inner_text() == "\u2068Lan 2\u2069 كم عمره؟ (حتى 120)"
    age = question(interview, f"{row}.age").locator("input")
    age.fill("34")
    interview.keyboard.press("Tab")
    assert age.evaluate("(field) => getComputedStyle(field).direction") == "ltr"
    where = """(words) => {
      const range = document.createRange();
      const place = (from, to) => {
        range.setStart(words.firstChild, from);
        range.setEnd(words.firstChild, to);
        return range.getBoundingClientRect();
      };
      return [place(1, 4).right, place(5, 6).right, words.getBoundingClientRect().right];
    }"""
    lan, two, end = asks.evaluate(where)
    assert lan < two <= end + 1  # the name reads from left to right, at the right of its line
    tool(interview, "find")
    interview.fill("#find-question", "lan")
    expect(interview.locator("[data-find]").first).to_be_visible()
    assert violations(interview) == []
