"""Paradata in the log: kept, read as rows, without any effect on what the interview comes to."""

from __future__ import annotations

from typing import Any

import pytest

from engine.response import Interview
from engine.response.paradata import Note, Pace, notes, pace
from tests.forms.read import Clock, compiled

BEGUN = "2026-11-22T08:00:00.000Z"


def opened() -> Interview:
    return Interview.open(compiled("roster"), device="tablet", user="lan", clock=Clock())


def state(interview: Interview) -> tuple[Any, ...]:
    return (interview.status, interview.failures(), interview.progress(), interview.unapplied, interview.conflicts)


def test_records_change_nothing_of_what_the_interview_comes_to() -> None:
    interview = opened()
    before = state(interview)
    assert interview.paradata(BEGUN, [["asked", 0, "x", 1, 2, 1, False]]) == []
    assert state(interview) == before
    again = Interview.open(compiled("roster"), events=interview.events)
    assert state(again) == before and again.events[-1].type == "paradata"


def test_records_after_completion_are_no_change_and_after_approval_not_late() -> None:
    interview = Interview.open(compiled("route"), device="tablet", user="lan", clock=Clock())
    covers = {"tablet": interview.events[-1].seq}
    interview.paradata(BEGUN, [["seen", 0, False]])
    last = interview.events[-1]
    common = {"device": "server", "seq": 1, "user": "supervisor", "hlc": last.hlc[:-1] + "f"}
    events = [*(one.as_json() for one in interview.events), {"type": "approve", "covers": covers, **common}]
    approved = Interview.open(compiled("route"), events=events)
    assert approved.status == "approved" and not approved.late and not approved.changed_after_completion


def test_records_are_read_as_rows_and_what_is_out_of_shape_is_kept() -> None:
    interview = opened()
    interview.paradata(BEGUN, [["asked", 1500, "size", None, 9, 0, True], ["raised", 0, "E1", "p"], "?", ["asked", -1]])
    found = list(notes(interview.events))
    assert [(one.kind, one.path, one.stayed, one.again) for one in found] == [
        ("asked", "size", 9, True), ("raised", "p", None, None), ("unknown", None, None, None),
        ("asked", None, None, None),
    ]  # fmt: skip
    assert str(found[0].at) == "2026-11-22 08:00:01.500000+00:00" and found[1].edit == "E1"
    assert [one.record for one in found][2] == '"?"'


@pytest.mark.parametrize(
    "record",
    [[], None, 5, {}, [None], ["asked", "x", 5, "", [], {}], ["asked", 10**40, "\ud800", 1.5, -1, True, 0], [[]]],
)
def test_no_record_stops_the_reading(record: Any) -> None:
    interview = opened()
    interview.paradata(BEGUN, [record])
    interview.paradata("yesterday", [["asked", 5, "a", 1, 1000, 1, False]])
    found = list(notes(interview.events))
    assert len(found) == 2 and all(isinstance(one, Note) for one in found) and found[1].at is None
    assert pace(interview.events) == Pace(1, 0, 0)
    assert all(one.path is None or one.path.encode() for one in found)


def test_a_stay_is_counted_for_ten_minutes_at_most() -> None:
    interview = opened()
    stays = [["asked", 0, "a", 1, stayed, 1, False] for stayed in (30_000, 3_600_000)]
    interview.paradata(
        BEGUN, [*stays, ["raised", 0, "E1", ""], ["page", 0, "home", 5, True], ["page", 0, "b", 5, False]]
    )
    assert pace(interview.events) == Pace(630, 1, 1)
