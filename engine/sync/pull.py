"""What a device fetches: the assignments and interviews of its user that changed beyond its cursor, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.auth.access import CurrentUser
from engine.store import assignments, codes, feed, forms, interviews
from engine.store.models import Assignment, Event, Feed, Interview
from engine.sync import fold
from engine.sync.mistakes import refusal

PAGE_ROWS = 200
PAGE_EVENTS = 20_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the feed, as JSON values, and the cursor behind it."""

    cursor: int
    more: bool
    assignments: list[dict[str, Any]]
    removed: list[int]
    forms: list[dict[str, Any]]
    events: list[dict[str, Any]]


def page(session: Session, user: CurrentUser, device: str, cursor: int) -> Page:
    """The feed of the user beyond the cursor, as far as one page holds; events without those of the asking device."""
    rows = feed.beyond(session, user.id, cursor, PAGE_ROWS + 1)
    work = _interviews(session, [row.target for row in rows if row.kind == "interview"])
    taken = _that_fit(rows, work)
    wanted = [int(row.target) for row in taken if row.kind == "assignment"]
    found = assignments.of_numbers(session, wanted)
    held = [one for one in found.values() if one.enumerator_id == user.id and one.status != "cancelled"]
    begun = [work[row.target] for row in taken if row.kind == "interview" and row.target in work]
    logs = [one for one in begun if one.enumerator_id == user.id]
    return Page(
        cursor=taken[-1].number if taken else cursor,
        more=len(taken) < len(rows),
        assignments=_assignments(session, held),
        removed=[] if cursor == 0 else sorted(set(wanted) - {one.id for one in held}),
        forms=forms_json(
            session, {(one.form_id, one.version) for one in held} | {(one.form_id, one.version) for one in logs}
        ),
        events=[log for one in logs if (log := log_json(session, one, device))],
    )


def read_cursor(text: str) -> int:
    """The number in a cursor; Refusal `cursor` when this server never gave it."""
    if text == "":
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise refusal("cursor")
    return int(text)


def _interviews(session: Session, names: list[str]) -> dict[str, Interview]:
    rows = session.scalars(select(Interview).where(Interview.id.in_(names))).all()
    return {row.id: row for row in rows}


def _that_fit(rows: Sequence[Feed], work: dict[str, Interview]) -> list[Feed]:
    """The rows of a page: so many at most, and so many events; but always one, so that a pull makes headway."""
    taken: list[Feed] = []
    events = 0
    for row in rows[:PAGE_ROWS]:
        events += work[row.target].event_count if row.kind == "interview" and row.target in work else 0
        if taken and events > PAGE_EVENTS:
            break
        taken.append(row)
    return taken


def _assignments(session: Session, held: Iterable[Assignment]) -> list[dict[str, Any]]:
    held = sorted(held, key=lambda one: one.id)
    numbers = [one.id for one in held]
    promised = {number: code.interview_id for number, code in codes.of_assignments(session, numbers).items()}
    begun = promised | interviews.of_assignments(session, numbers)
    return [assignment_json(one, begun.get(one.id)) for one in held]


def assignment_json(one: Assignment, interview: str | None) -> dict[str, Any]:
    """An assignment on the wire; `interview` is the one begun on it, or promised to who holds its code."""
    return {
        "id": one.id,
        "form": {"id": one.form_id, "version": one.version},
        "unit": one.unit,
        "label": one.label,
        "address": one.address,
        "area": one.area,
        "preload": one.preload,
        "previous": one.previous,
        "due": one.due.isoformat() if one.due else None,
        "status": one.status,
        "interview": interview,
        "training": one.training,
        "mode": one.mode,
    }


def forms_json(session: Session, wanted: set[tuple[str, str]]) -> list[dict[str, Any]]:
    """Versions of questionnaires on the wire: where to fetch each."""
    found = [forms.version(session, form_id, version) for form_id, version in sorted(wanted)]
    return [
        {
            "id": one.form_id,
            "version": one.version,
            "hash": one.hash,
            "url": f"/api/v1/forms/{one.form_id}/{one.version}",
        }
        for one in found
        if one is not None
    ]


def log_json(session: Session, one: Interview, device: str) -> dict[str, Any] | None:
    """The log of an interview on the wire, without the events of a device; None when that leaves nothing."""
    events: Sequence[Event] = interviews.events(session, one.id, not_from=device)
    if not events:
        return None
    return {
        "interview": one.id,
        "assignment": one.assignment_id,
        "form": {"id": one.form_id, "version": one.version},
        "events": [fold.event_json(event) for event in events],
    }
