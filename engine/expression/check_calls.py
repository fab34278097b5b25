"""Calls: which function is meant, and the arguments of those with a plain signature."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from engine.expression import lower
from engine.expression.check_aggregates import AGGREGATE_FORMS, check_aggregate
from engine.expression.forms import FORMS
from engine.expression.lower import Typed
from engine.expression.mistakes import finding
from engine.expression.reads import as_list
from engine.expression.signatures import SIGNATURES, Signature
from engine.expression.tree import Call, Node
from engine.expression.types import DATE, TIME, YEAR_MONTH, Type, parse_type, words
from engine.expression.units import WANTED, Unit
from engine.expression.values import ExpressionValueError, to_internal

if TYPE_CHECKING:
    from engine.expression.check import Checker

FOREIGN_FUNCTIONS = {
    "selected_at": "first_selected(x)", "jr": "label(x)", "string": "to_text(x)",
    "int": "floor(x)", "number": "to_number(x)", "string_length": "length(x)", "regex": "matches(x, 'pattern')",
    "format_date": "to_text(x)", "now": "today()", "pow": "power(x, n)", "avg": "mean(r.x)", "len": "length(x)",
    "substr": "substring(x, start, n)", "isnull": "is_missing(x)", "nvl": "coalesce(x, y)", "once": "a default",
    "true": "true", "false": "false", "ceiling": "ceil(x)", "exists": "any(r where c)", "every": "all(r where c)",
    "upper": "codes or matches: case mapping differs between engines",
    "lower": "codes or matches: case mapping differs between engines",
}  # fmt: skip
"""What functions of other languages are called here."""

PARAMETERS: dict[str, dict[str, str | None]] = {
    "day": {"date": None, "datetime": "date_of"},
    "monthly": {"date": None, "datetime": "date_of", "year_month": "first_day"},
    "clock": {"time": None, "datetime": "time_of"},
    "set": {"codes": None, "rank": None},
    "points": {"geotrace": None, "geoshape": None},
    "number": {"integer": None, "decimal": None, "real": None},
}
"""Kinds of parameters of several types: each type with the function that makes it the first; numbers turn real."""


def all_functions() -> dict[str, str]:
    """Every function that an author can write, with its signature."""
    plain = {name: signature.text for name, signature in SIGNATURES.items()}
    forms = {name: form.signature for name, form in FORMS.items()}
    return {**plain, **AGGREGATE_FORMS, **forms}


def check_call(checker: Checker, node: Call) -> Typed | None:
    """The typed core of a call."""
    name = node.name
    if name in AGGREGATE_FORMS and (name not in FORMS or _over_rows(checker, node)):
        return check_aggregate(checker, node)
    for argument in node.arguments:
        if argument.where is not None:
            checker.report("where_misplaced", f"{name}(…) is no aggregate over rows here.", argument.where)
            return None
    if name in FORMS:
        return FORMS[name].check(checker, node)
    if name in SIGNATURES:
        return _plain(checker, node, SIGNATURES[name])
    return _unknown(checker, node)


def _over_rows(checker: Checker, node: Call) -> bool:
    if len(node.arguments) != 1:
        return False
    argument = node.arguments[0]
    plain = argument.where is None and as_list(argument.value, checker.stack) is None
    return not plain or node.name != "count_answered"


def _unknown(checker: Checker, node: Call) -> Typed | None:
    ours = FOREIGN_FUNCTIONS.get(node.name)
    nearest = get_close_matches(node.name.lower(), all_functions(), 3)
    remedy = f"Write {ours}." if ours else f"Did you mean {' or '.join(nearest)}?" if nearest else None
    checker.findings.append(finding("unknown_function", f"There is no function '{node.name}'.", node.name_span, remedy))
    for argument in node.arguments:
        if as_list(argument.value, checker.stack) is None:
            checker.check(argument.value)
    return None


def _plain(checker: Checker, node: Call, signature: Signature) -> Typed | None:
    if len(node.arguments) != len(signature.parameters):
        return checker.wrong_count(node, signature.text)
    parts = [
        argument_of(checker, argument.value, kind)
        for argument, kind in zip(node.arguments, signature.parameters, strict=True)
    ]
    if None in parts:
        return None
    found = [part for part in parts if part is not None]
    wanted_unit(checker, node, found[-1])
    return lower.call(node.name, signature.result, *(part.core for part in found))


def wanted_unit(checker: Checker, node: Call, number: Typed) -> None:
    """Reports a number in another unit than that which the function adds."""
    if node.name in WANTED:
        checker.same_unit(node, number, lower.Typed(number.type, [], Unit(WANTED[node.name], given=True)))


def argument_of(checker: Checker, node: Node, kind: str) -> Typed | None:
    """An argument as a parameter of that kind needs it."""
    part = checker.check(node)
    if part is None or checker.is_empty_text(part, node):
        return None
    accepted = PARAMETERS.get(kind)
    if accepted is None:
        return checker.fit(part, parse_type(kind), node)
    if part.quoted is not None and kind in ("day", "monthly", "clock"):
        return _dated(checker, part, kind, node)
    if part.type.kind not in accepted:
        wanted = " or ".join(words(Type(each)) for each in accepted)
        return checker.report("wrong_type", f"This is {words(part.type)}; {wanted} is needed.", node)
    if kind == "number":
        return lower.to_real(part)
    convert = accepted[part.type.kind]
    return lower.call(convert, TIME if kind == "clock" else DATE, part.core) if convert else part


def _dated(checker: Checker, part: Typed, kind: str, node: Node) -> Typed | None:
    """A quoted date, time or month, by its form."""
    for wanted in (TIME,) if kind == "clock" else (DATE, YEAR_MONTH):
        try:
            constant = lower.literal(to_internal(str(wanted), part.quoted), wanted)
        except ExpressionValueError:
            continue
        convert = PARAMETERS[kind].get(wanted.kind, "")
        if convert != "":
            return lower.call(convert, DATE, constant.core) if convert else constant
    return checker.constant(part, TIME if kind == "clock" else DATE, node)
