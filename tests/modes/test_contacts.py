"""Attempts at contact and the telephone, in a real browser on the real application."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from engine.store import db
from engine.store.models import Assignment
from tests.client.axe import violations
from tests.modes.field import Field, question, saved, sign_in, unlock

Device = Callable[..., Page]


def contact(page: Page, label: str) -> None:
    """Open the sheet of contacts of a household in the list."""
    page.locator(".job", has_text=label).locator("[data-act=contact]").click()
    page.locator("dialog.contacts").wait_for()


def test_an_attempt_is_noted_with_its_outcome_and_the_next_appointment_leads_the_list(
    field: Field, device: Device
) -> None:
    page = device()
    sign_in(page)
    contact(page, "Household cati")
    assert page.locator("[data-phone]").evaluate_all("(all) => all.map((one) => one.href)") == [
        "tel:0912345678", "tel:02437332997",
    ]  # fmt: skip
    page.get_by_role("button", name="Save the attempt").click()
    expect(page.locator("dialog .problem")).to_have_text("Choose what came of it.")
    page.get_by_text("Asked to come back later").click()
    page.get_by_role("button", name="Save the attempt").click()
    expect(page.locator("dialog .problem")).to_have_text("Say when to try again.")
    page.get_by_label("When to try again").fill("2030-11-23T18:30")
    page.get_by_label("Note").fill("asks for the evening")
    page.get_by_role("button", name="Save the attempt").click()
    first = page.locator(".job").first
    expect(first).to_contain_text("Household cati")
    expect(first.locator("[data-appointment]")).to_contain_text("Try again 23/11, 18:30")
    expect(first).to_contain_text("1 attempt, last: Asked to come back later")
    contact(page, "Household cati")
    expect(page.locator(".attempts")).to_contain_text("asks for the evening")
    page.get_by_text("No answer").click()
    page.get_by_role("button", name="Save the attempt").click()
    expect(page.locator("[data-appointment]")).to_have_count(0)
    page.locator('[data-unsent="0"]').wait_for()
    row = field.interview(field.given["cati"])
    assert (row.mode, row.contacts, row.last_outcome, row.appointment, row.status) == (
        "cati", 2, "no_answer", None, "open",
    )  # fmt: skip


def test_a_visit_is_noted_and_goes_on_by_telephone(field: Field, device: Device) -> None:
    page, number = device(), field.given["capi"]
    sign_in(page)
    contact(page, "Household capi")
    page.get_by_text("Nobody at home").click()
    page.locator('input[name="mode"][value="cati"]').check(force=True)
    page.get_by_role("button", name="Save the attempt").click()
    expect(page.locator(".job", has_text="Household capi").locator('[data-mode="cati"]')).to_be_visible()
    page.locator(".job", has_text="Household capi").locator(".button").first.click()
    question(page, "owns").get_by_text("Yes").click()
    saved(page)
    page.locator(".bar .button").first.click()
    page.locator('[data-unsent="0"]').wait_for()
    row = field.interview(number)
    assert (row.mode, row.contacts, row.answered) == ("cati", 1, 1)
    with field.app.app_context():
        assert db.session.get_one(Assignment, number).mode == "cati"


def test_attempts_are_kept_without_a_network_and_the_sheet_is_accessible(field: Field, device: Device) -> None:
    page = device()
    sign_in(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    contact(page, "Household cati")
    page.locator("dialog.contacts").wait_for()
    assert violations(page) == []
    page.get_by_text("Busy").click()
    page.get_by_role("button", name="Save the attempt").click()
    expect(page.locator(".job", has_text="Household cati")).to_contain_text("1 attempt, last: Busy")
    page.reload()
    unlock(page)
    expect(page.locator(".job", has_text="Household cati")).to_contain_text("1 attempt, last: Busy")
    page.context.set_offline(False)
    page.locator(".sync .button").click()
    page.locator('[data-unsent="0"]').wait_for()
    assert field.interview(field.given["cati"]).last_outcome == "busy"
