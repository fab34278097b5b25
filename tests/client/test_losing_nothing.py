"""Lost answers are the one unforgivable fault: power cut, full storage, two tabs, broken line, expired session."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import ROOT, begin, compiled, question, saved, start, sync, to_list, try_again, unlock
from tests.client.faulty import DONE_UNTOLD, HELD, REFUSED, STUCK, one_answer_saved, set_broken, with_fault
from tests.client.office import Office, Server
from tests.client.pictures import picture
from tests.client.tablet import Tablet


def test_a_power_cut_after_saved_loses_no_answer_even_without_a_network(
    tablet: Tablet, office: Office, server: Server, household: dict[str, Any]
) -> None:
    page = begin(tablet.on(), office, household, url=server.url)
    page.evaluate("navigator.serviceWorker.ready")
    question(page, "owns").locator("input").nth(1).check()
    question(page, "rent").locator("input").fill("1500")
    page.click("[data-next]")
    page.click("[data-add=people]")
    page.keyboard.type("Ut")
    page.keyboard.press("Tab")
    page.wait_for_function("document.querySelector('.row-card strong').textContent === 'Ut'")
    saved(page)
    server.stop()
    tablet.power_cut()

    page = tablet.on()
    page.goto(server.url)
    unlock(page)
    start(page, "Hộ 001")
    assert question(page, "owns").locator("input").nth(1).is_checked()
    assert question(page, "rent").locator("input").input_value() == "1500"
    page.click("[data-next]")
    assert page.locator(".row-card strong").all_inner_texts() == ["Ut"]
    to_list(page)
    assert int(page.locator("[data-unsent]").get_attribute("data-unsent") or 0) >= 5
    server.start()
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    assert office.answers()["rent"] == 1500


# Many writes at once into a database for which there is no room: how each ended.
CROWD = """async () => {
  const { openStorage } = await import(`/client/${document.documentElement.dataset.hash}/storage/database.js`);
  const storage = await openStorage({ name: "full" });
  const value = "x".repeat(1e6);
  const write = (key) => storage.write(["meta"], async (transaction) => {
    const put = transaction.objectStore("meta").put({ key, value });
    transaction.commit();
    await put;
  });
  const late = () => new Promise((done) => setTimeout(() => done("no word of it"), 10_000));
  const end = (key) => Promise.race([write(key).then(() => "done", (error) => error.name), late()]);
  return Promise.all(Array.from({ length: 60 }, (_, n) => end(`key ${n}`)));
}"""


def test_each_write_has_an_end_where_the_browser_leaves_its_requests_without_a_word(page: Page, server: Server) -> None:
    page.goto("/")
    quota = {"origin": server.url, "quotaSize": 300_000}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)
    assert set(page.evaluate(CROWD)) == {"QuotaExceededError"}


def test_a_write_that_fails_is_said_plainly_and_done_as_soon_as_it_can_be(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    one_answer_saved(page, office, household, REFUSED)
    set_broken(page)
    question(page, "rent").locator("input").fill("900")
    page.wait_for_selector("[data-unsaved]")
    assert "Chưa lưu" in page.locator("[data-unsaved]").inner_text()
    assert question(page, "rent").locator("input").input_value() == "900"
    page.click("[data-next]")  # work goes on, and the banner stays
    page.click("[data-add=people]")
    page.wait_for_function("Number(document.querySelector('[data-unsaved]').dataset.unsaved) >= 3")
    page.locator(".bar .button").first.click()  # an interview that is not on disk is not left
    page.wait_for_timeout(300)
    assert page.locator(".interview").count() == 1
    set_broken(page, False)
    try_again(page)
    saved(page)
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    assert office.answers()["rent"] == 900
    assert sorted(seq for _, _, seq in office.events) == list(range(1, len(office.events) + 1))


def test_a_second_tab_reads_the_interview_that_the_first_is_writing(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    begin(page, office, household)
    question(page, "owns").locator("input").first.check()
    saved(page)
    second = page.context.new_page()
    second.goto("/")
    unlock(second)
    start(second)
    second.wait_for_selector("[data-notice=warning]")
    assert question(second, "owns").locator("input").first.is_checked()
    assert question(second, "owns").locator("input").nth(1).is_disabled()
    page.close()
    second.reload()
    unlock(second)
    assert not question(second, "owns").locator("input").nth(1).is_disabled()


def test_a_push_that_breaks_after_the_server_stored_it_makes_no_duplicate(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    begin(page, office, household)
    question(page, "owns").locator("input").nth(1).check()
    saved(page)
    office.lose_answer = True
    to_list(page)
    page.wait_for_selector('[data-sync="offline"]')
    stored = len(office.events)
    assert stored > 0
    assert int(page.locator("[data-unsent]").get_attribute("data-unsent") or 0) == stored
    office.lose_answer = False
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    assert len(office.events) == stored
    assert max(office.times_stored.values()) > 1
    assert office.answers() == {"owns": "2"}


def test_an_expired_session_stops_sending_but_not_working(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    begin(page, office, household)
    office.refuse_token = True
    question(page, "owns").locator("input").nth(1).check()
    saved(page)
    to_list(page)
    page.wait_for_selector('[data-sync="signed_out"]')
    start(page)
    question(page, "rent").locator("input").fill("700")
    page.keyboard.press("Tab")
    saved(page)
    to_list(page)
    page.locator(".sync .button", has_text="Đăng nhập").click()
    page.fill("#password", "phieu-2026")
    page.click("button[type=submit]")
    page.wait_for_selector('[data-unsent="0"]')
    assert office.answers() == {"owns": "2", "rent": 700}


def test_what_the_server_cannot_read_is_shown_and_no_longer_sent(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    begin(page, office, household)
    office.quarantine = True
    question(page, "owns").locator("input").first.check()
    saved(page)
    to_list(page)
    page.wait_for_selector('[data-unsent="0"]')
    page.wait_for_selector(".banner.warning")
    assert "Máy chủ không đọc được 1 phần" in page.locator(".banner.warning").first.inner_text()
    start(page)
    assert question(page, "owns").locator("input").first.is_checked()


def test_a_damaged_record_never_hides_the_others(page: Page, office: Office, household: dict[str, Any]) -> None:
    office.hand_out(household, {"household": "002"}, label="Hộ 002")
    begin(page, office, household)
    saved(page)
    page.evaluate(
        """() => new Promise((done) => { const open = indexedDB.open("phieu"); open.onsuccess = () => {
        const t = open.result.transaction("assignments", "readwrite");
        t.objectStore("assignments").put({user: "enumerator", id: 2, label: 7});
        t.oncomplete = () => done(open.result.close()); }; })"""
    )
    to_list(page)
    page.reload()
    unlock(page)
    labels = page.locator(".job h2").all_inner_texts()
    assert sorted(labels) == ["Hộ 001", "Hộ 002"]  # the damaged one is known by its interview
    assert "1 bản ghi" in page.locator(".banner.danger").inner_text()


@pytest.mark.parametrize("typed", ["1500", "15"])
def test_what_is_being_typed_is_kept_when_the_page_goes(
    page: Page, office: Office, household: dict[str, Any], typed: str
) -> None:
    begin(page, office, household)
    question(page, "owns").locator("input").nth(1).check()
    question(page, "rent").locator("input").press_sequentially(typed)
    page.reload()  # before the pause after typing is over
    unlock(page)
    assert question(page, "rent").locator("input").input_value() == typed


def test_an_answer_is_kept_that_is_made_in_the_very_turn_in_which_the_page_goes(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())  # leave although something is not saved
    begin(page, office, household)
    with page.expect_navigation():
        page.evaluate("() => { document.querySelectorAll('[data-path=owns] input')[1].click(); location.reload(); }")
    unlock(page)
    assert question(page, "owns").locator("input").nth(1).is_checked()


def test_what_the_disk_has_not_begun_to_write_when_the_page_goes_is_there_at_the_next_start(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())  # leave although something is not saved
    one_answer_saved(page, office, household, STUCK)
    set_broken(page)
    question(page, "rent").locator("input").fill("900")
    page.keyboard.press("Tab")
    page.click("[data-next]")
    page.click("[data-add=people]")
    page.keyboard.type("Ut")
    assert page.locator(".saving.saved").count() == 0
    page.reload()
    page.wait_for_selector("#secret")
    assert page.evaluate("localStorage.getItem('phieu parting ' + location.hash.split('/')[2])") is None
    unlock(page)
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    assert office.answers()["rent"] == 900
    assert "Ut" in office.answers().values()
    assert sorted(seq for _, _, seq in office.events) == list(range(1, len(office.events) + 1))


def test_a_note_of_the_last_turn_holds_nothing_in_clear_and_goes_when_its_write_is_done(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    one_answer_saved(page, office, household, HELD)
    set_broken(page)
    question(page, "rent").locator("input").fill("7654321")
    page.evaluate("dispatchEvent(new Event('pagehide'))")  # and it comes back, as after looking at another app
    notes = "Object.entries(localStorage).filter(([name]) => name.startsWith('phieu parting '))"
    [(_, note)] = page.evaluate(notes)
    assert "7654321" not in note
    assert "rent" not in note
    page.evaluate("globalThis.broken = false; for (const go of globalThis.held) go()")
    saved(page)
    assert page.evaluate(notes) == []


def test_a_photo_is_said_to_be_kept_only_when_its_answer_is_on_disk_too(page: Page, office: Office) -> None:
    with_fault(page, HELD)
    begin(page, office, compiled(ROOT / "tests/client/forms/files.json"))
    set_broken(page)
    photo = picture(page)
    question(page, "front").locator("input[type=file]").first.set_input_files([photo])
    question(page, "front").locator("img.photo").wait_for()
    page.wait_for_function("globalThis.held?.length > 0")
    expect(question(page, "front").locator(".file-status.kept")).to_have_count(0)
    page.evaluate("globalThis.broken = false; for (const go of globalThis.held) go()")
    expect(question(page, "front").locator(".file-status.kept")).to_have_count(1)
    saved(page)


def test_another_person_on_the_device_sees_that_answers_wait(
    page: Page, office: Office, server: Server, household: dict[str, Any]
) -> None:
    begin(page, office, household)
    question(page, "owns").locator("input").first.check()
    saved(page)
    office.lose_answer = True
    to_list(page)
    page.locator(".bar .button").last.click()
    page.wait_for_selector("#name")
    page.fill("#name", "colleague")
    page.fill("#password", "phieu-2026")
    page.click("button[type=submit]")
    page.wait_for_selector("[data-sync]")
    assert "enumerator" in page.locator(".banner.warning").first.inner_text()


def test_a_connection_to_the_database_that_dies_is_made_anew_and_nothing_is_lost(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    one_answer_saved(page, office, household, REFUSED)
    page.evaluate("globalThis.storage.database.close()")
    question(page, "rent").locator("input").fill("900")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    saved(page)
    assert page.locator("[data-unsaved]").count() == 0
    page.reload()
    unlock(page)
    assert question(page, "rent").locator("input").input_value() == "900"
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    assert office.answers()["rent"] == 900
    assert sorted(seq for _, _, seq in office.events) == list(range(1, len(office.events) + 1))


def test_a_write_that_was_done_before_its_connection_died_is_not_made_twice(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    one_answer_saved(page, office, household, DONE_UNTOLD)
    set_broken(page)
    question(page, "rent").locator("input").fill("900")
    page.keyboard.press("Tab")
    page.wait_for_function("globalThis.broken === false")
    saved(page)
    assert page.locator("[data-unsaved]").count() == 0
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    assert office.answers()["rent"] == 900
    assert sorted(seq for _, _, seq in office.events) == list(range(1, len(office.events) + 1))


def test_the_last_event_when_it_cannot_be_read_keeps_its_number_and_work_goes_on(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    page.add_init_script("delete StorageManager.prototype.getDirectory")  # no second copy that would bring it back
    begin(page, office, household)
    question(page, "owns").locator("input").nth(1).check()
    question(page, "rent").locator("input").fill("900")
    page.keyboard.press("Tab")
    saved(page)
    page.evaluate(
        """() => new Promise((done) => { const open = indexedDB.open("phieu"); open.onsuccess = () => {
        const t = open.result.transaction("events", "readwrite").objectStore("events");
        t.getAll().onsuccess = ({ target }) => {
          const last = target.result.at(-1);
          t.put({ ...last, sealed: last.sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) });
          t.transaction.oncomplete = () => done(open.result.close());
        }; }; })"""
    )
    page.reload()
    unlock(page)
    assert question(page, "rent").locator("input").input_value() == ""
    question(page, "rent").locator("input").fill("901")
    page.keyboard.press("Tab")
    saved(page)
    assert page.locator("[data-unsaved]").count() == 0
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="1"]')
    assert office.answers()["rent"] == 901
