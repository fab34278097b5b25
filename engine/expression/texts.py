"""Functions of text on internal values: NFC, never empty, counted in code points. What would be empty is None."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from engine.errors import Overflow
from engine.expression.types import parse_type
from engine.expression.values import (
    WHITE_SPACE,
    date_text,
    datetime_text,
    exact_text,
    time_text,
    year_month_text,
)

MAX_PADDING = 1000
"""pad_left beyond this ends in an error instead of filling the memory."""


def part(x: str, separator: str, n: int) -> str | None:
    """The n-th, from 1, of the parts between separators; None where there are fewer, or nothing stands there."""
    parts = x.split(separator)
    return parts[n - 1] or None if 1 <= n <= len(parts) else None


def concat(*parts: str) -> str:
    """The parts one after the other, in NFC."""
    return unicodedata.normalize("NFC", "".join(parts))


def concat_known(*parts: str | None) -> str | None:
    """The parts that are known, one after the other, in NFC; None when there is none."""
    return concat(*(part for part in parts if part is not None)) or None


def substring(x: str, start: int, n: int) -> str | None:
    """n code points from the start-th (from 1), fewer at the end of x; None when there is none, or start is below 1."""
    return x[start - 1 : start - 1 + n] or None if start >= 1 and n >= 1 else None


def left(x: str, n: int) -> str | None:
    """The first n code points, or all."""
    return substring(x, 1, n)


def right(x: str, n: int) -> str | None:
    """The last n code points, or all."""
    return x[-n:] if n >= 1 else None


def trim(x: str) -> str | None:
    """x without white space at both ends."""
    return x.strip(WHITE_SPACE) or None


def starts_with(x: str, y: str) -> bool:
    """True when x begins with y."""
    return x.startswith(y)


def ends_with(x: str, y: str) -> bool:
    """True when x ends with y."""
    return x.endswith(y)


def contains(x: str, y: str) -> bool:
    """True when y is somewhere in x."""
    return y in x


def index_of(x: str, y: str) -> int:
    """Where y first starts in x, from 1; 0 when nowhere."""
    return x.find(y) + 1


def replace(x: str, old: str, new: str) -> str:
    """x with every old, found from the left without overlap, replaced by new; in NFC."""
    return unicodedata.normalize("NFC", x.replace(old, new))


def pad_left(x: str, n: int, fill: str) -> str | None:
    """x with fill before it up to n code points; None when fill is not one code point; Overflow for n above 1000."""
    if n > MAX_PADDING:
        raise Overflow(f"pad_left fills up to {MAX_PADDING} characters.")
    return unicodedata.normalize("NFC", x.rjust(n, fill)) if len(fill) == 1 else None


def matches(x: str, pattern: str) -> bool:
    """True when the whole of x matches a pattern as regex.py writes it."""
    return _compiled(pattern).fullmatch(x) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def to_text(x: Any, value_type: str) -> str:
    """The plain text of a value, the same in every language: numbers with a point, dates in ISO form."""
    declared = parse_type(value_type)
    if declared.is_exact:
        return exact_text(x, declared.decimals)
    if declared.kind == "boolean":
        return "true" if x else "false"
    writers = {"date": date_text, "time": time_text, "datetime": datetime_text, "year_month": year_month_text}
    writer = writers.get(declared.kind)
    return writer(x) if writer else str(x)


def first_code(x: str, n: int) -> str | None:
    """The first n signs of a classification code; None when it is shorter."""
    return x[:n] if 1 <= n <= len(x) else None
