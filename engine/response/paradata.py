"""What a log says of how the interview went: records of `paradata` events as rows, and what they come to.

Nothing here touches a value, the route or a failure. The records are those of `docs/events.md`; one that is not in its
shape is kept as it came. The device makes them in offline_client/runtime/paradata.js.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.response.events import Event

LONGEST_STAY = 600_000
"""Milliseconds: of a longer stay at one question no more is counted, since the device may have lain there open."""
LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class Note:
    """One record: what it is, when it began, the question or page, the edit, milliseconds; `record` as it came."""

    kind: str
    at: datetime | None
    path: str | None
    edit: str | None
    stayed: int | None
    first: int | None
    changes: int | None
    again: bool | None
    record: str
    device: str
    user: str | None


@dataclass(frozen=True, slots=True)
class Pace:
    """Time at questions, each stay counted to `LONGEST_STAY`, edits raised while answering, and steps back."""

    active_seconds: int = 0
    edits_raised: int = 0
    backward: int = 0


def notes(events: Iterable[Event]) -> Iterator[Note]:
    """The records of a log, in the order of its events."""
    for event in events:
        records = event.get("records") if event.type == "paradata" else None
        for record in records if isinstance(records, list) else ():
            yield _note(record, event)


def pace(events: Iterable[Event]) -> Pace:
    """What the records come to."""
    found = list(notes(events))
    active = sum(min(one.stayed, LONGEST_STAY) for one in found if one.kind == "asked" and one.stayed is not None)
    raised = sum(one.kind == "raised" for one in found)
    return Pace(active // 1000, raised, sum(one.kind == "page" and one.again is True for one in found))


def _note(record: Any, event: Event) -> Note:
    parts = record if isinstance(record, list) else []
    kind = parts[0] if parts and isinstance(parts[0], str) else "unknown"
    shape = _SHAPES.get(kind, ())
    given: dict[str, Any] = dict.fromkeys(("path", "edit", "stayed", "first", "changes", "again"))
    for (name, wanted), value in zip(shape, parts[2:], strict=False):
        given[name] = _fits(value, wanted)
    raw = json.dumps(record)
    return Note(kind, _began(event, parts), record=raw, device=event.device, user=event.user, **given)


_SHAPES: dict[str, tuple[tuple[str, type], ...]] = {
    "asked": (("path", str), ("first", int), ("stayed", int), ("changes", int), ("again", bool)),
    "page": (("path", str), ("stayed", int), ("again", bool)),
    "raised": (("edit", str), ("path", str)),
    "settled": (("edit", str), ("path", str)),
}
"""What stands in a record after its name and its time; others are read from `record`."""


def _fits(value: Any, wanted: type) -> Any:
    if wanted is int:
        return value if type(value) is int and 0 <= value < LARGEST else None
    if wanted is str and isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # half a sign cannot stand in a table
    return value if isinstance(value, wanted) else None


def _began(event: Event, parts: list[Any]) -> datetime | None:
    after = parts[1] if len(parts) > 1 else None
    if type(after) is not int:
        return None
    try:
        begun = datetime.fromisoformat(str(event.get("from")))
        return begun + timedelta(milliseconds=after) if begun.tzinfo else None
    except (ValueError, OverflowError):
        return None
