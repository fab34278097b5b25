"""What a person sets to protect the device: PIN, passkey, and the time until it locks."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.axe import violations
from tests.client.conftest import sign_in, start, to_list, unlock
from tests.client.office import PASSWORD, Office
from tests.client.test_encryption import answer, lock

PIN = "271828"


@pytest.fixture
def work(page: Page, office: Office, household: dict[str, Any]) -> Page:
    """The list, with one household whose answers are not sent."""
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    page.clock.install()
    sign_in(page)
    start(page)
    office.lose_answer = True
    answer(page)
    to_list(page)
    return page


def protect(page: Page) -> None:
    page.click("[data-act=protect]")
    page.wait_for_selector("dialog.protection")


def set_pin(page: Page, known: str = PASSWORD, pin: str = PIN) -> None:
    page.fill("#pin-known", known)
    page.fill("#pin-new", pin)
    page.locator("dialog.protection form", has=page.locator("#pin-new")).locator("[type=submit]").click()


def test_a_pin_opens_it_beside_the_password_and_can_be_taken_away(work: Page) -> None:
    protect(work)
    assert violations(work) == []
    set_pin(work, pin="12345")
    expect(work.locator("dialog.protection .problem").first).to_contain_text("ít nhất 6 chữ số")
    set_pin(work, known="wrong")
    expect(work.locator("dialog.protection .problem").first).to_contain_text("Không đúng")
    set_pin(work)
    work.wait_for_selector("dialog.protection", state="detached")
    lock(work)
    assert work.locator("#secret").get_attribute("inputmode") == "numeric"
    assert violations(work) == []
    unlock(work, PIN)
    lock(work)
    unlock(work)
    protect(work)
    work.click("[data-remove-pin]")
    work.wait_for_selector("dialog.protection", state="detached")
    lock(work)
    work.fill("#secret", PIN)
    work.click("button[type=submit]")
    expect(work.locator("#unlock-problem")).to_contain_text("Không đúng")


def test_it_is_locked_at_once_and_after_the_time_that_was_chosen(work: Page) -> None:
    protect(work)
    work.select_option("#idle", "30")
    work.click("[data-lock]")
    work.wait_for_selector("#secret")
    unlock(work)
    work.clock.fast_forward("12:00")
    assert work.locator("#secret").count() == 0
    work.clock.fast_forward("31:00")
    work.wait_for_selector("#secret")


def test_a_passkey_of_the_device_opens_it(work: Page) -> None:
    devtools = work.context.new_cdp_session(work)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "hasPrf": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    authenticator = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})["authenticatorId"]
    work.goto(work.url.replace("127.0.0.1", "localhost"))  # a passkey needs a name
    work.fill("#name", "enumerator")
    work.fill("#password", PASSWORD)
    work.click("button[type=submit]")
    work.wait_for_selector(".job")
    protect(work)
    work.fill("#passkey-known", PASSWORD)
    work.locator("dialog.protection form", has=work.locator("#passkey-known")).locator("[type=submit]").click()
    work.wait_for_selector("dialog.protection", state="detached")
    lock(work)
    work.click("[data-passkey]")
    work.wait_for_selector(".job")
    lock(work)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    work.click("[data-passkey]")
    expect(work.locator("#unlock-problem")).to_contain_text("chưa xác nhận")
    unlock(work)
