"""Parts of a choice brought to one type, as the branches of `if` and the arguments of `coalesce` must be here."""

from __future__ import annotations

from dataclasses import replace

from engine.expression.tree import Node
from engine.interchange.xpath.condition import Condition
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.value import Blank, NotCarried, Part, Value, as_number, as_text, filled, number_of


def unite(parts: list[Part], context: Context) -> list[Value]:
    """The parts as values of one type, `mixed` where it was not one; NotCarried where they have none in common."""
    mixed = len({_sort(part) for part in parts}) > 1
    return [replace(value, mixed=mixed or value.mixed) for value in _united(parts, context)]


def _sort(part: Part) -> str:
    """What XPath's boolean() goes by: 0 is false, and the text '0' true."""
    if isinstance(part, Condition):
        return "condition"
    return "number" if part.is_number else "text"


def _united(parts: list[Part], context: Context) -> list[Value]:
    values = [_value(part) for part in parts]
    kinds = {value.kind for value in values}
    if kinds <= {"integer", "decimal", "real"}:
        return _numbers(values)
    if len(kinds) == 1 and len({value.choices for value in values}) == 1 and kinds != {"text"}:
        return values
    if all(value.is_number or _writes_number(value) for value in values):
        return _numbers([value if value.is_number else as_number(value) for value in values])
    if kinds == {"date", "text"} or (kinds & {"date"} and all(one.kind == "date" or one.days for one in values)):
        return [_date(value) for value in values]
    domain = _domain(values, context)
    return [replace(as_text(value), domain=domain) for value in values]


def _value(part: Part) -> Value:
    if isinstance(part, Condition):
        return as_text(part)
    if part.is_nothing:
        raise NotCarried("one of several values is always empty")
    return filled(part)


def _numbers(values: list[Value]) -> list[Value]:
    if any(value.kind == "real" for value in values):
        return [replace(value, kind="real", decimals=0) for value in values]
    decimals = max(value.decimals for value in values)
    natural = all(value.natural for value in values)
    blank: Blank = "text" if all(value.blank == "text" or not value.nullable for value in values) else "nan"
    if blank == "nan" and any(value.blank == "text" and value.nullable for value in values):
        blank = "mixed"
    kind = "decimal" if decimals else "integer"
    return [replace(value, kind=kind, decimals=decimals, natural=natural, blank=blank) for value in values]


def _writes_number(value: Value) -> bool:
    return value.constant is not None and number_of(value.constant) is not None


def _date(value: Value) -> Value:
    if value.kind == "date":
        return value
    if value.days is not None:
        node: Node = value.days
        return replace(value, node=node, kind="date", days=None)
    raise NotCarried("a date stands beside a text")


def _domain(values: list[Value], context: Context) -> frozenset[str] | None:
    found: set[str] = set()
    for value in values:
        if value.constant is not None:
            found.add(value.constant)
        elif value.kind == "code":
            found |= set(context.symbols.codes(value.choices))
        elif value.domain is not None:
            found |= value.domain
        else:
            return None
    return frozenset(found)
