"""Units of measurement: which are alike, and what arithmetic makes of them. The rules are in README.md, Units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.expression.lower import Typed


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by the word that names it; `given` by a function, not declared by an author."""

    word: str
    given: bool = False


PURE = Unit("")
"""The unit of numbers of things: counts, positions, quotients of like units."""

KNOWN: dict[str, tuple[str, int, str]] = {
    "minutes": ("time", 1, "minute min phút"),
    "hours": ("time", 60, "hour h giờ tiếng"),
    "days": ("time", 1440, "day ngày"),
    "weeks": ("time", 10080, "week tuần"),
    "months": ("calendar", 1, "month tháng"),
    "quarters": ("calendar", 3, "quarter quý"),
    "years": ("calendar", 12, "year năm tuổi"),
    "metres": ("length", 1, "m metre meter meters mét"),
    "kilometres": ("length", 1000, "km kilometre kilometer kilometers"),
    "square_metres": ("area", 1, "m2 m² mét_vuông"),
    "hectares": ("area", 10_000, "ha hectare héc-ta"),
    "grams": ("mass", 1, "g gram gam"),
    "kilograms": ("mass", 1000, "kg kilogram ki-lô-gam"),
    "quintals": ("mass", 100_000, "quintal tạ"),
    "tonnes": ("mass", 1_000_000, "t tonne tấn"),
}
"""Units by name: what they measure, their size in the smallest one, other words for them."""
RESULTS = {
    "days_between": "days", "months_between": "months", "years_between": "years", "age": "years",
    "minutes_between": "minutes", "distance": "metres", "path_length": "metres", "accuracy": "metres",
    "area": "square metres",
}  # fmt: skip
"""The units that functions give."""
WANTED = {"add_days": "days", "add_months": "months", "add_years": "years"}
"""The unit of the second argument."""
NUMBERS = frozenset(["count", "count_answered", "count_selected", "count_points", "position", "rank_of"])
"""Functions that give numbers of things."""

_NAMES = {word.replace("_", " "): name for name, (_, _, words) in KNOWN.items() for word in (name, *words.split())}


def unit_of_call(name: str) -> Unit | None:
    """The unit of what a function gives, whatever its arguments are."""
    return PURE if name in NUMBERS else Unit(RESULTS[name], given=True) if name in RESULTS else None


def clash(first: Unit, second: Unit) -> bool:
    """True when the two are certainly unlike."""
    unsure = (first.given and _name(second) is None) or (second.given and _name(first) is None)
    return not (unsure or PURE in (first, second) or _is_like(first, second))


def product(left: Typed, right: Typed) -> Unit | None:
    """The unit of a product."""
    for part, other in ((left, right), (right, left)):
        factor = _written(other)
        if factor is not None:
            return _scaled(part.unit, factor)
        if other.unit == PURE:
            return part.unit
    return None


def quotient(left: Typed, right: Typed) -> Unit | None:
    """The unit of a quotient."""
    factor = _written(right)
    if factor is not None:
        return _scaled(left.unit, 1 / factor) if factor else None
    if right.unit == PURE or left.unit is None or right.unit is None:
        return left.unit if right.unit == PURE else None
    return PURE if left.unit != PURE and _is_like(left.unit, right.unit) else None


def _name(unit: Unit) -> str | None:
    return _NAMES.get(unit.word.casefold())


def _is_like(left: Unit, right: Unit) -> bool:
    return left.word == right.word or (_name(left) is not None and _name(left) == _name(right))


def _written(part: Typed) -> Fraction | None:
    """The number that was written; None for what is computed."""
    if part.core[0] != "lit" or not part.type.is_exact:
        return None
    return Fraction(part.core[1], 10**part.type.decimals)


def _scaled(unit: Unit | None, factor: Fraction) -> Unit | None:
    """The unit after a written factor: 7 makes days of weeks; any other may be a rate or a conversion of its own."""
    if unit is None or unit == PURE or abs(factor) == 1:
        return unit
    kind, size, _ = KNOWN.get(_name(unit) or "", ("", 0, ""))
    for other, (measured, its_size, _) in KNOWN.items():
        if measured == kind and size == factor * its_size:
            return replace(unit, word=other.replace("_", " "))
    return None
