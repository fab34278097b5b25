"""Codes of respondents and the devices they opened. Drawing and checking codes is `engine.auth.codes`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine.store import activity, feed, interviews
from engine.store.models import AccessCode, Assignment, RespondentSession, utc_now


def of_hash(session: Session, digest: str) -> AccessCode | None:
    """The code with this hash, if it is not revoked and its assignment not withdrawn."""
    found = session.scalar(select(AccessCode).where(AccessCode.hash == digest, AccessCode.revoked_at.is_(None)))
    return None if found is None or found.assignment.status == "cancelled" else found


def of_assignments(session: Session, numbers: Iterable[int]) -> dict[int, AccessCode]:
    """The newest code of each assignment that has one, revoked or not."""
    query = select(AccessCode).where(AccessCode.assignment_id.in_(list(numbers))).order_by(AccessCode.id)
    return {one.assignment_id: one for one in session.scalars(query)}


def renew(session: Session, hashes: Mapping[int, str], drawn: Mapping[int, str], by: str) -> None:
    """Give each assignment (by number) a new code and end those before, with the devices they opened.

    `drawn` are ids for interviews where none is begun or promised yet. The assignment's mode becomes `self`.
    """
    before = of_assignments(session, hashes)
    begun = interviews.of_assignments(session, hashes)
    _end(session, hashes)
    for number, digest in hashes.items():
        promised = before[number].interview_id if number in before else drawn[number]
        interview = begun.get(number) or promised
        session.add(AccessCode(hash=digest, assignment_id=number, interview_id=interview, made_by=by))
    rows = session.scalars(select(Assignment).where(Assignment.id.in_(list(hashes)))).all()
    for row in rows:
        row.mode = "self"
    session.flush()
    for person in sorted({row.enumerator_id for row in rows}):
        feed.put(session, person, "assignment", [row.id for row in rows if row.enumerator_id == person])
    activity.record(
        session, by, "codes_made", "assignment", ",".join(map(str, sorted(hashes)))[:200], count=len(hashes)
    )


def revoke(session: Session, numbers: Iterable[int], by: str) -> int:
    """End the codes of these assignments and the devices they opened; how many codes there were."""
    wanted = sorted(set(numbers))
    ended = _end(session, wanted)
    activity.record(session, by, "codes_revoked", "assignment", ",".join(map(str, wanted))[:200], count=ended)
    return ended


def open_session(session: Session, code: AccessCode, digest: str, device: str, expires: datetime) -> None:
    """Note a device that the code has opened, and that the code was used."""
    now = utc_now()
    session.execute(delete(RespondentSession).where(RespondentSession.expires < now))
    session.add(RespondentSession(hash=digest, code_id=code.id, device=device, expires=expires))
    code.used_at = code.used_at or now
    session.flush()


def session_of(session: Session, digest: str, now: datetime) -> RespondentSession | None:
    """The session with this token's hash, if it and its code still hold."""
    found = session.get(RespondentSession, digest)
    if found is None or found.expires <= now or found.code.revoked_at is not None:
        return None
    return None if found.code.assignment.status == "cancelled" else found


def close_session(session: Session, digest: str) -> None:
    """End one session."""
    session.execute(delete(RespondentSession).where(RespondentSession.hash == digest))


def _end(session: Session, numbers: Iterable[int]) -> int:
    live = select(AccessCode.id).where(AccessCode.assignment_id.in_(list(numbers)), AccessCode.revoked_at.is_(None))
    session.execute(delete(RespondentSession).where(RespondentSession.code_id.in_(live)))
    ended = session.execute(update(AccessCode).where(AccessCode.id.in_(live)).values(revoked_at=utc_now()))
    return int(ended.rowcount)  # type: ignore[attr-defined]
