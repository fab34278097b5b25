"""Comparisons: XPath compares texts, numbers or truth values, whichever the operands are, and the empty text with all.

`=` of two empty texts is true, of NaN with anything false; `!=` is the opposite; `<` and its like compare numbers.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import replace

from engine.expression.tree import Node
from engine.interchange.xpath import condition, ours
from engine.interchange.xpath.condition import ALWAYS, NEVER, Condition, certain, strict
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.value import (
    NotCarried,
    Part,
    Value,
    as_number,
    as_text,
    filled,
    number_of,
    written_number,
)  # fmt: skip

ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
DATED = ("date", "datetime", "time")
TOLERANCE = "0.000000001"


def compare(sign: str, left: Part, right: Part, context: Context) -> Condition:
    """The condition that a comparison is."""
    if sign in ("=", "!="):
        equal = _equal(left, right, context)
        return equal if sign == "=" else condition.opposite(equal)
    return _ordered(sign, left, right, context)


def truth(part: Part, context: Context) -> Condition:
    """A part as XPath's boolean(): a number other than 0, a text with something in it."""
    if isinstance(part, Condition):
        return part
    if part.is_nothing:
        return NEVER
    if part.mixed:
        raise NotCarried("now a number and now a text stands where a condition is needed")
    if part.is_number:
        return compare("!=", part, written_number("0"), context) if part.constant else _not_zero(part)
    if part.constant is not None:
        return ALWAYS
    return certain(ours.call("is_answered", part.node)) if part.nullable else ALWAYS


def _not_zero(part: Value) -> Condition:
    zero = ours.number(0)
    if part.kind == "real":
        raise NotCarried("the result of a division stands where a condition is needed")
    node = ours.binary("!=", part.node, zero)
    return strict(node, bool(part.default)) if part.nullable else certain(node)


def _equal(left: Part, right: Part, context: Context) -> Condition:
    if isinstance(right, Value) and right.is_nothing:
        return _is_empty(left, context)
    if isinstance(left, Value) and left.is_nothing:
        return _is_empty(right, context)
    if isinstance(left, Condition) or isinstance(right, Condition):
        return _equal_truths(left, right, context)
    if left.constant is not None and right.constant is None:
        left, right = right, left
    if left.is_number or right.is_number:
        return _equal_numbers(left, right, context)
    if {left.kind, right.kind} & set(DATED):
        return _equal_dates(left, right)
    if left.kind in ("codes", "rank"):
        return _equal_selection(left, right, context)
    return _equal_texts(left, right, context)


def _is_empty(part: Part, context: Context) -> Condition:
    if isinstance(part, Condition):
        return condition.opposite(part)
    if part.is_nothing:
        return ALWAYS
    if part.blank == "nan" or part.default is not None or not part.nullable or part.constant is not None:
        return NEVER
    if part.blank == "mixed":
        context.differs("an expression that is not a number is empty here")
    return certain(ours.call("is_missing", part.node))


def _equal_truths(left: Part, right: Part, context: Context) -> Condition:
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Value) and other.constant is not None:
            if other.kind == "text" and other.constant.lower() in ("false", "false()", "0"):
                context.differs(f"a condition is compared with the text '{other.constant}': taken as false")
                return condition.opposite(truth(one, context))
            return truth(one, context) if truth(other, context) == ALWAYS else condition.opposite(truth(one, context))
    a, b = truth(left, context), truth(right, context)
    return certain(ours.binary("=", a.total, b.total))


