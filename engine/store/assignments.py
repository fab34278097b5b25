"""Assignments: given out, moved to another enumerator, withdrawn, listed. Each change enters the enumerators' feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, joinedload

from engine.store import activity, feed
from engine.store.mistakes import refusal
from engine.store.models import Assignment, Interview, User


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """A unit to be given to an enumerator."""

    form_id: str
    version: str
    enumerator_id: int
    area: str
    unit: Mapping[str, str]
    label: str
    address: str = ""
    preload: Mapping[str, Any] = field(default_factory=dict)
    previous: Mapping[str, Any] = field(default_factory=dict)
    due: date | None = None
    training: bool = False
    mode: str = "capi"


def get(session: Session, number: int) -> Assignment | None:
    """The assignment with this number."""
    return session.get(Assignment, number)


def give_out(session: Session, new: Iterable[NewAssignment], by: str) -> list[Assignment]:
    """Create the assignments, put them into the feeds of their enumerators and record the step."""
    rows = [
        Assignment(
            form_id=one.form_id,
            version=one.version,
            enumerator_id=one.enumerator_id,
            area=one.area,
            unit=dict(one.unit),
            label=one.label,
            address=one.address,
            preload=dict(one.preload),
            previous=dict(one.previous),
            due=one.due,
            training=one.training,
            mode=one.mode,
        )
        for one in new
    ]
    session.add_all(rows)
    session.flush()
    for enumerator_id in sorted({row.enumerator_id for row in rows}):
        feed.put(session, enumerator_id, "assignment", [row.id for row in rows if row.enumerator_id == enumerator_id])
    activity.record(session, by, "assign", count=len(rows), forms=sorted({row.form_id for row in rows}))
    return rows


def reassign(session: Session, assignment: Assignment, enumerator: User, by: str) -> None:
    """Give the assignment, and the interviews already begun on it, to another enumerator."""
    before = assignment.enumerator_id
    if before == enumerator.id:
        return
    # The interviews before the assignment, as when folding: two transactions never wait for each other in a circle.
    moved = update(Interview).where(Interview.assignment_id == assignment.id).values(enumerator_id=enumerator.id)
    begun = session.scalars(moved.returning(Interview.id)).all()
    assignment.enumerator_id = enumerator.id
    session.flush()
    for user_id in sorted((before, enumerator.id)):
        feed.put(session, user_id, "assignment", [assignment.id])
    feed.put(session, enumerator.id, "interview", begun)
    activity.record(session, by, "reassign", "assignment", assignment.id, before=before, after=enumerator.id)


def withdraw(session: Session, assignment: Assignment, by: str) -> None:
    """Take the assignment off the enumerator's list. Refused once an interview was approved."""
    statement = (
        update(Assignment)
        .where(Assignment.id == assignment.id, Assignment.status != "approved")
        .values(status="cancelled")
    )
    if session.execute(statement).rowcount == 0:  # type: ignore[attr-defined]
        raise refusal("already_approved")
    feed.put(session, assignment.enumerator_id, "assignment", [assignment.id])
    activity.record(session, by, "withdraw", "assignment", assignment.id)


def listed(
    session: Session,
    *conditions: ColumnElement[bool],
    after: int = 0,
    limit: int = 100,
) -> Sequence[Assignment]:
    """Assignments that meet the conditions, by number, beginning beyond `after`."""
    query = select(Assignment).where(Assignment.id > after, *conditions).order_by(Assignment.id).limit(limit)
    return session.scalars(query.options(joinedload(Assignment.enumerator))).all()


def of_numbers(session: Session, numbers: Iterable[int]) -> dict[int, Assignment]:
    """The assignments with these numbers."""
    rows = session.scalars(select(Assignment).where(Assignment.id.in_(list(numbers)))).all()
    return {row.id: row for row in rows}
