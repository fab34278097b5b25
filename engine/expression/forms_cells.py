"""Checks of functions that look inside values, or speak of a cell: its reason, its route, its row, the last round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.expression import lower
from engine.expression.environment import Symbol
from engine.expression.lower import Typed, constant
from engine.expression.reads import position_scope
from engine.expression.resolve import Place
from engine.expression.tree import Call, Name
from engine.expression.types import BOOLEAN, DATE, INTEGER, TEXT
from engine.expression.units import PURE

if TYPE_CHECKING:
    from engine.expression.check import Checker

ENGINE_REASONS = ("not_asked", "not_reached", "unknown")
"""Reasons that the engine sets; the others are offered by questions."""


def is_missing(checker: Checker, node: Call) -> Typed | None:
    """is_missing and is_answered of any value."""
    parts = checker.arguments(node, f"{node.name}(x)", 1, 1)
    if parts is None:
        return None
    missing = ["missing", parts[0].core]
    return lower.condition(missing if node.name == "is_missing" else ["not", missing])


def reason(checker: Checker, node: Call) -> Typed | None:
    """reason: text, of a cell."""
    place = cell(checker, node)
    if place is None:
        return None
    choices = (*place.symbol.missing, *ENGINE_REASONS)
    return Typed(TEXT, ["reason", place.e, place.u, place.symbol.slot], choices=choices)


def is_reason(checker: Checker, node: Call) -> Typed | None:
    """is_refused and its like: true or false, never unknown."""
    place = cell(checker, node)
    if place is None:
        return None
    wanted = node.name.removeprefix("is_")
    _warn_when_not_offered(checker, node, place.symbol, wanted)
    equal = ["eq", ["reason", place.e, place.u, place.symbol.slot], constant(wanted)]
    return lower.condition(["coalesce", equal, constant(False)])


def _warn_when_not_offered(checker: Checker, node: Call, symbol: Symbol, wanted: str) -> None:
    if wanted in ENGINE_REASONS or wanted in symbol.missing:
        return
    message = f"'{symbol.name}' does not offer '{wanted}': this is never true."
    checker.report("reason_not_offered", message, node, severity="warning")


def coalesce(checker: Checker, node: Call) -> Typed | None:
    """coalesce: the first with a value, all of one type."""
    parts = checker.arguments(node, "coalesce(x, y, …)", 2, None)
    fitted = parts and checker.alike(parts, [argument.value for argument in node.arguments])
    if not parts or not fitted:
        return None
    unit = checker.same_unit(node, *parts)
    return Typed(fitted[0].type, ["coalesce", *(part.core for part in fitted)], unit)


def when(checker: Checker, node: Call) -> Typed | None:
    """when: the value where the condition is true, and no value elsewhere."""
    if len(node.arguments) != 2:
        return checker.wrong_count(node, "when(c, x)")
    condition = checker.condition(node.arguments[0].value)
    value = checker.check(node.arguments[1].value)
    if condition is None or value is None or checker.is_empty_text(value, node.arguments[1].value):
        return None
    chosen = ["if", ["coalesce", condition.core, constant(False)], value.core, constant(None)]
    return Typed(value.type, chosen, value.unit)


def same_as(checker: Checker, node: Call) -> Typed | None:
    """same_as: equality in which two missing values are the same."""
    parts = checker.arguments(node, "same_as(x, y)", 2, 2)
    fitted = parts and checker.alike(parts, [argument.value for argument in node.arguments])
    if not parts or not fitted or not checker.comparable(fitted[0], "=", node):
        return None
    return lower.call("same_as", BOOLEAN, fitted[0].core, fitted[1].core)


def count_answered(checker: Checker, node: Call) -> Typed | None:
    """count_answered of plain values of any types."""
    parts = checker.arguments(node, "count_answered(x, y, …)", 1, None)
    return None if parts is None else lower.call("count_answered", INTEGER, *(part.core for part in parts))


def on_route(checker: Checker, node: Call) -> Typed | None:
    """on_route of a question or container."""
    place = named(checker, node)
    return place and lower.condition(["on_route", place.e, place.u, place.symbol.slot])


def position(checker: Checker, node: Call) -> Typed | None:
    """position() of the row, position(r) of the enclosing row of a roster."""
    if len(node.arguments) > 1:
        return checker.wrong_count(node, "position() or position(r)")
    top, scope = position_scope(node, checker.stack)
    if scope is None:
        what = "There is no row of that roster here." if node.arguments else "There is no row here."
        return checker.report("no_rows_here", what, node)
    level_scope = checker.stack.levels[top].scope
    assert level_scope is not None  # noqa: S101
    around = [outer.index for outer in checker.stack.environment.lineage(level_scope)]
    return Typed(INTEGER, ["position", len(checker.stack.levels) - 1 - top, around.index(scope)], PURE)


def row_before(checker: Checker, node: Call) -> Typed | None:
    """row_before: the cell of the row before."""
    place = cell(checker, node)
    if place is None:
        return None
    if place.symbol.scope == 0:
        return checker.report("no_rows_here", f"'{place.symbol.name}' is not in a roster.", node)
    return _other(place, "before")


def previous(checker: Checker, node: Call) -> Typed | None:
    """previous: the value of the last round."""
    place = cell(checker, node)
    return place and _other(place, "previous")


def _other(place: Place, operator: str) -> Typed | None:
    symbol = place.symbol
    assert symbol.type is not None  # noqa: S101
    return Typed(symbol.type, [operator, place.e, place.u, symbol.slot], symbol.unit)


def today(checker: Checker, node: Call) -> Typed | None:
    """today: the recorded reference date."""
    if node.arguments:
        return checker.wrong_count(node, "today()")
    return Typed(DATE, ["today"])


def cell(checker: Checker, node: Call) -> Place | None:
    """The only argument as the name of what holds a value."""
    place = named(checker, node)
    if place is None or place.symbol.type is not None:
        return place
    return checker.report("not_a_value", f"'{place.symbol.name}' holds no value.", node.arguments[0].value)


def named(checker: Checker, node: Call) -> Place | None:
    """The only argument as a name."""
    if len(node.arguments) != 1:
        return checker.wrong_count(node, f"{node.name}(name)")
    name = node.arguments[0].value
    if not isinstance(name, Name) or checker.stack.is_pseudo(name.parts[0]):
        return checker.report("needs_cell", f"{node.name}(…) needs a name.", name)
    if len(name.parts) > (2 if name.parts[0] == "this" else 1):
        return checker.report("needs_cell", f"{node.name}(…) needs one name, not a list or attribute.", name)
    return checker.place(name)
