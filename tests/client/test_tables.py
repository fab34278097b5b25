"""Rosters and matrices as tables on a tablet, worked by finger and keyboard; on a phone they are cards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.client.axe import violations
from tests.client.conftest import compiled, question, saved, sign_in, start, sync, to_list
from tests.client.office import Office, Server
from tests.client.test_looks import fits

TABLET: ViewportSize = {"width": 1280, "height": 800}
MANY = 120
AT = """() => {
  const at = document.activeElement.closest('[data-path]');
  if (!at) return '';
  const number = at.closest('tr').querySelector('.number').textContent;
  return at.dataset.path.replace(/\\[[^\\]]*\\]/, '') + ' ' + number; }"""
IN_SIGHT = """(element) => {
  const box = element.getBoundingClientRect(), sheet = element.closest('.tabular').getBoundingClientRect();
  return box.top >= sheet.top - 1 && box.bottom <= sheet.bottom + 1; }"""


@pytest.fixture(scope="session")
def tables() -> dict[str, Any]:
    """A roster as a table, matrices, and a table whose rows are codes."""
    return compiled(Path(__file__).parent / "forms/tables.json")


@pytest.fixture
def tablet(chromium: Browser, server: Server) -> Iterator[Page]:
    """A page as large as a tablet; errors on it fail the test."""
    context = chromium.new_context(viewport=TABLET, locale="vi-VN", base_url=server.url)
    context.set_default_timeout(30_000)
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert not problems


@pytest.fixture
def interview(tablet: Page, office: Office, tables: dict[str, Any]) -> Page:
    """An interview on the tablet, with two members."""
    office.hand_out(tables, {"household": "001"})
    sign_in(tablet)
    start(tablet)
    for name in ("Lan", "Hòa"):
        tablet.click("[data-add=people]")
        tablet.keyboard.type(name)
    tablet.keyboard.press("Tab")
    return tablet


def rows(page: Page) -> list[str]:
    """The paths of the rows in the document."""
    found = page.locator("tr[data-row]").all()
    return [str(row.get_attribute("data-row")) for row in found]


def field(page: Page, path: str) -> Any:
    """The control of a cell."""
    return question(page, path).locator("input, select, button").first


def test_a_row_is_typed_from_cell_to_cell(interview: Page, office: Office) -> None:
    lan, _ = rows(interview)
    field(interview, f"{lan}.name").focus()
    for keys in ("Tab", "2", "Tab", "34", "Tab", "1", "Tab", "40,5", "Tab"):
        interview.keyboard.press(keys) if keys == "Tab" else interview.keyboard.type(keys)
    saved(interview)
    to_list(interview)
    sync(interview)
    typed = {name: office.answers()[f"{lan}.{name}"] for name in ("name", "sex", "age", "worked", "hours")}
    assert typed == {"name": "Lan", "sex": "2", "age": 34, "worked": "1", "hours": "40.5"}


def test_arrows_and_enter_move_as_in_a_spreadsheet(interview: Page) -> None:
    lan, hoa = rows(interview)
    field(interview, f"{hoa}.age").fill("40")
    field(interview, f"{lan}.age").click()
    interview.keyboard.type("30")
    places = []
    for key in ("Enter", "ArrowUp", "ArrowRight", "ArrowDown", "Home", "End", "Control+Home"):
        interview.keyboard.press(key)
        places.append(interview.evaluate(AT))
    assert places == [
        "people.age 2", "people.age 1", "people.worked 1", "people.worked 2", "people.name 2", "people.born 2",
        "people.name 1",
    ]  # fmt: skip
    expect(field(interview, f"{lan}.age")).to_have_value("30")
    expect(field(interview, f"{hoa}.worked")).to_have_value("")  # an arrow moved on and chose nothing


def test_an_arrow_within_a_word_moves_the_cursor(interview: Page) -> None:
    lan, _ = rows(interview)
    field(interview, f"{lan}.name").click()
    interview.keyboard.type("h")
    interview.keyboard.press("ArrowLeft")
    interview.keyboard.press("ArrowLeft")
    interview.keyboard.type("o")
    assert field(interview, f"{lan}.name").input_value() == "Laonh"


def test_enter_in_the_last_row_leads_to_adding_one(interview: Page) -> None:
    _, hoa = rows(interview)
    field(interview, f"{hoa}.age").click()
    for key in ("Enter", "Enter"):
        interview.keyboard.press(key)
    interview.keyboard.type("Mai")
    interview.keyboard.press("Tab")
    expect(interview.locator("tr[data-row]")).to_have_count(3)
    assert field(interview, f"{rows(interview)[2]}.name").input_value() == "Mai"


def test_a_cell_off_route_is_empty_and_takes_no_focus(interview: Page) -> None:
    lan, _ = rows(interview)
    assert question(interview, f"{lan}.worked").count() == 0
    field(interview, f"{lan}.age").fill("34")
    field(interview, f"{lan}.sex").click()
    field(interview, f"{lan}.worked").select_option("1")
    field(interview, f"{lan}.hours").fill("90")
    field(interview, f"{lan}.age").fill("9")
    interview.keyboard.press("Enter")
    expect(question(interview, f"{lan}.worked")).to_have_count(0)
    assert interview.locator(f'[data-row="{lan}"] .off :is(input, select, button)').count() == 0
    field(interview, f"{lan}.age").fill("34")
    interview.keyboard.press("Enter")
    expect(field(interview, f"{lan}.hours")).to_have_value("90")


def test_a_failure_stands_at_the_cell_in_the_line_below_and_is_counted_at_the_row(interview: Page) -> None:
    lan, _ = rows(interview)
    field(interview, f"{lan}.age").fill("340")
    interview.keyboard.press("Tab")
    cell = question(interview, f"{lan}.age")
    expect(cell).to_have_class("cell hard")
    expect(field(interview, f"{lan}.age")).to_have_attribute("aria-invalid", "true")
    badge = interview.locator(f'[data-row="{lan}"] .count')
    expect(badge).to_have_text("1")
    badge.click()
    expect(interview.locator(".cell-line .failure")).to_be_visible()
    interview.keyboard.type("34")
    interview.keyboard.press("Enter")
    expect(badge).to_be_hidden()


def test_a_soft_edit_is_confirmed_in_the_line_below(interview: Page) -> None:
    lan, _ = rows(interview)
    field(interview, f"{lan}.age").fill("34")
    field(interview, f"{lan}.sex").click()
    field(interview, f"{lan}.worked").select_option("1")
    field(interview, f"{lan}.hours").fill("90")
    interview.keyboard.press("Enter")
    interview.locator(f'[data-row="{lan}"] .count').click()
    interview.locator(".cell-line [data-confirm=E1]").click()
    interview.locator("dialog .tile").first.click()
    interview.locator("dialog [type=submit]").click()
    expect(question(interview, f"{lan}.hours")).to_have_class("cell confirmed")


def test_a_missing_reason_is_one_tap_in_the_cell_that_has_the_focus(interview: Page, office: Office) -> None:
    lan, _ = rows(interview)
    field(interview, f"{lan}.age").click()
    interview.locator(".cell-line [data-reason=refused]").click()
    expect(field(interview, f"{lan}.age")).to_be_focused()
    expect(field(interview, f"{lan}.age")).to_have_attribute("placeholder", "Từ chối trả lời")
    saved(interview)
    to_list(interview)
    sync(interview)
    assert office.answers()[f"{lan}.age"] == {"missing": "refused"}


def test_a_long_list_opens_as_a_search(interview: Page) -> None:
    lan, _ = rows(interview)
    field(interview, f"{lan}.age").fill("34")
    field(interview, f"{lan}.sex").click()
    field(interview, f"{lan}.worked").select_option("1")
    field(interview, f"{lan}.work").click()
    interview.locator("dialog input[type=search]").fill("han")
    interview.locator("dialog .tile", has_text="Thợ hàn").click()
    interview.keyboard.press("Escape")
    expect(question(interview, f"{lan}.work")).to_contain_text("Thợ hàn")
    expect(field(interview, f"{lan}.work")).to_be_focused()


def test_a_removed_row_comes_back_and_a_row_moves_up(interview: Page) -> None:
    lan, hoa = rows(interview)
    interview.locator(f'[data-move-up="{hoa}"]').click()
    assert rows(interview) == [hoa, lan]
    interview.locator(f'[data-remove="{hoa}"]').click()
    assert rows(interview) == [lan]
    expect(field(interview, f"{lan}.name")).to_be_focused()
    interview.locator(".toast button").click()
    assert rows(interview) == [hoa, lan]
    expect(field(interview, f"{hoa}.name")).to_have_value("Hòa")


def test_a_roster_within_a_row_is_reached_from_the_row(interview: Page) -> None:
    lan, _ = rows(interview)
    field(interview, f"{lan}.age").fill("34")
    field(interview, f"{lan}.sex").click()
    field(interview, f"{lan}.worked").select_option("1")
    interview.locator(f'[data-open="{lan}"]').click()
    interview.locator(f'[data-add="{lan}.jobs"]').click()
    interview.keyboard.type("Bán hàng")
    interview.keyboard.press("Tab")
    assert interview.locator("h1").inner_text() == "Lan"
    interview.locator("[data-previous]").click()
    expect(field(interview, f"{lan}.age")).to_have_value("34")


def add_many(page: Page) -> None:
    """Rows up to MANY, each with a name; the last by the button, which waits for all to be painted."""
    page.locator("[data-add=people]").evaluate(
        "(add, many) => { for (let at = 2; at < many; at += 1) {"
        " add.click(); const name = document.activeElement; name.value = `Người ${at + 1}`;"
        " name.dispatchEvent(new Event('input', {bubbles: true}));"
        " name.dispatchEvent(new Event('change', {bubbles: true})); } }",
        MANY,
    )


def test_a_long_table_holds_what_is_in_sight_and_reaches_every_row(interview: Page) -> None:
    lan = rows(interview)[0]
    add_many(interview)
    assert interview.locator("table").get_attribute("aria-rowcount") == str(MANY + 1)
    assert interview.locator("tr[data-row]").count() < 60
    interview.keyboard.press("Control+Home")
    assert interview.evaluate(AT) == "people.name 1"
    assert field(interview, f"{lan}.name").evaluate(IN_SIGHT)
    for _ in range(60):
        interview.keyboard.press("ArrowDown")
    assert interview.evaluate(AT) == "people.name 61"
    assert interview.locator("input:focus").evaluate(IN_SIGHT)
    interview.locator(".tabular").first.evaluate("(sheet) => sheet.scrollTo(0, 0)")
    interview.wait_for_timeout(200)
    assert interview.evaluate(AT) == "people.name 61"  # the cell being typed in stays
    interview.keyboard.press("Control+End")
    assert interview.evaluate(AT) == f"people.born {MANY}"


def test_a_tap_in_the_summary_reaches_a_row_that_is_far_below(interview: Page) -> None:
    add_many(interview)
    last = rows(interview)[-1]
    field(interview, f"{last}.age").fill("340")
    interview.keyboard.press("Enter")
    interview.locator(".side [data-page=summary]").click()
    interview.locator("main button", has_text="tuổi").first.click()
    expect(field(interview, f"{last}.age")).to_be_focused()
    assert field(interview, f"{last}.age").evaluate(IN_SIGHT)


def test_turning_the_tablet_into_a_phone_asks_the_same_question_on_a_page(interview: Page) -> None:
    lan, _ = rows(interview)
    field(interview, f"{lan}.age").fill("34")
    interview.set_viewport_size({"width": 360, "height": 740})
    expect(interview.locator(".tabular")).to_have_count(0)
    age = question(interview, f"{lan}.age").locator("input")
    expect(age).to_have_value("34")
    age.focus()
    interview.set_viewport_size(TABLET)
    expect(field(interview, f"{lan}.age")).to_be_focused()
    expect(field(interview, f"{lan}.age")).to_have_value("34")


def to_energy(page: Page) -> None:
    """To the page of matrices."""
    page.locator(".side [data-page^=energy]").first.click()
    page.wait_for_selector(".matrix")


def test_questions_with_the_same_codes_share_columns(interview: Page, office: Office) -> None:
    to_energy(interview)
    assert question(interview, "coal").count() == 0
    question(interview, "wood").get_by_role("radio", name="Củi: Hằng ngày").check()
    question(interview, "coal").get_by_role("radio").nth(1).check()
    question(interview, "gas").locator("[data-reason=dont_know]").click()
    saved(interview)
    to_list(interview)
    sync(interview)
    answers = office.answers()
    assert (answers["wood"], answers["coal"], answers["gas"]) == ("1", "2", {"missing": "dont_know"})


def test_a_failure_stands_in_the_row_of_its_question(interview: Page) -> None:
    to_energy(interview)
    question(interview, "wood").get_by_role("radio").nth(2).check()
    expect(question(interview, "wood").locator(".failure")).to_be_visible()


def test_groups_are_rows_under_the_columns_of_the_first(interview: Page) -> None:
    to_energy(interview)
    field(interview, "rice_kg").click()
    interview.keyboard.type("2,5")
    interview.keyboard.press("ArrowDown")
    interview.keyboard.type("1")
    interview.keyboard.press("ArrowRight")
    interview.keyboard.type("2000")
    interview.keyboard.press("ArrowUp")
    assert interview.evaluate("document.activeElement.getAttribute('aria-label')") == "Trị giá, Gạo"
    expect(question(interview, "meat_value")).to_have_class("cell hard")
    expect(field(interview, "rice_kg")).to_have_value("2,5")


def test_rows_from_a_code_list_are_a_table_too(interview: Page) -> None:
    to_energy(interview)
    field(interview, "fuel_use[2].bought").select_option("true")
    field(interview, "fuel_use[2].kilos").fill("12")
    assert question(interview, "fuel_use[1].kilos").count() == 0
    assert interview.locator("[data-row='fuel_use[2]'] th").inner_text().strip().endswith("Củi")


def test_tables_and_matrices_are_accessible_and_fit(interview: Page) -> None:
    lan, _ = rows(interview)
    field(interview, f"{lan}.age").fill("340")
    interview.keyboard.press("Tab")
    assert violations(interview) == []
    fits(interview)
    to_energy(interview)
    question(interview, "wood").get_by_role("radio").nth(2).check()
    assert violations(interview) == []
    fits(interview)
