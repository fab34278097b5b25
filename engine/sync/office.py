"""What the office does to an interview: send back, approve, accept a failure, remark.

Each is an event of device `server` in the same log, stored with its consequences in one transaction. The interview's
row is locked meanwhile, so a race ends in a Refusal.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine.auth import access
from engine.auth.access import CurrentUser
from engine.auth.mistakes import refusal as access_refusal
from engine.response.clock import HybridClock
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
    """Send a completed interview back to its enumerator with a text and remarks on questions; commits.

    Refusal `text_missing`, `status_changed` (not completed any more), `not_found`, `not_permitted`.
    """
    if not text.strip():
        raise refusal("text_missing")
    row = _locked(session, interview_id, user, ("completed",))
    _append(session, row, user, *_remark_events(remarks), {"type": "return", "text": text.strip()})
    activity.record(session, user.name, "return", "interview", row.id, text=text.strip())
    _finish(session, row)


def approve(session: Session, interview_id: str, user: CurrentUser) -> None:
    """Approve a completed interview and queue it for the hand-off, in one transaction; commits.

    Refusal `status_changed`, `hard_failures_open`, `events_awaited`, `not_folded`, `not_found`, `not_permitted`.
    """
    row = _locked(session, interview_id, user, ("completed",))
    _check_approvable(row)
    _append(session, row, user, {"type": "approve"})
    if not row.training:
        interviews.put_in_outbox(session, row.id)
    activity.record(session, user.name, "approve", "interview", row.id)
    _finish(session, row)


def accept_failure(session: Session, interview_id: str, user: CurrentUser, edit: str, path: str, text: str) -> None:
    """Accept an open failure as it is, with a reason in words; commits. It is open again once its values change.

    Refusal `text_missing`, `unknown_failure`, `status_changed` (approved), `not_found`, `not_permitted`.
    """
    if not text.strip():
        raise refusal("text_missing")
    row = _locked(session, interview_id, user, ("open", "completed", "returned"))
    found = [one for one in interviews.failures(session, row.id, "open") if (one.edit, one.path) == (edit, path)]
    if not found:
        raise refusal("unknown_failure")
    event = {
        "type": "accept",
        "edit": edit,
        "path": path,
        "reason": None,
        "text": text.strip(),
        "seen": found[0].values,
    }
    _append(session, row, user, event)
    activity.record(session, user.name, "accept", "interview", row.id, edit=edit, path=path, text=text.strip())
    _finish(session, row)


def remark(session: Session, interview_id: str, user: CurrentUser, remarks: Iterable[Remark]) -> None:
    """Put remarks on questions without sending the interview back; commits. Refusals as in `return_interview`."""
    row = _locked(session, interview_id, user, INTERVIEW_STATUSES)
    events = _remark_events(remarks)
    if not events:
        raise refusal("text_missing")
    _append(session, row, user, *events)
    activity.record(session, user.name, "remark", "interview", row.id, count=len(events))
    _finish(session, row)


def resolve_remark(session: Session, interview_id: str, user: CurrentUser, remark_id: str) -> None:
    """Close a remark; commits."""
    row = _locked(session, interview_id, user, INTERVIEW_STATUSES)
    _append(session, row, user, {"type": "remark", "path": "", "resolved": remark_id})
    activity.record(session, user.name, "remark", "interview", row.id, resolved=remark_id)
    _finish(session, row)


def _locked(session: Session, interview_id: str, user: CurrentUser, allowed: tuple[str, ...]) -> Interview:
    if not user.may("review"):
        raise access_refusal("not_permitted")
    session.rollback()  # a snapshot from before the lock could show a status that has passed
    row = interviews.locked(session, interview_id)
    access.must_see(user, row)
    if row is None:
        raise access_refusal("not_found")
    if row.stale:
        fold.refresh(session, row)
    if row.status not in allowed:
        session.rollback()
        raise refusal("status_changed")
    return row


def _check_approvable(row: Interview) -> None:
    for blocked, code in (
        (row.fold_error is not None, "not_folded"),
        (row.hard > 0, "hard_failures_open"),
        (row.awaited != "", "events_awaited"),
    ):
        if blocked:
            raise refusal(code)


def _remark_events(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    return [
        {"type": "remark", "path": one.path, "text": one.text.strip(), "id": secrets.token_hex(6)}
        for one in remarks
        if one.text.strip()
    ]


def _append(session: Session, row: Interview, user: CurrentUser, *events: dict[str, Any]) -> None:
    """Add events of device `server`, later than all that the log holds."""
    clock = HybridClock(lambda: utc_now().isoformat())
    clock.observe(interviews.last_clock(session, row.id))
    first = interviews.last_seq(session, row.id, SERVER) + 1
    for seq, members in enumerate(events, first):
        event = {**members, "device": SERVER, "seq": seq, "hlc": clock.next(), "user": user.name}
        session.add(
            Event(
                interview_id=row.id,
                device=SERVER,
                seq=seq,
                hlc=event["hlc"],
                type=event["type"],
                path=event.get("path"),
                payload=json.dumps(event, ensure_ascii=False),
                user=user.name,
                received_at=utc_now(),
            )
        )
    session.flush()


def _finish(session: Session, row: Interview) -> None:
    fold.refresh(session, row)
    feed.put(session, row.enumerator_id, "interview", [row.id])
    session.commit()
