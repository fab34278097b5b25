"""Open to everybody: nothing that axe finds on any screen in any state, and an interview done by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.client.axe import violations
from tests.client.conftest import begin, question, saved, sign_in, start, sync, to_list
from tests.client.office import Office, Server
from tests.client.test_interview import add_person


@pytest.fixture(params=["light", "dark"])
def screen(request: pytest.FixtureRequest, chromium: Browser, server: Server) -> Iterator[Page]:
    """A phone in the sun and at night."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="vi-VN", base_url=server.url, color_scheme=request.param
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def is_open_to_all(page: Page) -> None:
    """Axe finds nothing."""
    assert violations(page) == []


def test_axe_sees_what_is_wrong(screen: Page) -> None:
    screen.goto("/")
    screen.wait_for_selector("#name")
    screen.evaluate("document.querySelector('label[for=name]').remove()")
    assert any(found.startswith("label:") for found in violations(screen))


def test_signing_in_and_the_list_are_open_to_all(screen: Page, office: Office, household: dict[str, Any]) -> None:
    screen.goto("/")
    screen.wait_for_selector("#name")
    is_open_to_all(screen)
    office.hand_out(household, {"household": "001"}, label="Hộ 001", due="2020-01-01")
    office.hand_out(household, {"household": "900"}, label="Hộ tập", training=True)
    screen.fill("#name", "enumerator")
    screen.fill("#password", "wrong")
    screen.click("button[type=submit]")
    expect(screen.locator(".problem")).not_to_be_empty()
    is_open_to_all(screen)
    sign_in(screen)
    is_open_to_all(screen)
    screen.fill("input[type=search]", "không có gì")
    is_open_to_all(screen)


