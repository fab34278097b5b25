"""What a respondent's device remembers, and for whom: links, codes, a lost database, the next person."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import request
from playwright.sync_api import Page, expect

from tests.client.harm import ELSEWHERE, database_gone
from tests.client.test_second_copy import wait_until_copied
from tests.modes.conftest import Server
from tests.modes.field import Field, question, sign_in, unlock
from tests.modes.test_respondents import answer_first, enter, to_page, unlock_with

Device = Callable[..., Page]
PATIENCE = 30  # seconds


def test_a_link_is_taken_in_a_tab_that_is_open_already(field: Field, device: Device) -> None:
    page = device()
    enter(page, field.code())
    answer_first(page)
    later = field.code()  # a new letter
    page.evaluate("(code) => (location.hash = `#/code/${code}`)", later)
    page.locator("[data-begin]").wait_for()
    assert later not in page.url
    page.locator("[data-begin]").click()
    expect(question(page, "rent").get_by_role("textbox")).to_have_value("3000")
    page.evaluate("location.hash = '#/code/%E0%A4%A'")  # cut off when it was copied
    expect(page.get_by_role("alert")).not_to_be_empty()


def test_what_is_said_of_a_code_stays_when_a_slow_exchange_of_before_comes_to_its_end(
    field: Field, device: Device
) -> None:
    page, slow = device(), threading.Event()
    enter(page, field.code())
    answer_first(page)

    def held() -> None:
        if request.path.endswith("/sync/pull"):
            slow.wait(PATIENCE)

    field.app.before_request_funcs.setdefault(None, []).append(held)
    page.evaluate("(code) => (location.hash = `#/code/${code}`)", field.code())
    page.locator("[data-begin]").click()  # what was sent is known, what comes is not
    page.locator(".interview").wait_for()
    page.evaluate("location.hash = '#/code/%E0%A4%A'")
    expect(page.get_by_role("alert")).not_to_be_empty()
    slow.set()
    page.wait_for_timeout(1500)
    expect(page.get_by_role("alert")).not_to_be_empty()


def test_a_database_that_the_browser_lost_comes_back_for_whoever_has_the_code(
    field: Field, device: Device, server: Server
) -> None:
    page, code = device(), field.code()
    enter(page, code)
    page.locator("[data-begin]").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    server.stop()
    answer_first(page)
    wait_until_copied(page)
    page.goto("about:blank")
    server.start()
    page.goto(ELSEWHERE)
    database_gone(page)
    page.goto("/r")
    unlock_with(page, code)
    page.locator("[data-begin]").click()
    expect(question(page, "rent").get_by_role("textbox")).to_have_value("3000")
    to_page(page, "Check and send")
    page.locator("[data-complete]").click()
    expect(page.locator('.receipt[data-arrived="true"]')).to_be_visible()
    assert field.answers(field.given["self"]) == {"owns": "2", "rent": 3000}


def test_finishing_on_a_device_leaves_nothing_to_see_for_the_next_person(field: Field, device: Device) -> None:
    page, code = device(), field.code()
    enter(page, code)
    answer_first(page)
    page.get_by_role("button", name="Back to the start").first.click()
    page.locator("[data-leave]").click()
    expect(page.get_by_label("Code")).to_have_value("")
    page.goto("/")
    page.reload()
    expect(page.locator("#password")).to_be_visible()
    enter(page, code)
    page.locator("[data-begin]").click()
    expect(question(page, "rent").get_by_role("textbox")).to_have_value("3000")


def test_a_new_letter_opens_what_lies_on_the_device_from_the_old_one(
    field: Field, device: Device, server: Server
) -> None:
    page, first = device(), field.code()
    enter(page, first)
    page.locator("[data-begin]").wait_for()
    server.stop()
    answer_first(page)
    server.start()
    code = field.code()
    page.reload()
    unlock_with(page, first)
    expect(page.get_by_role("alert")).to_contain_text("This code is not known.")
    unlock_with(page, code)
    expect(question(page, "rent").get_by_role("textbox")).to_have_value("3000")
    to_page(page, "Check and send")
    page.locator("[data-complete]").click()
    expect(page.locator('.receipt[data-arrived="true"]')).to_be_visible()


def test_an_enumerator_and_a_respondent_share_a_device_without_meeting(field: Field, device: Device) -> None:
    page = device()
    sign_in(page)
    enter(page, field.code())
    page.locator("[data-begin]").wait_for()
    answer_first(page)
    page.goto("/#/")
    page.reload()
    unlock(page)
    page.wait_for_selector(".job")
    assert page.locator(".job").count() == 4
