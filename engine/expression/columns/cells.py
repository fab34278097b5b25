"""A cell: what an expression becomes, SQL for its value and SQL for whether it ends in an error.

Range analysis lives here: whole numbers carry the least and greatest they can be, doubles the largest and the smallest
magnitude other than zero. Where the range proves that nothing overflows, the error stays the constant FALSE.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from engine.expression.types import Type, parse_type
from engine.expression.values import LIMIT

NEVER = "FALSE"
"""The error of what cannot end in one."""
BIGINT = 2**63 - 1
HUGE = 1e300
"""Below this a double is surely finite, whatever rounding did on the way."""

KINDS = {
    "integer": "int", "decimal": "int", "date": "int", "time": "int", "datetime": "int", "year_month": "int",
    "real": "real", "boolean": "bool", "text": "text", "code": "text", "codes": "set", "rank": "set",
    "geopoint": "point", "geotrace": "points", "geoshape": "points", "file": "file",
}  # fmt: skip
"""The kind of column that holds the internal values of a type."""
RANGES = {
    "date": (-719162, 2932896), "time": (0, 86399), "year_month": (12, 119999),
    "datetime": (-719162 * 86400, 2932896 * 86400 + 86399),
}  # fmt: skip
"""Whole numbers of these types are bounded by their calendar."""


@dataclass(frozen=True, slots=True)
class Cell:
    """SQL of a value (NULL: unknown) and of its error; `level` says from which stage on its columns are there.

    `kind` is a key of the dialect table. The value never stops a query, and is within the range, also under an error.
    """

    kind: str
    value: str
    error: str = NEVER
    level: int = 0
    low: int = -LIMIT
    high: int = LIMIT
    most: float = math.inf
    least: float = 0.0
    simple: bool = False
    """A column or a constant: as good repeated as bound to a name."""

    @property
    def largest(self) -> int:
        """The largest magnitude of a whole number."""
        return max(abs(self.low), abs(self.high))

    def within(self, low: int, high: int) -> Cell:
        """The cell with a narrower range."""
        return replace(self, low=max(low, self.low), high=min(high, self.high))


def kind_of(value_type: str) -> str:
    """The kind of column that holds a type."""
    return KINDS[parse_type(value_type).kind]


def typed(value_type: str, value: str, error: str = NEVER) -> Cell:
    """A column that holds values of a type."""
    declared: Type = parse_type(value_type)
    low, high = RANGES.get(declared.kind, (-LIMIT, LIMIT))
    return Cell(KINDS[declared.kind], value, error, 0, low, high, simple=True)


def any_of(*errors: str) -> str:
    """One error or another."""
    found = [error for error in dict.fromkeys(errors) if error != NEVER]
    if "TRUE" in found:
        return "TRUE"
    return NEVER if not found else found[0] if len(found) == 1 else f"({' OR '.join(found)})"


def only_if(condition: str, error: str) -> str:
    """An error that arises only under a condition, which must be true or false."""
    return NEVER if error == NEVER else f"({condition} AND {error})"


def level_of(*cells: Cell) -> int:
    """The stage from which on all of them are there."""
    return max((cell.level for cell in cells), default=0)
