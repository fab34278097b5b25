"""The second copy: a database that is gone, or a record of it that is spoilt, costs no answer and no photo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import ROOT, begin, compiled, question, saved, sign_in, start, sync, to_list, unlock
from tests.client.harm import (
    ELSEWHERE,
    database_gone,
    records_gone,
    records_spoilt,
)
from tests.client.office import Office, Server
from tests.client.tablet import Tablet
from tests.client.test_encryption import NAME, RENT, answer, found, stored

COPY = """async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("phieu", { create: true });
  const read = async (handle) => {
    for (;;) {
      try {
        return await (await handle.getFile()).text();
      } catch (error) {
        if (error.name !== "NotReadableError") throw error; // it was written into since it was asked for
      }
    }
  };
  const files = {};
  for await (const [name, handle] of folder.entries()) {
    if (!name.includes(".")) files[name] = await read(handle); // the others are copies of photos
  }
  return files;
}"""
# The workers of two tabs: one makes a copy anew again and again, long and short, the other reads it all the while.
TWO_TABS = """async () => {
  const url = `/client/${document.documentElement.dataset.hash}/storage/second_copy_worker.js`;
  const tab = () => {
    const [worker, asked] = [new Worker(url, { type: "module" }), new Map()];
    worker.onmessage = ({ data }) => asked.get(data.id)(data);
    return (work, data) => new Promise((answer) => {
      asked.set(asked.size, answer);
      worker.postMessage({ id: asked.size - 1, work, file: "busy", data });
    });
  };
  const [one, other] = [tab(), tab()];
  const written = Promise.all(Array.from({ length: 200 }, (_, n) => one("replace", "x".repeat(n % 2 ? 10 : 300_000))));
  let writing = true;
  void written.then(() => (writing = false));
  const read = [];
  while (writing) read.push(await other("read"));
  const failed = [...(await written), ...read].map(({ error }) => error).filter(Boolean);
  return { failed, reads: read.length, last: (await other("read")).result?.length };
}"""


def copied(page: Page) -> dict[str, list[dict[str, Any]]]:
    """The lines of every file of the copy."""
    files: dict[str, str] = page.evaluate(COPY)
    return {name: [json.loads(line) for line in text.splitlines()] for name, text in files.items()}


def events_of(lines: list[dict[str, Any]]) -> list[int]:
    return sorted({one["record"]["seq"] for one in lines if one["store"] == "events"})


def unsent(page: Page, office: Office, household: dict[str, Any]) -> Page:
    """An interview with answers that the office has and the device does not know to have arrived."""
    begin(page, office, household)
    office.lose_answer = True
    answer(page)
    return page


@pytest.fixture
def interview(page: Page, office: Office, household: dict[str, Any]) -> Page:
    return unsent(page, office, household)


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
    away(interview)
    database_gone(interview)
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
    for device in {maker for _, maker, _ in office.events}:
        numbers = sorted(seq for _, maker, seq in office.events if maker == device)
        assert numbers == list(range(1, len(numbers) + 1))


def test_what_one_tab_writes_another_can_read_meanwhile(page: Page, office: Office, household: dict[str, Any]) -> None:
    begin(page, office, household)
    found = page.evaluate(TWO_TABS)
    assert found == {"failed": [], "reads": found["reads"], "last": 10}
    assert found["reads"] > 10


def test_a_record_that_is_spoilt_is_put_right_from_the_copy(interview: Page) -> None:
    wait_until_copied(interview)
    assert records_spoilt(interview) > 0
    interview.reload()
    unlock(interview)
    interview.locator(".row-card", has_text=NAME).wait_for()
    interview.locator("[data-previous]").click()
    assert question(interview, "rent").locator("input").input_value().replace(".", "") == RENT


def test_a_browser_without_a_file_system_of_its_own_goes_on_without_a_copy(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    page.add_init_script("delete StorageManager.prototype.getDirectory")
    begin(page, office, household)
    question(page, "owns").locator("input").first.check()
    saved(page)


def test_the_copy_too_survives_a_power_cut_and_goes_when_everything_is_sent_and_done(
    tablet: Tablet, tmp_path: Path, office: Office, server: Server, household: dict[str, Any]
) -> None:
    page = begin(tablet.on(), office, household, url=server.url)
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


# A copy whose writer finds no room for what it is given first and second, and what it has of three events in the end.
NO_ROOM = """async () => {
  const { SecondCopy } = await import(`/client/${document.documentElement.dataset.hash}/storage/second_copy.js`);
  const post = Worker.prototype.postMessage;
  let full = 2;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.file !== "full" || message.work !== "append" || full === 0) return post.call(this, message, ...rest);
    full -= 1;
    const data = { id: message.id, error: "QuotaExceededError: no room" };
    setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data })));
  };
  const copy = new SecondCopy();
  const records = [1, 2, 3].map((seq) => ({ interview: "full", device: "d", seq, sealed: new Uint8Array(20) }));
  const states = [];
  const add = async (some) => {
    copy.addEvents("full", some);
    await new Promise((done) => setTimeout(done, 300));
    states.push(copy.state.kind);
  };
  await add([records[0]]);
  await add(records.slice(0, 2)); // the database was full, too: the first is written again
  await add([records[2]]);
  return { states, seqs: (await copy.read("full")).map(({ record }) => record.seq) };
}"""


def test_what_found_no_room_in_the_copy_comes_with_what_follows_and_once(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    begin(page, office, household)
    assert page.evaluate(NO_ROOM) == {"states": ["failed", "failed", "kept"], "seqs": [1, 2, 3]}


def test_a_copy_that_never_answers_keeps_nobody_from_starting(page: Page, office: Office) -> None:
    page.add_init_script(
        """Worker.prototype.postMessage = () => {};
        const later = setTimeout;
        globalThis.setTimeout = (work, time, ...rest) => later(work, time === 10_000 ? 300 : time, ...rest);"""
    )
    begin(page, office, compiled(ROOT / "tests/client/forms/typed.json"))
    question(page, "a").locator("input").fill("x")
    page.keyboard.press("Tab")
    saved(page)
    to_list(page)
    sync(page)
    assert office.answers() == {"a": "x"}


# The worker cannot read files whose name is like this, so often.
UNREADABLE = """([name, times]) => {
  const post = Worker.prototype.postMessage;
  let left = times;
  Worker.prototype.postMessage = function (message, ...rest) {
    const hit = left > 0 && /^(read|names)$/.test(message.work) && new RegExp(name).test(message.file);
    if (!hit) return post.call(this, message, ...rest);
    left -= 1;
    const data = { id: message.id, error: "NotReadableError: the disk" };
    setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data })));
  };
}"""


def away(page: Page) -> None:
    """The app ends, the address stays the office's."""
    page.goto(ELSEWHERE)


