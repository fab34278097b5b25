"""The list of interviews: filter, counts, pages by key. One interview is in `interview_page.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from engine.auth import access
from engine.auth.access import CurrentUser
from engine.store import areas
from engine.store.models import INTERVIEW_STATUSES, EditFailure, Interview, User

PAGE = 50

PROBLEMS: dict[str, ColumnElement[bool]] = {
    "hard": Interview.hard > 0,
    "soft": Interview.soft_open > 0,
    "conflicts": Interview.conflicts > 0,
    "unapplied": Interview.unapplied > 0,
    "awaited": Interview.awaited != "",
    "files_awaited": Interview.files_awaited > 0,
    "late_events": Interview.late_events > Interview.late_left,
    "changed": Interview.changed_after_completion.is_(True),
    "fold_error": Interview.fold_error.is_not(None),
    "remarks": Interview.remarks_open > 0,
}
"""What can be wrong with an interview, as the filter names it."""

_when = Interview.last_event_at  # never null once the server has made the row; an index serves the order


def listed(session: Session, user: CurrentUser, query: Mapping[str, str]) -> Sequence[Interview]:
    """A page of the interviews of the person's areas that fit the query, the newest events first.

    `before` is the key of the last one seen, as `key_of` gives it.
    """
    statement = select(Interview).where(*_conditions(user, query)).order_by(_when.desc(), Interview.id.desc())
    return session.scalars(statement.options(joinedload(Interview.enumerator)).limit(PAGE)).all()


def key_of(row: Interview) -> str:
    """Where the row stands in the list, for the next page."""
    return f"{(row.last_event_at or row.created_at).isoformat()}~{row.id}"


def _conditions(user: CurrentUser, query: Mapping[str, str]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [access.areas_filter(user, Interview.area)]
    if query.get("training") != "yes":
        conditions.append(~Interview.training)
    if query.get("status") in INTERVIEW_STATUSES:
        conditions.append(Interview.status == query["status"])
    if query.get("form"):
        conditions.append(Interview.form_id == query["form"])
    if query.get("area"):
        conditions.append(areas.within(Interview.area, [query["area"].strip("/ ")]))
    if query.get("enumerator"):
        conditions.append(Interview.enumerator.has(User.name == query["enumerator"]))
    if query.get("problem") in PROBLEMS:
        conditions.append(PROBLEMS[query["problem"]])
    if query.get("edit"):
        failing = select(EditFailure.interview_id).where(
            EditFailure.edit == query["edit"], EditFailure.status == "open"
        )
        conditions.append(Interview.id.in_(failing))
    return conditions + _after(query.get("before", ""))


def _after(key: str) -> list[ColumnElement[bool]]:
    moment, _, number = key.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return []
    # The first condition says nothing more; it lets the index begin at the page.
    return [_when <= at, or_(_when < at, and_(_when == at, Interview.id < number))] if at.tzinfo else []
