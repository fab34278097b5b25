"""Who is to be handed on, decided in the database: claiming approved interviews for a batch, and marking them handed.

A batch gets its name in the transaction that claims its interviews, before anything is written. Each change is a
conditional update, so that two runs never hold the same interview, and a run that died is finished by the next one.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from engine.store.activity import record
from engine.store.models import HandoffOutbox, Interview, utc_now

Version = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Interviews of one form version in the outbox that no batch holds yet."""

    form: str
    version: str
    interviews: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Handed:
    """A batch as the outbox knows it; `handed_at` is None while it is not finished."""

    name: str
    form: str
    interviews: int
    handed_at: datetime | None


def waiting(session: Session, form: str | None = None) -> list[Waiting]:
    """What waits, by form and version. Training interviews and those being folded are not counted."""
    query = (
        select(
            Interview.form_id,
            Interview.version,
            func.count(Interview.id.distinct()),
            func.min(HandoffOutbox.created_at),
        )
        .join(HandoffOutbox, HandoffOutbox.interview_id == Interview.id)
        .where(HandoffOutbox.batch.is_(None), *_ready())
        .group_by(Interview.form_id, Interview.version)
        .order_by(Interview.form_id, Interview.version)
    )
    query = query if form is None else query.where(Interview.form_id == form)
    return [Waiting(*row) for row in session.execute(query)]


def claim(session: Session, version: Version, most: int, without: Collection[str] = ()) -> str | None:
    """Claim up to `most` outbox rows of one form version for a new batch; its name, None when there are none."""
    batch = f"{utc_now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    chosen = (
        select(HandoffOutbox.id)
        .join(Interview, Interview.id == HandoffOutbox.interview_id)
        .where(HandoffOutbox.batch.is_(None), *_ready())
        .where(Interview.form_id == version[0], Interview.version == version[1])
        .where(Interview.id.not_in(list(without)))
        .order_by(HandoffOutbox.id)
        .limit(most)
    )
    statement = update(HandoffOutbox).where(HandoffOutbox.id.in_(chosen), HandoffOutbox.batch.is_(None))
    claimed = session.execute(statement.values(batch=batch), execution_options={"synchronize_session": False})
    session.commit()
    return batch if claimed.rowcount else None  # type: ignore[attr-defined]


def unfinished(session: Session) -> Sequence[str]:
    """Batches that were claimed and never marked, oldest first."""
    query = select(HandoffOutbox.batch).where(HandoffOutbox.batch.is_not(None), HandoffOutbox.handed_at.is_(None))
    return [batch for batch in session.scalars(query.distinct().order_by(HandoffOutbox.batch)) if batch is not None]


def members(session: Session, batch: str) -> list[Interview]:
    """The interviews of a batch, each once, by id."""
    query = select(Interview).join(HandoffOutbox, HandoffOutbox.interview_id == Interview.id)
    return list(session.scalars(query.where(HandoffOutbox.batch == batch).order_by(Interview.id)).unique())


def is_ready(interview: Interview) -> bool:
    """Whether an interview that was claimed may still be handed on."""
    return interview.status == "approved" and not interview.training and not interview.stale


def release(session: Session, batch: str, interviews: Collection[str]) -> None:
    """Put interviews of a batch that is not finished back into the outbox."""
    statement = update(HandoffOutbox).where(HandoffOutbox.batch == batch, HandoffOutbox.handed_at.is_(None))
    session.execute(
        statement.where(HandoffOutbox.interview_id.in_(list(interviews))).values(batch=None),
        execution_options={"synchronize_session": False},
    )
    session.commit()


def mark(session: Session, batch: str, who: str, **details: object) -> bool:
    """Mark the batch handed on and record the step, in one transaction; False when another run has marked it."""
    statement = update(HandoffOutbox).where(HandoffOutbox.batch == batch, HandoffOutbox.handed_at.is_(None))
    marked = session.execute(statement.values(handed_at=utc_now()), execution_options={"synchronize_session": False})
    if marked.rowcount:  # type: ignore[attr-defined]
        record(session, who, "hand_on", "batch", batch, **details)
    session.commit()
    return bool(marked.rowcount)  # type: ignore[attr-defined]


def earlier_batches(session: Session, batch: str, interviews: Collection[str]) -> dict[str, str]:
    """For each interview that was handed on before, the last batch that held it."""
    query = (
        select(HandoffOutbox.interview_id, HandoffOutbox.batch)
        .where(HandoffOutbox.interview_id.in_(list(interviews)), HandoffOutbox.batch != batch)
        .where(HandoffOutbox.handed_at.is_not(None))
        .order_by(HandoffOutbox.handed_at, HandoffOutbox.id)
    )
    return {interview: earlier for interview, earlier in session.execute(query) if earlier is not None}


def batches(session: Session, form: str | None = None) -> list[Handed]:
    """All batches, the newest first."""
    query = (
        select(
            HandoffOutbox.batch,
            Interview.form_id,
            func.count(Interview.id.distinct()),
            func.max(HandoffOutbox.handed_at),
        )
        .join(Interview, Interview.id == HandoffOutbox.interview_id)
        .where(HandoffOutbox.batch.is_not(None))
        .group_by(HandoffOutbox.batch, Interview.form_id)
        .order_by(HandoffOutbox.batch.desc())
    )
    query = query if form is None else query.where(Interview.form_id == form)
    return [Handed(name or "", of, count, at) for name, of, count, at in session.execute(query)]


def _ready() -> tuple[ColumnElement[bool], ...]:
    return Interview.status == "approved", Interview.training.is_(False), Interview.stale.is_(False)
