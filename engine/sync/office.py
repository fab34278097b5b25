"""What the office does to an interview: send back, approve, accept a failure, remark.

Each is an event of device `server` in the same log, stored with its consequences in one transaction. The interview's
row is locked meanwhile, so a race ends in a Refusal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.auth import access
from engine.auth.access import CurrentUser
from engine.auth.mistakes import refusal as access_refusal
from engine.edits.failures import Failure
from engine.response import late
from engine.response.events import Event as RecordedEvent
from engine.response.interview import Interview as Response
from engine.store import activity, feed, interviews
from engine.store.models import INTERVIEW_STATUSES, Event, Interview, utc_now
from engine.sync import fold
from engine.sync.mistakes import refusal
from engine.sync.segments import SERVER


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on a question (`people[k3x9qa].age`), a row, or with path `""` on the whole interview."""

    path: str
    text: str


def return_interview(
    session: Session, interview_id: str, user: CurrentUser, text: str, remarks: Iterable[Remark] = ()
) -> None:
    """Send a completed interview back to its enumerator with a text and remarks on questions; commits. An approved one
    too when events came late: they are taken in by that, and the next approval covers them.

    Refusal `text_missing`, `status_changed` (not completed any more), `not_found`, `not_permitted`.
    """
    text = _needed(text)
    row, response = _open(session, interview_id, user, ("completed", "approved"))
    if row.status == "approved" and not response.late:
        raise refusal("status_changed")
    for one in remarks:
        response.remark(one.path, one.text)
    response.return_(text)
    activity.record(session, user.name, "return", "interview", row.id, text=text)
    _finish(session, row, response)


def approve(session: Session, interview_id: str, user: CurrentUser, without_files: bool = False) -> None:
    """Approve a completed interview and queue it for the hand-off, in one transaction; commits. Training interviews are
    approved and never handed on.

    `without_files`: although files have not arrived, which the record then says; a lost tablet must not hold back the
    answers. Refusal `status_changed`, `hard_failures_open`, `events_awaited`, `files_awaited`, `not_folded`,
    `not_found`, `not_permitted`.
    """
    row, response = _open(session, interview_id, user, ("completed",))
    _check_approvable(row, without_files)
    response.approve(late.covered(response.events))
    if not row.training:
        interviews.put_in_outbox(session, row.id)
    missing = {"without_files": row.files_awaited} if row.files_awaited else {}
    activity.record(session, user.name, "approve", "interview", row.id, **missing)
    _finish(session, row, response)


def leave_late(session: Session, interview_id: str, user: CurrentUser, text: str) -> None:
    """Leave the late events of an approved interview out, with a reason; commits. More that come are a new question.

    Refusal `text_missing`, `status_changed` (none are late any more), `not_found`, `not_permitted`.
    """
    text = _needed(text)
    row, response = _open(session, interview_id, user, ("approved",))
    if not response.late:
        raise refusal("status_changed")
    row.late_left = len(response.late)
    activity.record(session, user.name, "late_left", "interview", row.id, text=text, count=row.late_left)
    session.commit()


def is_acceptable(failure: Failure) -> bool:
    """Whether the office may accept the failure as it is: edits, and limits that the questionnaire declares soft."""
    return ":" not in failure.edit or failure.severity != "hard"


def accept_failure(session: Session, interview_id: str, user: CurrentUser, edit: str, path: str, text: str) -> None:
    """Accept an open failure as it is, with a reason in words; commits. It is open again once its values change.

    A hard limit of a question (`NAME:constraint`, `NAME:required` and their like) is not for accepting: a value that
    cannot be, or is not there, stays so with any reason. Refusal `not_acceptable`, `text_missing`, `status_changed`
    (approved), `not_found`, `not_permitted`; ResponseError when nothing fails.
    """
    text = _needed(text)
    row, response = _open(session, interview_id, user, ("open", "completed", "returned"))
    if any((one.edit, one.path) == (edit, path) and not is_acceptable(one) for one in response.failures()):
        raise refusal("not_acceptable")
    response.accept(edit, path, text=text)
    activity.record(session, user.name, "accept", "interview", row.id, edit=edit, path=path, text=text)
    _finish(session, row, response)


def remark(session: Session, interview_id: str, user: CurrentUser, remarks: Iterable[Remark]) -> None:
    """Put remarks on questions without sending the interview back; commits. Refusals as in `return_interview`."""
    row, response = _open(session, interview_id, user, INTERVIEW_STATUSES)
    for one in remarks:
        response.remark(one.path, _needed(one.text))
    activity.record(session, user.name, "remark", "interview", row.id)
    _finish(session, row, response)


def resolve_remark(session: Session, interview_id: str, user: CurrentUser, remark_id: str) -> None:
    """Close a remark; commits."""
    row, response = _open(session, interview_id, user, INTERVIEW_STATUSES)
    response.resolve_remark(remark_id)
    activity.record(session, user.name, "remark", "interview", row.id, resolved=remark_id)
    _finish(session, row, response)


def _open(
    session: Session, interview_id: str, user: CurrentUser, allowed: tuple[str, ...]
) -> tuple[Interview, Response]:
    """The row, locked, and its response, if the user may act on it and it has one of the statuses."""
    if not user.may("review"):
        raise access_refusal("not_permitted")
    session.rollback()  # what was read before the lock could show a status that has passed
    row = interviews.locked(session, interview_id)
    access.must_see(user, row)
    if row is None:
        raise access_refusal("not_found")
    if row.stale:
        fold.refresh(session, row)
    if row.status not in allowed:
        raise refusal("status_changed")
    if row.fold_error is not None:
        raise refusal("not_folded")
    return row, fold.response_of(session, row, user.name)


def _needed(text: str) -> str:
    if not text.strip():
        raise refusal("text_missing")
    return text.strip()


def _check_approvable(row: Interview, without_files: bool) -> None:
    if row.hard > 0:
        raise refusal("hard_failures_open")
    if row.awaited != "":
        raise refusal("events_awaited")
    if row.files_awaited > 0 and not without_files:
        raise refusal("files_awaited")


def _finish(session: Session, row: Interview, response: Response) -> None:
    """Store what was recorded, bring the rows up to it, tell the enumerator's devices; commit."""
    after = interviews.last_seq(session, row.id, SERVER)
    for event in response.events:
        if event.device == SERVER and event.seq > after:
            session.add(_row_of(row, event))
    session.flush()
    fold.refresh(session, row)
    feed.put(session, row.enumerator_id, "interview", [row.id])
    session.commit()


def _row_of(row: Interview, event: RecordedEvent) -> Event:
    return Event(
        interview_id=row.id,
        device=event.device,
        seq=event.seq,
        hlc=event.hlc,
        type=event.type,
        path=event.path or None,
        payload=json.dumps(event.as_json(), ensure_ascii=False),
        user=event.user or "",
        received_at=utc_now(),
    )
