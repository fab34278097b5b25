"""Devices: who has not been heard from since when, and what they still hold; and how fast segments come in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.store import areas
from engine.store.models import Device as DeviceRow
from engine.store.models import Segment, User, UserArea


@dataclass(frozen=True, slots=True)
class Device:
    """An enumerator's device as last heard from; without one (`device` None) the enumerator has never signed in."""

    user: str
    full_name: str
    device: str | None
    last_seen: datetime | None
    last_push: datetime | None
    unsent: int
    app_version: str
    clock_offset_ms: int | None


@dataclass(frozen=True, slots=True)
class Load:
    """What came in since a moment."""

    segments: int
    events: int


def devices(session: Session, prefixes: Iterable[str], silent_since: datetime | None = None) -> list[Device]:
    """The devices of active enumerators with an area in the prefixes, the longest silent first. With `silent_since`,
    only those not heard from after that moment and enumerators never heard from."""
    chosen = select(UserArea.user_id).where(areas.within(UserArea.area, prefixes))
    query = (
        select(User, DeviceRow)
        .outerjoin(DeviceRow, DeviceRow.user_id == User.id)
        .where(User.role == "enumerator", User.active, User.id.in_(chosen))
        .order_by(DeviceRow.last_seen.asc().nulls_first(), User.name)
    )
    if silent_since is not None:
        query = query.where(or_(DeviceRow.last_seen.is_(None), DeviceRow.last_seen < silent_since))
    return [_device(user, row) for user, row in session.execute(query).tuples()]


def load(session: Session, since: datetime) -> Load:
    """How many segments and events were stored since the moment."""
    query = select(func.count(), func.coalesce(func.sum(Segment.stored), 0)).where(Segment.received_at >= since)
    segments, events = session.execute(query).one()
    return Load(segments, int(events))


def _device(user: User, row: DeviceRow | None) -> Device:
    if row is None:
        return Device(user.name, user.full_name, None, None, None, 0, "", None)
    return Device(
        user.name,
        user.full_name,
        row.id,
        row.last_seen,
        row.last_push,
        row.unsent,
        row.app_version,
        row.clock_offset_ms,
    )
