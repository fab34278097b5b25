"""The feed of a user: which assignments and interviews their devices are to fetch again.

A target has one row, which moves to a new number whenever the target changes, so a device that has seen number n asks
for the rows beyond n, and one that has seen nothing gets everything current from number 0. The numbers come from the
user's row, which stays locked until the transaction ends: a lower number never becomes visible after a higher one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.store.database import insert_or_replace
from engine.store.models import Feed, User

Kind = Literal["assignment", "interview"]


def put(session: Session, user_id: int, kind: Kind, targets: Iterable[str | int]) -> int:
    """Move these targets to the end of the user's feed; the last number given out."""
    names = list(dict.fromkeys(str(target) for target in targets))
    last = _advance(session, user_id, len(names))
    first = last - len(names) + 1
    rows = [
        {"user_id": user_id, "kind": kind, "target": name, "number": number} for number, name in enumerate(names, first)
    ]
    for start in range(0, len(rows), 500):
        insert_or_replace(session, Feed, ("user_id", "kind", "target"), rows[start : start + 500])
    return last


def beyond(session: Session, user_id: int, number: int, limit: int) -> Sequence[Feed]:
    """The first rows of the feed beyond a number, in order."""
    query = select(Feed).where(Feed.user_id == user_id, Feed.number > number)
    return session.scalars(query.order_by(Feed.number).limit(limit)).all()


def _advance(session: Session, user_id: int, count: int) -> int:
    statement = update(User).where(User.id == user_id).values(feed_number=User.feed_number + count)
    statement = statement.execution_options(synchronize_session=False)
    return session.execute(statement.returning(User.feed_number)).scalar_one()
