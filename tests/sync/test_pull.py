"""Pulling: a device gets what concerns its user, once, page by page, and the events it has not sent itself."""

from __future__ import annotations

import pytest

from engine.store import assignments, db, users
from engine.store.assignments import NewAssignment
from engine.sync import office, pull
from tests.sync.field import Field


def give(field: Field, number: int, to: str = "enumerator") -> list[int]:
    """Give out more assignments."""
    new = NewAssignment("household", "1", field.people[to], "01/00004/003", {}, "More")
    with field.app.app_context():
        rows = assignments.give_out(db.session(), [new] * number, "supervisor")
        db.session.commit()
        return [row.id for row in rows]


def test_the_first_pull_brings_everything_current(field: Field) -> None:
    pulled = field.tablet().pull()
    assert [one["id"] for one in pulled["assignments"]] == [field.given["enumerator"]]
    assert pulled["assignments"][0]["unit"] == {"household": "012"}
    assert pulled["assignments"][0]["status"] == "assigned"
    assert pulled["forms"][0]["url"] == "/api/v1/forms/household/1"
    assert (pulled["removed_assignments"], pulled["events"], pulled["more"]) == ([], [], False)
    assert pulled["user"]["areas"] == ["01/00004/003"]


def test_the_next_pull_brings_only_what_changed(field: Field) -> None:
    tablet = field.tablet()
    cursor = tablet.pull()["cursor"]
    again = tablet.pull(cursor)
    assert (again["assignments"], again["cursor"]) == ([], cursor)
    new = give(field, 1)
    assert [one["id"] for one in tablet.pull(cursor)["assignments"]] == new


def test_an_assignment_that_was_taken_away_is_named_as_removed(field: Field) -> None:
    tablet, number = field.tablet(), field.given["enumerator"]
    cursor = tablet.pull()["cursor"]
    with field.app.app_context():
        row, colleague = assignments.get(db.session(), number), users.by_name(db.session(), "colleague")
        assert row is not None
        assert colleague is not None
        assignments.reassign(db.session(), row, colleague, "supervisor")
        db.session.commit()
    pulled = tablet.pull(cursor)
    assert (pulled["assignments"], pulled["removed_assignments"]) == ([], [number])
    assert number in [one["id"] for one in field.tablet("colleague", "tablet-2").pull()["assignments"]]
    assert number not in [one["id"] for one in tablet.pull()["assignments"]]


def test_a_large_feed_comes_in_pages_that_miss_nothing(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "PAGE_ROWS", 4)
    expected = {field.given["enumerator"], *give(field, 9)}
    tablet, cursor, found, pages = field.tablet(), "", set(), 0
    while True:
        page = tablet.pull(cursor)
        found |= {one["id"] for one in page["assignments"]}
        cursor, pages = page["cursor"], pages + 1
        if not page["more"]:
            break
    assert (found, pages) == (expected, 3)


def test_pages_end_before_too_many_events_but_always_make_headway(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "PAGE_EVENTS", 7)
    first, second = field.tablet(), field.tablet(device="tablet-2")
    for name in ("house-1", "house-2", "house-3"):
        first.results(first.segment(name, first.complete_interview(name, None)))
    cursor, found, more = "", [], True
    while more:
        page = second.pull(cursor)
        found += [log["interview"] for log in page["events"]]
        cursor, more = page["cursor"], page["more"]
    assert found == ["house-1", "house-2", "house-3"]


def test_the_second_device_of_an_enumerator_gets_the_log_of_the_first(field: Field) -> None:
    first, second = field.tablet(), field.tablet(device="tablet-2")
    events = first.complete_interview("house-1", field.given["enumerator"])
    first.results(first.segment("house-1", events, field.given["enumerator"]))
    assert first.pull()["events"] == []
    log = second.pull()["events"][0]
    assert (log["interview"], log["assignment"], log["events"]) == ("house-1", field.given["enumerator"], events)


def test_a_returned_interview_reaches_the_device_with_its_remarks(field: Field) -> None:
    tablet = field.tablet()
    tablet.results(tablet.segment("house-1", tablet.complete_interview("house-1", field.given["enumerator"])))
    cursor = tablet.pull()["cursor"]
    with field.app.app_context():
        remark = office.Remark("size", "All four?")
        office.return_interview(db.session(), "house-1", field.user("supervisor"), "Check the size.", [remark])
    pulled = tablet.pull(cursor)
    events = pulled["events"][0]["events"]
    assert [(one["type"], one["device"], one["user"]) for one in events] == [
        ("remark", "server", "supervisor"),
        ("return", "server", "supervisor"),
    ]
    assert events[0]["path"] == "size"
    assert events[1]["text"] == "Check the size."


def test_an_assignment_tells_its_interview_and_status(field: Field) -> None:
    tablet = field.tablet()
    number = field.given["enumerator"]
    tablet.results(tablet.segment("house-1", [tablet.opened("house-1", number)], number))
    told = field.tablet(device="tablet-2").pull()["assignments"][0]
    assert (told["interview"], told["status"]) == ("house-1", "started")


def test_nobody_pulls_the_work_of_someone_else(field: Field) -> None:
    tablet = field.tablet()
    tablet.results(tablet.segment("house-1", tablet.complete_interview("house-1", field.given["enumerator"])))
    pulled = field.tablet("outsider", "tablet-9").pull()
    assert [one["id"] for one in pulled["assignments"]] == [field.given["outsider"]]
    assert pulled["events"] == []


@pytest.mark.parametrize("cursor", ["x", "-1", "1e3", "9" * 40, "٣"])
def test_a_cursor_of_another_world_is_refused(field: Field, cursor: str) -> None:
    tablet = field.tablet()
    response = tablet.client.get(
        "/api/v1/sync/pull", query_string={"cursor": cursor, "device": "tablet-1"}, headers=tablet.headers
    )
    assert (response.status_code, response.json["code"]) == (422, "cursor")  # type: ignore[index]


def test_a_compiled_form_is_given_for_ever_and_not_twice(field: Field) -> None:
    tablet = field.tablet()
    told = tablet.pull()["forms"][0]
    response = tablet.client.get(told["url"], headers=tablet.headers)
    assert response.json["hash"] == told["hash"]  # type: ignore[index]
    assert "immutable" in response.headers["Cache-Control"]
    again = tablet.client.get(told["url"], headers={**tablet.headers, "If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    packed = tablet.client.get(told["url"], headers={**tablet.headers, "Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert tablet.client.get("/api/v1/forms/household/2", headers=tablet.headers).status_code == 404
    assert tablet.client.get(told["url"]).status_code == 401
