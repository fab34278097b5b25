"""The second copy: a database that is gone, or a record of it that is spoilt, costs no answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.client.conftest import question, saved, sign_in, start, sync, to_list, unlock
from tests.client.office import PASSWORD, Office, Server
from tests.client.tablet import Tablet
from tests.client.test_encryption import NAME, RENT, answer, found, stored

COPY = """async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("phieu", { create: true });
  const files = {};
  for await (const [name, handle] of folder.entries()) files[name] = await (await handle.getFile()).text();
  return files;
}"""

GONE = """() => new Promise((done, failed) => {
  const asked = indexedDB.deleteDatabase("phieu");
  asked.onsuccess = () => done();
  asked.onerror = failed;
})"""


def copied(page: Page) -> dict[str, list[dict[str, Any]]]:
    """The lines of every file of the copy."""
    files: dict[str, str] = page.evaluate(COPY)
    return {name: [json.loads(line) for line in text.splitlines()] for name, text in files.items()}


def events_of(lines: list[dict[str, Any]]) -> list[int]:
    return sorted({one["record"]["seq"] for one in lines if one["store"] == "events"})


@pytest.fixture
def interview(page: Page, office: Office, household: dict[str, Any]) -> Page:
    """An interview with answers that are not sent."""
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    sign_in(page)
    start(page)
    office.lose_answer = True
    answer(page)
    return page


def wait_until_copied(page: Page) -> None:
    """Until the copy has every event of the database."""
    for _ in range(100):
        there = {(one["interview"], one["seq"]) for one in stored(page)["events"]}
        copy = {(name, seq) for name, lines in copied(page).items() for seq in events_of(lines)}
        if there and there == copy:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the copy has not everything")


def test_every_event_is_copied_and_nothing_of_it_can_be_read(interview: Page) -> None:
    wait_until_copied(interview)
    text = json.dumps(interview.evaluate(COPY), ensure_ascii=False)
    for secret in (NAME, RENT, "people", '"good"'):
        assert secret not in text


def test_a_database_that_is_gone_comes_back_with_every_answer(interview: Page, office: Office, server: Server) -> None:
    wait_until_copied(interview)
    before = stored(interview)
    interview.goto("/manifest.webmanifest")
    interview.evaluate(GONE)
    interview.goto("/")
    unlock(interview)
    after = stored(interview)
    assert all(one in after["events"] for one in before["events"])  # leaving the page may have added one
    assert {(one["interview"], one["seq"]) for one in after["outbox"]} >= {
        (one["interview"], one["seq"]) for one in before["outbox"]
    }
    office.lose_answer = False
    sync(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    assert str(office.answers()["rent"]) == RENT
    start(interview)
    assert question(interview, "rent").locator("input").input_value().replace(".", "") == RENT
    question(interview, "rent").locator("input").fill("17")
    interview.keyboard.press("Tab")
    saved(interview)
    to_list(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    assert office.answers()["rent"] == 17
    assert sorted(seq for _, _, seq in office.events) == list(range(1, len(office.events) + 1))


def test_a_record_that_is_spoilt_is_put_right_from_the_copy(interview: Page) -> None:
    wait_until_copied(interview)
    interview.evaluate(
        """() => new Promise((done) => { const open = indexedDB.open("phieu"); open.onsuccess = () => {
        const t = open.result.transaction("events", "readwrite").objectStore("events");
        t.getAll().onsuccess = ({ target }) => {
          for (const one of target.result) t.put({ ...one, sealed: one.sealed.slice(0, 20) });
          t.transaction.oncomplete = () => done(open.result.close());
        }; }; })"""
    )
    interview.reload()
    unlock(interview)
    interview.locator(".row-card", has_text=NAME).wait_for()
    interview.locator("[data-previous]").click()
    assert question(interview, "rent").locator("input").input_value().replace(".", "") == RENT


def test_a_browser_without_a_file_system_of_its_own_goes_on_without_a_copy(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    page.add_init_script("delete StorageManager.prototype.getDirectory")
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    sign_in(page)
    start(page)
    question(page, "owns").locator("input").first.check()
    saved(page)


def test_the_copy_too_survives_a_power_cut_and_goes_when_everything_is_sent_and_done(
    playwright: Playwright, tmp_path: Path, office: Office, server: Server, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    tablet = Tablet(playwright, tmp_path / "disk")
    page = tablet.on()
    page.goto(server.url)
    page.fill("#name", "enumerator")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    start(page)
    answer(page)
    wait_until_copied(page)
    tablet.power_cut()
    disk = b"".join(path.read_bytes() for path in tmp_path.glob("disk/**/File System/**/*") if path.is_file())
    assert found(disk, '"store":"events"')
    assert not found(disk, RENT) and not found(disk, NAME)
    page = tablet.on()
    page.goto(server.url)
    unlock(page)
    wait_until_copied(page)
    tablet.power_cut()


def test_a_device_that_gets_full_says_so_in_the_middle_of_an_interview(
    page: Page, office: Office, server: Server, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    page.clock.install()
    sign_in(page)
    start(page)
    question(page, "owns").locator("input").first.check()
    saved(page)
    assert page.locator("[data-room]").count() == 0
    page.evaluate("navigator.storage.estimate = async () => ({ quota: 2e9, usage: 1.99e9 })")
    page.clock.fast_forward("01:00")
    question(page, "owns").locator("input").nth(1).check()
    expect(page.locator("[data-room=low]")).to_be_visible()
