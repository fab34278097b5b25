"""Hints for keyboards: the least and the greatest value that a constraint allows, where it is a plain bound."""

from __future__ import annotations

from typing import Any

from engine.questionnaire.model import Item

Bounds = tuple[int | float | None, int | float | None]


def bounds(ast: list[Any] | None, slot: int, item: Item) -> Bounds:
    """(least, greatest) of the number in `slot` as people write it; None where the constraint says nothing plain."""
    if ast is None or item.type not in ("integer", "decimal"):
        return None, None
    scale = 10**item.decimals if item.type == "decimal" else 1
    least, most = _bounds(ast, slot)
    return _outer(least, scale), _outer(most, scale)


def _bounds(ast: list[Any], slot: int) -> tuple[int | None, int | None]:
    own = ["ref", 0, 0, slot]
    operator, *rest = ast
    if operator == "and":
        pairs = [_bounds(part, slot) for part in rest]
        return _pick(max, [low for low, _ in pairs]), _pick(min, [high for _, high in pairs])
    if operator == "between" and rest[0] == own:
        return _number(rest[1]), _number(rest[2])
    if operator in ("ge", "le") and own in rest:
        number = _number(rest[1] if rest[0] == own else rest[0])
        is_least = (operator == "ge") == (rest[0] == own)
        return (number, None) if is_least else (None, number)
    return None, None


def _number(ast: list[Any]) -> int | None:
    if ast[0] == "lit" and isinstance(ast[1], int) and not isinstance(ast[1], bool):
        return ast[1]
    return None


def _pick(choose: Any, numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return choose(known) if known else None


def _outer(number: int | None, scale: int) -> int | float | None:
    if number is None or scale == 1:
        return number
    return number // scale if number % scale == 0 else number / scale
