"""Where each value of a JSON text stands: pointers to character ranges, offsets to lines and columns.

This is a second reading of the text for the sake of places; values are read by `json`. It also finds duplicate keys,
which `json` passes over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # the C scanner of the standard library
from typing import cast

Range = tuple[int, int]

_SPACE = re.compile(r"[ \t\n\r]*")
_COLON = re.compile(r"[ \t\n\r]*:[ \t\n\r]*")
_MORE = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
_PLAIN = re.compile(r"[-+.0-9A-Za-z]+")
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.|[^\\]", re.DOTALL
)


@dataclass(slots=True)
class Places:
    """The ranges of all values by pointer, and the keys that an object has twice, as (pointer, range of the key)."""

    ranges: dict[str, Range] = field(default_factory=dict)
    duplicates: list[tuple[str, Range]] = field(default_factory=list)


def locate(text: str) -> dict[str, Range]:
    """The character range [start, end) of every value of the JSON `text`, by RFC 6901 pointer; ValueError if broken."""
    return survey(text).ranges


def survey(text: str) -> Places:
    """The places of a JSON text; raises `JSONDecodeError` where it is broken and RecursionError where too deep."""
    places = Places()
    _value(text, _skip(text, 0), "", places)
    return places


def escape(key: str) -> str:
    """A key as a step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def place(text: str, ranges: Mapping[str, Range], pointer: str, span: Range | None = None) -> Range:
    """The range of `span` within the string at `pointer`, or of the whole value; the nearest container if absent.

    A text in one language may be written as a plain string, so that `/label/en` stands at `/label`.
    """
    while pointer and pointer not in ranges:
        pointer = pointer.rpartition("/")[0]
    start, end = ranges.get(pointer, (0, 0))
    if span is None or text[start : start + 1] != '"':
        return start, end
    return _within(text, start + 1, end - 1, span)


def _within(text: str, start: int, end: int, span: Range) -> Range:
    """Characters of a string literal to characters of the text, over escapes such as \\u00e9."""
    offsets = [match.start() for match in _ESCAPE.finditer(text, start, end)] + [end]
    last = len(offsets) - 1
    return offsets[min(span[0], last)], offsets[min(span[1], last)]


def _skip(text: str, at: int) -> int:
    return cast("re.Match[str]", _SPACE.match(text, at)).end()


def _value(text: str, at: int, pointer: str, places: Places) -> int:
    opening = text[at : at + 1]
    if opening == '"':
        end = cast("int", scanstring(text, at + 1, True)[1])
    elif opening == "{":
        end = _object(text, at, pointer, places)
    elif opening == "[":
        end = _array(text, at, pointer, places)
    else:
        match = _PLAIN.match(text, at)
        if match is None:
            raise JSONDecodeError("Expecting value", text, at)
        end = match.end()
    places.ranges[pointer] = (at, end)
    return end


def _object(text: str, at: int, pointer: str, places: Places) -> int:
    seen: set[str] = set()
    at = _skip(text, at + 1)
    if text[at : at + 1] == "}":
        return at + 1
    while True:
        key, end, start = _key(text, at)
        below = f"{pointer}/{escape(key)}"
        if key in seen:
            places.duplicates.append((below, (at, end)))
        seen.add(key)
        at, ended = _after(text, _value(text, start, below, places), "}")
        if ended:
            return at


def _key(text: str, at: int) -> tuple[str, int, int]:
    """The key that begins here, its end, and where its value begins."""
    if text[at : at + 1] != '"':
        raise JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
    key, end = scanstring(text, at + 1, True)
    colon = _COLON.match(text, end)
    if colon is None:
        raise JSONDecodeError("Expecting ':' delimiter", text, _skip(text, end))
    return key, end, colon.end()


def _array(text: str, at: int, pointer: str, places: Places) -> int:
    at = _skip(text, at + 1)
    if text[at : at + 1] == "]":
        return at + 1
    number = 0
    while True:
        at, ended = _after(text, _value(text, at, f"{pointer}/{number}", places), "]")
        if ended:
            return at
        number += 1


def _after(text: str, at: int, closing: str) -> tuple[int, bool]:
    """Where what follows a value begins, and whether the value was the last: then the end of what holds it."""
    match = _MORE.match(text, at)
    if match is not None:
        return match.end(), False
    at = _skip(text, at)
    if text[at : at + 1] != closing:
        raise JSONDecodeError("Expecting ',' delimiter", text, at)
    return at + 1, True
