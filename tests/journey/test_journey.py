"""From questionnaire to approved data, in one go: designer, enumerator without a network, supervisor, hand-off.

What the enumerator types is a household of the questionnaire's own cases, so what must come out at the end is known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from playwright.sync_api import Error as PlaywrightError

from tests.journey.hands import Hands
from tests.journey.office import Office, kill_browsers_of
from tests.waiting import until

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "forms" / "labour_force"
CASE: dict[str, Any] = next(
    case
    for case in json.loads((FORMS / "cases.json").read_text("utf-8"))
    if case["name"].startswith("A couple with a shop")
)
HEAD = "Vũ Đức Long"  # the household of the demonstration that has five members on the list
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
PATIENCE = 20_000  # milliseconds


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("office"))
    office.start()
    yield office
    office.stop()


class Tablet:
    """A device with its own storage, whose browser can be killed and opened again."""

    def __init__(self, playwright: Playwright, office: Office, profile: Path) -> None:
        self.playwright, self.office, self.profile = playwright, office, profile
        self.context: BrowserContext
        self.page: Page

    def open(self, *, offline: bool = False) -> Page:
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path="/usr/bin/chromium", args=ARGUMENTS, headless=True,
            viewport=PHONE, locale="vi-VN",  # type: ignore[arg-type]
        )  # fmt: skip
        self.context.set_offline(offline)
        self.page = self.context.pages[0]
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(self.office.address)
        return self.page

    def kill(self) -> None:
        kill_browsers_of(self.profile)
        with suppress(PlaywrightError):  # it is gone already
            self.context.close()


def desk(playwright: Playwright, office: Office, name: str) -> Page:
    """A computer in the office, with somebody signed in to the admin."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
    page = browser.new_context(viewport=DESK, locale="vi-VN", base_url=office.address).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    page.goto("/admin/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(f"{name}-demo")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/admin/$"))
    return page


def test_a_household_from_the_questionnaire_to_approved_data(
    playwright: Playwright, office: Office, tmp_path: Path
) -> None:
    publish_a_version(desk(playwright, office, "designer"))

    tablet = Tablet(playwright, office, tmp_path / "tablet")
    page = tablet.open()
    sign_in(page)
    office.stop()  # from here on there is no network, and nobody to answer
    tablet.context.set_offline(True)
    hands = interview_without_network(tablet)
    page = tablet.page
    office.start()
    tablet.context.set_offline(False)
    page.get_by_text("Đã gửi").first.wait_for()  # by itself
    page.locator("[data-leave]").click()
    page.locator("[data-unsent='0']").wait_for()

    review = desk(playwright, office, "supervisor")
    return_with_a_remark(review, hands)
    correct_and_send_again(tablet, hands)
    approve(review)
    tablet.context.close()
    review.context.close()
    check_what_is_handed_on(office, tmp_path / "handed_on")


def publish_a_version(page: Page) -> None:
    """A designer breaks the questionnaire, is told where, mends it, sees it in the preview and publishes it."""
    page.goto("/admin/designer/labour_force/")
    preview = page.frame_locator(".device.phone iframe")
    expect(preview.locator('[data-path="visits"]')).to_be_visible(timeout=PATIENCE)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.insert_text('\n  "notse": "Journey",')
    expect(page.locator("#error-count")).to_have_text("1", timeout=PATIENCE)
    expect(page.locator("#findings")).to_contain_text("notse")
    page.keyboard.press("Control+z")
    expect(page.locator("#error-count")).to_have_text("0", timeout=PATIENCE)
    page.keyboard.insert_text('\n  "notes": "Journey",')
    expect(page.locator("#draft-state")).to_have_attribute("data-state", "saved", timeout=PATIENCE)
    page.locator("#publish").click()
    page.locator("#version").fill("2026.2")
    page.locator("form:has(#version) button").click()
    page.goto("/admin/designer/labour_force/versions/2026.2")
    expect(page.locator("pre.source").first).to_contain_text("Journey")
    page.context.close()


def sign_in(page: Page) -> None:
    page.locator("input[name=name]").fill("enumerator")
    page.locator("input[type=password]").fill("enumerator-demo")
    page.locator("input[type=password]").press("Enter")
    page.get_by_text(f"Hộ {HEAD}").first.wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    until(page, "navigator.serviceWorker.controller !== null || caches.keys().then((names) => names.length)")


def interview_without_network(tablet: Tablet) -> Hands:
    """Five members, a killed browser in the middle, a soft edit confirmed and a hard one corrected; completed."""
    page = tablet.page
    page.locator(f"button:has-text('{HEAD}')").first.click()
    page.locator("[data-path]").first.wait_for()
    hands = Hands(page, CASE["response"]["answers"])
    for _ in range(9):
        hands.fill_page()
        assert hands.forward()
    hands.saved()
    tablet.kill()

    page = hands.page = tablet.open(offline=True)  # the device's own copy
    unlock(page)
    page.locator(f"button:has-text('{HEAD}')").first.click()
    page.locator("[data-path]").first.wait_for()
    finish(hands)  # what was typed before is not typed again
    head, wife, *_ = hands.rows
    assert f"{head}.registration" in hands.seen  # asked of who has a business,
    assert f"{wife}.registration" not in hands.seen  # not of who helps in it
    go_to(page, f"{wife}.marital")
    hands.give(f"{wife}.marital", "1")  # a wife who never married
    to_summary(page)
    page.locator("[data-complete]").click()
    expect(page.locator(".failure.hard").first).to_be_visible()  # it stays open
    page.locator(".failure.hard .links button").first.click()  # leads to an answer that is involved
    expect(page.locator(f'[data-path="{wife}.marital"], [data-path="{wife}.relationship"]').first).to_be_visible()
    go_to(page, f"{wife}.marital")
    hands.give(f"{wife}.marital")
    to_summary(page)
    expect(page.locator(".failure.hard")).to_have_count(0)
    confirm_what_is_soft(page)
    page.locator("[data-complete]").click()
    page.get_by_text("Đã hoàn thành").first.wait_for()
    return hands


