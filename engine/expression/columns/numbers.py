"""Arithmetic on cells: exact results clamped to 2^53−1 with their error, doubles kept finite; division and remainder.

Functions of numbers that the core calls by name are in `calls_numbers.py`.
"""

from __future__ import annotations

import math

from engine.expression.columns.cells import BIGINT, HUGE, NEVER, Cell, any_of, level_of
from engine.expression.columns.dialects import Dialect
from engine.expression.columns.relations import Context
from engine.expression.values import LIMIT

GREATEST = "1.7976931348623157e308"
"""The largest double; what is beyond, and what is no number, is greater in both dialects."""


def clamp(context: Context, sql: str, low: int, high: int, error: str, level: int) -> Cell:
    """An exact result between low and high: beyond 2^53−1 it is an error, and its value NULL."""
    if low >= -LIMIT and high <= LIMIT:
        return Cell("int", sql, error, level, low, high)
    name = context.name(sql, level)
    bounds = f"BETWEEN -{LIMIT} AND {LIMIT}"
    value = f"CASE WHEN {name} {bounds} THEN CAST({name} AS BIGINT) END"
    beyond = f"COALESCE({name} NOT {bounds}, FALSE)"
    return Cell("int", value, any_of(error, beyond), level + 1, max(low, -LIMIT), min(high, LIMIT))


def product(dialect: Dialect, context: Context, a: Cell, b: Cell) -> Cell:
    """a × b: in 64 bits where that surely holds it, else in a wider type."""
    corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    small = a.largest * b.largest <= BIGINT
    sql = f"({a.value} * {b.value})" if small else dialect("wide_product", a.value, b.value)
    return clamp(context, sql, min(corners), max(corners), any_of(a.error, b.error), level_of(a, b))


def finite(context: Context, sign: str, a: Cell, b: Cell) -> Cell:
    """An operation on doubles, zero without a sign; an error where the result is not finite."""
    error, level = any_of(a.error, b.error), level_of(a, b)
    most, least = _magnitudes(sign, a, b)
    if sign == "/":
        b = context.bind(b)
        sql = f"CASE WHEN {b.value} <> 0e0 THEN {a.value} / {b.value} + 0e0 END"
        level = level_of(a, b)
    else:
        sql = f"({a.value} * {b.value} + 0e0)" if sign == "*" else f"({a.value} {sign} {b.value})"
    return kept_finite(context, sql, error, level, most, least)


def kept_finite(context: Context, sql: str, error: str, level: int, most: float, least: float) -> Cell:
    """A double that is NULL, and an error, where it is not finite."""
    if most < HUGE:
        return Cell("real", sql, error, level, most=most, least=least)
    name = context.name(sql, level)
    beyond = f"COALESCE(abs({name}) > {GREATEST}, FALSE)"
    value = f"CASE WHEN abs({name}) <= {GREATEST} THEN {name} END"
    return Cell("real", value, any_of(error, beyond), level + 1, most=min(most, math.inf), least=least)


def _magnitudes(sign: str, a: Cell, b: Cell) -> tuple[float, float]:
    """The largest and the smallest magnitude other than zero that a result can have; 0 where nothing is known."""
    if sign == "*":
        return (_times(a.most, b.most), a.least * b.least / 2)
    if sign == "/":
        least = a.least / b.most / 2 if 0 < b.most < math.inf else 0.0
        return (a.most / b.least if b.least > 1e-300 else math.inf), least
    return a.most + b.most, 0.0


def _times(a: float, b: float) -> float:
    return 0.0 if 0.0 in (a, b) else a * b


def remainder(x: Cell, divisor: int) -> str:
    """x mod a positive constant, floored; x is repeated only where it may be negative."""
    return f"({x.value} % {divisor})" if x.low >= 0 else f"((({x.value} % {divisor}) + {divisor}) % {divisor})"


def quotient(dialect: Dialect, x: Cell, divisor: int) -> str:
    """floor(x / a positive constant), in whole numbers."""
    if x.low >= 0:
        return dialect("cut", x.value, divisor)
    return dialect("cut", f"({x.value} - {remainder(x, divisor)})", divisor)


def case(condition: str, value: str) -> str:
    """The value where the condition is true."""
    return f"CASE WHEN {condition} THEN {value} END"


def no_error(cells: list[Cell]) -> str:
    """The error of a function that adds none of its own."""
    return any_of(NEVER, *(cell.error for cell in cells))
