"""XPath functions of dates and times. A date is the number of its days in XPath; here it stays a date where it can."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.interchange.xpath import ours, tree
from engine.interchange.xpath.arithmetic import number
from engine.interchange.xpath.condition import Condition
from engine.interchange.xpath.functions_text import joined
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.translate import translate
from engine.interchange.xpath.value import NotCarried, Part, Value, as_text, number_of, written_text

Arguments = tuple[tree.Node, ...]


def today(_arguments: Arguments, _context: Context) -> Value:
    """today()."""
    return Value(ours.call("today"), "date", nullable=False)


def now(_arguments: Arguments, _context: Context) -> Value:
    """now(): useful only where its day is meant."""
    return Value(ours.call("today"), "now", nullable=False)


def as_date(arguments: Arguments, context: Context) -> Value:
    """date(x): of a date, a written date, a number of days, a time of a day, or year, month and day joined."""
    joined_parts = _year_month_day(arguments[0], context)
    if joined_parts is not None:
        return joined_parts
    part = translate(arguments[0], context)
    if isinstance(part, Condition):
        raise NotCarried("the date of a condition")
    if part.days is not None:
        return replace(part, node=part.days, kind="date", days=None, blank="text")
    if part.kind in ("date", "now"):
        return replace(part, kind="date")
    if part.kind == "datetime":
        return replace(part, node=ours.call("date_of", part.node), kind="date")
    if part.kind == "text" and part.constant is not None and number_of(part.constant) is None:
        return _written_date(part.constant)
    if part.kind == "text" and part.constant is None:
        raise NotCarried("a text is read as a date; year, month and day can be put together with date(y, m, d)")
    days = number(part, context)
    count = days.node if days.kind == "integer" else ours.call("truncate", days.node)
    return Value(ours.call("add_days", ours.text("1970-01-01"), count), "date", nullable=days.nullable)


def _written_date(text: str) -> Value:
    try:
        day = dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise NotCarried(f"'{text}' is no calendar date") from None
    node = ours.call("date", *(ours.number(one) for one in (day.year, day.month, day.day)))
    return Value(node, "date", nullable=False)


def _year_month_day(node: tree.Node, context: Context) -> Value | None:
    """date(concat(y, '-', m, '-', d))."""
    if not (isinstance(node, tree.Call) and node.name == "concat" and len(node.arguments) == 5):
        return None
    year, first, month, second, day = node.arguments
    if first != tree.Text("-") or second != tree.Text("-"):
        return None
    parts = [number(translate(one, context), context) for one in (year, month, day)]
    if any(part.kind != "integer" for part in parts):
        return None
    return Value(ours.call("date", *(part.node for part in parts)), "date", nullable=True)


def as_days(arguments: Arguments, context: Context) -> Value:
    """decimal-date-time(x): the number of days; differences and comparisons see the date in it."""
    part = translate(arguments[0], context)
    if isinstance(part, Value) and part.constant is not None and part.kind == "text":
        part = _written_date(part.constant)
    if isinstance(part, Value) and part.kind in ("date", "now"):
        return number(replace(part, kind="date"), context)
    raise NotCarried("the fraction of a day that a time is cannot be computed with; minutes_between(a, b) can")


def shown(arguments: Arguments, context: Context) -> Value:
    """format-date(x, '%Y-%m-%d') and format-date-time."""
    part, pattern = translate(arguments[0], context), arguments[1]
    if isinstance(part, Value) and part.days is not None:
        part = replace(part, node=part.days, kind="date", days=None)
    if (
        not isinstance(pattern, tree.Text)
        or isinstance(part, Condition)
        or part.kind not in ("date", "datetime", "now")
    ):
        raise NotCarried("something that is no date is written as one, or the form is not written out")
    if part.constant is None and pattern.text == "%Y-%m-%d" and part.kind != "datetime":
        return as_text(replace(part, kind="date"))
    pieces = re.findall(r"%.|[^%]+", pattern.text)
    parts = [_piece(piece, part) for piece in pieces]
    whole = joined(parts)
    if len(parts) == 1 and parts[0].figure is not None:
        return parts[0]
    return replace(whole, nullable=part.nullable) if not part.nullable else _only_with(part, whole, parts)


def _only_with(part: Value, whole: Value, parts: list[Value]) -> Value:
    """Without a date there is no text, not the signs between its parts."""
    if all(one.nullable for one in parts):
        return whole
    return Value(ours.call("when", ours.call("is_answered", part.node), whole.node), "text")


_TWO = {"m": "month", "d": "day", "H": "hour", "M": "minute"}
_ONE = {"Y": "year", "n": "month", "e": "day", "h": "hour"}


def _piece(piece: str, part: Value) -> Value:
    if not piece.startswith("%"):
        return written_text(piece)
    letter = piece[1:]
    function = _TWO.get(letter) or _ONE.get(letter)
    if function is None:
        raise NotCarried(f"{piece} of a date depends on the language; texts of questions show dates by themselves")
    if function in ("hour", "minute") and part.kind != "datetime":
        raise NotCarried("the time of day of a date")
    figure = Value(ours.call(function, part.node), "integer", nullable=part.nullable, blank="nan", natural=True)
    plain = ours.call("to_text", figure.node)
    node = ours.call("pad_left", plain, ours.number(2), ours.text("0")) if letter in _TWO else plain
    return Value(node, "text", nullable=part.nullable, figure=figure)


def months_between(arguments: Arguments, context: Context) -> Value:
    """difference-in-months(a, b) of CHT."""
    first, second = (as_date((one,), context) for one in arguments)
    node = ours.call("months_between", first.node, second.node)
    return Value(node, "integer", nullable=first.nullable or second.nullable, blank="nan")


def moved(arguments: Arguments, context: Context) -> Value:
    """add-date(d, years, months, days) of CHT."""
    start = as_date(arguments[:1], context)
    node = start.node
    for function, argument in zip(("add_years", "add_months", "add_days"), arguments[1:], strict=False):
        count = number(translate(argument, context), context)
        if count.kind != "integer":
            raise NotCarried("a date is moved by a number that is not whole")
        if count.constant != "0":
            node = ours.call(function, node, count.node)
    return replace(start, node=node, nullable=True)


FUNCTIONS: Mapping[str, tuple[int, int, Callable[[Arguments, Context], Part]]] = {
    "today": (0, 0, today),
    "now": (0, 0, now),
    "date": (1, 1, as_date),
    "date-time": (1, 1, as_date),
    "decimal-date-time": (1, 1, as_days),
    "decimal-date": (1, 1, as_days),
    "format-date": (2, 2, shown),
    "format-date-time": (2, 2, shown),
    "difference-in-months": (2, 2, months_between),
    "add-date": (2, 4, moved),
}
