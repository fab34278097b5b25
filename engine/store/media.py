"""Files that interviews name: what is awaited, what has come. The bytes are in `media_files.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from engine.store.database import insert_new
from engine.store.models import Event, Interview, Media, User, utc_now


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as an answer names it, at a path; `stands` as in the table."""

    path: str
    sha256: str
    name: str
    size: int
    media_type: str
    stands: bool


def note(session: Session, interview_id: str, named: Iterable[NamedFile]) -> int:
    """Keep what the answers of an interview name, and which of it stands; how many standing files are awaited."""
    known = {(one.path, one.sha256): one for one in of_interview(session, interview_id)}
    for one in named:
        row = known.get((one.path, one.sha256))
        if row is None:
            insert_new(session, Media, _fresh(session, interview_id, one))
        elif row.stands != one.stands:
            row.stands = one.stands
    session.flush()
    return awaited(session, interview_id)


def of_interview(session: Session, interview_id: str) -> Sequence[Media]:
    """The files of an interview, by path, those named first before the others."""
    query = select(Media).where(Media.interview_id == interview_id)
    return session.scalars(query.order_by(Media.path, Media.named_at, Media.sha256)).all()


def of_person(session: Session, sha256: str, user_id: int) -> Sequence[Media]:
    """The rows with these bytes in the interviews of an enumerator, and in those whose log they have written in."""
    query = select(Media).where(Media.sha256 == sha256, _of(user_id))
    return session.scalars(query.order_by(Media.interview_id, Media.path)).all()


def in_interview(session: Session, interview_id: str, sha256: str) -> Media | None:
    """A row of an interview with these bytes, or None."""
    query = select(Media).where(Media.interview_id == interview_id, Media.sha256 == sha256)
    return session.scalars(query.order_by(Media.path)).first()


def has_come(session: Session, sha256: str) -> None:
    """All bytes are on disk and verified: every row that names them is complete, every interview counted anew."""
    waiting = select(Media.interview_id).where(Media.sha256 == sha256, ~Media.complete)
    locked = select(Interview.id).where(Interview.id.in_(waiting)).order_by(Interview.id).with_for_update()
    interviews = list(
        session.scalars(locked)
    )  # locked first, as folding does, so that the two never wait for each other
    values = {"complete": True, "received": Media.size, "completed_at": utc_now()}
    session.execute(update(Media).where(Media.sha256 == sha256, ~Media.complete).values(values))
    for interview_id in interviews:
        count = awaited(session, interview_id)
        session.execute(update(Interview).where(Interview.id == interview_id).values(files_awaited=count))


def has_received(session: Session, sha256: str, user_id: int, received: int) -> None:
    """Note how many bytes have come of a file of this person."""
    rows = update(Media).where(Media.sha256 == sha256, ~Media.complete, _of(user_id))
    session.execute(rows.values(received=received))


def awaited(session: Session, interview_id: str) -> int:
    """How many different files that stand in an interview have not come whole."""
    missing = select(func.count(Media.sha256.distinct())).where(Media.interview_id == interview_id)
    return session.scalar(missing.where(Media.stands, ~Media.complete)) or 0


def _of(user_id: int) -> ColumnElement[bool]:
    """What a person may send: the bytes of an answer lie on the device of whoever gave it, also when the interview has
    gone to another enumerator since."""
    held = select(Interview.id).where(Interview.id == Media.interview_id, Interview.enumerator_id == user_id)
    name = select(User.name).where(User.id == user_id).scalar_subquery()
    written = select(Event.seq).where(Event.interview_id == Media.interview_id, Event.user == name)
    return or_(held.exists(), written.exists())


def _fresh(session: Session, interview_id: str, one: NamedFile) -> dict[str, object]:
    there = session.scalars(select(Media).where(Media.sha256 == one.sha256, Media.complete).limit(1)).first()
    return {
        "interview_id": interview_id,
        "path": one.path,
        "sha256": one.sha256,
        "name": one.name,
        "size": one.size,
        "media_type": one.media_type,
        "stands": one.stands,
        "received": one.size if there else 0,
        "complete": there is not None,
        "named_at": utc_now(),
        "completed_at": utc_now() if there else None,
    }