def test_an_interview_is_open_to_all_from_its_first_page_to_its_last(
    screen: Page, office: Office, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    sign_in(screen)
    start(screen)
    question(screen, "owns").locator("input").nth(1).check()
    is_open_to_all(screen)
    question(screen, "owns").locator("[data-about]").click()
    is_open_to_all(screen)
    screen.click("[data-remark-on=owns]")
    is_open_to_all(screen)
    screen.fill("#remark-text", "Chủ hộ đi vắng")
    screen.locator("dialog button[type=submit]").click()
    is_open_to_all(screen)
    screen.click(".opens-contents")
    is_open_to_all(screen)
    screen.keyboard.press("Escape")
    screen.click("[data-next]")
    is_open_to_all(screen)
    add_person(screen, "Lan")
    add_person(screen, "Hùng")
    screen.locator("[data-remove]").nth(1).click()
    is_open_to_all(screen)
    screen.locator(".opens").click()
    for path, value in (("age", "30"), ("hours", "200")):
        screen.locator(f'[data-path$="].{path}"] input').fill(value)
        screen.keyboard.press("Tab")
        if path == "age":
            screen.locator('[data-path$="].worked"] input').first.check()
    screen.locator("[data-edit=E2]").wait_for()
    is_open_to_all(screen)
    screen.click("[data-confirm=E1]")
    is_open_to_all(screen)
    screen.locator("dialog button[type=submit]").click()
    is_open_to_all(screen)


def test_the_summary_and_a_completed_interview_are_open_to_all(
    screen: Page, office: Office, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    sign_in(screen)
    start(screen)
    for _ in range(3):
        screen.click("[data-next]")
    screen.click("[data-complete]")
    is_open_to_all(screen)
    screen.click("[data-go=owns]")
    question(screen, "owns").locator("input").first.check()
    for _ in range(3):
        screen.click("[data-next]")
    is_open_to_all(screen)
    screen.click("[data-complete]")
    screen.wait_for_selector("[data-notice=ok]")
    is_open_to_all(screen)
    to_list(screen)
    start(screen)
    is_open_to_all(screen)


def test_every_kind_of_question_is_open_to_all(screen: Page, office: Office, every_kind: dict[str, Any]) -> None:
    office.hand_out(every_kind, {"household": "001"})
    sign_in(screen)
    start(screen)
    is_open_to_all(screen)
    question(screen, "best").get_by_role("button", name="Nước mưa").click()
    question(screen, "job").locator("input[type=search]").fill("tho")
    is_open_to_all(screen)
    question(screen, "job").locator(".tile").first.click()
    is_open_to_all(screen)


CONTROLS = {
    "button", "link", "radio", "checkbox", "textbox", "searchbox", "combobox", "spinbutton", "slider", "switch",
    "listbox", "group", "radiogroup", "dialog", "meter", "Date", "InputTime", "status",
}  # fmt: skip


def named(page: Page) -> dict[str, set[str]]:
    """The names that Chromium tells a screen reader, by role; a control without a name fails."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    found: dict[str, set[str]] = {}
    for node in nodes:
        role, name = node.get("role", {}).get("value"), node.get("name", {}).get("value", "").strip()
        if role in CONTROLS and not node.get("ignored"):
            assert name or role in {"group", "status"}, f"A {role} has no name."  # what is folded up, what is said
            found.setdefault(role, set()).add(name)
    return found


def test_a_screen_reader_hears_the_name_of_every_control(
    page: Page, office: Office, every_kind: dict[str, Any]
) -> None:
    office.hand_out(every_kind, {"household": "001"})
    sign_in(page)
    assert "Cài đặt" in named(page)["button"]
    start(page)
    heard = named(page)
    labels = page.locator(".question[role=group] .asks .words").all_inner_texts()
    assert all(any(label in name for name in heard["group"]) for label in labels)
    texts = page.locator("div.question > label .words").all_inner_texts()
    said = set().union(*(names for role, names in heard.items() if role != "button"))
    assert texts and [label for label in texts if not any(label in name for name in said)] == []
    page.click(".opens-contents")
    assert {"Mục lục"} <= named(page)["dialog"]
    page.click(".drawer [data-tool=settings]")
    assert {"100 %", "200 %", "Tối"} <= named(page)["radio"]
    page.keyboard.press("Escape")
    page.click(".drawer [data-tool=find]")
    assert any("Gõ chữ trong câu hỏi" in name for name in named(page)["searchbox"])


def described(page: Page, path: str) -> str:
    """What a screen reader reads out after the name of a question's control, or of its group."""
    told: str = page.evaluate(
        """(path) => {
          const asked = document.querySelector(`[data-path="${path}"]`);
          const one = asked.matches("[role=group]") ? asked : asked.querySelector("input");
          const ids = (one.getAttribute("aria-describedby") ?? "").split(" ");
          return ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
        }""",
        path,
    )
    return told


def test_a_screen_reader_hears_hint_and_failure_at_the_answer(interview: Page) -> None:
    interview.click("[data-next]")
    row = add_person(interview, "Lan")
    interview.locator("button.opens").click()
    age = question(interview, f"{row}.age").locator("input")
    age.fill("121")
    age.press("Tab")
    expect(age).to_have_attribute("aria-invalid", "true")
    assert "121 không hợp lệ." in described(interview, f"{row}.age")
    age.fill("12")
    age.press("Tab")
    expect(age).not_to_have_attribute("aria-invalid", "true")
    assert described(interview, f"{row}.age").strip() == ""


def test_a_screen_reader_hears_what_a_hint_says(page: Page, office: Office, every_kind: dict[str, Any]) -> None:
    begin(page, office, every_kind)
    hinted = page.locator(".question", has=page.locator("p.hint")).evaluate_all(
        "(all) => all.map((one) => one.dataset.path)"
    )
    assert hinted
    for path in hinted:
        assert question(page, path).locator("p.hint").inner_text() in described(page, path)


def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    """Press Tab until the focus is on an element that fits the selector."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector}.")


def test_an_interview_is_done_by_keyboard_alone(page: Page, office: Office, household: dict[str, Any]) -> None:
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    page.goto("/")
    tab_to(page, "#name")
    page.keyboard.type("enumerator")
    tab_to(page, "#password")
    page.keyboard.type("phieu-2026")
    page.keyboard.press("Enter")
    page.wait_for_selector(".job .button")
    tab_to(page, ".job .button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".interview")
    expect(page.locator("h1")).to_be_focused()

    tab_to(page, '[data-path="owns"] input')
    page.keyboard.press("Space")
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")
    tab_to(page, "[data-add=people]")
    page.keyboard.press("Enter")
    page.keyboard.type("Lan")
    tab_to(page, ".opens", back=True)
    page.keyboard.press("Enter")

    tab_to(page, '[data-path$="].age"] input')
    page.keyboard.type("30")
    tab_to(page, '[data-path$="].worked"] input')
    page.keyboard.press("Space")
    tab_to(page, '[data-path$="].hours"] input')
    page.keyboard.type("90")
    tab_to(page, "[data-confirm=E1]")
    page.keyboard.press("Enter")
    tab_to(page, "dialog input[value=asked_again]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator('[data-path$="].hours"] .failure.confirmed')).to_have_count(1)
    assert page.evaluate("document.activeElement.closest('[data-path$=hours]') !== null")

    for _ in range(2):
        tab_to(page, "[data-next]")
        page.keyboard.press("Enter")
    tab_to(page, "[data-complete]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-notice=ok]")
    saved(page)
    to_list(page)
    sync(page)
    assert office.answers()["owns"] == "1"


def test_the_focus_stays_near_when_what_held_it_goes(page: Page, office: Office, household: dict[str, Any]) -> None:
    begin(page, office, household)
    question(page, "owns").locator("input").first.check()
    question(page, "owns").locator(".tools button").first.focus()
    page.keyboard.press("Enter")  # clears the answer, and hides itself
    expect(question(page, "owns").locator("input").first).to_be_focused()
    page.click("[data-next]")
    add_person(page, "Lan")
    page.locator("[data-remove]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-add=people]")).to_be_focused()


def test_a_long_list_is_searched_by_keyboard_alone(page: Page, office: Office, every_kind: dict[str, Any]) -> None:
    begin(page, office, every_kind)
    tab_to(page, '[data-path="job"] input[type=search]')
    page.keyboard.type("tho han")
    tab_to(page, '[data-path="job"] .tile input')
    page.keyboard.press("Space")
    expect(question(page, "job").locator("input:checked")).to_have_value("06")
    expect(question(page, "job").locator("input:checked")).to_be_focused()
