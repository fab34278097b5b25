"""`+ - * div mod` of XPath: NaN where an operand is empty, days where it is a date."""

from __future__ import annotations

from dataclasses import replace

from engine.expression.tree import Node, Unary
from engine.interchange.xpath import ours
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.value import MOST_DECIMALS, NotCarried, Part, Value, as_number


def arithmetic(sign: str, left: Part, right: Part, context: Context) -> Value:
    """The value of an operation."""
    dated = _dated(sign, left, right, context)
    if dated is not None:
        return dated
    a, b = number(left, context), number(right, context)
    if sign == "div":
        return Value(
            ours.binary("/", a.node, b.node), "real", nullable=True, blank="nan", natural=a.natural and b.natural
        )
    if sign == "mod":
        return _remainder(a, b)
    kind, decimals = _result(sign, a, b)
    natural = a.natural and b.natural and sign != "-"
    nullable = a.nullable or b.nullable
    return Value(
        ours.binary(sign, a.node, b.node), kind, nullable=nullable, blank="nan", decimals=decimals, natural=natural
    )


def number(part: Part, context: Context) -> Value:
    """A part as a number, codes read through their list."""
    codes = context.symbols.codes(part.choices) if isinstance(part, Value) else ()
    return as_number(part, codes)


def negative(part: Part, context: Context) -> Value:
    """`-x`."""
    value = number(part, context)
    return replace(value, node=_minus(value), natural=False, constant=None, days=None)


def _minus(value: Value) -> Node:
    return Unary(ours.NOWHERE, "-", value.node)


def _result(sign: str, a: Value, b: Value) -> tuple[str, int]:
    if "real" in (a.kind, b.kind):
        return "real", 0
    decimals = a.decimals + b.decimals if sign == "*" else max(a.decimals, b.decimals)
    if decimals > MOST_DECIMALS:
        raise NotCarried(f"the product has {decimals} decimals; {MOST_DECIMALS} can be kept exactly")
    return ("decimal" if decimals else "integer"), decimals


def _remainder(a: Value, b: Value) -> Value:
    if "real" in (a.kind, b.kind):
        raise NotCarried("the remainder of a number that is the result of a division")
    plain = a.natural and b.natural
    node = ours.call("mod", a.node, b.node)
    if not plain:
        divisor = b.node if b.natural else ours.call("abs", b.node)
        node = ours.binary("*", ours.call("sign", a.node), ours.call("mod", ours.call("abs", a.node), divisor))
    kind, decimals = _result("+", a, b)
    return Value(node, kind, nullable=True, blank="nan", decimals=decimals, natural=a.natural)


def _dated(sign: str, left: Part, right: Part, context: Context) -> Value | None:
    """Days between two dates, and dates so many days on."""
    first, second = _date(left, context), _date(right, context)
    if sign == "-" and first is not None and second is not None:
        node = ours.call("days_between", second.node, first.node)
        return Value(node, "integer", nullable=first.nullable or second.nullable, blank="nan")
    if first is None and second is not None and sign == "+":
        first, right = second, left
        second = None
    if first is None or second is not None or sign not in ("+", "-"):
        return None
    count = number(right, context)
    if count.kind != "integer":
        return None
    step = count.node if sign == "+" else _minus(count)
    day = ours.call("add_days", first.node, step)
    shown = ours.call("days_between", ours.text("1970-01-01"), day)
    return Value(shown, "integer", nullable=first.nullable or count.nullable, blank="nan", days=day)


def _date(part: Part, context: Context) -> Value | None:
    if not isinstance(part, Value):
        return None
    if part.kind == "datetime":
        context.differs("a time is counted by its day")
        return replace(part, node=ours.call("date_of", part.node), kind="date")
    if part.kind == "date":
        return part
    if part.kind == "now":
        return replace(part, kind="date")
    return replace(part, node=part.days, kind="date", days=None) if part.days is not None else None
