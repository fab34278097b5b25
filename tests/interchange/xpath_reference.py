"""XPath as ODK's engine computes it, for comparing: two truth values, the empty text, NaN. Written apart from the
translator; shares only the parser. Division by zero is NaN here, the one thing in which we differ on purpose."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from engine.interchange.xpath import tree

EPOCH = dt.date(1970, 1, 1)
NAN = math.nan


class Unsupported(Exception):  # noqa: N818
    """A function that the reference does not have."""


@dataclass(frozen=True)
class Reference:
    """Evaluates over answers: numbers, texts, dates, lists of codes, None; `read` gives the answer of a name."""

    read: Callable[[str], Any]
    today: dt.date
    own: str | None = None
    row: Mapping[str, str] | None = None

    def value(self, node: tree.Node) -> Any:
        """A float, text, bool or date."""
        match node:
            case tree.Number(text=text):
                return float(text)
            case tree.Text(text=text):
                return text
            case tree.Reference(name=name):
                return unpacked(self.read(name))
            case tree.Dot():
                assert self.own is not None
                return unpacked(self.read(self.own))
            case tree.Path(start="here", steps=(step,)) if self.row is not None:
                return self.row.get(step.name, "")
            case tree.Path(start="..", steps=(step,)):
                return unpacked(self.read(step.name))
            case tree.Negative(operand=operand):
                return -number(self.value(operand))
            case tree.Binary(operator="and", left=left, right=right):
                return truth(self.value(left)) and truth(self.value(right))
            case tree.Binary(operator="or", left=left, right=right):
                return truth(self.value(left)) or truth(self.value(right))
            case tree.Binary(operator=operator, left=left, right=right):
                return operation(operator, self.value(left), self.value(right))
            case tree.Call(name=name, arguments=arguments):
                return self.call(name, arguments)
            case _:
                raise Unsupported(type(node).__name__)

    def call(self, name: str, arguments: tuple[tree.Node, ...]) -> Any:
        """A function; `if` and `coalesce` look only at what they need."""
        if name == "if":
            return self.value(arguments[1 if truth(self.value(arguments[0])) else 2])
        if name == "today":
            return self.today
        if name not in FUNCTIONS:
            raise Unsupported(name)
        return FUNCTIONS[name](*[self.value(one) for one in arguments])


def unpacked(answer: Any) -> Any:
    """An answer as XPath reads it."""
    if answer is None:
        return ""
    if isinstance(answer, bool | str | dt.date):
        return answer
    return " ".join(answer) if isinstance(answer, list) else float(answer)


def stored(result: Any) -> Any:
    """A result as a calculation keeps it: NaN and the empty text are no answer."""
    if result == "" or (isinstance(result, float) and math.isnan(result)):
        return None
    return result


def number(value: Any) -> float:
    """number()."""
    if isinstance(value, bool | float):
        return float(value)
    if isinstance(value, dt.date):
        return float((value - EPOCH).days)
    plain = value.strip()
    return float(plain) if re.fullmatch(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)", plain) else NAN


def text(value: Any) -> str:
    """string()."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        return str(int(value)) if value.is_integer() else repr(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def truth(value: Any) -> bool:
    """boolean()."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return value if isinstance(value, bool) else len(text(value)) > 0


def operation(operator: str, a: Any, b: Any) -> Any:
    """Comparisons and arithmetic."""
    if operator in ("=", "!="):
        return equal(a, b) == (operator == "=")
    x, y = number(a), number(b)
    match operator:
        case "<":
            return x < y
        case "<=":
            return x <= y
        case ">":
            return x > y
        case ">=":
            return x >= y
        case "+":
            return x + y
        case "-":
            return x - y
        case "*":
            return x * y
        case "div":
            return x / y if y else NAN
        case _:
            return math.fmod(x, y) if y and not math.isnan(x) else NAN


def equal(a: Any, b: Any) -> bool:
    """`=`: as truth values, as numbers, or as texts."""
    if isinstance(a, bool) or isinstance(b, bool):
        return truth(a) == truth(b)
    if isinstance(a, float) or isinstance(b, float):
        return abs(number(a) - number(b)) < 1e-9
    return text(a) == text(b)


def _part(parts: list[str], n: Any) -> str:
    place = number(n)
    return parts[int(place)] if not math.isnan(place) and 0 <= place < len(parts) else ""


def _round(x: Any, places: Any = 0.0) -> float:
    value = number(x)
    if math.isnan(value):
        return NAN
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP))


def _whole(function: Callable[[float], int]) -> Callable[[Any], float]:
    return lambda x: NAN if math.isnan(number(x)) else float(function(number(x)))


def _date(x: Any) -> Any:
    if isinstance(x, float):
        return "" if math.isnan(x) else EPOCH + dt.timedelta(days=int(x))
    return dt.date.fromisoformat(x) if isinstance(x, str) and x else x


def _substr(x: Any, start: float, end: float | None = None) -> str:
    return text(x)[int(start) : None if end is None else int(end)]


def _format(day: Any, pattern: str) -> str:
    if day == "":
        return ""
    day = _date(day)
    plain = pattern.replace("%n", str(day.month)).replace("%e", str(day.day)).replace("%Y", str(day.year))
    return str(day.strftime(plain))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "true": lambda: True,
    "false": lambda: False,
    "not": lambda x: not truth(x),
    "boolean": truth,
    "coalesce": lambda a, b: b if text(a) in ("", "NaN") else a,
    "selected": lambda x, y: f" {text(y).strip()} " in f" {text(x)} ",
    "count-selected": lambda x: float(len(text(x).split())),
    "selected-at": lambda x, n: _part(text(x).split(" "), n),
    "item-at": lambda mark, x, n: _part(text(x).split(mark), n),
    "once": lambda x: x,
    "string-length": lambda x: float(len(text(x))),
    "concat": lambda *parts: "".join(text(part) for part in parts),
    "join": lambda mark, *parts: text(mark).join(text(part) for part in parts),
    "string": text,
    "number": number,
    "int": _whole(int),
    "floor": _whole(math.floor),
    "ceiling": _whole(math.ceil),
    "round": _round,
    "abs": lambda x: abs(number(x)),
    "pow": lambda x, n: number(x) ** number(n),
    "min": lambda *xs: NAN if any(math.isnan(number(x)) for x in xs) else min(number(x) for x in xs),
    "max": lambda *xs: NAN if any(math.isnan(number(x)) for x in xs) else max(number(x) for x in xs),
    "regex": lambda x, pattern: re.fullmatch(pattern, text(x), re.ASCII) is not None,
    "contains": lambda x, y: text(y) in text(x),
    "starts-with": lambda x, y: text(x).startswith(text(y)),
    "ends-with": lambda x, y: text(x).endswith(text(y)),
    "substr": _substr,
    "substring-before": lambda x, y: text(x).partition(text(y))[0] if text(y) in text(x) else "",
    "substring-after": lambda x, y: text(x).partition(text(y))[2],
    "date": _date,
    "decimal-date-time": lambda x: number(_date(x)) if x != "" else NAN,
    "format-date": _format,
}
