"""JSON with the place of each value in its text, so that an event can be kept exactly as it was received."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

WHITESPACE = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Piece:
    """A JSON value and its text."""

    value: Any
    text: str


def piece(text: str) -> Piece:
    """The one JSON value in the text. ValueError when it is not JSON, RecursionError when it is nested too deeply."""
    return Piece(_decoder.decode(text), text)


def member(whole: Piece, name: str) -> Piece:
    """The member of an object; where the name stands twice, the last, as in `json.loads`. KeyError without it."""
    for key, value in reversed(list(_members(whole.text))):
        if key == name:
            return value
    raise KeyError(name)


def elements(whole: Piece) -> list[Piece]:
    """The elements of an array."""
    text, found = whole.text, []
    place = _skip(text, _skip(text, 0) + 1)
    while text[place] != "]":
        value, end = _decoder.raw_decode(text, place)
        found.append(Piece(value, text[place:end]))
        place = _after_comma(text, end)
    return found


def _members(text: str) -> Iterator[tuple[str, Piece]]:
    place = _skip(text, _skip(text, 0) + 1)
    while text[place] != "}":
        key, end = _decoder.raw_decode(text, place)
        place = _skip(text, _skip(text, end) + 1)
        value, end = _decoder.raw_decode(text, place)
        yield key, Piece(value, text[place:end])
        place = _after_comma(text, end)


def _after_comma(text: str, place: int) -> int:
    place = _skip(text, place)
    return _skip(text, place + 1) if text[place] == "," else place


def _skip(text: str, place: int) -> int:
    while text[place] in WHITESPACE:
        place += 1
    return place


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


_decoder = json.JSONDecoder(parse_constant=_refuse)
