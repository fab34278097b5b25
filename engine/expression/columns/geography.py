"""Geography as SQL: the operations of the twin `engine/expression/geography.py`, in its order, on its coefficients.

Neither engine fuses a product with a sum. An intermediate result is named by a list of one element that a lambda looks
at, since points of a trace are elements of a list, where no column can be bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from engine.expression import geography
from engine.expression.columns.call import Call, Emit
from engine.expression.columns.cells import Cell
from engine.expression.columns.dialects import Dialect


@dataclass
class _Words:
    """Writes intermediate results under names `g1`, `g2`, …"""

    dialect: Dialect
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def let(self, sql: str, body: Callable[[str], str]) -> str:
        name = f"g{next(self.numbers)}"
        return self.dialect("at", self.dialect("map", self.dialect("list", sql), name, body(name)), 1)

    def at(self, points: str, place: int | str) -> str:
        return self.dialect("at", points, place)


def _real(number: float) -> str:
    text = repr(number)
    return f"({text})" if "e" in text else f"({text}e0)"


RADIAN, HALF = _real(geography.RADIAN), _real(2.0)


def _polynomial(coefficients: tuple[float, ...], square: str) -> str:
    result = _real(coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        result = f"({result} * {square} + {_real(coefficient)})"
    return result


def _sine(words: _Words, x: str) -> str:
    def body(g: str) -> str:
        return words.let(f"{g} * {g}", lambda square: f"({g} * {_polynomial(geography.SINE, square)})")

    return words.let(x, body)


def _cosine(words: _Words, x: str) -> str:
    return words.let(x, lambda g: words.let(f"{g} * {g}", lambda square: _polynomial(geography.COSINE, square)))


def _arcsine(words: _Words, x: str) -> str:
    def series(g: str) -> str:
        return words.let(f"{g} * {g}", lambda square: f"({g} * {_polynomial(geography.ARCSINE, square)})")

    def body(g: str) -> str:
        rest = words.let(f"sqrt((1e0 - {g}) / 2e0)", series)
        return f"CASE WHEN {g} <= 5e-1 THEN {series(g)} ELSE {_real(geography.QUARTER_TURN)} - 2e0 * {rest} END"

    return words.let(x, body)


def _turn(words: _Words, degrees: str) -> str:
    def body(g: str) -> str:
        return f"CASE WHEN {g} > 180e0 THEN {g} - 360e0 WHEN {g} < -180e0 THEN {g} + 360e0 ELSE {g} END"

    return words.let(degrees, body)


def _metres(words: _Words, p: str, q: str) -> str:
    """The distance of two points, which must be there."""
    north_p, north_q, east_p, east_q = words.at(p, 1), words.at(q, 1), words.at(p, 2), words.at(q, 2)
    across = _sine(words, f"({north_q} - {north_p}) * {RADIAN} / 2e0")
    along = _sine(words, f"{_turn(words, f'{east_q} - {east_p}')} * {RADIAN} / 2e0")
    heights = f"{_cosine(words, f'{north_p} * {RADIAN}')} * {_cosine(words, f'{north_q} * {RADIAN}')}"
    a = words.let(across, lambda one: words.let(along, lambda two: f"({one} * {one} + {heights} * ({two} * {two}))"))
    bounded = words.let(a, lambda one: f"sqrt(CASE WHEN {one} < 0e0 THEN 0e0 WHEN {one} > 1e0 THEN 1e0 ELSE {one} END)")
    return f"({_real(2.0 * geography.RADIUS)} * {_arcsine(words, bounded)})"


def _where_known(call: Call, sql: str, condition: str = "TRUE") -> str:
    known = " AND ".join(f"{value} IS NOT NULL" for value in call.values)
    return f"CASE WHEN {known} AND {condition} THEN {sql} END"


def _distance(call: Call) -> Cell:
    words = _Words(call.dialect)
    return call.result("real", _where_known(call, _metres(words, *call.values)))


def _path_length(call: Call) -> Cell:
    words, points = _Words(call.dialect), call.values[0]
    step = _metres(words, words.at(points, "i"), words.at(points, "i + 1"))
    steps = words.dialect("map", words.dialect("up_to", f"{words.dialect('size', points)} - 1"), "i", step)
    enough = f"{words.dialect('size', points)} > 1"
    total = call.dialect("sum_in_order", steps)
    return call.result("real", _where_known(call, f"CASE WHEN {enough} THEN {total} ELSE 0e0 END"))


def _sides(words: _Words, points: str, body: Callable[[str, str], str]) -> str:
    """Something of each side of a shape, the last point joined to the first."""
    size = words.dialect("size", points)
    after = f"CASE WHEN i < {size} THEN i + 1 ELSE 1 END"
    side = body(words.at(points, "i"), words.at(points, f"CAST({after} AS INT)"))
    return words.dialect("map", words.dialect("up_to", size), "i", side)


def _area(call: Call) -> Cell:
    words, shape = _Words(call.dialect), call.values[0]

    def side(start: str, end: str) -> str:
        one, two = (_sine(words, f"{words.at(point, 1)} * {RADIAN}") for point in (start, end))
        return f"{_turn(words, f'{words.at(end, 2)} - {words.at(start, 2)}')} * {RADIAN} * (2e0 + {one} + {two})"

    total = call.dialect("sum_in_order", _sides(words, shape, side))
    radius = _real(geography.RADIUS)
    enough = f"{words.dialect('size', shape)} >= 3"
    return call.result("real", _where_known(call, f"abs({total} * {radius} * {radius} / 2e0)", enough))


def _inside(call: Call) -> Cell:
    words = _Words(call.dialect)
    p, shape = call.values

    def crossed(start: str, end: str) -> str:
        forward = f"{words.at(start, 2)} <= {words.at(end, 2)}"
        west, east = (f"CASE WHEN {forward} THEN {one} ELSE {two} END" for one, two in ((start, end), (end, start)))
        return words.let(west, lambda w: words.let(east, lambda e: _crosses(words, p, start, end, w, e, forward)))

    enough = f"{words.dialect('size', shape)} >= 3"
    odd = words.dialect("size", words.dialect("filter", _sides(words, shape, crossed), "each", "each"))
    return call.result("bool", _where_known(call, f"({odd} % 2 = 1)", enough))


def _crosses(words: _Words, p: str, start: str, end: str, west: str, east: str, forward: str) -> str:
    between = f"{words.at(west, 2)} <= {words.at(p, 2)} AND {words.at(p, 2)} < {words.at(east, 2)}"
    crossing = (
        f"({words.at(p, 1)} - {words.at(west, 1)}) * ({words.at(east, 2)} - {words.at(west, 2)})"
        f" - ({words.at(end, 1)} - {words.at(start, 1)}) * ({words.at(p, 2)} - {words.at(west, 2)})"
        f" * (CASE WHEN {forward} THEN 1e0 ELSE -1e0 END)"
    )
    return f"({between} AND {crossing} < 0e0)"


def _count_points(call: Call) -> Cell:
    return call.whole(f"CASE WHEN {call.values[0]} IS NOT NULL THEN {call.dialect('size', call.values[0])} END", 0)


def _member(place: int) -> Emit:
    return lambda call: call.result("real", call.dialect("at", call.values[0], place))


CALLS: dict[str, Emit] = {
    "distance": _distance, "path_length": _path_length, "area": _area, "inside": _inside,
    "count_points": _count_points, "latitude": _member(1), "longitude": _member(2), "accuracy": _member(3),
}  # fmt: skip
