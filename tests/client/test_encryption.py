"""Nothing readable lies on the device; what was kept opens with what the person knows, and with nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Page, expect

from engine.sync.office_key import OfficeKey
from tests.client.conftest import begin, question, saved, sign_in, start, sync, to_list, unlock
from tests.client.office import PASSWORD, Office, Server
from tests.client.tablet import Tablet

NAME = "Nguyễn Văn Kín"
RENT = "48151623"
BEFORE = 'Máy cày "Kubota" 1987'

STORED = """async (leave) => {
  const open = indexedDB.open("phieu");
  const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const found = {};
  for (const store of database.objectStoreNames) {
    if (leave.includes(store)) continue;
    const all = database.transaction(store).objectStore(store).getAll();
    found[store] = await new Promise((done) => (all.onsuccess = () => done(all.result)));
  }
  database.close();
  const text = (value) => value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value;
  return JSON.stringify(found, (_key, value) => text(value));
}"""


def stored(page: Page, leave: list[str] | None = None) -> dict[str, list[dict[str, Any]]]:
    """All records of the device's database but forms, bytes as text."""
    found: dict[str, list[dict[str, Any]]] = json.loads(page.evaluate(STORED, leave or ["forms"]))
    return found


def answer(page: Page) -> None:
    """A household with a rent and a member, saved."""
    question(page, "owns").locator("input").nth(1).check()
    question(page, "rent").locator("input").fill(RENT)
    page.click("[data-next]")
    page.click("[data-add=people]")
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.locator(".row-card", has_text=NAME).wait_for()
    saved(page)


def rent(page: Page) -> str:
    """The rent that the screen shows, on the page before that of the members."""
    page.click("[data-previous]")
    return str(question(page, "rent").locator("input").input_value()).replace(".", "")


def lock(page: Page) -> None:
    """Nobody touches it for longer than it stays open. The page's clock must be installed."""
    page.clock.fast_forward("11:00")
    page.wait_for_selector("#secret")


@pytest.fixture
def interview(page: Page, office: Office, household: dict[str, Any]) -> Iterator[Page]:
    """An interview of a household with a label, an address and answers from the last round."""
    office.hand_out(
        household, {"household": "001"}, label=f"Hộ {NAME}", address="Ngõ Bí Mật", previous={"machine": BEFORE}
    )
    page.clock.install()
    sign_in(page)
    start(page)
    yield page


def test_no_answer_name_address_or_token_can_be_read_in_the_database(interview: Page, office: Office) -> None:
    office.tokens = {"good"}
    answer(interview)
    records = stored(interview)
    assert len(records["events"]) > 5 and records["assignments"] and records["interviews"]
    text = json.dumps(records, ensure_ascii=False)
    for secret in (NAME, RENT, "Bí Mật", "Kubota", '"good"', "Thị Hoà", "people"):
        assert secret not in text
    assert all(set(one) == {"interview", "device", "seq", "sealed"} for one in records["events"])


def test_no_byte_of_an_answer_reaches_the_disk_in_clear(
    tablet: Tablet, tmp_path: Path, office: Office, server: Server, household: dict[str, Any]
) -> None:
    label, previous = f"Hộ {NAME}", {"machine": BEFORE}
    page = begin(tablet.on(), office, household, url=server.url, label=label, previous=previous)
    answer(page)
    tablet.power_cut()
    roots = [*tmp_path.glob("disk/**/IndexedDB"), *tmp_path.glob("disk/**/File System")]
    files = [path for root in roots for path in root.rglob("*") if path.is_file()]
    disk = b"".join(path.read_bytes() for path in files)
    assert any(found(disk, text) for text in ("household", "compiled")), "the forms lie there in clear"
    assert not [text for text in (NAME, RENT, "Kubota") if found(disk, text)]


def found(disk: bytes, text: str) -> bool:
    """Whether the text is there in one of the ways in which a browser writes it."""
    return text.encode() in disk or text.encode("utf-16-le") in disk


def test_it_locks_when_nobody_touches_it_and_opens_offline_at_the_same_place(
    interview: Page, office: Office, server: Server
) -> None:
    answer(interview)
    server.stop()
    lock(interview)
    assert NAME not in interview.content()
    assert int(interview.locator("[data-waiting]").get_attribute("data-waiting") or 0) > 5
    unlock(interview)
    interview.locator(".row-card", has_text=NAME).wait_for()  # the page of members, not the first
    interview.reload()
    unlock(interview)
    assert rent(interview) == RENT


def test_a_colleague_cannot_read_what_the_enumerator_kept(interview: Page, office: Office) -> None:
    answer(interview)
    office.lose_answer = True
    to_list(interview)
    interview.locator(".bar .button").last.click()
    interview.fill("#name", "colleague")
    interview.fill("#password", PASSWORD)
    interview.click("button[type=submit]")
    interview.wait_for_selector("[data-sync]")
    keys = {one["user"]: one for one in stored(interview)["keys"]}
    assert set(keys) == {"enumerator", "colleague"}
    assert keys["enumerator"]["wraps"][0]["rounds"] >= 600_000
    count = interview.evaluate(
        """async () => {
        const { openStorage } = await import(`/client/${document.documentElement.dataset.hash}/storage/database.js`);
        const storage = await openStorage();
        await storage.vault.unlock("colleague", "phieu-2026");
        const all = await storage.database.getAll("events");
        return [all.length, await storage.vault.open("events", all)];
        }"""
    )
    assert count[0] > 5
    assert count[1] == {"records": [], "damaged": count[0]}


