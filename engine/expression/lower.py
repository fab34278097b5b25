"""Typed parts of the core: how scales are aligned, reals made, and values fitted to a type. No names, no syntax."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from engine.expression import units
from engine.expression.types import BOOLEAN, REAL, TEXT, Type, decimal
from engine.expression.units import Unit, unit_of_call
from engine.expression.values import LIMIT

Core = list[Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """A part of the core with its type; `quoted` is the text of a constant whose type its neighbour decides;
    `choices` are the only texts it can be, where they are known."""

    type: Type
    core: Core
    unit: Unit | None = None
    quoted: str | None = None
    choices: tuple[str, ...] = ()


def literal(value: Any, value_type: Type) -> Typed:
    """A constant in internal form."""
    return Typed(value_type, ["lit", value])


def call(name: str, result: Type, *cores: Core, unit: Unit | None = None) -> Typed:
    """A function call of the core."""
    return Typed(result, ["call", name, *cores], unit or unit_of_call(name))


def condition(core: Core) -> Typed:
    """A part that is true, false or unknown."""
    return Typed(BOOLEAN, core)


def constant(value: Any) -> Core:
    """A constant as a part of a call."""
    return ["lit", value]


def to_decimals(part: Typed, decimals: int) -> Typed:
    """An exact number with at least as many decimals as it has."""
    more = decimals - part.type.decimals
    if more == 0:
        return part
    if part.core[0] == "lit" and abs(part.core[1] * 10**more) <= LIMIT:
        return replace(part, type=decimal(decimals), core=["lit", part.core[1] * 10**more])
    return replace(part, type=decimal(decimals), core=["scale", part.core, more])


def to_real(part: Typed) -> Typed:
    """A number as a double."""
    if part.type.kind == "real":
        return part
    if part.core[0] == "lit":
        return replace(part, type=REAL, core=["lit", part.core[1] / 10**part.type.decimals])
    return replace(part, type=REAL, core=["real", part.core, part.type.decimals])


def align(parts: list[Typed]) -> list[Typed]:
    """Numbers brought to one type: reals when one is real, else the largest number of decimals."""
    if any(part.type.kind == "real" for part in parts):
        return [to_real(part) for part in parts]
    decimals = max(part.type.decimals for part in parts)
    return [to_decimals(part, decimals) for part in parts]


def as_text(part: Typed) -> Typed:
    """A code as text; text as it is."""
    return replace(part, type=TEXT)


def arithmetic(operator: str, left: Typed, right: Typed, unit: Unit | None) -> Typed:
    """`+ - *` of two numbers: exact where both are."""
    names = {"+": "add", "-": "sub", "*": "mul"}
    if left.type.is_exact and right.type.is_exact:
        if operator == "*":
            result = decimal(left.type.decimals + right.type.decimals)
            return Typed(result, ["mul", left.core, right.core], unit)
        left, right = align([left, right])
        return Typed(left.type, [names[operator], left.core, right.core], unit)
    return Typed(REAL, ["r" + names[operator], to_real(left).core, to_real(right).core], unit)


def quotient(left: Typed, right: Typed) -> Typed:
    """`/`: always real."""
    return Typed(REAL, ["rdiv", to_real(left).core, to_real(right).core], units.quotient(left, right))


def negation(part: Typed) -> Typed:
    """`-x`; a constant stays one."""
    if part.core[0] == "lit":
        return replace(part, core=["lit", -part.core[1]])
    return replace(part, core=["rneg" if part.type.kind == "real" else "neg", part.core])


def junction(operator: str, left: Core, right: Core) -> Core:
    """`and`, `or`: rows of the same operator in one node."""
    before = left[1:] if left[0] == operator else [left]
    return [operator, *before, right]
