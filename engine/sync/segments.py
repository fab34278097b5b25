"""A segment as it is read off the wire: checked, and each event with its text exactly as received. No database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError

from engine.sync import raw
from engine.sync.faults import Fault, of_messages
from engine.sync.mistakes import SegmentProblem
from engine.sync.wire import EventIn, SegmentIn

SERVER = "server"
OFFICE_TYPES = frozenset({"accept", "return", "approve"})
OFFICE_SOURCES = frozenset({"office", "imputed"})

_segment_schema = SegmentIn(exclude=("events",))
_event_schema = EventIn()


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event: what the server needs to file it, and its text."""

    seq: int
    hlc: str
    type: str
    path: str | None
    payload: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadSegment:
    """A segment that is in order by itself; whether it fits what is stored is seen in `push.py`."""

    id: str
    interview: str
    assignment: int | None
    form: str
    version: str
    device: str
    user: str
    events: tuple[ReadEvent, ...]


def read(whole: raw.Piece, device: str, user: str) -> ReadSegment:
    """Read one segment that `device` sends for `user`. SegmentProblem says what is wrong with the first bad part."""
    try:
        head = _segment_schema.load(whole.value)
        listed = raw.elements(raw.member(whole, "events")) if isinstance(whole.value["events"], list) else None
    except ValidationError as error:
        raise SegmentProblem("unreadable_segment", *of_messages(error.messages, whole.value)) from error
    except KeyError:
        listed = None
    if listed is None:
        raise SegmentProblem("unreadable_segment", Fault("no_events"))
    if device == SERVER:
        raise SegmentProblem("wrong_device", SERVER)
    events = tuple(_event(one, device, user) for one in listed)
    _check_numbers(events)
    form = head["form"]
    return ReadSegment(
        head["id"], head["interview"], head["assignment"], form["id"], form["version"], device, user, events
    )


def moment_of(hlc: str) -> datetime:
    """The physical time in a logical clock. ValueError when it is no moment."""
    return datetime.strptime(hlc[:23], "%Y-%m-%dT%H:%M:%S.%f").replace(tzinfo=UTC)


def _event(one: raw.Piece, device: str, user: str) -> ReadEvent:
    try:
        event = _event_schema.load(one.value)
        moment_of(event["hlc"])
        event.get("path", "").encode()
    except ValidationError as error:
        raise SegmentProblem("unreadable_event", *of_messages(error.messages, one.value), at=_number(one)) from error
    except ValueError as error:
        wrong = "hlc" if "path" not in one.value or _is_text(one.value["path"]) else "path"
        fault = Fault("wrong", wrong, repr(one.value[wrong])[:60])
        raise SegmentProblem("unreadable_event", fault, at=_number(one)) from error
    if event.get("device", device) != device:
        raise SegmentProblem("wrong_device", event["device"])
    if event.get("user", user) != user:
        raise SegmentProblem("not_yours", event["user"])
    if event["type"] in OFFICE_TYPES or (event["type"] == "answer" and event.get("source") in OFFICE_SOURCES):
        raise SegmentProblem("not_allowed", f"{event['type']} {event.get('source', '')}".strip())
    return ReadEvent(event["seq"], event["hlc"], event["type"], event.get("path"), one.text, one.value)


def _number(one: raw.Piece) -> str:
    """The number of an event that may have none."""
    return str(one.value.get("seq", "?"))[:20] if isinstance(one.value, dict) else "?"


def _is_text(path: str) -> bool:
    """Whether the path can be written as UTF-8: JSON may hold half a character."""
    return not any("\ud800" <= character <= "\udfff" for character in path)


def _check_numbers(events: tuple[ReadEvent, ...]) -> None:
    numbers = [event.seq for event in events]
    twice = next(
        (number for number, more in zip(sorted(numbers), sorted(numbers)[1:], strict=False) if number == more), 0
    )
    if twice:
        raise SegmentProblem("unreadable_segment", Fault("doubled", "", str(twice)))