def _equal_numbers(left: Value, right: Value, context: Context) -> Condition:
    if right.constant is not None:
        figure = number_of(right.constant)
        if figure is None:
            return NEVER
        if left.constant is not None:
            return ALWAYS if number_of(left.constant) == figure else NEVER
        if left.kind == "codes":
            return _only(left, figure, context)
        known = _known_texts(left, context)
        if known is not None and left.figure is None:
            return _one_of(left, tuple(sorted(text for text in known if number_of(text) == figure)), context, right)
    a, b = _numbers(left, right, context)
    if "real" in (a.kind, b.kind):
        context.differs(f"results of divisions are equal within {TOLERANCE}")
        node = ours.call("within", filled(a).node, filled(b).node, ours.number(TOLERANCE))
        return strict(node, False) if filled(a).nullable or filled(b).nullable else certain(node)
    equal = _equality(a, b)
    if a is left and b is right:
        return equal
    empty = condition.both("and", _is_empty(left, context), _is_empty(right, context))
    return condition.both("or", equal, empty)  # two empty answers are two equal texts, whatever their types


def _only(value: Value, figure: float, context: Context) -> Condition:
    """Several choices are a number only where one is chosen."""
    codes = [code for code in context.symbols.codes(value.choices) if number_of(code) == figure]
    found = [ours.call("selected_only", value.node, ours.text(code)) for code in codes]
    return strict(ours.junction("or", *found), False) if found else NEVER


def _known_texts(value: Value, context: Context) -> frozenset[str] | None:
    """All that a text or code can be, where that is known."""
    if value.kind == "text":
        return value.domain
    if value.kind == "code":
        return frozenset(context.symbols.codes(value.choices)) or None
    return None


def _one_of(value: Value, texts: tuple[str, ...], context: Context, wanted: Value) -> Condition:
    if not texts:
        context.unlisted.append(wanted.constant or "")
        return NEVER
    node = ours.among(value.node, tuple(ours.text(text) for text in texts))
    return strict(node, False) if value.nullable else certain(node)


def _numbers(left: Value, right: Value, context: Context) -> tuple[Value, Value]:
    def one(value: Value) -> Value:
        if value.is_number:
            return value
        return as_number(value, context.symbols.codes(value.choices))

    return one(left), one(right)


def _equality(left: Value, right: Value) -> Condition:
    """`=` of two values of comparable types; both empty texts are equal, NaN is not."""
    if right.constant is not None and left.default is not None:
        node = ours.binary("=", left.node, right.node)
        return strict(node, left.default == number_of(right.constant))
    a, b = filled(left), filled(right)
    node = ours.binary("=", a.node, b.node)
    if a.nullable and b.nullable and a.blank == "text" and b.blank == "text":
        return replace(strict(ours.call("same_as", a.node, b.node), False), **_total_same(a, b))
    return strict(node, False) if a.nullable or b.nullable else certain(node)


def _total_same(a: Value, b: Value) -> dict[str, Node]:
    same = ours.call("same_as", a.node, b.node)
    return {"positive": same, "negative": same, "total": same}


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def _equal_dates(left: Value, right: Value) -> Condition:
    if right.constant is not None:
        if not (left.kind == "date" and _ISO.fullmatch(right.constant)):
            return NEVER
        node = ours.binary("=", left.node, ours.text(right.constant))
        return strict(node, False) if left.nullable else certain(node)
    if left.kind != right.kind:
        raise NotCarried(f"a {left.kind} is compared with a {right.kind}")
    return _equality(left, right)


def _equal_selection(left: Value, right: Value, context: Context) -> Condition:
    if right.constant is None:
        raise NotCarried("several choices are compared with something else than written codes")
    codes, listed = right.constant.split(), context.symbols.codes(left.choices)
    if not set(codes) <= set(listed):
        context.unlisted.append(right.constant)
        return NEVER
    only = ours.call("selected_only", left.node, *(ours.text(code) for code in codes))
    every = ours.call("selected_all", left.node, *(ours.text(code) for code in codes))
    if left.kind == "rank" or codes != sorted(codes, key=listed.index):
        raise NotCarried("several choices are compared in another order than that of the list")
    return strict(only if len(codes) == 1 else ours.junction("and", only, every), False)