def test_events_that_are_gone_come_back_before_the_copy_is_made_anew(interview: Page, office: Office) -> None:
    wait_until_copied(interview)
    before = {one["seq"] for one in stored(interview)["events"]}
    away(interview)
    lost = sorted(before)[-2:]
    assert records_gone(interview, "events", lost) == 2
    assert records_gone(interview, "outbox", lost) == 2
    interview.goto("/")
    unlock(interview)
    start(interview)
    saved(interview)
    assert before <= {one["seq"] for one in stored(interview)["events"]}
    wait_until_copied(interview)
    office.lose_answer = False
    to_list(interview)
    sync(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    assert before <= {seq for _, _, seq in office.events}


def test_a_copy_that_cannot_be_read_is_neither_made_anew_nor_waited_for(interview: Page) -> None:
    wait_until_copied(interview)
    before = {one["seq"] for one in stored(interview)["events"]}
    away(interview)
    lost = sorted(before)[-1:]
    assert records_gone(interview, "events", lost) == 1
    interview.add_init_script(f"({UNREADABLE})(['.', 9])")
    interview.goto("/")
    unlock(interview)
    start(interview)
    question(interview, "owns").locator("input").first.check()
    saved(interview)
    interview.wait_for_timeout(500)
    assert all(before <= set(events_of(lines)) for name, lines in copied(interview).items() if name != "device")


def test_an_interview_whose_copy_could_not_be_read_at_first_comes_back_later(interview: Page, office: Office) -> None:
    wait_until_copied(interview)
    before = {one["seq"] for one in stored(interview)["events"]}
    away(interview)
    database_gone(interview)
    interview.add_init_script(
        f"if (!sessionStorage.tried) ({UNREADABLE})(['^(?!device$)', 9]); sessionStorage.tried = 1;"
    )
    interview.goto("/")
    unlock(interview)
    interview.wait_for_selector('[data-sync="idle"], [data-sync="offline"], [data-sync="failed"]')
    assert not before & {one["seq"] for one in stored(interview)["events"]}
    interview.reload()
    unlock(interview)
    assert before <= {one["seq"] for one in stored(interview)["events"]}
    office.lose_answer = False
    sync(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    assert before <= {seq for _, _, seq in office.events}


def test_keys_that_could_not_be_read_at_first_are_not_made_anew(interview: Page, office: Office) -> None:
    wait_until_copied(interview)
    before = stored(interview)["events"]
    away(interview)
    database_gone(interview)
    interview.add_init_script(f"({UNREADABLE})(['^device$', 1])")
    office.lose_answer = False
    sign_in(interview)
    after = stored(interview)["events"]
    assert all(one in after for one in before)
    interview.wait_for_selector('[data-unsent="0"]')
    assert str(office.answers()["rent"]) == RENT
