"""The office's steps: send back, approve, accept, remark; each once, by those who may, and on the record."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import PhieuError, Refusal, ResponseError
from engine.store import activity, db, interviews
from engine.store.models import Event, HandoffOutbox, Interview
from engine.sync import fold, office
from tests.sync.field import Field, Tablet


def complete(field: Field, size: int = 4) -> Tablet:
    """An interview of the enumerator, completed and pushed."""
    tablet = field.tablet()
    number = field.given["enumerator"]
    tablet.results(tablet.segment("house-1", tablet.complete_interview("house-1", number, size), number))
    return tablet


def refused(call: Callable[..., Any], *arguments: Any) -> str:
    """The code of the refusal that a call ends in."""
    with pytest.raises(Refusal) as caught:
        call(db.session(), "house-1", *arguments)
    db.session.rollback()
    return caught.value.code


def test_approving_queues_the_interview_for_the_hand_off(field: Field) -> None:
    complete(field)
    with field.app.app_context():
        office.approve(db.session(), "house-1", field.user("supervisor"))
        row = db.session.get_one(Interview, "house-1")
        assert (row.status, row.approved_at is not None) == ("approved", True)
        assert row.assignment is not None
        assert row.assignment.status == "approved"
        assert [one.interview_id for one in db.session.scalars(select(HandoffOutbox))] == ["house-1"]
        assert "approve" in [one.what for one in activity.of_target(db.session(), "interview", "house-1")]


def test_an_interview_is_approved_once(field: Field) -> None:
    complete(field)
    with field.app.app_context():
        office.approve(db.session(), "house-1", field.user("supervisor"))
        assert refused(office.approve, field.user("supervisor")) == "status_changed"
        assert refused(office.return_interview, field.user("supervisor"), "Late.") == "status_changed"
        assert len(db.session.scalars(select(HandoffOutbox)).all()) == 1


def test_two_supervisors_at_once_approve_once(field: Field) -> None:
    complete(field)
    start, ends = threading.Barrier(2), []

    def approve() -> None:
        with field.app.app_context():
            user = field.user("supervisor")
            db.session.rollback()  # what has been read so far holds no lock while the other gets ready
            start.wait(timeout=20)
            try:
                office.approve(db.session(), "house-1", user)
                ends.append("approved")
            except Refusal as refusal:
                ends.append(refusal.code)

    threads = [threading.Thread(target=approve) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["approved", "status_changed"]
    with field.app.app_context():
        assert len(db.session.scalars(select(HandoffOutbox)).all()) == 1


def test_a_returned_interview_can_be_completed_again_and_approved(field: Field) -> None:
    tablet = complete(field)
    with field.app.app_context():
        office.return_interview(db.session(), "house-1", field.user("supervisor"), "Check.")
        assert db.session.get_one(Interview, "house-1").status == "returned"
    late = [tablet.answer("house-1", "size", 5), tablet.event("house-1", "complete")]
    for event in late:
        event["hlc"] = event["hlc"].replace("2026-11-22", "2099-01-01")
    assert tablet.results(tablet.segment("house-1", late)) == ["stored"]
    with field.app.app_context():
        office.approve(db.session(), "house-1", field.user("supervisor"))
        row = db.session.get_one(Interview, "house-1")
        assert row.status == "approved"
        last = interviews.events(db.session(), "house-1")[-1]
        assert (last.type, last.device) == ("approve", "server")


@pytest.mark.parametrize(
    ("user", "code"),
    [
        ("enumerator", "not_permitted"),
        ("alice", "not_permitted"),
        ("outsider", "not_permitted"),
        ("far_supervisor", "not_found"),
    ],
)
def test_only_a_supervisor_of_the_area_decides(field: Field, user: str, code: str) -> None:
    complete(field)
    with field.app.app_context():
        assert refused(office.approve, field.user(user)) == code
        assert refused(office.return_interview, field.user(user), "No.") == code
        assert refused(office.accept_failure, field.user(user), "E1", "", "No.") == code
        assert refused(office.remark, field.user(user), [office.Remark("size", "?")]) == code
        assert db.session.scalars(select(Event).where(Event.device == "server")).all() == []


def test_open_hard_failures_are_not_approved_unless_accepted(field: Field) -> None:
    complete(field, size=0)
    with field.app.app_context():
        assert refused(office.approve, field.user("supervisor")) == "hard_failures_open"
        assert refused(office.accept_failure, field.user("supervisor"), "E1", "", " ") == "text_missing"
        office.accept_failure(db.session(), "house-1", field.user("supervisor"), "E1", "", "A vacant dwelling.")
        failure = interviews.failures(db.session(), "house-1")[0]
        assert (failure.edit, failure.status, failure.by) == ("E1", "accepted", "supervisor")
        assert (failure.text, failure.values) == ("A vacant dwelling.", {"size": 0})
        office.approve(db.session(), "house-1", field.user("supervisor"))


def test_a_failure_that_is_not_there_cannot_be_accepted(field: Field) -> None:
    complete(field)
    with field.app.app_context(), pytest.raises(ResponseError):
        office.accept_failure(db.session(), "house-1", field.user("supervisor"), "E1", "", "Why not.")


def test_an_interview_with_events_on_the_way_is_not_approved(field: Field) -> None:
    tablet = field.tablet()
    events = tablet.complete_interview("house-1", None)
    tablet.results(tablet.segment("house-1", [*events[:2], events[4]]))
    with field.app.app_context():
        assert refused(office.approve, field.user("supervisor")) == "events_awaited"


@pytest.fixture
def late(field: Field) -> Tablet:
    """An approved interview for which the device sends one more answer and completes again, clocks before and after."""
    tablet = complete(field)
    with field.app.app_context():
        office.approve(db.session(), "house-1", field.user("supervisor"))
    more = [tablet.answer("house-1", "size", 9), tablet.event("house-1", "complete")]
    more[1]["hlc"] = "2099-01-01T08:00:00.000Z-0000"
    assert tablet.results(tablet.segment("house-1", more)) == ["stored"]
    return tablet


def size_and_status() -> tuple[Any, str | None]:
    """What the log of the interview comes to."""
    response = fold.response_of(db.session(), db.session.get_one(Interview, "house-1"))
    return response.value("size"), response.status


def test_events_after_the_approval_are_kept_noted_and_change_nothing(field: Field, late: Tablet) -> None:
    with field.app.app_context():
        row = db.session.get_one(Interview, "house-1")
        assert (row.late_events, row.late_left, row.status, row.event_count) == (2, 0, "approved", 8)
        assert row.completed_at is not None and row.completed_at.year == 2026
        assert size_and_status() == (4, "approved")
        assert "late_events" in [one.what for one in activity.of_target(db.session(), "interview", "house-1")]


def test_late_events_are_taken_in_by_sending_the_interview_back(field: Field, late: Tablet) -> None:
    with field.app.app_context():
        office.return_interview(db.session(), "house-1", field.user("supervisor"), "Look at it again.")
        row = db.session.get_one(Interview, "house-1", populate_existing=True)
        assert (row.status, row.late_events) == ("returned", 0)
        assert size_and_status() == (9, "returned")
    again = late.event("house-1", "complete")
    again["hlc"] = "2099-02-01T08:00:00.000Z-0000"
    late.results(late.segment("house-1", [again]))
    with field.app.app_context():
        office.approve(db.session(), "house-1", field.user("supervisor"))
        assert size_and_status() == (9, "approved")
        assert len(db.session.scalars(select(HandoffOutbox)).all()) == 2


def test_late_events_can_be_left_until_more_come(field: Field, late: Tablet) -> None:
    with field.app.app_context():
        supervisor = field.user("supervisor")
        assert refused(office.leave_late, supervisor, " ") == "text_missing"
        assert refused(office.leave_late, field.user("far_supervisor"), "No.") == "not_found"
        office.leave_late(db.session(), "house-1", supervisor, "The first answer was right.")
        row = db.session.get_one(Interview, "house-1", populate_existing=True)
        assert (row.late_events, row.late_left, row.status) == (2, 2, "approved")
    late.results(late.segment("house-1", [late.answer("house-1", "rooms", 5)]))
    with field.app.app_context():
        row = db.session.get_one(Interview, "house-1")
        assert (row.late_events, row.late_left) == (3, 2)
        assert size_and_status() == (4, "approved")


def test_without_late_events_an_approval_stands(field: Field) -> None:
    complete(field)
    with field.app.app_context():
        office.approve(db.session(), "house-1", field.user("supervisor"))
        assert refused(office.return_interview, field.user("supervisor"), "No.") == "status_changed"
        assert refused(office.leave_late, field.user("supervisor"), "No.") == "status_changed"


def test_a_failure_that_no_longer_fails_is_corrected_and_kept(field: Field) -> None:
    tablet = complete(field, size=0)
    tablet.results(tablet.segment("house-1", [tablet.answer("house-1", "size", 2)]))
    with field.app.app_context():
        assert [(one.edit, one.status) for one in interviews.failures(db.session(), "house-1")] == [("E1", "corrected")]
        assert db.session.get_one(Interview, "house-1").hard == 0


def test_remarks_are_counted_until_they_are_resolved(field: Field) -> None:
    complete(field)
    with field.app.app_context():
        user = field.user("supervisor")
        office.remark(db.session(), "house-1", user, [office.Remark("size", "Sure?")])
        assert db.session.get_one(Interview, "house-1").remarks_open == 1
        remark = db.session.scalars(select(Event).where(Event.type == "remark")).one()
        assert remark.path == "size"


def test_a_step_that_fails_leaves_no_trace(field: Field) -> None:
    complete(field)
    with field.app.app_context():
        with pytest.raises(PhieuError):
            office.remark(db.session(), "house-1", field.user("supervisor"), [office.Remark("size", " ")])
        db.session.rollback()
        assert db.session.scalars(select(Event).where(Event.device == "server")).all() == []


def test_a_required_answer_that_is_missing_is_not_accepted_away(field: Field) -> None:
    tablet = field.tablet()
    number = field.given["enumerator"]
    events = [one for one in tablet.complete_interview("house-1", number) if one.get("path") != "head"]
    tablet.results(tablet.segment("house-1", events, number))
    with field.app.app_context():
        assert (
            refused(office.accept_failure, field.user("supervisor"), "head:required", "head", "Away.")
            == "not_acceptable"
        )
        assert [one.status for one in interviews.failures(db.session(), "house-1")] == ["open"]