def finish(hands: Hands) -> None:
    """Answer page after page, up to the summary."""
    hands.fill_page()
    while hands.forward():
        hands.fill_page()


def go_to(page: Page, path: str) -> None:
    """Open the page of a question of a member by the contents: the first page of that member."""
    page.locator(".opens-contents").click()
    row = path.rpartition(".")[0]
    page.locator(f'dialog [data-page*="{row}"]').first.click()
    expect(page.locator(f'[data-path="{path}"]')).to_be_visible()


def to_summary(page: Page) -> None:
    page.locator(".opens-contents").click()
    page.locator('dialog [data-page="summary"]').click()
    page.locator("[data-complete]").wait_for()


def confirm_what_is_soft(page: Page) -> None:
    """Each soft edit asks for a reason, and completing is refused before it has one."""
    buttons = page.locator("[data-confirm]")
    assert buttons.count() > 0, "the register says otherwise than the answers, so something must be asked"
    page.locator("[data-complete]").click()
    expect(page.locator(".failure.soft-edit").first).to_be_visible()
    while left := buttons.count():
        buttons.first.click()
        page.locator('input[name="confirm-reason"][value="asked_again"]').check()
        page.locator("dialog[open] button[type=submit]").click()
        expect(buttons).to_have_count(left - 1)


def return_with_a_remark(page: Page, hands: Hands) -> None:
    """The supervisor sees the interview come in with its failures and reasons, and sends it back with a remark."""
    page.goto("/admin/fieldwork/")
    expect(page.locator("svg").first).to_be_visible()
    open_interview(page)
    confirmed = page.locator(".failures .confirmed")
    expect(confirmed.first).to_be_visible()
    question = page.locator(f'.question[data-path="{next(iter(hands.rows))}.hours_usual"]')
    expect(question).to_contain_text("49")
    question.locator("[data-opens=remark-dialog]").click()
    page.locator("#remark-text").fill("Hỏi lại số giờ")
    page.locator("#remark-dialog button.primary").click()
    expect(page.locator(f'.question[data-path="{next(iter(hands.rows))}.hours_usual"]')).to_contain_text(
        "Hỏi lại số giờ"
    )
    page.locator("[data-opens=return-dialog]").click()
    page.locator("#return-text").fill("Xin kiểm tra lại")
    page.locator("#return-dialog button.primary").click()
    page.locator(".status.returned, .tag.returned").first.wait_for()


def unlock(page: Page) -> None:
    """The enumerator opens what lies encrypted on the tablet, without a network."""
    page.locator("#secret").fill("enumerator-demo")
    page.locator("#secret").press("Enter")


def open_interview(page: Page) -> None:
    page.goto("/admin/interviews/")
    page.locator("main a[href*='/admin/interviews/']").filter(has_text=re.compile(r"\S")).first.click()
    page.locator(".review").wait_for()


def correct_and_send_again(tablet: Tablet, hands: Hands) -> None:
    """The interview is back with the remark at the question; it is corrected, answered and sent."""
    page = tablet.page
    path = f"{next(iter(hands.rows))}.hours_usual"
    page.goto(tablet.office.address)
    unlock(page)
    page.get_by_text("Gửi và nhận").click()
    page.get_by_text("Xin kiểm tra lại").or_(page.get_by_text("Trả lại")).first.wait_for()
    page.locator(f"button:has-text('{HEAD}')").first.click()
    page.get_by_text("Hỏi lại số giờ").first.wait_for()
    to_summary(page)
    page.locator(f'[data-go="{path}"]').first.click()
    hands.give(path, 48)
    page.locator(f'[data-path="{path}"] .remark button').click()
    to_summary(page)
    while page.locator("[data-confirm]").count():
        confirm_what_is_soft(page)
    page.locator("[data-complete]").click()
    page.get_by_text("Đã hoàn thành").first.wait_for()
    page.locator("[data-leave]").click()
    page.locator("[data-unsent='0']").wait_for()


def approve(page: Page) -> None:
    open_interview(page)
    expect(page.locator('.question[data-path$=".hours_usual"]').first).to_contain_text("48")
    page.locator("form[action$=approve] button").click()
    page.locator(".status.approved, .tag.approved").first.wait_for()


def check_what_is_handed_on(office: Office, folder: Path) -> None:
    """The approved household as tables: the same derived values as the case, and the confirmed failures beside them."""
    office.command("handoff", "run", "-o", str(folder))
    tables = next(folder.rglob("tables"))

    def rows(sql: str) -> list[tuple[Any, ...]]:
        return duckdb.connect().execute(sql.replace("TABLES", str(tables))).fetchall()

    assert rows("SELECT count(*) FROM 'TABLES/people.parquet'") == [(5,)]
    expected = CASE["expect"]["values"]
    [household] = rows("SELECT size, adults, employed_count, outside_count FROM 'TABLES/labour_force.parquet'")
    assert household == tuple(expected[name] for name in ("size", "adults", "employed_count", "outside_count"))
    assert rows("SELECT CAST(hours_usual AS DOUBLE) FROM 'TABLES/people.parquet' WHERE relationship = '01'") == [
        (48.0,)
    ]
    failures = "SELECT DISTINCT status, reason FROM 'TABLES/../edit_failures.parquet' WHERE status != 'corrected'"
    assert rows(failures) == [("confirmed", "asked_again")]
