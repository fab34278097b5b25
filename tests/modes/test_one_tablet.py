"""Two enumerators on one tablet: an interview that the office gives from one to the other, and back again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engine.auth import access
from engine.cli import main
from engine.store import assignments, db, users
from engine.store.models import Assignment, Event, Interview, Quarantine
from engine.sync import retry
from tests.client.test_encryption import stored
from tests.conftest import PASSWORD
from tests.modes.conftest import Server
from tests.modes.field import Field, question, saved

Device = Callable[..., Page]
FIRST, SECOND = "enumerator", "colleague"
HOUSEHOLD = "Household capi"

OPENED = """async (user) => {
  const { openStorage } = await import(`/client/${document.documentElement.dataset.hash}/storage/database.js`);
  const storage = await openStorage();
  await storage.vault.unlock(user, PASSWORD);
  const found = {};
  for (const store of ["interviews", "events"]) {
    const { records } = await storage.vault.open(store, await storage.database.getAll(store));
    found[store] = records.map((record) => record.event?.user ?? record.user);
  }
  return found;
}""".replace("PASSWORD", json.dumps(PASSWORD))


def give_to(field: Field, name: str) -> int:
    """The office gives the visit to somebody; the number of the assignment."""
    number = field.given["capi"]
    with field.app.app_context():
        person = users.by_name(db.session(), name)
        assert person is not None
        assignments.reassign(db.session(), db.session.get_one(Assignment, number), person, "supervisor")
        db.session.commit()
    return number


def take_in_quarantine(field: Field) -> list[str]:
    """A supervisor takes in everything that stands in quarantine; why each stood there."""
    with field.app.app_context():
        supervisor = users.by_name(db.session(), "supervisor")
        assert supervisor is not None
        waiting = db.session.scalars(select(Quarantine).where(Quarantine.status == "open")).all()
        told = [(one.id, one.code) for one in waiting]
        for number, _ in told:
            retry.retry(db.session(), number, access.as_current(supervisor))
        return [code for _, code in told]


def events(field: Field) -> list[tuple[str, str, int]]:
    """User, device and number of each event that the office has, in the order of their making."""
    with field.app.app_context():
        rows = db.session.scalars(select(Event).order_by(Event.hlc)).all()
        return [(row.user, row.device, row.seq) for row in rows]


def take(page: Page, name: str) -> None:
    """Take the tablet: sign in, as the list or the locked screen of whoever had it before allows, and sync."""
    page.goto("/")
    door = page.locator("#name, [data-sign-in], [data-sync]").first
    door.wait_for()
    if page.locator("[data-sign-in]").is_visible():
        page.click("[data-sign-in]")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.locator('[data-sync="idle"]').wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")  # it opens without a network from now on


def job(page: Page) -> Any:
    return page.locator(".job", has_text=HOUSEHOLD)


def open_visit(page: Page) -> None:
    job(page).locator(".button").first.click()
    page.locator(".interview").wait_for()


def owns(page: Page, answer: int) -> None:
    """Answer whether the household owns the dwelling: the first code is yes."""
    question(page, "owns").locator("input").nth(answer).check()


def rents(page: Page, amount: str) -> None:
    """Answer that the household pays this rent."""
    owns(page, 1)
    question(page, "rent").get_by_role("textbox").fill(amount)
    page.keyboard.press("Tab")
    saved(page)


def rent(page: Page) -> str:
    return str(question(page, "rent").get_by_role("textbox").input_value()).replace(",", "").replace(".", "")


def send(page: Page) -> None:
    """To the list, and wait until everything is sent."""
    page.locator(".bar .button").first.click()
    page.locator('[data-sync="idle"][data-unsent="0"]').wait_for()


def test_the_second_goes_on_where_the_first_has_sent_everything_and_the_first_has_it_no_more(
    field: Field, device: Device
) -> None:
    page = device()
    take(page, FIRST)
    open_visit(page)
    rents(page, "3000")
    send(page)
    give_to(field, SECOND)
    page.locator(".sync .button").click()
    expect(job(page)).to_have_count(0)
    page.reload()
    take(page, SECOND)
    expect(job(page)).to_have_attribute("data-status", "open")
    open_visit(page)
    assert rent(page) == "3000"
    rents(page, "4000")
    send(page)
    assert field.answers(field.given["capi"])["rent"] == 4000
    made = events(field)
    assert [user for user, _, _ in made] == sorted((user for user, _, _ in made), reverse=True)  # first, then second
    assert len({device for _, device, _ in made}) == 2
    mine, theirs = page.evaluate(OPENED, SECOND), page.evaluate(OPENED, FIRST)
    assert (mine["interviews"], theirs["interviews"]) == ([SECOND], [FIRST])
    assert set(mine["events"]) == {FIRST, SECOND}
    assert set(theirs["events"]) == {FIRST}
    assert all(one["sealed"] for store in ("interviews", "events") for one in stored(page)[store])

    page.reload()
    take(page, FIRST)
    expect(job(page)).to_have_count(0)
    give_to(field, FIRST)
    page.locator(".sync .button").click()
    expect(job(page)).to_have_attribute("data-status", "open")
    open_visit(page)
    assert rent(page) == "4000"
    rents(page, "5000")
    send(page)
    assert field.answers(field.given["capi"])["rent"] == 5000
    assert take_in_quarantine(field) == []


def test_what_the_first_has_not_sent_stays_theirs_and_is_sent_when_they_have_the_tablet_again(
    field: Field, device: Device, server: Server
) -> None:
    page = device()
    take(page, FIRST)
    open_visit(page)
    rents(page, "3000")
    send(page)
    open_visit(page)
    server.stop()
    rents(page, "3500")
    give_to(field, SECOND)
    page.reload(wait_until="commit")
    page.locator("#secret").wait_for()
    server.start()
    page.click("[data-sign-in]")
    take(page, SECOND)
    expect(page.locator(".banner", has_text=FIRST)).to_be_visible()  # how much of theirs waits
    open_visit(page)
    assert rent(page) == "3000"
    owns(page, 0)
    saved(page)
    send(page)
    assert field.answers(field.given["capi"])["owns"] == "1"
    assert take_in_quarantine(field) == []

    page.reload()
    take(page, FIRST)
    expect(job(page)).to_have_count(0)
    page.locator('[data-unsent="0"]').wait_for()
    assert take_in_quarantine(field) == ["not_yours"]
    assert len(events(field)) == len(set(events(field)))
    assert {user for user, _, _ in events(field)} == {FIRST, SECOND}

    page.reload()
    take(page, SECOND)
    open_visit(page)
    owns(page, 1)
    assert rent(page) == "3500"
    send(page)
    give_to(field, FIRST)
    page.reload()
    take(page, FIRST)
    open_visit(page)
    assert rent(page) == "3500"
    assert take_in_quarantine(field) == []


def test_the_backup_file_of_such_a_tablet_is_read_under_the_name_that_the_office_knows(
    field: Field, device: Device, server: Server, app: Flask, database_url: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    page = device()
    take(page, FIRST)
    open_visit(page)
    rents(page, "3000")
    send(page)
    give_to(field, SECOND)
    page.reload()
    take(page, SECOND)
    open_visit(page)
    server.stop()
    rents(page, "4000")
    page.reload(wait_until="commit")
    page.locator("#secret").wait_for()
    with page.expect_download() as download:
        page.click("[data-backup]")
    path = tmp_path / "tablet.phieu"
    download.value.save_as(path)
    capsys.readouterr()
    code = main(["import", "backup", str(path), "--json", "--directory", str(tmp_path), "--database", database_url])
    told = json.loads(capsys.readouterr().out)
    assert (code, told["findings"], told["segments"]["quarantined"]) == (0, [], 0)
    assert (told["interviews"], told["segments"]["stored"]) == (1, 1)
    with app.app_context():
        assert len(db.session.scalars(select(Interview)).all()) == 1
    assert field.answers(field.given["capi"])["rent"] == 4000
