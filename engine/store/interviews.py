"""Interviews: summary rows, logs and edit failures. What a log means is decided by `engine.response`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session, joinedload

from engine.store.models import EditFailure, Event, HandoffOutbox, Interview, utc_now


def get(session: Session, interview_id: str) -> Interview | None:
    """The summary row of an interview."""
    return session.get(Interview, interview_id)


def locked(session: Session, interview_id: str) -> Interview | None:
    """The summary row, locked until the transaction ends and read afresh: writers of one interview take turns."""
    query = select(Interview).where(Interview.id == interview_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def listed(
    session: Session,
    *conditions: ColumnElement[bool],
    limit: int = 100,
    offset: int = 0,
) -> Sequence[Interview]:
    """Interviews that meet the conditions, those with the newest events first."""
    query = select(Interview).where(*conditions).order_by(Interview.last_event_at.desc(), Interview.id)
    return session.scalars(query.options(joinedload(Interview.enumerator)).limit(limit).offset(offset)).all()


def count(session: Session, *conditions: ColumnElement[bool]) -> int:
    """How many interviews meet the conditions."""
    return session.scalar(select(func.count()).select_from(Interview).where(*conditions)) or 0


def events(session: Session, interview_id: str, not_from: str | None = None) -> Sequence[Event]:
    """The log in its order (logical clock, device, number), without the events of device `not_from`."""
    query = select(Event).where(Event.interview_id == interview_id)
    if not_from is not None:
        query = query.where(Event.device != not_from)
    return session.scalars(query.order_by(Event.hlc, Event.device, Event.seq)).all()


def last_clock(session: Session, interview_id: str) -> str:
    """The highest logical clock of the log; empty text when there is none."""
    return session.scalar(select(func.max(Event.hlc)).where(Event.interview_id == interview_id)) or ""


def last_seq(session: Session, interview_id: str, device: str) -> int:
    """The highest number of a device's events in the log; 0 when there is none."""
    query = select(func.max(Event.seq)).where(Event.interview_id == interview_id, Event.device == device)
    return session.scalar(query) or 0


def failures(session: Session, interview_id: str, status: str | None = None) -> Sequence[EditFailure]:
    """The edit failures of an interview, of one status or all, by rule and place."""
    query = select(EditFailure).where(EditFailure.interview_id == interview_id)
    if status is not None:
        query = query.where(EditFailure.status == status)
    return session.scalars(query.order_by(EditFailure.edit, EditFailure.path)).all()


def of_assignments(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    """For each assignment with an interview, the id of the interview begun last."""
    query = select(Interview.assignment_id, Interview.id).where(Interview.assignment_id.in_(list(numbers)))
    rows = session.execute(query.order_by(Interview.created_at, Interview.id)).all()
    return {number: name for number, name in rows if number is not None}


def change_status(session: Session, interview_id: str, allowed: Sequence[str], **values: Any) -> bool:
    """Set the values if the interview still has one of the allowed statuses; whether it had."""
    statement = update(Interview).where(Interview.id == interview_id, Interview.status.in_(allowed)).values(**values)
    return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def put_in_outbox(session: Session, interview_id: str) -> None:
    """Queue an approved interview for the hand-off, in the transaction that approves it."""
    session.add(HandoffOutbox(interview_id=interview_id, created_at=utc_now()))


def stale(session: Session, limit: int = 100) -> Sequence[str]:
    """Ids of interviews whose events are stored but not folded yet."""
    return session.scalars(select(Interview.id).where(Interview.stale).order_by(Interview.id).limit(limit)).all()
