"""The second copy of photos and files that are not sent: it comes back with the database, whole or not at all."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.client.conftest import ROOT, begin, compiled, question, sign_in, start, sync, to_list, unlock
from tests.client.harm import ELSEWHERE, database_gone, events_gone_for_good
from tests.client.office import PASSWORD, Office
from tests.client.pictures import give, picture
from tests.client.test_about import to_summary
from tests.client.test_encryption import stored
from tests.client.test_second_copy import COPY, wait_until_copied

PHOTOS = """async (read) => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("phieu", { create: true });
  const files = {};
  for await (const [name, handle] of folder.entries()) {
    if (!name.includes(".")) continue;
    const reading = handle.getFile().then((file) => file.arrayBuffer());
    const bytes = new Uint8Array(await reading.catch(() => new ArrayBuffer(0))); // it is being written just now
    const whole = bytes.length > 4 && bytes.slice(-4).every((byte) => byte === 0);
    const text = read ? new TextDecoder("latin1").decode(bytes) : "";
    files[name.split(".")[1]] = { size: bytes.length, whole, text };
  }
  return files;
}"""
CUT = """async (bytes) => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("phieu");
  for await (const [name, handle] of folder.entries()) {
    if (!name.includes(".")) continue;
    const whole = await (await handle.getFile()).arrayBuffer();
    const writable = await handle.createWritable();
    await writable.write(whole.slice(0, whole.byteLength - bytes));
    await writable.close();
  }
}"""
LEFT_OVER = """async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("phieu");
  await folder.getFileHandle(`gone.${"0".repeat(64)}`, { create: true });
  const asked = indexedDB.open("phieu");
  const database = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const transaction = database.transaction("interviews", "readwrite");
  const form = { id: "files", version: "1" };
  const approved = { id: "gone", user: "somebody", assignment: null, form, status: "approved" };
  transaction.objectStore("interviews").put(approved);
  await new Promise((done) => (transaction.oncomplete = done));
  database.close();
}"""
STATE = """async ({ user, secret, room }) => {
  const base = `/client/${document.documentElement.dataset.hash}/storage`;
  const { openStorage } = await import(`${base}/database.js`);
  const { keepFile } = await import(`${base}/files.js`);
  const storage = await openStorage();
  await storage.vault.unlock(user, secret);
  navigator.storage.estimate = async () => ({ quota: room, usage: 0 });
  const [{ id }] = await storage.database.getAll("interviews");
  const about = { name: "a.txt", media_type: "text/plain" };
  await keepFile(storage, { id, user }, "back", new Blob(["a".repeat(300_000)]), about);
  await storage.copy.files.drop(id, "none"); // comes after what was kept
  return storage.copy.state.kind;
}"""
MIB = 1024 * 1024


def photos(page: Page, read: bool = False) -> dict[str, dict[str, Any]]:
    """The copies of files by sum: size, whether they are whole, and what can be read in them."""
    found: dict[str, dict[str, Any]] = page.evaluate(PHOTOS, read)
    return found


def wait_for_photos(page: Page, count: int) -> dict[str, int]:
    """Until so many whole copies of files are there, and no other; their sizes."""
    for _ in range(300):
        found = photos(page)
        if len(found) == count and all(one["whole"] for one in found.values()):
            return {sha256: one["size"] for sha256, one in found.items()}
        page.wait_for_timeout(200)
    raise AssertionError(f"{count} copies of files were expected")


def lose_database(page: Page) -> None:
    """The browser has lost the database; the client is opened anew."""
    page.goto(ELSEWHERE)
    database_gone(page)
    page.goto("/")
    unlock(page)


@pytest.fixture
def photographed(page: Page, office: Office) -> Page:
    """An interview with a photo of several pieces and a paper, neither of which comes through to the server."""
    office.hand_out(compiled(ROOT / "tests/client/forms/files.json"), {"household": "001"}, label="Hộ 001")
    office.cut_after = 0
    sign_in(page)
    start(page)
    give(page, "front", picture(page))
    give(page, "paper", {"name": "Sổ đỏ.pdf", "mimeType": "application/pdf", "buffer": b"%PDF " + b"long" * 75_000})
    return page


def test_photos_that_are_not_sent_come_back_with_the_database_and_are_sent(photographed: Page, office: Office) -> None:
    page = photographed
    wait_for_photos(page, 2)
    for copy in photos(page, read=True).values():
        assert '"interview"' in copy["text"]
        assert not [secret for secret in ("JFIF", "longlong", ".pdf", ".jpg") if secret in copy["text"]]
    wait_until_copied(page)
    lose_database(page)
    assert len(stored(page)["files"]) == 2
    sync(page)
    start(page, "Hộ 001")
    size = "(img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight])"
    assert question(page, "front").locator("img.photo").evaluate(size) == [800, 600]
    to_list(page)
    office.cut_after = None
    sync(page)
    page.wait_for_selector('[data-unsent="0"][data-files="0"]')
    answers = office.answers()
    assert len(office.files) == 2
    for path in ("front", "paper"):
        assert hashlib.sha256(office.files[answers[path]["sha256"]]).hexdigest() == answers[path]["sha256"]
    assert answers["paper"]["name"] == "Sổ đỏ.pdf"
    wait_for_photos(page, 0)


def test_photos_of_a_completed_interview_keep_their_copy_until_they_are_sent(photographed: Page) -> None:
    page = photographed
    wait_for_photos(page, 2)
    to_summary(page)
    page.click("[data-complete]")
    page.wait_for_selector("[data-notice=ok]")
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"][data-files="2"]')
    page.evaluate(LEFT_OVER)
    page.reload()
    unlock(page)
    wait_for_photos(page, 2)  # what is left over has gone, and these have not
    lose_database(page)
    assert len(stored(page)["files"]) == 2


def test_a_copy_that_was_cut_is_never_brought_back_and_is_made_whole_at_the_next_opening(photographed: Page) -> None:
    page = photographed
    before = wait_for_photos(page, 2)
    page.evaluate(CUT, 70_000)
    page.reload()
    unlock(page)
    assert wait_for_photos(page, 2) == before
    wait_until_answers_are_copied(page)
    page.evaluate(CUT, 70_000)
    lose_database(page)
    assert stored(page)["files"] == []
    assert stored(page)["events"] != []


def wait_until_answers_are_copied(page: Page) -> None:
    """Until the copy has the interview and its events, beside those of files."""
    for _ in range(100):
        if any('"store":"interviews"' in text for text in page.evaluate(COPY).values()):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the answers are not copied")


def test_copies_of_photos_give_way_when_room_is_short_and_come_again_with_it(photographed: Page) -> None:
    page = photographed
    wait_for_photos(page, 2)
    asked = {"user": "enumerator", "secret": PASSWORD}
    assert page.evaluate(STATE, {**asked, "room": 150 * MIB}) == "answers_only"
    assert photos(page) == {}
    assert any('"store":"events"' in text for text in page.evaluate(COPY).values())
    assert page.evaluate(STATE, {**asked, "room": 201 * MIB}) == "kept"
    wait_for_photos(page, 3)
    to_list(page)
    page.evaluate("delete navigator.storage.estimate")
    start(page, "Hộ 001")
    wait_for_photos(page, 2)  # the one that no answer names has gone with its copy


def test_a_photo_is_saved_although_its_copy_never_comes_to_an_end(page: Page, office: Office) -> None:
    page.add_init_script(
        """const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (message, ...rest) {
          if (!String(message?.file).includes(".")) post.call(this, message, ...rest);
        };"""
    )
    begin(page, office, compiled(ROOT / "tests/client/forms/files.json"))
    give(page, "front", picture(page))
    assert photos(page) == {}
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"][data-files="0"]')
    assert len(office.files) == 1


def test_a_photo_whose_answer_is_gone_stays_and_is_there_when_the_answer_comes_back(
    photographed: Page, office: Office
) -> None:
    page = photographed
    wait_until_copied(page)
    to_list(page)
    sync(page)  # the answers arrive, the bytes do not
    page.wait_for_selector('[data-unsent="0"]')
    named = [seq for (_, _, seq), event in office.events.items() if "sha256" in str(event.get("value"))]
    page.goto(ELSEWHERE)
    events_gone_for_good(page, named)
    office.gives_back = True
    page.goto("/")
    unlock(page)
    start(page)
    question(page, "front").locator("img.photo").wait_for()
    to_list(page)
    office.cut_after = None
    sync(page)
    page.wait_for_selector('[data-unsent="0"][data-files="0"]')
    assert len(office.files) == 2
