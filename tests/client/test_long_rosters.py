"""Cards of a long roster: only those in sight are in the document, and every one is reached, kept and right."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.response.interview import Interview
from tests.client.conftest import ROOT, compiled, question, saved, sign_in, start, sync, to_list
from tests.client.office import Office

MANY = 120
NAMES = "(cards) => cards.map((card) => card.querySelector('strong').textContent)"
MIDDLE = """Array.from(document.querySelectorAll(".row-card"))
    .find((card) => card.getBoundingClientRect().bottom > innerHeight / 2)"""
SWITCH = """(language) => {
  const edge = document.querySelector(".bar").getBoundingClientRect().bottom;
  const top = (one) => one.getBoundingClientRect().top;
  const first = Array.from(document.querySelectorAll("[data-path]")).find((one) => top(one) >= edge);
  const button = document.querySelector(`[data-language=${language}]`), before = top(first);
  button.focus({ preventScroll: true });
  button.click();
  return [first.dataset.path, before];
}"""
ADD = """() => {
  document.querySelector("[data-add=pupils]").click();
  const card = Array.from(document.querySelectorAll(".row-card")).at(-1);
  return [card.contains(document.activeElement), card.offsetHeight];
}"""
TOP = "(element) => element.getBoundingClientRect().top"


@pytest.fixture(scope="session")
def school() -> dict[str, Any]:
    return compiled(ROOT / "tests/client/forms/school.json")


def begun(form: dict[str, Any]) -> list[dict[str, Any]]:
    """The log of a class with MANY pupils, begun on another device; every third is under ten."""
    interview = Interview.open(
        form, clock=lambda: "2026-11-01T08:00:00.000Z", device="another1", user="enumerator",
        open={"unit": {"household": "1"}},
    )  # fmt: skip
    for n in range(1, MANY + 1):
        row = interview.add_row("pupils")
        interview.answer(f"pupils[{row}].name", f"Em {n}")
        interview.answer(f"pupils[{row}].age", 8 if n % 3 == 0 else 12)
    return [json.loads(json.dumps(event.as_json())) for event in interview.events]


@pytest.fixture
def interview(page: Page, office: Office, school: dict[str, Any]) -> Page:
    """The class, open on a phone."""
    number = office.hand_out(school, {"household": "001"}, interview="iv1")
    name = {"id": school["id"], "version": school["version"]}
    office.feed.append({"interview": "iv1", "assignment": number, "form": name, "events": begun(school)})
    sign_in(page)
    start(page)
    return page


def scroll(page: Page, by: int) -> None:
    """Scroll as a finger does, and wait until it has come to rest."""
    page.mouse.move(180, 400)
    page.mouse.wheel(0, by)
    page.wait_for_timeout(250)


def names(page: Page) -> list[str]:
    """The names on the cards in the document, in order."""
    found: list[str] = page.locator(".row-card").evaluate_all(NAMES)
    return found


def last_card(page: Page) -> Any:
    return page.locator(".row-card", has=page.locator("strong", has_text=f"Em {MANY}"))


def test_few_cards_are_in_the_document_and_scrolling_passes_every_one(interview: Page) -> None:
    assert len(names(interview)) < 20
    seen: list[str] = []
    for _ in range(400):
        seen += [name for name in names(interview) if name not in seen]
        if interview.evaluate("scrollY + innerHeight >= document.body.scrollHeight - 2"):
            break
        scroll(interview, 900)
    assert seen == [f"Em {n}" for n in range(1, MANY + 1)]
    assert len(names(interview)) < 20


def test_what_is_in_sight_does_not_jump_when_cards_above_turn_out_higher(interview: Page) -> None:
    interview.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    interview.wait_for_timeout(300)
    for _ in range(6):
        middle = interview.evaluate_handle(MIDDLE)
        before = float(middle.evaluate(TOP))
        scroll(interview, -200)
        assert abs(float(middle.evaluate(TOP)) - before - 200) < 3


def test_what_is_read_stays_in_sight_when_the_language_is_switched(interview: Page) -> None:
    interview.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    interview.wait_for_timeout(300)
    for language in ("en", "vi"):
        path, before = interview.evaluate(SWITCH, language)
        interview.locator(f".interview[lang={language}]").wait_for()
        interview.wait_for_timeout(300)  # and when the cards above have been measured
        assert abs(float(question(interview, path).evaluate(TOP)) - before) < 3
        assert interview.evaluate("document.activeElement.matches('[data-language]')")


def test_a_card_that_is_typed_in_stays_wherever_one_scrolls(interview: Page) -> None:
    age = interview.locator(".row-card").nth(1).locator('[data-path$=".age"] input')
    path = str(interview.locator(".row-card").nth(1).locator('[data-path$=".age"]').get_attribute("data-path"))
    age.focus()
    interview.keyboard.press("Control+A")
    interview.keyboard.type("1")
    interview.evaluate("scrollTo(0, document.body.scrollHeight)")
    interview.wait_for_timeout(300)
    interview.keyboard.type("7")
    interview.evaluate("scrollTo(0, 0)")
    interview.wait_for_timeout(300)
    box = question(interview, path).locator("input")
    expect(box).to_have_value("17")
    expect(box).to_be_focused()


def test_tab_leads_from_card_to_card_beyond_what_is_in_sight(interview: Page) -> None:
    interview.locator(".row-card").nth(2).locator('[data-path$=".age"] input').focus()
    reached: list[str] = []
    for _ in range(60):
        interview.keyboard.press("Tab")
        name = interview.evaluate("document.activeElement.closest('.row-card')?.querySelector('strong').textContent")
        if name and name not in reached:
            reached.append(name)
    assert reached[:7] == [f"Em {n}" for n in range(3, 10)]  # first to the tools of the question itself


def test_an_answer_below_changes_its_card_when_it_comes_into_sight(interview: Page) -> None:
    interview.evaluate("scrollTo(0, document.body.scrollHeight)")
    interview.wait_for_timeout(300)
    box = last_card(interview).locator('[data-path$=".age"] input')
    path = str(last_card(interview).locator('[data-path$=".age"]').get_attribute("data-path"))
    box.fill("40")
    interview.keyboard.press("Tab")
    expect(question(interview, path).locator(".failure")).to_contain_text(f"Em {MANY} đã 40 tuổi?")
    interview.evaluate("scrollTo(0, 0)")
    interview.wait_for_timeout(300)
    interview.locator(".row-card input").first.focus()
    expect(question(interview, path)).to_have_count(0)
    interview.locator("[data-next]").click()  # the summary
    interview.locator("main button", has_text="Tuổi").first.click()
    expect(question(interview, path).locator("input")).to_be_focused()
    expect(question(interview, path).locator("input")).to_be_in_viewport()


def test_a_row_is_added_removed_and_brought_back_at_the_end(interview: Page, office: Office) -> None:
    interview.evaluate("scrollTo(0, document.body.scrollHeight)")
    interview.wait_for_timeout(300)
    interview.locator("[data-add=pupils]").click()
    interview.keyboard.type("Em mới")
    interview.keyboard.press("Tab")
    new = interview.locator(".row-card", has=interview.locator("strong", has_text="Em mới"))
    expect(new).to_be_in_viewport()
    saved(interview)
    new.locator("[data-remove]").click()
    expect(new).to_have_count(0)
    interview.locator(".toast button").click()
    expect(new).to_have_count(1)
    assert names(interview)[-2:] == [f"Em {MANY}", "Em mới"]
    saved(interview)
    to_list(interview)
    sync(interview)
    assert "Em mới" in office.answers().values()


def test_a_new_row_has_the_focus_at_once_and_keeps_its_height_when_the_rest_of_it_comes(interview: Page) -> None:
    progress = interview.locator("main header .soft")
    before = progress.inner_text()
    focused, height = interview.evaluate(ADD)
    new = interview.locator(".row-card").last
    new.locator("[data-move-up]").wait_for()
    expect(new).not_to_have_attribute("data-added", "")
    expect(progress).not_to_have_text(before)
    assert focused
    assert new.evaluate("(card) => card.offsetHeight") == height


def test_a_row_moved_to_the_front_changes_places_with_the_first(interview: Page) -> None:
    first, second = interview.locator(".row-card").nth(0), interview.locator(".row-card").nth(1)
    expect(first.locator("[data-move-up]")).to_be_hidden()
    second.locator("[data-move-up]").click()
    expect(interview.locator(".row-card strong").first).to_have_text("Em 2")
    assert names(interview)[:3] == ["Em 2", "Em 1", "Em 3"]
    expect(first.locator("[data-move-up]")).to_be_hidden()
    expect(second.locator("[data-move-up]")).to_be_visible()