def _equal_texts(left: Value, right: Value, context: Context) -> Condition:
    if right.constant is not None:
        if left.constant is not None:
            return ALWAYS if left.constant == right.constant else NEVER
        known = _known_texts(left, context)
        return _one_of(left, (right.constant,) if known is None or right.constant in known else (), context, right)
    if {left.kind, right.kind} == {"code"} and left.choices != right.choices:
        left, right = as_text(left), as_text(right)
    return _equality(left if left.kind == "code" else as_text(left), right if right.kind == "code" else as_text(right))


def _ordered(sign: str, left: Part, right: Part, context: Context) -> Condition:
    if _days(left) is not None and _days(right) is not None:
        return _ordered_dates(sign, left, right, context)
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Value) and (other.is_nothing or _no_number(other)):
            if isinstance(one, Value) and one.kind == "date" and _ISO.fullmatch(other.constant or ""):
                break
            return NEVER
    else:
        return _ordered_numbers(sign, left, right, context)
    context.differs("a written date is compared as a date")
    return _ordered_dates(sign, left, right, context)


def _no_number(value: Value) -> bool:
    return value.constant is not None and number_of(value.constant) is None


def _days(part: Part) -> Value | None:
    """The date that a part is or counts the days of."""
    if isinstance(part, Condition):
        return None
    if part.kind in (*DATED, "now"):
        return part
    return replace(part, node=part.days, kind="date") if part.days is not None else None


def _ordered_dates(sign: str, left: Part, right: Part, context: Context) -> Condition:
    a, b = _days(left) or left, _days(right) or right
    assert isinstance(a, Value) and isinstance(b, Value)  # noqa: S101
    if "now" in (a.kind, b.kind):
        sign = _with_now(sign, a, b)
        a, b = _now_as_day(a), _now_as_day(b)
    elif {a.kind, b.kind} == {"date", "datetime"}:
        if (sign in ("<=", ">")) == (a.kind == "datetime"):
            context.differs("a time is compared by its day")
        a, b = _as_day(a), _as_day(b)
    elif a.kind != b.kind and "text" not in (a.kind, b.kind):
        raise NotCarried(f"a {a.kind} is compared with a {b.kind}")
    node = ours.binary(sign, a.node, b.node)
    return strict(node, False) if a.nullable or b.nullable else certain(node)


def _with_now(sign: str, left: Value, right: Value) -> str:
    """A day is before now when it is not after today."""
    if {left.kind, right.kind} != {"now", "date"}:
        raise NotCarried("the time of day at the moment is not known to expressions; today() is")
    before = {"<": "<=", "<=": "<=", ">": ">", ">=": ">"}
    after = {">": ">=", ">=": ">=", "<": "<", "<=": "<"}
    return before[sign] if right.kind == "now" else after[sign]


def _now_as_day(value: Value) -> Value:
    return replace(value, node=ours.call("today"), kind="date", nullable=False) if value.kind == "now" else value


def _as_day(value: Value) -> Value:
    return replace(value, node=ours.call("date_of", value.node), kind="date") if value.kind == "datetime" else value


def _ordered_numbers(sign: str, left: Part, right: Part, context: Context) -> Condition:
    def one(part: Part) -> Value:
        if isinstance(part, Value):
            return part if part.is_number else as_number(part, context.symbols.codes(part.choices))
        return as_number(part)

    a, b = one(left), one(right)
    if a.constant is not None and b.constant is None:
        sign, a, b = MIRRORED[sign], b, a
    if b.constant is not None and a.default is not None:
        otherwise = ORDERS[sign](a.default, number_of(b.constant) or 0.0)
        return strict(ours.binary(sign, a.node, b.node), otherwise)
    if a.constant is not None and b.constant is not None:
        return ALWAYS if ORDERS[sign](float(a.constant), float(b.constant)) else NEVER
    a, b = filled(a), filled(b)
    node = ours.binary(sign, a.node, b.node)
    return strict(node, False) if a.nullable or b.nullable else certain(node)
