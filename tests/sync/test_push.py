"""Pushing: what is stored, what is known already, what goes into quarantine, and who may push what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from engine.store import assignments, db, interviews, users
from engine.store.models import Activity, Assignment, Device, Event, Interview, Quarantine
from tests.sync.field import Field


def payloads(field: Field, interview: str) -> list[dict[str, Any]]:
    """The stored log."""
    with field.app.app_context():
        return [json.loads(event.payload) for event in interviews.events(db.session(), interview)]


def test_a_segment_is_stored_and_the_interview_summarised(field: Field) -> None:
    tablet = field.tablet()
    events = tablet.complete_interview("house-1", field.given["enumerator"])
    assert tablet.results(tablet.segment("house-1", events, field.given["enumerator"])) == ["stored"]
    assert payloads(field, "house-1") == events
    with field.app.app_context():
        row = db.session.get_one(Interview, "house-1")
        assert (row.status, row.label, row.area) == ("completed", "Household of enumerator", "01/00004/003")
        assert (row.event_count, row.answered, row.hard, row.awaited, row.stale) == (5, 3, 0, "", False)
        assert row.fold_error is None
        assert row.assignment is not None
        assert row.assignment.status == "completed"


def test_an_event_is_kept_as_the_text_that_was_received(field: Field) -> None:
    tablet = field.tablet()
    event = '{"seq":1, "type": "page",  "path":"head","x": 1.10, "hlc": "2026-11-22T08:00:00.000Z-0000"}'
    body = (
        '{"device": "tablet-1", "segments": [{"id": "seg-1", "interview": "house-1", '
        f'"form": {{"id": "household", "version": "1"}}, "from": 1, "events": [ {event} ]}}]}}'
    )
    assert tablet.push_bytes(body.encode(), "identity").status_code == 200
    with field.app.app_context():
        assert db.session.scalars(select(Event.payload)).all() == [event]


def test_the_same_segment_again_is_known_and_changes_nothing(field: Field) -> None:
    tablet = field.tablet()
    segment = tablet.segment("house-1", [tablet.opened("house-1")])
    assert [tablet.results(segment), tablet.results(segment)] == [["stored"], ["known"]]
    assert len(payloads(field, "house-1")) == 1


def test_a_segment_that_overlaps_is_stored_as_far_as_it_is_new(field: Field) -> None:
    tablet = field.tablet()
    events = tablet.complete_interview("house-1", None)
    assert tablet.results(tablet.segment("house-1", events[:3])) == ["stored"]
    assert tablet.results(tablet.segment("house-1", events[1:], id="again")) == ["stored"]
    assert payloads(field, "house-1") == events


def test_a_gap_is_no_error_and_the_interview_shows_what_is_awaited(field: Field) -> None:
    tablet = field.tablet()
    events = tablet.complete_interview("house-1", None)
    assert tablet.results(tablet.segment("house-1", [events[0], events[4]])) == ["stored"]
    with field.app.app_context():
        assert db.session.get_one(Interview, "house-1").awaited == "tablet-1: 2–4"
    tablet.results(tablet.segment("house-1", events[1:4]))
    with field.app.app_context():
        assert db.session.get_one(Interview, "house-1").awaited == ""


def test_segments_in_any_order_give_the_same_interview(field: Field) -> None:
    tablet = field.tablet()
    logs = []
    for interview, order in (("house-1", (0, 1, 2)), ("house-2", (2, 0, 1))):
        tablet.minute = 0
        events = tablet.complete_interview(interview, None)
        parts = [events[0:2], events[2:3], events[3:5]]
        tablet.results(*(tablet.segment(interview, parts[number]) for number in order))
        logs.append(payloads(field, interview))
    assert logs[0] == logs[1]
    with field.app.app_context():
        assert {row.status for row in db.session.scalars(select(Interview))} == {"completed"}


def test_another_event_under_the_same_number_is_quarantined(field: Field) -> None:
    tablet = field.tablet()
    first = tablet.opened("house-1")
    tablet.results(tablet.segment("house-1", [first]))
    other = {**first, "type": "page", "path": "head"}
    assert tablet.results(tablet.segment("house-1", [other], id="copy")) == ["quarantined sequence_reused"]
    assert payloads(field, "house-1") == [first]


def test_one_bad_segment_does_not_hold_back_the_others(field: Field) -> None:
    tablet = field.tablet()
    good = [tablet.segment(name, [tablet.opened(name)]) for name in ("house-1", "house-3")]
    bad = tablet.segment("house-2", [{"type": "open", "seq": 1}])
    assert tablet.results(good[0], bad, good[1]) == ["stored", "quarantined unreadable_event", "stored"]


BROKEN: dict[str, dict[str, Any]] = {
    "unknown_form": {"form": {"id": "household", "version": "99"}},
    "unknown_assignment": {"assignment": 4711},
    "unreadable_segment": {"events": "none"},
}


@pytest.mark.parametrize("code", BROKEN)
def test_what_does_not_fit_goes_whole_into_quarantine(field: Field, code: str) -> None:
    tablet = field.tablet()
    segment = tablet.segment("house-1", [tablet.opened("house-1")]) | BROKEN[code]
    assert tablet.results(segment) == [f"quarantined {code}"]
    with field.app.app_context():
        entry = db.session.scalars(select(Quarantine)).one()
        assert json.loads(entry.raw) == segment
        assert (entry.code, entry.status, entry.device, entry.area) == (code, "open", "tablet-1", "01/00004/003")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"user": "colleague"}, "not_yours"),
        ({"device": "tablet-2"}, "wrong_device"),
        ({"seq": True}, "unreadable_event"),
        ({"seq": 1.0}, "unreadable_event"),
        ({"seq": 0}, "unreadable_event"),
        ({"seq": 2**31}, "unreadable_event"),
        ({"hlc": "yesterday"}, "unreadable_event"),
        ({"hlc": "2026-99-22T08:00:00.000Z-0000"}, "unreadable_event"),
        ({"path": "a\0b"}, "unreadable_event"),
        ({"path": "\ud800"}, "unreadable_event"),
        ({"type": "approve"}, "not_allowed"),
        ({"type": "return"}, "not_allowed"),
        ({"type": "accept"}, "not_allowed"),
        ({"type": "answer", "source": "office"}, "not_allowed"),
    ],
)
def test_an_event_that_may_not_be_is_quarantined(field: Field, change: dict[str, Any], code: str) -> None:
    tablet = field.tablet()
    segment = tablet.segment("house-1", [tablet.opened("house-1") | change]) | {"from": 1}
    assert tablet.results(segment) == [f"quarantined {code}"]
    assert payloads(field, "house-1") == []


@pytest.mark.parametrize("user", ["colleague", "outsider"])
def test_nobody_pushes_into_the_work_of_someone_else(field: Field, user: str) -> None:
    owner, other = field.tablet(), field.tablet(user, "tablet-9")
    owner.results(owner.segment("house-1", [owner.opened("house-1")], field.given["enumerator"]))
    into_interview = other.segment("house-1", [other.opened("house-1")])
    onto_assignment = other.segment("house-2", [other.opened("house-2")], field.given["enumerator"])
    assert other.results(into_interview, onto_assignment) == ["quarantined not_yours"] * 2
    assert len(payloads(field, "house-1")) == 1


def test_what_the_log_has_is_known_also_to_who_has_given_the_work_away(field: Field) -> None:
    tablet, number = field.tablet(), field.given["enumerator"]
    first = tablet.segment("house-1", tablet.complete_interview("house-1", number), number)
    assert tablet.results(first) == ["stored"]
    with field.app.app_context():
        colleague = users.by_name(db.session(), "colleague")
        assert colleague is not None
        assignments.reassign(db.session(), db.session.get_one(Assignment, number), colleague, "supervisor")
        db.session.commit()
    assert tablet.results(first) == ["known"]  # the word of it was lost, and it is sent again
    more = [tablet.answer("house-1", "rooms", 4)]
    changed = [{**first["events"][1], "value": "Nguyễn Văn Dũng"}]
    refused = [tablet.segment("house-1", events, number) for events in (more, changed, [])]
    assert tablet.results(*refused) == ["quarantined not_yours"] * 3


@pytest.mark.parametrize("user", ["alice", "administrator"])
def test_who_does_not_collect_does_not_push(field: Field, user: str) -> None:
    tablet = field.tablet(user)
    response = tablet.push(tablet.segment("house-1", [tablet.opened("house-1")]))
    assert (response.status_code, response.json["code"]) == (403, "not_permitted")  # type: ignore[index]


def test_a_device_is_noted_with_what_it_says_about_itself(field: Field) -> None:
    tablet = field.tablet()
    tablet.push(sent_at="1970-01-01T00:00:00.000Z", unsent=12)
    with field.app.app_context():
        device = db.session.scalars(select(Device)).one()
        assert (device.id, device.unsent, device.app_version) == ("tablet-1", 12, "0.1.0")
        assert device.clock_offset_ms is not None
        assert device.clock_offset_ms > 50 * 365 * 86_400_000


def test_the_first_events_and_the_completion_are_in_the_record(field: Field) -> None:
    tablet = field.tablet()
    tablet.results(tablet.segment("house-1", tablet.complete_interview("house-1", None)))
    with field.app.app_context():
        steps = db.session.scalars(select(Activity.what).where(Activity.target == "house-1").order_by(Activity.id))
        assert steps.all() == ["collect", "complete"]
