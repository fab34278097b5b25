"""A respondent in a real browser: the code, the welcome, answering without a connection, sending, another device."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.auth import access
from engine.cli import main
from engine.store import db, users
from engine.store.models import Assignment, Interview, utc_now
from engine.sync import office
from tests.client.axe import violations
from tests.client.test_looks import fits_at_twice_the_size_and_from_the_right
from tests.modes.conftest import Server
from tests.modes.field import Field, question, saved
from tests.waiting import until

Device = Callable[..., Page]


def enter(page: Page, code: str) -> None:
    """Come by the short address and type the code."""
    page.goto("/r")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()


def unlock_with(page: Page, code: str) -> None:
    """Type the code on the page that a reload has locked."""
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()


def readable(page: Page, answer: str) -> bool:
    """Whether an answer can be read in what lies on the device."""
    everything: str = page.evaluate(
        """async () => {
          const [{ name }] = await indexedDB.databases();
          const opened = await new Promise((done) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => done(asked.result);
          });
          const read = (store) => new Promise((done) => {
            const asked = opened.transaction(store).objectStore(store).getAll();
            asked.onsuccess = () => done(asked.result);
          });
          const all = await Promise.all(["events", "interviews", "assignments", "meta"].map(read));
          opened.close();
          return JSON.stringify(all);
        }"""
    )
    return f'"value":{answer}' in everything


def to_page(page: Page, title: str) -> None:
    """Go on until the page with this title."""
    while page.locator(".page h1").inner_text() != title:
        page.locator("[data-next]").click()


def answer_first(page: Page) -> None:
    """Begin, and answer the questions about the dwelling."""
    page.locator("[data-begin]").click()
    question(page, "owns").get_by_text("No").click()
    question(page, "rent").get_by_role("textbox").fill("3000")
    page.keyboard.press("Tab")
    saved(page)


def add_worker(page: Page, hours: str) -> None:
    """On the page of members: one who works so many hours."""
    to_page(page, "Members")
    page.locator('[data-add="people"]').click()
    page.keyboard.type("Lan")
    page.keyboard.press("Tab")
    row = page.locator("[data-row]").first
    row.get_by_role("textbox", name="Age").fill("34")
    page.keyboard.press("Tab")
    row.get_by_text("Yes").click()
    row.get_by_role("textbox", name="Hours").fill(hours)
    page.keyboard.press("Tab")
    saved(page)


def test_a_respondent_answers_with_a_code_and_gets_a_receipt(field: Field, device: Device) -> None:
    page = device()
    enter(page, field.code().lower())
    expect(page.locator("[data-asked-by]")).to_have_text("The statistics office asks your household.")
    for words in ("Your answers are kept secret by law.", "Call 1900 1234.", "For: Household self"):
        expect(page.get_by_text(words)).to_be_visible()
    answer_first(page)
    add_worker(page, "90")
    failure = page.locator('[data-edit="E1"]').first
    expect(failure).to_contain_text("Is this right?")
    failure.get_by_role("button", name="Yes, it is right").click()
    page.get_by_text("It is really so").click()
    page.get_by_role("button", name="Keep my answer").click()
    to_page(page, "Check and send")
    page.locator("[data-complete]").click()
    expect(page.locator('.receipt[data-arrived="true"]')).to_be_visible()
    expect(page.get_by_text("Your answers have arrived at the office.")).to_be_visible()
    reference = page.locator("[data-reference]").inner_text()
    number = field.given["self"]
    row = field.interview(number)
    assert reference == f"{number}-{row.id[:6].upper()}"
    assert (row.status, row.mode, row.hard, row.soft_open, row.confirmed) == ("completed", "self", 0, 0, 1)
    assert field.answers(number) == {
        "owns": "2", "rent": 3000, "people[1].name": "Lan", "people[1].age": 34, "people[1].worked": "1",
        "people[1].hours": 90,
    }  # fmt: skip


def test_no_word_of_the_office_stands_on_the_screens_of_a_respondent(field: Field, device: Device) -> None:
    page = device()
    seen = []
    enter(page, field.code())
    page.locator("[data-begin]").wait_for()
    seen.append(page.inner_text("body"))
    answer_first(page)
    for title in ("Dwelling", "Members", "End", "Check and send"):
        to_page(page, title)
        seen.append(page.inner_text("body"))
    page.locator("[data-complete]").click()
    page.locator(".receipt").wait_for()
    seen.append(page.inner_text("body"))
    found = {
        word
        for word in ("assignment", "interview", "enumerator", "supervisor", "sync", "my work", "unsent", "respondent-")
        for text in seen
        if word in text.lower()
    }
    assert found == set()


def test_a_link_with_the_code_opens_it_and_the_code_leaves_the_address(field: Field, device: Device) -> None:
    page = device(1280, 800)
    page.goto(f"/#/code/{field.code()}")
    page.locator("[data-begin]").wait_for()
    assert "code" not in page.url
    page.reload()
    expect(page.get_by_label("Code")).to_have_value("")
    expect(page.get_by_text("Your answers on this device are locked.")).to_be_visible()


def test_answers_made_without_a_connection_are_kept_and_sent_later(
    field: Field, device: Device, server: Server
) -> None:
    page = device()
    code = field.code()
    enter(page, code)
    page.locator("[data-begin]").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    server.stop()
    page.reload()
    unlock_with(page, "ABCDEFGHJKMNPQRS")
    expect(page.get_by_role("alert")).to_contain_text("This code does not open what lies on this device.")
    unlock_with(page, code)
    answer_first(page)
    page.reload()
    assert not readable(page, "3000")
    unlock_with(page, code)
    expect(question(page, "rent").get_by_role("textbox")).to_have_value("3000")
    to_page(page, "Check and send")
    page.locator("[data-complete]").click()
    expect(page.locator('.receipt[data-arrived="false"]')).to_be_visible()
    expect(page.get_by_text("Your answers are kept on this device.")).to_be_visible()
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator('.receipt[data-arrived="true"]')).to_be_visible()
    assert field.interview(field.given["self"]).status == "completed"


def test_answers_that_do_not_arrive_are_given_to_the_office_as_a_file(
    field: Field, device: Device, server: Server, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, code = device(), field.code()
    enter(page, code)
    page.locator("[data-begin]").wait_for()
    expect(page.locator("[data-backup]")).to_have_count(0)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    server.stop()
    answer_first(page)
    to_page(page, "Check and send")
    page.locator("[data-complete]").click()
    expect(page.locator('.receipt[data-arrived="false"]')).to_contain_text("Save them as a file")
    assert violations(page) == []
    page.get_by_role("button", name="Save my answers as a file").wait_for()
    fits_at_twice_the_size_and_from_the_right(page)
    from_receipt = _file(page, tmp_path / "receipt.phieu")
    page.reload()
    page.get_by_label("Code").wait_for()  # locked, as when the code is lost
    assert violations(page) == []
    fits_at_twice_the_size_and_from_the_right(page)
    from_door = _file(page, tmp_path / "door.phieu")
    assert "3000" not in from_door.read_text("utf-8")
    options = ["--json", "--directory", str(tmp_path), "--database", database_url]
    capsys.readouterr()
    assert main(["import", "backup", str(from_receipt), *options]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["findings"], told["segments"]) == ([], {"stored": 1, "known": 0, "quarantined": 0})
    number = field.given["self"]
    assert (field.interview(number).status, field.answers(number)) == ("completed", {"owns": "2", "rent": 3000})
    assert main(["import", "backup", str(from_door), *options]) == 0
    assert json.loads(capsys.readouterr().out)["segments"] == {"stored": 0, "known": 1, "quarantined": 0}
    server.start()
    unlock_with(page, code)
    expect(page.locator('.receipt[data-arrived="true"]')).to_be_visible()
    expect(page.locator("[data-backup]")).to_have_count(0)


def _file(page: Page, path: Path) -> Path:
    with page.expect_download() as download:
        page.click("[data-backup]")
    download.value.save_as(path)
    return path


def test_one_goes_on_on_another_device_with_the_same_code(field: Field, device: Device) -> None:
    code = field.code()
    phone, computer = device(), device(1280, 800)
    enter(phone, code)
    answer_first(phone)
    phone.get_by_role("button", name="Back to the start").first.click()
    expect(phone.locator('[data-state="go_on"]')).to_be_visible()
    until(phone, "indexedDB.databases().then((all) => all.length > 0)")
    _arrived(phone, field)
    enter(computer, code)
    computer.locator("[data-begin]").click()
    expect(question(computer, "rent").get_by_role("textbox")).to_have_value("3000")
    question(computer, "rent").get_by_role("textbox").fill("3500")
    computer.keyboard.press("Tab")
    to_page(computer, "Check and send")
    computer.locator("[data-complete]").click()
    expect(computer.locator('.receipt[data-arrived="true"]')).to_be_visible()
    assert field.answers(field.given["self"]) == {"owns": "2", "rent": 3500}
    assert field.interview(field.given["self"]).conflicts == 0


def _arrived(page: Page, field: Field) -> None:
    for _ in range(100):
        page.wait_for_timeout(100)
        with field.app.app_context():
            row = db.session.query(Interview).filter_by(assignment_id=field.given["self"]).one_or_none()
            if row is not None and row.answered == 2:
                return
    raise AssertionError("the answers did not arrive")


def test_what_was_sent_can_be_changed_until_the_last_day_and_not_after_approval(field: Field, device: Device) -> None:
    page, number, code = device(), field.given["self"], field.code()
    enter(page, code)
    answer_first(page)
    to_page(page, "Check and send")
    page.locator("[data-complete]").click()
    page.locator("[data-change]").click()
    question(page, "rent").get_by_role("textbox").fill("3200")
    page.keyboard.press("Tab")
    to_page(page, "Check and send")
    page.locator("[data-complete]").click()
    expect(page.locator('.receipt[data-arrived="true"]')).to_be_visible()
    assert field.answers(number)["rent"] == 3200
    assert field.interview(number).changed_after_completion is False
    with field.app.app_context():
        db.session.get_one(Assignment, number).due = utc_now().date() - timedelta(days=2)
        db.session.commit()
    _refresh(page, code)
    expect(page.locator("[data-change]")).to_have_count(0)
    interview = field.interview(number).id
    with field.app.app_context():
        person = users.by_name(db.session(), "supervisor")
        assert person is not None
        office.approve(db.session(), interview, access.as_current(person))
    _refresh(page, code)
    expect(page.get_by_text("The office has checked your answers.")).to_be_visible()


def _refresh(page: Page, code: str) -> None:
    page.reload()
    unlock_with(page, code)
    page.wait_for_timeout(1500)
    page.locator(".receipt").wait_for()


def test_a_wrong_code_is_said_in_plain_words_and_waits_grow(field: Field, device: Device) -> None:
    page = device()
    page.goto("/r")
    page.get_by_label("Code").fill("abcd-efgh")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_have_text("The code has 16 letters and digits; there are 8.")
    for _ in range(5):
        page.get_by_label("Code").fill("ABCDEFGHJKMNPQRS")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_contain_text("This code is not known.")
        page.get_by_label("Code").fill("")
    page.get_by_label("Code").fill(field.code())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Too many tries. Try again in")


def test_the_screens_of_a_respondent_are_accessible_and_fit_a_phone(field: Field, device: Device) -> None:
    page = device()
    page.goto("/r")
    page.get_by_label("Code").wait_for()
    assert violations(page) == []
    page.get_by_label("Code").fill("KM7Q-2XPD-9HTR")
    page.get_by_role("button", name="Continue").click()
    fits_at_twice_the_size_and_from_the_right(page)
    enter(page, field.code())
    page.locator("[data-begin]").wait_for()
    assert violations(page) == []
    fits_at_twice_the_size_and_from_the_right(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    answer_first(page)
    to_page(page, "Check and send")
    page.locator("[data-complete]").click()
    page.locator('.receipt[data-arrived="true"]').wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    fits_at_twice_the_size_and_from_the_right(page)
