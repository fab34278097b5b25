"""XPath functions of numbers; NaN is unknown here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.interchange.xpath import ours, tree
from engine.interchange.xpath.arithmetic import number
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.translate import translate
from engine.interchange.xpath.value import MOST_DECIMALS, NotCarried, Part, Value

Arguments = tuple[tree.Node, ...]
MOST_POWER = 20


def as_number(arguments: Arguments, context: Context) -> Value:
    """number(x)."""
    return number(translate(arguments[0], context), context)


def whole(arguments: Arguments, context: Context) -> Value:
    """int(x): towards 0."""
    value = number(translate(arguments[0], context), context)
    if value.kind == "integer":
        return value
    function = "floor" if value.natural else "truncate"
    return replace(value, node=ours.call(function, value.node), kind="integer", decimals=0, constant=None, days=None)


def rounded(arguments: Arguments, context: Context) -> Value:
    """round(x, n)."""
    value = number(translate(arguments[0], context), context)
    places = _written(arguments[1], -MOST_DECIMALS, MOST_DECIMALS) if len(arguments) > 1 else 0
    if value.kind == "integer" and places == 0:
        return value
    node = ours.call("round", value.node, *([ours.number(places)] if places else []))
    kind = "decimal" if places > 0 else "integer"
    return replace(value, node=node, kind=kind, decimals=max(places, 0), constant=None, days=None)


def _written(node: tree.Node, least: int, most: int) -> int:
    sign, inner = (-1, node.operand) if isinstance(node, tree.Negative) else (1, node)
    if isinstance(inner, tree.Number) and inner.text.isdecimal() and least <= sign * int(inner.text) <= most:
        return sign * int(inner.text)
    raise NotCarried("the number of decimals or the power is not written out")


def _towards(function: str) -> Callable[[Arguments, Context], Value]:
    def translated(arguments: Arguments, context: Context) -> Value:
        value = number(translate(arguments[0], context), context)
        if value.kind == "integer":
            return value
        return replace(
            value, node=ours.call(function, value.node), kind="integer", decimals=0, constant=None, days=None
        )

    return translated


def absolute(arguments: Arguments, context: Context) -> Value:
    """abs(x)."""
    value = number(translate(arguments[0], context), context)
    return replace(value, node=ours.call("abs", value.node), natural=True, constant=None, days=None)


def power(arguments: Arguments, context: Context) -> Value:
    """pow(x, n) with n written out."""
    value = number(translate(arguments[0], context), context)
    times = _written(arguments[1], 0, MOST_POWER)
    if value.kind == "decimal" and value.decimals * times > MOST_DECIMALS:
        raise NotCarried("the power has more decimals than can be kept exactly")
    node = ours.call("power", value.node, ours.number(times))
    return replace(value, node=node, decimals=value.decimals * times, constant=None, days=None)


def root(arguments: Arguments, context: Context) -> Value:
    """sqrt(x)."""
    value = number(translate(arguments[0], context), context)
    return Value(ours.call("sqrt", value.node), "real", nullable=True, blank="nan", natural=True)


FUNCTIONS: Mapping[str, tuple[int, int, Callable[[Arguments, Context], Part]]] = {
    "number": (1, 1, as_number),
    "int": (1, 1, whole),
    "integer": (1, 1, whole),
    "round": (1, 2, rounded),
    "floor": (1, 1, _towards("floor")),
    "ceiling": (1, 1, _towards("ceil")),
    "abs": (1, 1, absolute),
    "pow": (2, 2, power),
    "sqrt": (1, 1, root),
}
