"""Progress of assignments and interviews: in all, by area, by enumerator, by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import Session

from engine.store import areas
from engine.store.dialects import area_prefix, local_day
from engine.store.models import Assignment, Interview, User

OFFICE_MINUTES = 420


@dataclass(frozen=True, slots=True)
class Counts:
    """Assignments by status under a key (area, enumerator's name, or empty), and what their interviews hold."""

    key: str
    label: str = ""
    assigned: int = 0
    started: int = 0
    completed: int = 0
    returned: int = 0
    approved: int = 0
    interviews: int = 0
    hard: int = 0
    soft_open: int = 0
    not_folded: int = 0
    confirmed: int = 0
    timed: int = 0
    timed_answers: int = 0
    active_seconds: int = 0
    edits_raised: int = 0
    last_event_at: datetime | None = field(default=None)

    @property
    def total(self) -> int:
        """All assignments that are not cancelled."""
        return self.assigned + self.started + self.completed + self.returned + self.approved

    @property
    def answers_per_minute(self) -> float | None:
        """Answers a minute at questions, over interviews whose times were recorded; None where none were."""
        return self.timed_answers * 60 / self.active_seconds if self.active_seconds else None

    @property
    def minutes_each(self) -> float | None:
        """Minutes at questions for each of those interviews."""
        return self.active_seconds / 60 / self.timed if self.timed else None

    @property
    def done(self) -> int:
        """Assignments whose interview is completed or approved."""
        return self.completed + self.approved


@dataclass(frozen=True, slots=True)
class Day:
    """What was completed and approved on a calendar day at the office (`2026-11-22`)."""

    day: str
    completed: int
    approved: int


def totals(session: Session, prefixes: Iterable[str], form_id: str | None = None) -> Counts:
    """The counts over all areas of the person."""
    found = _counted(session, literal(""), literal(""), tuple(prefixes), form_id)
    return found[0] if found else Counts("")


def by_area(session: Session, prefixes: Iterable[str], levels: int, form_id: str | None = None) -> list[Counts]:
    """The counts for each area of so many levels (1: province, 2: commune, 3: enumeration area), by area."""
    assigned, interviewed = area_prefix(Assignment.area, levels), area_prefix(Interview.area, levels)
    return _counted(session, assigned, interviewed, tuple(prefixes), form_id)


def by_enumerator(session: Session, prefixes: Iterable[str], form_id: str | None = None) -> list[Counts]:
    """The counts for each enumerator who has work in the areas, by name; `label` is the full name."""
    found = _counted(session, Assignment.enumerator_id, Interview.enumerator_id, tuple(prefixes), form_id)
    names = {
        str(user.id): user for user in session.scalars(select(User).where(User.id.in_([int(c.key) for c in found])))
    }
    named = [_named(counts, names[counts.key]) for counts in found]
    return sorted(named, key=lambda counts: counts.key)


def by_day(
    session: Session, prefixes: Iterable[str], form_id: str | None = None, minutes: int = OFFICE_MINUTES
) -> list[Day]:
    """For each day on which something happened, interviews completed and approved; the first day first."""
    prefixes = tuple(prefixes)
    completed = _per_day(session, Interview.completed_at, prefixes, form_id, minutes)
    approved = _per_day(session, Interview.approved_at, prefixes, form_id, minutes)
    return [Day(day, completed.get(day, 0), approved.get(day, 0)) for day in sorted({*completed, *approved})]


def _counted(
    session: Session, assigned: Any, interviewed: Any, prefixes: tuple[str, ...], form_id: str | None
) -> list[Counts]:
    members: dict[str, dict[str, Any]] = {}
    for query in (_assignments(assigned, prefixes, form_id), _interviews(interviewed, prefixes, form_id)):
        for row in session.execute(query).mappings():
            members.setdefault(str(row["key"]), {}).update({name: row[name] for name in row if name != "key"})
    return [Counts(key, **found) for key, found in sorted(members.items())]


def _assignments(key: Any, prefixes: tuple[str, ...], form_id: str | None) -> Select[Any]:
    statuses = ("assigned", "started", "completed", "returned", "approved")
    query = select(key.label("key"), *(_sum(Assignment.status == name).label(name) for name in statuses))
    query = query.where(areas.within(Assignment.area, prefixes), ~Assignment.training, Assignment.status != "cancelled")
    return _of_form(query, Assignment.form_id, form_id).group_by("key")


def _interviews(key: Any, prefixes: tuple[str, ...], form_id: str | None) -> Select[Any]:
    query = select(
        key.label("key"),
        func.count().label("interviews"),
        func.sum(Interview.hard).label("hard"),
        func.sum(Interview.soft_open).label("soft_open"),
        _sum(Interview.fold_error.is_not(None)).label("not_folded"),
        func.sum(Interview.confirmed).label("confirmed"),
        _sum(Interview.active_seconds > 0).label("timed"),
        func.sum(case((Interview.active_seconds > 0, Interview.answered), else_=0)).label("timed_answers"),
        func.sum(Interview.active_seconds).label("active_seconds"),
        func.sum(Interview.edits_raised).label("edits_raised"),
        func.max(Interview.last_event_at, type_=Interview.last_event_at.type).label("last_event_at"),
    ).where(areas.within(Interview.area, prefixes), ~Interview.training)
    return _of_form(query, Interview.form_id, form_id).group_by("key")


def _per_day(
    session: Session, moment: Any, prefixes: tuple[str, ...], form_id: str | None, minutes: int
) -> dict[str, int]:
    query = select(local_day(moment, minutes).label("day"), func.count().label("number"))
    query = query.where(moment.is_not(None), areas.within(Interview.area, prefixes), ~Interview.training)
    rows = session.execute(_of_form(query, Interview.form_id, form_id).group_by("day"))
    return {row.day: row.number for row in rows}


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _of_form(query: Select[Any], column: Any, form_id: str | None) -> Select[Any]:
    return query if form_id is None else query.where(column == form_id)


def _named(counts: Counts, user: User) -> Counts:
    members = {name: getattr(counts, name) for name in Counts.__dataclass_fields__}
    return Counts(**members | {"key": user.name, "label": user.full_name})
