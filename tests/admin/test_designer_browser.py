"""The designer in a real browser: mistakes in place, the preview, completion, publishing, two designers at once."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, Playwright, expect
from werkzeug.serving import make_server

from tests.admin.office import PASSWORD

CHROMIUM = "/usr/bin/chromium"
# Browsers report a refused save; and Chromium, typing over a selection, tries to style what it inserts: the policy
# stops that, and nobody misses it.
EXPECTED = ("409 (CONFLICT)", "style attributes and javascript: navigations")


@pytest.fixture
def databases(sqlite: object) -> object:
    """One kind of database is enough for what a browser shows."""
    return sqlite


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(playwright: Playwright, address: str) -> Iterator[Page]:
    """A page of a browser; every error of its console fails the test, but for a refused save, which browsers report."""
    wrong: list[str] = []
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", base_url=address).new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(f"{said.text} {said.location}") if said.type == "error" else None)
    yield page
    browser.close()
    assert [one for one in wrong if not any(known in one for known in EXPECTED)] == []


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_role("button", name="English").click()
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()


def select_in_editor(page: Page, words: str) -> None:
    """Select the first place of these words in the editor, as an author does with the search panel."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+f")
    page.locator(".cm-search input[name=search]").press_sequentially(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def test_a_mistake_is_shown_in_place_and_its_correction_is_previewed_published_and_compared(
    page: Page, published: str
) -> None:
    sign_in(page, "alice")
    page.goto("/admin/designer/small/")
    phone = page.frame_locator("#preview .phone iframe")
    expect(page.locator(".no-findings")).to_be_visible()

    select_in_editor(page, "age >= 15")
    page.keyboard.type("agee >= 15")
    finding = page.locator(".finding.error").first
    expect(finding).to_contain_text("agee")
    expect(finding).to_have_attribute("data-pointer", "/items/0/items/2/relevant")
    expect(page.locator(".cm-lintRange-error")).to_have_text("agee")
    expect(page.locator("#preview-stale")).to_be_visible()
    expect(page.locator("#outline button[data-finding=error] .name").first).to_have_text("people")
    finding.click()
    assert page.evaluate("window.getSelection().toString()") == "agee"

    page.keyboard.type("age")
    expect(page.locator(".no-findings")).to_be_visible()
    select_in_editor(page, "Ghi chú")
    page.keyboard.type("Ghi chú của hộ")
    page.locator("#preview-language").select_option("vi")
    expect(phone.get_by_text("Phiếu nhỏ").first).to_be_visible()
    expect(phone.locator("body")).to_contain_text("Ghi chú của hộ", timeout=10_000)
    expect(page.locator("#draft-state")).to_have_attribute("data-state", "saved", timeout=10_000)

    page.locator("#publish").click()
    expect(page.get_by_role("cell", name="Ghi chú của hộ").first).to_be_visible()
    expect(page.get_by_label("Version")).to_have_value("2")
    page.get_by_role("button", name="Publish this version").click()
    expect(page.get_by_role("heading", name="small 2")).to_be_visible()
    page.goto("/admin/designer/small/compare?before=1&after=2")
    expect(page.locator(".changes")).to_contain_text("note_text")


def test_completion_offers_properties_of_the_schema_and_names_of_the_document(page: Page, published: str) -> None:
    sign_in(page, "alice")
    page.goto("/admin/designer/small/")
    expect(page.locator(".no-findings")).to_be_visible()
    select_in_editor(page, "age >= 15")
    page.keyboard.type("wor")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("worked")
    page.keyboard.press("Escape")
    select_in_editor(page, '"type": "integer",')
    page.keyboard.press("ArrowRight")
    page.keyboard.type(' "const')
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("constraint")


def test_of_two_designers_the_second_is_told_and_keeps_what_was_written(
    page: Page, published: str, address: str
) -> None:
    sign_in(page, "alice")
    page.goto("/admin/designer/small/")
    expect(page.locator(".no-findings")).to_be_visible()
    other = page.context.new_page()
    other.goto("/admin/designer/small/")
    expect(other.locator(".no-findings")).to_be_visible()
    select_in_editor(other, "Small form")
    other.keyboard.type("Theirs")
    expect(other.locator("#draft-state")).to_have_attribute("data-state", "saved", timeout=10_000)
    expect(other.locator(".cm-content")).to_contain_text("Theirs")

    page.bring_to_front()
    select_in_editor(page, "Small form")
    page.keyboard.type("Mine")
    expect(page.locator("#conflict")).to_be_visible(timeout=10_000)
    with page.expect_download() as kept:
        page.locator("#take-theirs").click()
    assert "Mine" in Path(kept.value.path()).read_text("utf-8")
    expect(page.locator(".cm-content")).to_contain_text("Theirs")


def test_a_thorough_check_shows_what_no_interview_can_do_in_the_editor_and_before_publishing(
    page: Page, published: str
) -> None:
    sign_in(page, "alice")
    page.goto("/admin/designer/small/")
    expect(page.locator(".no-findings")).to_be_visible()
    select_in_editor(page, "age >= 15")
    page.keyboard.type("age >= 15 and age < 10")
    expect(page.locator("#draft-state")).to_have_attribute("data-state", "saved", timeout=20_000)

    page.get_by_role("button", name="Check thoroughly").click()
    expect(page.locator("#thorough-state")).to_contain_text("Checking thoroughly")
    expect(page.locator("#thorough-state")).to_contain_text("Proven:", timeout=120_000)
    finding = page.locator(".finding.warning[data-code=item_unreachable]").first
    expect(finding).to_contain_text("'worked' is never asked")
    expect(page.locator("#outline button[data-finding=warning] .name").first).to_have_text("people")
    finding.click()
    assert "age < 10" in page.evaluate("window.getSelection().toString()")

    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#thorough [role=status]")).to_contain_text("Proven:", timeout=120_000)
    page.locator("#thorough .finding[data-code=item_unreachable]").first.click()
    expect(page).to_have_url(re.compile(r"/admin/designer/small/#/items/0/items/2/relevant$"))
    expect(page.locator(".cm-content")).to_be_focused()

    select_in_editor(page, "age < 10")
    page.keyboard.type("age < 90")
    page.get_by_role("button", name="Check thoroughly").click()
    expect(page.locator("#thorough-state")).to_contain_text("Proven:", timeout=120_000)
    expect(page.locator(".finding[data-code=item_unreachable]")).to_have_count(0)
    page.locator(".cm-content").press("End")
    page.keyboard.type(" ")
    expect(page.locator("#thorough-state")).to_have_text("Changed since the thorough check.")
