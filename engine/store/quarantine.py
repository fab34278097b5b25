"""The quarantine: what was pushed and not taken in, kept byte for byte until an office person has settled it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session, undefer

from engine.store import activity
from engine.store.database import insert_new
from engine.store.mistakes import refusal
from engine.store.models import Quarantine, User, utc_now
from engine.store.models.base import JsonObject


def keep(
    session: Session,
    raw: bytes,
    *,
    code: str,
    reason: str,
    told: JsonObject,
    user: User,
    device: str,
    segment: str = "",
    interview_id: str = "",
) -> int:
    """Put the bytes into quarantine and give its number; the same bytes from the same device keep their number.

    `reason` is for who reads English, `told` the same as data (`engine.sync.mistakes`)."""
    digest = hashlib.sha256(raw).hexdigest()
    values = {
        "raw": raw,
        "sha256": digest,
        "code": code,
        "reason": reason,
        "told": told,
        "user_id": user.id,
        "device": device,
        "segment": segment,
        "interview_id": interview_id,
        "area": user.area_prefixes[0] if user.area_prefixes else "",
        "received_at": utc_now(),
        "status": "open",
    }
    new = insert_new(session, Quarantine, values)
    same = (Quarantine.user_id == user.id, Quarantine.device == device, Quarantine.sha256 == digest)
    number = session.execute(select(Quarantine.id).where(*same)).scalar_one()
    if new:
        activity.record(session, user.name, "quarantine", "quarantine", number, code=code, device=device)
    return number


def get(session: Session, number: int) -> Quarantine | None:
    """One entry with its bytes."""
    return session.scalar(select(Quarantine).where(Quarantine.id == number).options(undefer(Quarantine.raw)))


def listed(
    session: Session, *conditions: ColumnElement[bool], status: str = "open", limit: int = 100
) -> Sequence[Quarantine]:
    """Entries of a status, newest first, without their bytes."""
    query = select(Quarantine).where(Quarantine.status == status, *conditions)
    return session.scalars(query.order_by(Quarantine.received_at.desc(), Quarantine.id.desc()).limit(limit)).all()


def count_open(session: Session, *conditions: ColumnElement[bool]) -> int:
    """How many entries wait for someone."""
    query = select(func.count()).select_from(Quarantine).where(Quarantine.status == "open", *conditions)
    return session.scalar(query) or 0


def settle(session: Session, number: int, *, status: str, resolution: str, by: User) -> None:
    """Close an open entry as `resolved` or `dismissed`; its bytes stay. Refused when someone else was faster."""
    statement = update(Quarantine).where(Quarantine.id == number, Quarantine.status == "open")
    statement = statement.values(status=status, resolution=resolution, resolved_by=by.id, resolved_at=utc_now())
    if session.execute(statement).rowcount == 0:  # type: ignore[attr-defined]
        raise refusal("already_settled")
    activity.record(session, by.name, "quarantine_resolved", "quarantine", number, status=status, resolution=resolution)
