"""What someone with a code may send and fetch: one interview, and nothing of any other.

Codes and sessions are `engine.auth.codes`; the HTTP face is `respondent_views.py`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from engine.auth import codes
from engine.store import forms, interviews
from engine.store.models import AccessCode, Interview
from engine.sync import pull
from engine.sync.mistakes import SegmentProblem
from engine.sync.segments import ReadSegment

NOT_THEIRS = frozenset({"contact", "migrate"})
"""What the office's people record; steps of the office itself are refused of everybody (`segments.py`)."""
NOT_SHOWN = frozenset({"contact", "accept"})
"""What is written about respondents rather than to them."""


def check(segment: ReadSegment, code: AccessCode) -> None:
    """SegmentProblem unless the segment is of this code's interview, without what only the office's people record."""
    if segment.assignment != code.assignment_id or segment.interview != code.interview_id:
        raise SegmentProblem("not_yours", segment.interview)
    for event in segment.events:
        other = event.type in {"open", "mode"} and event.value.get("mode") != "self"
        if event.type in NOT_THEIRS or other:
            raise SegmentProblem("not_allowed", f"{event.type} {event.value.get('mode', '') if other else ''}".strip())


def page(session: Session, code: AccessCode, device: str, cursor: int) -> dict[str, Any]:
    """The one assignment, and the log of its interview without the events of the asking device.

    The cursor is the number of events that the server had: while it has no more, the log is not sent again.
    """
    assignment = code.assignment
    row = interviews.get(session, code.interview_id)
    begun = row if row is not None and row.assignment_id == assignment.id else None
    count = begun.event_count if begun is not None else 0
    published = forms.version(session, assignment.form_id, assignment.version)
    wanted = {(assignment.form_id, assignment.version)} | ({(begun.form_id, begun.version)} if begun else set())
    return {
        "cursor": str(count),
        "more": False,
        "assignments": [pull.assignment_json(assignment, code.interview_id)] if published else [],
        "removed_assignments": [],
        "forms": [one | {"url": _own_address(one["url"])} for one in pull.forms_json(session, wanted)],
        "events": [log] if begun is not None and count != cursor and (log := _log(session, begun, device)) else [],
    }


def may_read(session: Session, code: AccessCode, form_id: str, version: str) -> bool:
    """Whether the questionnaire is that of the assignment or of its interview."""
    row = interviews.get(session, code.interview_id)
    own = {(code.assignment.form_id, code.assignment.version)} | ({(row.form_id, row.version)} if row else set())
    return (form_id, version) in own


def user(code: AccessCode) -> dict[str, Any]:
    """The respondent as the device knows them."""
    assignment = code.assignment
    told = {"name": codes.name_of(assignment), "full_name": assignment.label, "role": "respondent"}
    return told | {"language": assignment.enumerator.language, "areas": []}


def _own_address(url: str) -> str:
    return url.replace("/api/v1/", "/api/v1/respond/", 1)


def _log(session: Session, row: Interview, device: str) -> dict[str, Any] | None:
    log = pull.log_json(session, row, device)
    if log is None:
        return None
    shown = [event for event in log["events"] if event["type"] not in NOT_SHOWN]
    return log | {"events": shown} if shown else None
