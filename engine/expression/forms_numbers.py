"""Checks of functions of numbers whose result depends on the decimals of their arguments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.expression import lower, units
from engine.expression.lower import Core, Typed, constant
from engine.expression.tree import Call
from engine.expression.types import INTEGER, MAX_DECIMALS, REAL, TEXT, decimal, words

if TYPE_CHECKING:
    from engine.expression.check import Checker

MAX_POWER = 20
DATED = frozenset(["date", "time", "datetime", "year_month"])


def absolute(checker: Checker, node: Call) -> Typed | None:
    """abs: the type of its argument."""
    parts = numbers(checker, node, "abs(x)", 1, 1)
    return None if parts is None else lower.call("abs", parts[0].type, parts[0].core, unit=parts[0].unit)


def sign(checker: Checker, node: Call) -> Typed | None:
    """sign: −1, 0, 1."""
    parts = numbers(checker, node, "sign(x)", 1, 1)
    return None if parts is None else lower.call("sign", INTEGER, parts[0].core)


def rounding(checker: Checker, node: Call) -> Typed | None:
    """round: an exact number with n decimals."""
    if len(node.arguments) not in (1, 2):
        return checker.wrong_count(node, "round(x, n)")
    part = checker.a_number(node.arguments[0].value)
    n = 0 if len(node.arguments) == 1 else checker.written_integer(node.arguments[1].value, -MAX_DECIMALS, MAX_DECIMALS)
    if part is None or n is None:
        return None
    result = decimal(max(n, 0))
    if part.type == REAL:
        return lower.call("rround", result, part.core, constant(n), unit=part.unit)
    return lower.call("round", result, part.core, constant(part.type.decimals), constant(n), unit=part.unit)


def whole(checker: Checker, node: Call) -> Typed | None:
    """floor and ceil: integers."""
    parts = numbers(checker, node, f"{node.name}(x)", 1, 1)
    if parts is None:
        return None
    part = parts[0]
    if part.type == REAL:
        return lower.call(f"r{node.name}", INTEGER, part.core, unit=part.unit)
    return lower.call(node.name, INTEGER, part.core, constant(part.type.decimals), unit=part.unit)


def towards_zero(checker: Checker, node: Call) -> Typed | None:
    """truncate: floor of what is not negative, ceil of what is."""
    below = whole(checker, replace(node, name="floor"))
    if below is None:
        return None
    part = checker.a_number(node.arguments[0].value)
    assert part is not None  # noqa: S101
    zero = constant(0.0 if part.type == REAL else 0)
    above = [below.core[0], below.core[1].replace("floor", "ceil"), *below.core[2:]]
    return Typed(INTEGER, ["if", ["ge", part.core, zero], below.core, above], below.unit)


def floored(checker: Checker, node: Call) -> Typed | None:
    """div and mod: of exact numbers brought to one scale."""
    parts = numbers(checker, node, f"{node.name}(x, y)", 2, 2)
    if parts is None:
        return None
    for part, argument in zip(parts, node.arguments, strict=True):
        if part.type == REAL:
            remedy = f"Round first: {node.name}(round(x, 2), y)."
            return checker.report("wrong_type", f"{node.name}(…) takes exact numbers.", argument.value, remedy)
    left, right = lower.align(parts)
    result = INTEGER if node.name == "div" else left.type
    unit = checker.same_unit(node, *parts) if node.name == "mod" else units.quotient(*parts)
    return lower.call(node.name, result, left.core, right.core, unit=unit)


def power(checker: Checker, node: Call) -> Typed | None:
    """power: exact for exact numbers, n written out."""
    if len(node.arguments) != 2:
        return checker.wrong_count(node, "power(x, n)")
    part = checker.a_number(node.arguments[0].value)
    n = checker.written_integer(node.arguments[1].value, 0, MAX_POWER)
    if part is None or n is None:
        return None
    if part.type == REAL:
        return lower.call("rpower", REAL, part.core, constant(n))
    if part.type.decimals * n > MAX_DECIMALS:
        return checker.report("too_many_decimals", f"The power has {part.type.decimals * n} decimals.", node)
    return lower.call("power", decimal(part.type.decimals * n), part.core, constant(n))


def within(checker: Checker, node: Call) -> Typed | None:
    """within: |a − b| ≤ tolerance."""
    parts = numbers(checker, node, "within(a, b, tolerance)", 3, 3)
    if parts is None:
        return None
    checker.same_unit(node, *parts)
    first, second, tolerance = lower.align(parts)
    gap = lower.arithmetic("-", first, second, None)
    return lower.condition(["le", ["call", "abs", gap.core], tolerance.core])


def to_number(checker: Checker, node: Call) -> Typed | None:
    """to_number: the number that a text or code writes."""
    if len(node.arguments) not in (1, 2):
        return checker.wrong_count(node, "to_number(x, n)")
    part = checker.check(node.arguments[0].value)
    fitted = part and checker.fit(part, TEXT, node.arguments[0].value)
    n = 0 if len(node.arguments) == 1 else checker.written_integer(node.arguments[1].value, 0, MAX_DECIMALS)
    return None if fitted is None or n is None else lower.call("to_number", decimal(n), fitted.core, constant(n))


def total(checker: Checker, node: Call) -> Typed | None:
    """sum and sum_known of plain values: sum_known counts what is unknown as 0."""
    parts = numbers(checker, node, f"{node.name}(a, b, …)", 2, None)
    if parts is None:
        return None
    unit = checker.same_unit(node, *parts)
    aligned = lower.align(parts)
    operator = "radd" if aligned[0].type == REAL else "add"
    cores: list[Core] = [part.core for part in aligned]
    if node.name == "sum_known":
        zero = constant(0.0 if aligned[0].type == REAL else 0)
        cores = [["coalesce", core, zero] for core in cores]
    return Typed(aligned[0].type, _added(operator, cores), unit)


def _added(operator: str, cores: list[Core]) -> Core:
    """The first half (the larger) plus the second, so that a sum of many terms is not a deep core."""
    if len(cores) == 1:
        return cores[0]
    half = (len(cores) + 1) // 2
    return [operator, _added(operator, cores[:half]), _added(operator, cores[half:])]


def mean(checker: Checker, node: Call) -> Typed | None:
    """mean of plain values: their sum as a double, divided by how many they are."""
    summed = total(checker, node)
    if summed is None:
        return None
    return Typed(REAL, ["rdiv", lower.to_real(summed).core, constant(float(len(node.arguments)))], summed.unit)


def extreme(checker: Checker, node: Call) -> Typed | None:
    """min and max of plain numbers, dates or times of one type."""
    parts = checker.arguments(node, f"{node.name}(a, b, …)", 2, None)
    fitted = parts and checker.alike(parts, [argument.value for argument in node.arguments])
    if not parts or not fitted:
        return None
    found = fitted[0].type
    if not found.is_number and found.kind not in DATED:
        return checker.report("wrong_type", f"{node.name}(…) does not take {words(found)}.", node)
    unit = checker.same_unit(node, *parts)
    return lower.call(node.name, found, *(part.core for part in fitted), unit=unit)


def numbers(checker: Checker, node: Call, signature: str, least: int, most: int | None) -> list[Typed] | None:
    """The arguments of a call, all numbers."""
    if len(node.arguments) < least or (most is not None and len(node.arguments) > most):
        return checker.wrong_count(node, signature)
    parts = [checker.a_number(argument.value) for argument in node.arguments]
    found = [part for part in parts if part is not None]
    return found if len(found) == len(parts) else None
