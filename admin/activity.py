"""The record of what was done, filtered and exported."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.store.database import reading
from engine.store.models import Activity

PAGE = 100
COLUMNS = ("id", "at", "who", "what", "target_kind", "target", "details")


def steps(session: Session, who: str, what: str, before: int | None, limit: int = PAGE) -> Sequence[Activity]:
    """The newest steps first, of one person or kind; `before` is the last id seen."""
    query = select(Activity).order_by(Activity.id.desc()).limit(limit)
    for value, column in ((who, Activity.who), (what, Activity.what)):
        if value:
            query = query.where(column == value)
    return session.scalars(query.where(Activity.id < before) if before is not None else query).all()


def as_csv(engine: Engine, who: str, what: str) -> Iterator[str]:
    """The whole record as CSV in UTF-8 with a mark for spreadsheets, newest first, a batch at a time.

    It is read while it is sent, after the request has ended, so each batch has a session of its own.
    """
    yield "\ufeff" + _line(COLUMNS)
    before: int | None = None
    while batch := _batch(engine, who, what, before):
        for row in batch:
            details = json.dumps(row.details, ensure_ascii=False) if row.details else ""
            yield _line((row.id, row.at.isoformat(), row.who, row.what, row.target_kind, row.target, details))
        before = batch[-1].id


def _batch(engine: Engine, who: str, what: str, before: int | None) -> Sequence[Activity]:
    with reading(), Session(engine) as session:
        return steps(session, who, what, before, 1000)


def _line(cells: Sequence[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_safe(str(cell)) for cell in cells])
    return buffer.getvalue()


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is written as text."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
