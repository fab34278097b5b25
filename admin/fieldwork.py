"""Progress of fieldwork, counted in the database: by area, enumerator, day and rule, and who has been silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from admin.layout import LOCAL
from engine.auth import access
from engine.auth.access import CurrentUser
from engine.store import areas
from engine.store.models import Assignment, Device, EditFailure, Interview, User, utc_now

DAYS = 21
STATUSES = ("assigned", "started", "completed", "returned", "approved")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the dashboard is narrowed to."""

    area: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Assignments of an area or an enumerator by status; `done` counts completed and approved."""

    key: str
    label: str
    assigned: int
    started: int
    completed: int
    returned: int
    approved: int

    @property
    def total(self) -> int:
        """All assignments that are not withdrawn."""
        return self.assigned + self.started + self.completed + self.returned + self.approved

    @property
    def done(self) -> int:
        """Those whose interview is complete."""
        return self.completed + self.approved


@dataclass(frozen=True, slots=True)
class Day:
    """Interviews completed and approved on one day, local time."""

    day: date
    completed: int
    approved: int


@dataclass(frozen=True, slots=True)
class Contact:
    """An enumerator with open work, and when a device was last heard from."""

    name: str
    full_name: str
    open_work: int
    last_seen: datetime | None
    unsent: int
    days: int | None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Failures of one rule by status, over the interviews it was seen in."""

    edit: str
    severity: str
    open: int
    confirmed: int
    accepted: int
    corrected: int

    @property
    def total(self) -> int:
        """All failures seen."""
        return self.open + self.confirmed + self.accepted + self.corrected


def by_area(session: Session, user: CurrentUser, wish: Filter) -> list[Progress]:
    """Progress by the areas one level below the filter, or by the first two levels."""
    depth = wish.area.count("/") + 2 if wish.area else 2
    rows: dict[str, dict[str, int]] = {}
    query = select(Assignment.area, Assignment.status, func.count()).group_by(Assignment.area, Assignment.status)
    for area, status, count in session.execute(_assignments(query, user, wish)):
        counts = rows.setdefault("/".join(area.split("/")[:depth]), {})
        counts[status] = counts.get(status, 0) + count
    return [_progress(area, area, counts) for area, counts in sorted(rows.items())]


def by_enumerator(session: Session, user: CurrentUser, wish: Filter) -> list[Progress]:
    """Progress by enumerator, by name."""
    query = select(User.name, User.full_name, Assignment.status, func.count()).join(
        User, Assignment.enumerator_id == User.id
    )
    query = query.group_by(User.name, User.full_name, Assignment.status)
    rows: dict[tuple[str, str], dict[str, int]] = {}
    for name, full_name, status, count in session.execute(_assignments(query, user, wish)):
        rows.setdefault((name, full_name), {})[status] = count
    return [_progress(name, full_name, counts) for (name, full_name), counts in sorted(rows.items())]


def by_day(session: Session, user: CurrentUser, wish: Filter) -> list[Day]:
    """The last three weeks, a row a day, today last."""
    today = utc_now().astimezone(LOCAL).date()
    first = today - timedelta(days=DAYS - 1)
    start = datetime(first.year, first.month, first.day, tzinfo=LOCAL)
    completed = _per_day(session, user, wish, Interview.completed_at, start)
    approved = _per_day(session, user, wish, Interview.approved_at, start)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return [Day(day, completed.get(day, 0), approved.get(day, 0)) for day in days]


def contacts(session: Session, user: CurrentUser, wish: Filter) -> list[Contact]:
    """Enumerators with open work, the longest silent first; never heard from comes before all."""
    query = select(Assignment.enumerator_id, func.count()).group_by(Assignment.enumerator_id)
    open_work = (
        _assignments(query, user, wish).where(Assignment.status.in_(("assigned", "started", "returned"))).subquery()
    )
    seen = select(
        Device.user_id,
        func.max(Device.last_seen, type_=Device.last_seen.type).label("seen"),
        func.sum(Device.unsent).label("unsent"),
    )
    devices = seen.group_by(Device.user_id).subquery()
    rows = session.execute(
        select(User.name, User.full_name, open_work.c[1], devices.c.seen, devices.c.unsent)
        .join(open_work, open_work.c.enumerator_id == User.id)
        .outerjoin(devices, devices.c.user_id == User.id)
    ).all()
    now = utc_now()
    found = [
        Contact(name, full_name, count, last, unsent or 0, (now - last).days if last else None)
        for name, full_name, count, last, unsent in rows
    ]
    return sorted(found, key=lambda one: (one.last_seen is not None, one.last_seen or now, one.name))


def by_rule(session: Session, user: CurrentUser, wish: Filter) -> list[RuleCount]:
    """Failures by rule, the most frequent first."""
    query = select(EditFailure.edit, EditFailure.severity, EditFailure.status, func.count())
    query = query.join(Interview, EditFailure.interview_id == Interview.id).group_by(
        EditFailure.edit, EditFailure.severity, EditFailure.status
    )
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for edit, severity, status, count in session.execute(query.where(*_interviews(user, wish))):
        counts.setdefault((edit, severity), {})[status] = count
    rows = [
        RuleCount(edit, severity, *(one.get(status, 0) for status in ("open", "confirmed", "accepted", "corrected")))
        for (edit, severity), one in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.total, row.edit))


def whole(rows: Sequence[Progress]) -> Progress:
    """The sum of all rows."""
    return _progress("", "", {status: sum(getattr(row, status) for row in rows) for status in STATUSES})


def _progress(key: str, label: str, counts: dict[str, int]) -> Progress:
    return Progress(key, label, *(counts.get(status, 0) for status in STATUSES))


def _assignments(query: Select[Any], user: CurrentUser, wish: Filter) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = [
        access.areas_filter(user, Assignment.area), Assignment.status != "cancelled", ~Assignment.training
    ]  # fmt: skip
    if wish.area:
        conditions.append(areas.within(Assignment.area, [wish.area]))
    if wish.form:
        conditions.append(Assignment.form_id == wish.form)
    return query.where(*conditions)


def _interviews(user: CurrentUser, wish: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [access.areas_filter(user, Interview.area), ~Interview.training]
    if wish.area:
        conditions.append(areas.within(Interview.area, [wish.area]))
    if wish.form:
        conditions.append(Interview.form_id == wish.form)
    return conditions


def _per_day(
    session: Session, user: CurrentUser, wish: Filter, column: InstrumentedAttribute[datetime | None], start: datetime
) -> dict[date, int]:
    counts: dict[date, int] = {}
    for (moment,) in session.execute(select(column).where(column >= start, *_interviews(user, wish))):
        day = moment.astimezone(LOCAL).date()
        counts[day] = counts.get(day, 0) + 1
    return counts
