"""Answer events: what each type carries (docs/events.md), to and from JSON. What they do is `fold.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from engine.errors import Finding, ResponseError
from engine.response.clock import is_hybrid_time
from engine.response.mistakes import finding

COMMON = ("type", "device", "seq", "hlc", "user")
Check = Callable[[Any], bool]


class Event(NamedTuple):
    """An event: the common members, and those of its type in `members`. Equal events are equal in all members."""

    type: str
    device: str
    seq: int
    hlc: str
    user: str | None
    members: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of the event within its interview: `d7f2:12`."""
        return f"{self.device}:{self.seq}"

    @property
    def order(self) -> tuple[str, str, int]:
        """Events are folded in this order."""
        return (self.hlc, self.device, self.seq)

    def get(self, member: str) -> Any:
        """A member of its type; None where it is left out."""
        return self.members.get(member)

    @property
    def path(self) -> str:
        """The path that the event is about, `""` for the whole interview."""
        return str(self.members.get("path", ""))

    def as_json(self) -> dict[str, Any]:
        """The event as a JSON object, as it stands in the log."""
        common = {"device": self.device, "seq": self.seq, "hlc": self.hlc, "user": self.user}
        return {"type": self.type, **self.members, **common}

    def canonical(self) -> str:
        """Text that is equal for equal events only."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _text_or_none(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _code(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _mapping(value: Any) -> bool:
    return value is None or isinstance(value, dict)


def _anything(value: Any) -> bool:
    return True


_CONFIRM: dict[str, tuple[bool, Check]] = {
    "edit": (True, _code), "path": (True, _text), "reason": (False, _text_or_none),
    "text": (False, _text_or_none), "seen": (True, lambda value: isinstance(value, dict)),
}  # fmt: skip

EVENT_TYPES: dict[str, dict[str, tuple[bool, Check]]] = {
    "open": {
        "form": (True, _code), "version": (True, _code), "hash": (False, _text_or_none),
        "reference_date": (False, _text_or_none), "assignment": (False, _anything), "unit": (False, _mapping),
        "preload": (False, _mapping), "previous": (False, _mapping), "seed": (False, _anything),
        "mode": (False, _text_or_none),
    },
    "answer": {
        "path": (True, _code), "value": (True, lambda value: value is not None), "prev": (False, _text_or_none),
        "source": (False, _text_or_none),
    },
    "clear": {"path": (True, _code), "prev": (False, _text_or_none)},
    "add_row": {"path": (True, _code), "row": (True, _code), "after": (False, _text_or_none)},
    "remove_row": {"path": (True, _code)},
    "restore_row": {"path": (True, _code)},
    "move_row": {"path": (True, _code), "after": (False, _text_or_none)},
    "confirm": _CONFIRM,
    "accept": _CONFIRM,
    "remark": {
        "path": (False, _text), "text": (False, _text_or_none), "id": (False, _text_or_none),
        "answered": (False, _text_or_none), "resolved": (False, _text_or_none),
    },
    "flag": {"path": (True, _code), "on": (True, lambda value: isinstance(value, bool))},
    "page": {"path": (True, _text)},
    "mode": {"mode": (True, _code), "batch": (False, _text_or_none), "paper": (False, _text_or_none)},
    "contact": {
        "outcome": (True, _code), "at": (True, _code), "mode": (False, _text_or_none), "text": (False, _text_or_none),
        "appointment": (False, _text_or_none),
    },
    "paradata": {"from": (True, _code), "records": (True, lambda value: isinstance(value, list))},
    "complete": {},
    "reopen": {},
    "return": {"text": (False, _text_or_none)},
    "approve": {"covers": (False, _mapping)},
    "migrate": {"version": (True, _code), "hash": (False, _text_or_none)},
}  # fmt: skip
"""Each type with its members: whether it must be there, and what its value must be. Further members are kept."""


_FITTING = {name: {member: fits for member, (_, fits) in shape.items()} for name, shape in EVENT_TYPES.items()}
_NEEDED = {name: [member for member, (needed, _) in shape.items() if needed] for name, shape in EVENT_TYPES.items()}


def read_event(document: Any) -> Event:
    """The event in a JSON value; raises ResponseError when it lacks what names and orders it, the rest is as it is."""
    if not isinstance(document, dict):
        raise ResponseError([finding("event_malformed", "", "An event is a JSON object.")])
    members = document.copy()
    kind, device, seq, hlc, user = common = [members.pop(name, None) for name in COMMON]
    for value, fits in zip(common, _COMMON_FITTING, strict=True):
        if not fits(value):
            raise ResponseError(_common_mistakes(document))
    return Event(kind, device, seq, hlc, user, members)


def mistake(event: Event) -> str | None:
    """Why the event does not fit its type, in words; None when it does."""
    fitting = _FITTING.get(event.type)
    if fitting is None:
        return f"This version knows no events of type '{event.type}'."
    members = event.members
    for name in _NEEDED[event.type]:
        if name not in members:
            return f"An event of type {event.type} needs '{name}'."
    for name, value in members.items():
        if name in fitting and not fitting[name](value):
            return f"'{name}' of an event of type {event.type} cannot be {json.dumps(value)[:60]}."
    return None


_COMMON_CHECKS: dict[str, Check] = {
    "type": _code,
    "device": _code,
    "seq": lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 1,
    "hlc": is_hybrid_time,
    "user": _text_or_none,
}
_COMMON_FITTING = tuple(_COMMON_CHECKS[name] for name in COMMON)


def _common_mistakes(document: Mapping[str, Any]) -> list[Finding]:
    return [
        finding("event_malformed", f"/{name}", f"'{name}' of an event cannot be {document.get(name)!r:.60}.")
        for name, fits in _COMMON_CHECKS.items()
        if not fits(document.get(name))
    ]
