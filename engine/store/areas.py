"""Areas as text with `/` between levels, such as `01/00004/003` (province, commune, enumeration area).

A user's area is a prefix: it covers itself and everything below. `WHOLE` covers every area.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

WHOLE = ""


def covers(prefix: str, area: str) -> bool:
    """Whether `area` is the prefix or lies below it."""
    return prefix == WHOLE or area == prefix or area.startswith(prefix + "/")


def prefix(area: str, levels: int) -> str:
    """The area cut to so many levels: `01/00004/003` to 2 is `01/00004`."""
    return "/".join(area.split("/")[:levels])


def any_covers(prefixes: Iterable[str], area: str) -> bool:
    """Whether one of the prefixes covers the area."""
    return any(covers(prefix, area) for prefix in prefixes)


def within(column: InstrumentedAttribute[str], prefixes: Iterable[str]) -> ColumnElement[bool]:
    """The condition that the column lies in one of the areas; false when there is none. Written as ranges, so that an
    index on the column serves it."""
    prefixes = tuple(prefixes)
    if WHOLE in prefixes:
        return true()
    # "0" is the character after "/": the range holds all texts that begin with the prefix and a slash.
    return or_(
        false(),
        *(or_(column == prefix, and_(column >= prefix + "/", column < prefix + "0")) for prefix in prefixes),
    )
