"""Checks as SQL: the five outcomes of every check of a scope, one small number a check and row.

The order of the questions is that of engine/edits/outcomes.py: off route, guard, antecedent, then the condition.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.edits.outcomes import OUTCOMES
from engine.expression.columns import Cell, Emitter
from engine.expression.columns.cells import NEVER
from engine.expression.columns.emit import route
from engine.expression.columns.relations import Context
from engine.response.form import Check, Node

PASS, FAIL, UNKNOWN, NOT_APPLICABLE, ERROR = range(len(OUTCOMES))

Cases = list[tuple[str, int]]
"""Conditions with the outcome of each, in the order in which they are asked."""


def outcome_sql(emitter: Emitter, context: Context, check: Check) -> str:
    """SQL of the outcome of a check as its place in OUTCOMES."""
    cases, otherwise = _CASES[check.kind](emitter, context, check)
    asked = [(condition, outcome) for condition, outcome in cases if condition != "FALSE"]
    whens = " ".join(f"WHEN {condition} THEN {outcome}" for condition, outcome in asked)
    return f"CAST(CASE {whens} ELSE {otherwise} END AS TINYINT)"


def _cell(emitter: Emitter, context: Context, node: Node) -> Cell:
    return context.bind(emitter.emit(node.ast, context))


def _not_on_route(emitter: Emitter, context: Context, slot: int) -> str:
    on_route = route(emitter, context.frame, slot)
    return "FALSE" if on_route == "TRUE" else f"NOT {on_route}"


def _verdict(cell: Cell) -> Cases:
    """Error, unknown, fail; else it passes."""
    return [(cell.error, ERROR), (f"{cell.value} IS NULL", UNKNOWN), (f"NOT {cell.value}", FAIL)]


def _required(emitter: Emitter, context: Context, check: Check) -> tuple[Cases, int]:
    cell = _cell(emitter, context, check.node)
    off_route = (_not_on_route(emitter, context, check.slot), NOT_APPLICABLE)
    asked: Cases = [(cell.error, ERROR), (f"{cell.value} IS NULL", UNKNOWN), (f"NOT {cell.value}", NOT_APPLICABLE)]
    missing = f"COALESCE({context.frame.column('r', check.slot)} = 'not_reached', FALSE)"
    return [off_route, *asked, (missing, FAIL)], PASS


def _constraint(emitter: Emitter, context: Context, check: Check) -> tuple[Cases, int]:
    value = context.frame.column("v", check.slot)
    return [(f"{value} IS NULL", NOT_APPLICABLE), *_verdict(_cell(emitter, context, check.node))], PASS


def _rows(emitter: Emitter, context: Context, check: Check) -> tuple[Cases, int]:
    off_route = (_not_on_route(emitter, context, check.slot), NOT_APPLICABLE)
    return [off_route, *_verdict(_cell(emitter, context, check.node))], PASS


def _edit(emitter: Emitter, context: Context, check: Check) -> tuple[Cases, int]:
    cases: Cases = [(_off_route(emitter, context, check), NOT_APPLICABLE)]
    if check.guard is not None:
        guard = _cell(emitter, context, check.guard)
        cases += [(guard.error, ERROR), (f"{guard.value} IS NULL", UNKNOWN), (f"NOT {guard.value}", NOT_APPLICABLE)]
    if check.node.ast[0] != "implies":
        return [*cases, *_verdict(_cell(emitter, context, check.node))], PASS
    before, after = (context.bind(emitter.emit(part, context)) for part in check.node.ast[1:])
    cases += [
        (before.error, ERROR), (f"NOT {before.value}", NOT_APPLICABLE), (after.error, ERROR), (after.value, PASS),
        (f"{before.value} IS NULL OR {after.value} IS NULL", UNKNOWN),
    ]  # fmt: skip
    return cases, FAIL


def _off_route(emitter: Emitter, context: Context, check: Check) -> str:
    """Whether the row, or a cell that the edit names, is off route."""
    frame = context.frame
    routes = [route(emitter, emitter.frame(context, 0, up), slot) for up, slot in check.named]
    if frame.scope != 0 and not emitter.layout.rows_on_route:
        roster = emitter.layout.roster(frame.scope)
        routes.insert(0, route(emitter, emitter.frame(context, 0, 1), roster))
    asked = [one for one in dict.fromkeys(routes) if one != "TRUE"]
    return f"NOT ({' AND '.join(asked)})" if asked else NEVER


_CASES: dict[str, Callable[[Emitter, Context, Check], tuple[Cases, int]]] = {
    "required": _required, "constraint": _constraint, "choice": _constraint, "rows": _rows, "edit": _edit,
}  # fmt: skip
"""One row for each kind of check."""
