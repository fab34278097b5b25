"""The faults of the campaign. Each types into an interview on a device of its own, does its harm, and looks.

A round is one harm done at a random moment. Answers shown as saved are looked for on the screen after each round, and
at the office at the end.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from offline_client import pages
from tests.client.bed import NUMBERS, PATIENCE, VALUES, Bed, Tally
from tests.client.conftest import ROOT, compiled, question, start, to_list, try_again
from tests.client.harm import ELSEWHERE, database_gone, records_gone, records_spoilt
from tests.client.pictures import picture

LISTED = """async (count) => {
  const listed = () => new Set(Array.from(document.querySelectorAll(".job"), (one) => one.dataset.key)).size;
  for (let n = 0; n < 300 && listed() < count; n += 1) await new Promise((done) => setTimeout(done, 100));
  return listed();
}"""
SET_CLOCK = """(by) => {
  globalThis.trueNow ??= Date.now.bind(Date);
  Date.now = () => globalThis.trueNow() + by;
}"""
CLOSE_CONNECTIONS = """() => new Promise((done) => {
  const look = indexedDB.open("phieu");
  look.onsuccess = () => {
    const { version } = look.result;
    look.result.close();
    const next = indexedDB.open("phieu", version + 1);
    next.onupgradeneeded = () => next.transaction.abort();
    next.onerror = () => done(version);
  };
})"""


STORES = ("interviews", "assignments", "forms", "meta", "keys")


def tab_killed(bed: Bed, rounds: int) -> Tally:
    """The processes of the tab and its worker are killed; the browser lives and opens a new one."""
    tally, page = Tally(), bed.begin()
    for _ in range(rounds):
        bed.type_until(page, bed.tablet.tabs_killed, bed.chance.uniform(0.2, 2.5))
        page.close()
        page = bed.again()
        bed.check(page, tally)
    return bed.settle(page, tally)


def browser_killed(bed: Bed, rounds: int) -> Tally:
    """Everything is killed, as by a power cut; some restarts are without a network."""
    tally, page = Tally(), bed.begin()
    for _ in range(rounds):
        bed.type_until(page, bed.tablet.power_cut, bed.chance.uniform(0.2, 2.5))
        offline = bed.chance.random() < 0.5
        if offline:
            bed.server.stop()
        page = bed.reopened(bed.watched(bed.tablet.on()))
        bed.check(page, tally)
        if offline:
            bed.server.start()
    return bed.settle(page, tally)


def no_room(bed: Bed, rounds: int) -> Tally:
    """The browser refuses writes; every other time the tab dies before there is room again."""
    tally, page = Tally(), bed.begin()
    for turn in range(rounds):
        for _ in range(3):
            bed.type_one(page)
        page.wait_for_selector(".saving.saved")
        session = page.context.new_cdp_session(page)
        session.send("Storage.overrideQuotaForOrigin", {"origin": bed.server.url, "quotaSize": 1})
        for _ in range(200):  # the browser counts what is left twice a minute only
            bed.type_one(page, pause=False)
            if page.locator("[data-unsaved]").count():
                break
            page.wait_for_timeout(300)
        page.wait_for_selector("[data-unsaved]")
        if turn % 2:
            bed.tablet.tabs_killed()
            page.close()
            page = bed.watched(bed.new_tab())
            session = page.context.new_cdp_session(page)
        session.send("Storage.overrideQuotaForOrigin", {"origin": bed.server.url})
        if turn % 2:
            page = bed.reopened(page)
        else:
            try_again(page)
            page.wait_for_selector(".saving.saved")
        bed.check(page, tally)
    return bed.settle(page, tally)


def clock_set(bed: Bed, rounds: int) -> Tally:
    """The clock jumps a day back, a year forward, an hour back; what was typed last stays the last."""
    tally, page = Tally(), bed.begin()
    for _ in range(rounds):
        for hours in (-24, 8760, -1, 0):
            page.evaluate(SET_CLOCK, hours * 3_600_000)
            bed.unlocked_after_a_pause(page)
            for _ in range(2):
                bed.type_one(page)
            page.wait_for_selector(".saving.saved")
        page = bed.reopened(page)
        bed.check(page, tally)
    page = bed.reopened(page)
    last, answers = page.evaluate(VALUES), bed.office
    tally = bed.settle(page, tally)
    sent = {path: str(value) for path, value in answers.answers().items()}
    shown = {path: str(value).replace(".", "") for path, value in last.items() if path in NUMBERS and value}
    tally.lost += [
        f"{path}: the office takes {sent.get(path)!r} for the last, the device {value!r}"
        for path, value in shown.items()
        if sent.get(path) != value
    ]
    return tally


def updated(bed: Bed, rounds: int) -> Tally:
    """A new version of the client comes while somebody types, and takes over in the list."""
    tally, page = Tally(), bed.begin()
    page = bed.reopened(page)
    for turn in range(rounds):
        newer = f"{turn + 1:016x}"
        with bed.server.app.app_context():
            bed.server.app.extensions["offline_client"] = pages.Assets(newer, pages.current_assets().files)
        page.evaluate("void navigator.serviceWorker.getRegistration().then((found) => found.update())")
        for _ in range(5):
            bed.type_one(page)
        page.wait_for_selector(".saving.saved")
        page.locator(".bar .button").first.click()
        page.wait_for_selector(f"html[data-hash='{newer}']", state="attached")
        page.wait_for_load_state()
        page = bed.reopened(page)
        bed.check(page, tally)
    return bed.settle(page, tally)


def two_tabs(bed: Bed, rounds: int) -> Tally:
    """A second tab reads what the first writes, cannot write, and goes on when the first has gone or died."""
    tally, page = Tally(), bed.begin()
    for turn in range(rounds):
        second = bed.again()
        for _ in range(4):
            bed.type_one(page)
        expect(question(second, "a").locator("input")).not_to_be_editable()
        if turn % 2:
            bed.tablet.tabs_killed()
            page.close()
            second.close()
            page = bed.again()
        else:
            page.close(run_before_unload=False)
            page = bed.reopened(second)
        bed.check(page, tally)
        expect(question(page, "a").locator("input")).to_be_editable()
    return bed.settle(page, tally)


def connection_closed(bed: Bed, rounds: int) -> Tally:
    """The browser closes the connection to the database in the middle of typing; work goes on without a restart."""
    tally, page = Tally(), bed.begin()
    for _ in range(rounds):
        bed.type_one(page)
        page.evaluate(CLOSE_CONNECTIONS)
        for _ in range(3):
            bed.type_one(page)
        page.wait_for_selector(".saving.saved")
        page = bed.reopened(page)
        bed.check(page, tally)
    return bed.settle(page, tally)


def database_damaged(bed: Bed, rounds: int) -> Tally:
    """Between two starts the database is lost, a store of it, or half of the events; what was shown is there again."""
    tally, page = Tally(), bed.begin()
    bed.office.gives_back = True
    for _ in range(rounds):
        for _ in range(4):
            bed.type_one(page)
        page.wait_for_selector(".saving.saved")
        harm = bed.chance.choice(("database", "spoilt", "gone", "unsent", *STORES))
        some = [number for number in range(1, 500) if bed.chance.random() < 0.5]
        if harm == "spoilt":
            to_list(page)  # what is recorded in the last turn of a page is not in the copy, and would stay unsent
        page.wait_for_timeout(1000)  # the copy follows the answer
        page.goto(bed.server.url + ELSEWHERE)
        if harm == "database":
            database_gone(page)
        elif harm == "spoilt":
            records_spoilt(page, some)
        elif harm in STORES:
            records_gone(page, harm)
        else:
            records_gone(page, "events", some)
            if harm == "unsent":
                records_gone(page, "outbox", some)
        page.goto(bed.server.url)
        page = bed.reopened(page)
        bed.check(page, tally)
    return bed.settle(page, tally)


def many_interviews(bed: Bed, rounds: int, count: int = 1000) -> Tally:
    """Interviews of 8 kB fill the device; answers are typed into some of them, and the browser is killed."""
    form = compiled(ROOT / "tests/client/forms/typed.json")
    name = {"id": form["id"], "version": form["version"]}
    for n in range(2, count + 2):
        number = bed.office.hand_out(form, {"household": f"{n:04}"}, label=f"Nhà {n:04}", interview=f"iv{n}")
        bed.office.feed.append({"interview": f"iv{n}", "assignment": number, "form": name, "events": log_of(n)})
    tally, page = Tally(), bed.begin()
    for _ in range(rounds):
        bed.type_until(page, bed.tablet.power_cut, 3)
        page = bed.reopened(bed.watched(bed.tablet.on()))
        bed.check(page, tally)
        to_list(page)
        held = int(page.evaluate(LISTED, count + 1))
        tally.lost += [] if held >= count + 1 else [f"of {count + 1} interviews the list shows {held}"]
        for n in bed.chance.sample(range(2, count + 2), 3):
            page.goto(f"{bed.server.url}/#/interview/iv{n}")
            page.wait_for_selector("[data-path=a] input")
            now = question(page, "a").locator("input").input_value()
            tally.lost += [] if now == f"Hộ {n}, lần 59" else [f"interview {n}: {now!r}"]
            to_list(page)
        start(page, "Hộ 001")
    return bed.settle(page, tally)


def log_of(n: int) -> list[dict[str, Any]]:
    """The log of an interview of 8 kB, made on another device."""
    common = {"device": "another1", "user": "enumerator"}
    opened = {
        "type": "open",
        "seq": 1,
        "hlc": "2026-11-01T08:00:00.000Z-0000",
        "unit": {"household": f"{n:04}"},
        **common,
    }
    answers = [
        {
            "type": "answer",
            "path": "a",
            "value": f"Hộ {n}, lần {k}",
            "seq": k + 2,
            "hlc": f"2026-11-01T08:00:00.{k + 1:03}Z-0000",
            **common,
        }
        for k in range(60)
    ]
    return [opened, *answers]


def many_photos(bed: Bed, rounds: int, count: int = 200) -> Tally:
    """Photos are taken one after the other, the tab dies now and then; each that was shown as kept arrives whole."""
    form = compiled(ROOT / "tests/client/forms/files.json")
    tally, page = Tally(), bed.begin(form)
    taken = 0
    for turn in range(rounds):
        for _ in range(count):
            photo = picture(page, 320 + taken, 240)  # the same picture twice would be the same answer
            path = ("front", "back")[taken % 2]
            before = question(page, path).locator("img.photo").count() and question(page, path).locator(
                "img.photo"
            ).get_attribute("src")
            question(page, path).locator("input[type=file]").first.set_input_files([photo])
            page.wait_for_function(KEPT_ANEW, arg=[path, before])
            taken += 1
            if taken % 50 == 25:
                bed.tablet.tabs_killed()
                page.close()
                page = bed.again()
        tally.rounds = turn + 1
    page.wait_for_selector(".saving.saved")
    to_list(page)
    page.locator(".sync .button").click()
    page.wait_for_selector('[data-unsent="0"][data-files="0"]', timeout=10 * PATIENCE)
    named = [one["value"]["sha256"] for one in bed.office.events.values() if one["type"] == "answer"]
    tally.shown = taken
    tally.lost += [f"a photo did not arrive: {one}" for one in named if one not in bed.office.files]
    tally.lost += (
        [] if len(named) == taken else [f"{taken} photos were shown as kept, {len(named)} answers reached the office"]
    )
    return tally


KEPT_ANEW = """([path, before]) => {
  const at = document.querySelector(`[data-path="${path}"]`);
  const photo = at?.querySelector("img.photo");
  return Boolean(photo) && photo.getAttribute("src") !== before && at.querySelector(".file-status.kept") !== null;
}"""