def try_wrong(page: Page, last: int = 10) -> int:
    """Wrong passwords until the door closes; how often there was a wait in which the right one did not help either."""
    waits = 0
    for number in range(1, last + 1):
        page.fill("#secret", f"wrong {number}")
        page.click("button[type=submit]")
        if number == 10:
            page.wait_for_selector("#name")
            return waits
        problem = page.locator("#unlock-problem")
        expect(problem).to_contain_text(f"Còn {10 - number} lần")
        if "Hãy chờ" in problem.inner_text():
            waits += 1
            page.fill("#secret", PASSWORD)
            page.click("button[type=submit]")
            expect(problem).to_have_text(re.compile("^Hãy chờ .* rồi thử lại"))
            page.clock.fast_forward("20:00")
    return waits


def test_wrong_tries_wait_longer_and_never_cost_an_answer_that_is_not_sent(
    interview: Page, office: Office, server: Server
) -> None:
    answer(interview)
    to_list(interview)
    sync(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    server.stop()
    start(interview)
    question(interview, "rent").locator("input").fill("15")
    interview.keyboard.press("Tab")
    saved(interview)
    lock(interview)
    assert try_wrong(interview) == 5
    records = stored(interview)
    waiting = {one["interview"] for one in records["outbox"]}
    assert len(waiting) == 1 and waiting == {one["id"] for one in records["interviews"]}
    assert len(records["events"]) >= len(office.events) + len(records["outbox"])
    assert [one["sealed"] for one in records["events"]]
    server.start()
    interview.fill("#password", PASSWORD)
    interview.click("button[type=submit]")
    interview.locator(".interview, [data-sync]").first.wait_for()
    assert question(interview, "rent").locator("input").input_value() == "15"
    to_list(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    assert office.answers()["rent"] == 15


def test_what_is_sent_is_removed_after_too_many_tries_and_comes_again(interview: Page, office: Office) -> None:
    answer(interview)
    to_list(interview)
    sync(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    device = next(one["value"] for one in stored(interview)["meta"] if one["key"] == "device:enumerator")
    lock(interview)
    try_wrong(interview)
    records = stored(interview)
    assert [records[name] for name in ("events", "interviews", "assignments", "outbox")] == [[], [], [], []]
    new = next(one["value"] for one in records["meta"] if one["key"] == "device:enumerator")
    assert new != device  # a pull leaves out what the asking device has sent
    form = office.assignments[0]["form"]
    log: dict[str, list[dict[str, Any]]] = {}
    for (name, _, _), event in office.events.items():
        log.setdefault(name, []).append(event)
    office.feed = [{"interview": name, "assignment": 1, "form": form, "events": events} for name, events in log.items()]
    interview.fill("#password", PASSWORD)
    interview.click("button[type=submit]")
    start(interview)
    assert question(interview, "rent").locator("input").input_value().replace(".", "") == RENT


def test_a_password_that_the_office_has_reset_opens_what_the_former_one_kept(
    interview: Page, office: Office, server: Server
) -> None:
    answer(interview)
    server.stop()
    lock(interview)
    server.start()
    office.password = "quite new"
    interview.click("[data-sign-in]")
    interview.fill("#password", "quite new")
    interview.click("button[type=submit]")
    interview.wait_for_selector(".interview")
    lock(interview)
    interview.fill("#secret", PASSWORD)
    interview.click("button[type=submit]")
    expect(interview.locator("#unlock-problem")).to_contain_text("Không đúng")
    unlock(interview, "quite new")
    to_list(interview)
    sync(interview)
    interview.wait_for_selector('[data-unsent="0"]')
    assert str(office.answers()["rent"]) == RENT


def test_where_the_office_has_lost_its_key_the_former_password_helps(interview: Page, office: Office) -> None:
    answer(interview)
    lock(interview)
    office.password = "quite new"
    office.key = OfficeKey(ec.generate_private_key(ec.SECP256R1()))
    interview.click("[data-sign-in]")
    interview.fill("#password", "quite new")
    interview.click("button[type=submit]")
    interview.fill("#old", PASSWORD)
    interview.click("button[type=submit]")
    interview.wait_for_selector(".interview")
    lock(interview)
    unlock(interview, "quite new")
    interview.locator(".row-card", has_text=NAME).wait_for()


def test_a_record_that_was_put_in_the_place_of_another_is_not_believed(interview: Page, office: Office) -> None:
    answer(interview)
    swapped = interview.evaluate(
        """() => new Promise((done) => { const open = indexedDB.open("phieu"); open.onsuccess = () => {
        const t = open.result.transaction("events", "readwrite").objectStore("events");
        t.getAll().onsuccess = ({ target }) => {
          const [a, b] = target.result.slice(-2);
          t.put({ ...a, sealed: b.sealed });
          t.transaction.oncomplete = () => done((open.result.close(), a.seq));
        }; }; })"""
    )
    interview.reload()
    unlock(interview)
    assert swapped > 1
    assert rent(interview) == RENT
