"""What the dashboard shows of the counts of `engine.monitor`: narrowed to an area, three weeks, who is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from admin.layout import LOCAL
from engine import monitor
from engine.auth.access import CurrentUser
from engine.monitor import Counts, Rule
from engine.store import areas
from engine.store.models import utc_now

DAYS = 21


@dataclass(frozen=True, slots=True)
class Filter:
    """What the dashboard is narrowed to."""

    area: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """Interviews completed and approved on one day, local time."""

    day: date
    completed: int
    approved: int


@dataclass(frozen=True, slots=True)
class Contact:
    """An enumerator's device as last heard from, `days` ago, and the enumerator's open work; None: never heard from."""

    name: str
    full_name: str
    device: str | None
    open_work: int
    last_seen: datetime | None
    unsent: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that the page shows."""

    whole: Counts
    areas: Sequence[Counts]
    enumerators: Sequence[Counts]
    days: Sequence[Day]
    contacts: Sequence[Contact]
    rules: Sequence[Rule]


def dashboard(session: Session, user: CurrentUser, wish: Filter) -> Dashboard:
    """The counts of the person's areas as far as they lie in the filter's."""
    prefixes, form = narrowed(user.areas, wish.area), wish.form or None
    people = monitor.by_enumerator(session, prefixes, form)
    return Dashboard(
        monitor.totals(session, prefixes, form),
        monitor.by_area(session, prefixes, level(prefixes), form),
        people,
        _days(monitor.by_day(session, prefixes, form)),
        _contacts(monitor.devices(session, prefixes), {one.key: one for one in people}),
        monitor.rules(session, prefixes, form),
    )


def level(prefixes: Sequence[str]) -> int:
    """The level at which the areas branch: provinces for the whole country, for one area the level below it."""
    parts = [one.split("/") if one else [] for one in prefixes]
    shared = 0
    while parts and all(len(one) > shared and one[shared] == parts[0][shared] for one in parts):
        shared += 1
    return shared + 1


def narrowed(own: Sequence[str], area: str) -> tuple[str, ...]:
    """The part of one's areas that lies in the area: itself, those of one's own below it, or nothing."""
    if not area:
        return tuple(own)
    if areas.any_covers(own, area):
        return (area,)
    return tuple(one for one in own if areas.covers(area, one))


def _days(counted: Sequence[monitor.Day]) -> list[Day]:
    """The last three weeks, a row a day, today last."""
    found = {one.day: one for one in counted}
    today = utc_now().astimezone(LOCAL).date()
    days = [today - timedelta(days=number) for number in reversed(range(DAYS))]
    empty = monitor.Day("", 0, 0)
    return [Day(day, (one := found.get(day.isoformat(), empty)).completed, one.approved) for day in days]


def _contacts(devices: Sequence[monitor.Device], people: Mapping[str, Counts]) -> list[Contact]:
    now = utc_now()
    return [
        Contact(
            one.user,
            one.full_name,
            one.device,
            _open_work(people.get(one.user)),
            one.last_seen,
            one.unsent,
            (now - one.last_seen).days if one.last_seen else None,
        )
        for one in devices
    ]


def _open_work(counts: Counts | None) -> int:
    return counts.assigned + counts.started + counts.returned if counts else 0
