"""What is wrong with something pushed, as data: a kind, a place, what stood there. A sentence is made of it for a
reader in any language; the English words are here, those of the office in `admin/texts/quarantine.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SHOWN = 60
MOST = 5

FAULTS: dict[str, str] = {
    "missing": "“{at}” is missing",
    "wrong": "“{at}” is {seen}, which it may not be",
    "not_an_object": "it is not a JSON object",
    "not_json": "it is not JSON ({seen})",
    "gzip_damaged": "the packed data is damaged ({seen})",
    "gzip_cut": "the packed data is cut off or has more behind it",
    "no_events": "it has no list of events",
    "doubled": "two of its events have the number {seen}",
    "more": "and {seen} more",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a key of FAULTS, the member it concerns (`form.version`), what stood there."""

    kind: str
    at: str = ""
    seen: str = ""

    def as_json(self) -> dict[str, str]:
        """The fault as it is kept and told."""
        return {"kind": self.kind, "at": self.at, "seen": self.seen}

    def __str__(self) -> str:
        return FAULTS[self.kind].format(at=self.at, seen=self.seen)


def of_messages(messages: Any, document: Any) -> tuple[Fault, ...]:
    """The faults that a schema found in a document, in its order, a few at most."""
    found = list(_below(messages, document, ()))
    if len(found) <= MOST:
        return tuple(found)
    return (*found[:MOST], Fault("more", "", str(len(found) - MOST)))


def sentence(faults: tuple[Fault, ...]) -> str:
    """The faults in one line."""
    return "; ".join(str(fault) for fault in faults)


def _below(messages: Any, value: Any, at: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(messages, Mapping):
        for name, more in messages.items():
            if name == "_schema":
                yield Fault("wrong", ".".join(at), _shown(value)) if at else Fault("not_an_object")
            else:
                yield from _below(more, _member(value, name), (*at, str(name)))
        return
    place = ".".join(at)
    yield Fault("missing", place) if value is _ABSENT else Fault("wrong", place, _shown(value))


_ABSENT = object()


def _member(value: Any, name: Any) -> Any:
    try:
        return value[name]
    except (KeyError, IndexError, TypeError):
        return _ABSENT


def _shown(value: Any) -> str:
    """A value short enough for a sentence, without characters that break a line."""
    text = "".join(one if one.isprintable() else "\ufffd" for one in (value if isinstance(value, str) else repr(value)))
    text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return f"“{text}”" if isinstance(value, str) else text
