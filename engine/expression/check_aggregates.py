"""Aggregates over rows: `count(people where …)`, `sum(people.income)`, `any(people where …)`."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.expression.forms_values import written_plainly
from engine.expression.lower import Typed
from engine.expression.reads import RosterList, as_list, named_in
from engine.expression.tree import Argument, Call, ListBody, Name, Node, Text
from engine.expression.types import BOOLEAN, INTEGER, REAL, TEXT, words
from engine.expression.units import PURE, unit_of_call

if TYPE_CHECKING:
    from engine.expression.check import Checker

AGGREGATE_FORMS: dict[str, str] = {
    "count": "count(r where c) -> integer",
    "any": "any(r where c) -> boolean",
    "all": "all(r where c) -> boolean",
    "sum": "sum(r.x where c) -> number",
    "sum_known": "sum_known(r.x where c) -> number",
    "min": "min(r.x where c) -> same",
    "min_known": "min_known(r.x where c) -> same",
    "max": "max(r.x where c) -> same",
    "max_known": "max_known(r.x where c) -> same",
    "mean": "mean(r.x where c) -> real",
    "mean_known": "mean_known(r.x where c) -> real",
    "unique": "unique(r.x where c) -> boolean",
    "first": "first(r.x where c) -> same",
    "count_answered": "count_answered(r.x where c) -> integer",
    "join": "join(r.x where c, ', ') -> text",
}
"""Every aggregate over rows; some names also take plain values, see forms.py."""

DATED = frozenset(["date", "time", "datetime", "year_month"])


def check_aggregate(checker: Checker, node: Call) -> Typed | None:
    """The typed core of an aggregate."""
    if len(node.arguments) != (2 if node.name == "join" else 1):
        remedy = f"Write {AGGREGATE_FORMS[node.name]}."
        takes = "one list and what stands between" if node.name == "join" else "one list"
        return checker.report("wrong_arguments", f"{node.name}(…) takes {takes}.", node, remedy)
    argument = node.arguments[0]
    listed = _listed(checker, argument)
    if listed is None:
        return None
    where = _where(checker, argument, listed)
    if argument.where is not None and where is None:
        return None
    if node.name in ("count", "any", "all"):
        return _of_rows(checker, node, listed, where)
    return _of_cells(checker, node, listed, where)


def _listed(checker: Checker, argument: Argument) -> RosterList | None:
    listed = as_list(argument.value, checker.stack)
    if listed is not None:
        return listed
    name = argument.value.roster if isinstance(argument.value, ListBody) else argument.value
    if not isinstance(name, Name):
        return checker.report("not_a_list", "This is a value, not a list over rows.", argument.value)
    if checker.place(name) is not None:
        checker.report("not_a_list", f"'{'.'.join(name.parts)}' is not a list over rows.", name)
    return None


def _within(checker: Checker, listed: RosterList) -> Checker:
    """The checker of what stands inside the aggregate, adding to the same findings."""
    return replace(checker, stack=listed.inner)


def _where(checker: Checker, argument: Argument, listed: RosterList) -> Typed | None:
    return None if argument.where is None else _within(checker, listed).condition(argument.where)


def _of_rows(checker: Checker, node: Call, listed: RosterList, where: Typed | None) -> Typed | None:
    argument = node.arguments[0]
    if listed.body is not None or isinstance(argument.value, ListBody):
        rosters = ".".join(roster.name for roster in listed.rosters)
        remedy = f"Write {node.name}({rosters} where …)." + (
            " For cells with a value: count_answered(r.x)." if node.name == "count" else ""
        )
        message = f"{node.name}(…) takes a roster, not one of its questions."
        return checker.report("wrong_arguments", message, node, remedy)
    if node.name == "count":
        return Typed(INTEGER, _core("count", listed, None, where, []), PURE)
    if where is None or argument.where is None:
        remedy = f"Write {AGGREGATE_FORMS[node.name]}."
        return checker.report("wrong_arguments", f"{node.name}(…) needs a condition after where.", node, remedy)
    return Typed(BOOLEAN, _core(node.name, listed, None, where, named_in(argument.where, listed.inner)))


def _of_cells(checker: Checker, node: Call, listed: RosterList, where: Typed | None) -> Typed | None:
    if listed.body is None:
        remedy = f"Write {AGGREGATE_FORMS[node.name]}."
        return checker.report("wrong_arguments", f"{node.name}(…) needs a question of the roster.", node, remedy)
    body = _body(checker, listed, listed.body, not isinstance(node.arguments[0].value, ListBody))
    if body is None or not _suits(checker, node, body):
        return None
    named = named_in(listed.body, listed.inner)
    if node.name == "join":
        return _joined(checker, node, listed, body, where, named)
    if node.name in ("mean", "mean_known"):
        kind = node.name if body.type.is_exact else f"r{node.name}"
        scale = [body.type.decimals] if body.type.is_exact else []
        return Typed(REAL, [*_core(kind, listed, body, where, named), *scale], body.unit)
    if node.name in ("unique", "first", "count_answered"):
        result = {"unique": BOOLEAN, "count_answered": INTEGER}.get(node.name, body.type)
        unit = body.unit if node.name == "first" else unit_of_call(node.name)
        return Typed(result, _core(node.name, listed, body, where, named), unit)
    kind = f"r{node.name}" if body.type == REAL else node.name
    return Typed(body.type, _core(kind, listed, body, where, named), body.unit)


def _joined(
    checker: Checker, node: Call, listed: RosterList, body: Typed, where: Typed | None, named: list[list[int]]
) -> Typed | None:
    """join: each cell as text, with a written text between."""
    between = node.arguments[1].value
    if not isinstance(between, Text):
        return checker.report("needs_constant", "What stands between is written out, in quotes.", between)
    part = written_plainly(checker, body, node.arguments[0].value)
    text = unicodedata.normalize("NFC", between.text)
    return part and Typed(TEXT, [*_core("join", listed, part, where, named), text])


def _body(checker: Checker, listed: RosterList, body: Node, is_path: bool) -> Typed | None:
    """The body in the innermost row; the x of people.x must be in that row itself, not around it."""
    scope = checker.stack.scope_of(listed.inner.levels[-1])
    if is_path and isinstance(body, Name) and scope is not None and body.parts[0] not in scope.symbols:
        return checker.unknown(body.parts[0], tuple(scope.symbols), body.spans[0])
    part = _within(checker, listed).check(body)
    return part and replace(part, quoted=None)


def _suits(checker: Checker, node: Call, body: Typed) -> bool:
    kind = body.type.kind
    if node.name in ("first", "count_answered", "join"):
        return True
    if node.name == "unique":
        suits = kind in ("integer", "decimal", "text", "code", "boolean") or kind in DATED
    elif node.name in ("min", "max", "min_known", "max_known"):
        suits = body.type.is_number or kind in DATED
    else:
        suits = body.type.is_number
    if not suits:
        checker.report("wrong_type", f"{node.name}(…) does not take {words(body.type)}.", node)
    return suits


def _core(kind: str, listed: RosterList, body: Typed | None, where: Typed | None, named: list[list[int]]) -> list[Any]:
    scopes = listed.inner.environment.scopes
    children = [scopes[roster.child_scope or 0].child for roster in listed.rosters]
    body_core, where_core = body and body.core, where and where.core
    return ["agg", kind, listed.place.e, listed.place.u, children, body_core, where_core, named]
