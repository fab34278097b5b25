"""How the device shows things: size of text, colours, contrast, kept on the device; practice apart from the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.client.axe import violations
from tests.client.conftest import begin, question, sign_in, start, to_list, unlock
from tests.client.office import Office, Server
from tests.client.test_looks import TOO_WIDE
from tests.client.test_navigation import add_people, tool

CUT = """() => Array.from(document.querySelectorAll("h1, h2, p, button, label, legend, .words, .badge"))
  .filter((e) => e.offsetParent && !e.closest(".unseen") && !e.classList.contains("unseen"))
  .filter((e) => e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).overflow !== "visible"
  || e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
  .map((e) => e.outerHTML.slice(0, 120))"""
GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(params=[("light", 100), ("dark", 200)], ids=["contrast", "contrast-dark-200"])
def strained(request: pytest.FixtureRequest, chromium: Browser, server: Server) -> Iterator[Page]:
    """The narrowest phone, with high contrast, in usual text by day and the largest text by night."""
    colours, size = request.param
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="vi-VN", base_url=server.url)
    context.set_default_timeout(30_000)
    looks = f'{{"size": {size}, "colours": "{colours}", "contrast": "more"}}'
    context.add_init_script(f"localStorage.setItem('phieu looks', '{looks}')")
    yield context.new_page()
    context.close()


def all_can_be_read(page: Page) -> None:
    """Nothing is cut off or sticks out, and axe finds nothing."""
    fits(page)
    assert violations(page) == []


def test_the_narrowest_phone_shows_everything_in_the_largest_text_with_high_contrast(
    strained: Page, office: Office, household: dict[str, Any]
) -> None:
    page = strained
    office.hand_out(household, {"household": "001"}, label="Hộ 001", address="Số 1, ngõ 12")
    office.hand_out(household, {"household": "900"}, label="Hộ tập", training=True)
    page.goto("/")
    page.wait_for_selector("#name")
    all_can_be_read(page)
    sign_in(page)
    all_can_be_read(page)
    page.click("[data-act=settings]")
    all_can_be_read(page)
    page.keyboard.press("Escape")
    start(page, "Hộ tập")
    question(page, "owns").locator("input").nth(1).check()
    all_can_be_read(page)
    page.click("[data-next]")
    add_people(page, "Lan")
    all_can_be_read(page)
    page.click(".opens-contents")
    all_can_be_read(page)
    page.click(".drawer [data-tool=find]")
    page.fill("#find-question", "lan")
    all_can_be_read(page)
    page.locator("dialog.finder .top button").click()
    page.keyboard.press("Escape")
    while page.locator("[data-next]").is_visible():
        page.click("[data-next]")
    all_can_be_read(page)


def test_every_kind_of_question_is_whole_on_the_narrowest_phone_in_the_largest_text(
    strained: Page, office: Office, every_kind: dict[str, Any]
) -> None:
    office.hand_out(every_kind, {"household": "001"})
    sign_in(strained)
    start(strained)
    all_can_be_read(strained)


def test_long_words_are_whole_on_the_narrowest_phone_in_the_largest_text(
    chromium: Browser, server: Server, office: Office, labour_force: dict[str, Any]
) -> None:
    unit = {"province": "01", "commune": "00004", "area": "003", "household": "001"}
    office.hand_out(labour_force, unit, label="003/001", due="2020-01-01")
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="vi-VN", base_url=server.url)
    context.set_default_timeout(30_000)
    context.add_init_script("""localStorage.setItem('phieu looks', '{"size": 200}')""")
    page = context.new_page()
    sign_in(page)
    page.click("[data-language=en]")
    fits(page)
    start(page)
    fits(page)
    question(page, "contact").locator("input").first.check()
    page.click("[data-next]")
    page.locator(".opens").first.click()
    fits(page)
    page.click(".opens-contents")
    fits(page)
    page.click(".drawer [data-page=summary]")
    fits(page)
    context.close()


def fits(page: Page) -> None:
    """Nothing is cut off or sticks out."""
    assert not page.evaluate(TOO_WIDE)
    assert page.evaluate(CUT) == []


def test_what_was_chosen_shows_at_once_and_is_kept_on_the_device(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    sign_in(page)
    light = page.evaluate(GROUND)
    page.click("[data-act=settings]")
    page.check("[name=looks-colours][value=dark]")
    assert page.evaluate(GROUND) != light
    page.check("[name=looks-contrast][value=more]")
    assert page.evaluate(GROUND) == "rgb(0, 0, 0)"
    page.check("[name=looks-size][value='200']")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    page.reload()
    unlock(page)
    assert page.evaluate(GROUND) == "rgb(0, 0, 0)"
    start(page)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    tool(page, "settings")
    page.check("[name=looks-colours][value=light]")
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    page.check("[name=looks-contrast][value=auto]")
    assert page.evaluate(GROUND) == light


def test_the_screens_speak_the_language_of_whoever_signs_in_until_another_is_chosen(
    chromium: Browser, server: Server, office: Office, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"})
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", base_url=server.url)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")  # as the browser has it: nobody is known yet
    sign_in(page)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    start(page)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    context.close()


def test_colours_follow_the_device_until_somebody_chooses(page: Page) -> None:
    page.goto("/")
    page.wait_for_selector("#name")
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(GROUND)
    assert dark != light
    page.emulate_media(color_scheme="dark", contrast="more")
    assert page.evaluate(GROUND) == "rgb(0, 0, 0)"


def test_nothing_moves_for_who_wants_it_still(page: Page, office: Office, household: dict[str, Any]) -> None:
    page.emulate_media(reduced_motion="reduce")
    begin(page, office, household)
    question(page, "owns").locator("input").first.check()
    tool(page, "unanswered")
    assert page.evaluate("document.getAnimations().length") == 0


def test_colours_of_the_system_leave_what_is_chosen_visible(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    page.emulate_media(forced_colors="active")
    begin(page, office, household)
    question(page, "owns").locator("input").first.check()
    assert violations(page) == []
    outline = "getComputedStyle(document.querySelector('.tile:has(:checked)')).outlineStyle"
    assert page.evaluate(outline) == "solid"
    assert page.evaluate("getComputedStyle(document.querySelector('.question')).borderTopStyle") == "solid"


def test_practice_is_apart_in_the_list_and_looks_different_on_every_page(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    office.hand_out(household, {"household": "900"}, label="Hộ tập", training=True)
    sign_in(page)
    expect(page.locator("[data-practice] .job")).to_have_count(1)
    expect(page.locator("[data-practice]")).to_contain_text("Hộ tập")
    expect(page.locator("main > .work .job")).to_have_count(1)
    assert "Tất cả 1" in page.locator(".filters").inner_text()
    start(page, "Hộ tập")
    for _ in range(4):
        expect(page.locator(".practice-note")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.interview'), '::after').position") == "fixed"
        if page.locator("[data-next]").is_visible():
            page.click("[data-next]")
    to_list(page)
    expect(page.locator("[data-practice] .job[data-status=open]")).to_have_count(1)
    start(page, "Hộ 001")
    assert page.locator(".practice-note").count() == 0
