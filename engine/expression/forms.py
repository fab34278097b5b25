"""Functions whose result type depends on their arguments, or that take names or written-out constants: one row each.

`FORMS` is the table; the checks stand in `forms_numbers.py`, `forms_cells.py` and `forms_values.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.expression import forms_cells, forms_numbers, forms_pairs, forms_values
from engine.expression.lower import Typed
from engine.expression.tree import Call

if TYPE_CHECKING:
    from engine.expression.check import Checker


@dataclass(frozen=True, slots=True)
class Form:
    """A function with a check of its own."""

    signature: str
    check: Callable[[Checker, Call], Typed | None]


FORMS: dict[str, Form] = {
    # numbers
    "abs": Form("abs(x: number) -> same", forms_numbers.absolute),
    "sign": Form("sign(x: number) -> integer", forms_numbers.sign),
    "round": Form("round(x: number, n = 0) -> decimal", forms_numbers.rounding),
    "truncate": Form("truncate(x: number) -> integer", forms_numbers.towards_zero),
    "floor": Form("floor(x: number) -> integer", forms_numbers.whole),
    "ceil": Form("ceil(x: number) -> integer", forms_numbers.whole),
    "div": Form("div(x: exact, y: exact) -> integer", forms_numbers.floored),
    "mod": Form("mod(x: exact, y: exact) -> exact", forms_numbers.floored),
    "power": Form("power(x: number, n) -> number", forms_numbers.power),
    "within": Form("within(a: number, b: number, tolerance: number) -> boolean", forms_numbers.within),
    "to_number": Form("to_number(x: text, n = 0) -> decimal", forms_numbers.to_number),
    "sum": Form("sum(a, b, …) -> number", forms_numbers.total),
    "sum_known": Form("sum_known(a, b, …) -> number", forms_numbers.total),
    "mean": Form("mean(a, b, …) -> real", forms_numbers.mean),
    "min": Form("min(a, b, …) -> same", forms_numbers.extreme),
    "min_known": Form("min_known(a, b, …) -> same", forms_numbers.extreme),
    "max": Form("max(a, b, …) -> same", forms_numbers.extreme),
    "max_known": Form("max_known(a, b, …) -> same", forms_numbers.extreme),
    # missing values, route, rows and rounds
    "is_missing": Form("is_missing(x) -> boolean", forms_cells.is_missing),
    "is_answered": Form("is_answered(x) -> boolean", forms_cells.is_missing),
    "reason": Form("reason(cell) -> text", forms_cells.reason),
    "is_dont_know": Form("is_dont_know(cell) -> boolean", forms_cells.is_reason),
    "is_refused": Form("is_refused(cell) -> boolean", forms_cells.is_reason),
    "is_not_applicable": Form("is_not_applicable(cell) -> boolean", forms_cells.is_reason),
    "is_not_asked": Form("is_not_asked(cell) -> boolean", forms_cells.is_reason),
    "is_not_reached": Form("is_not_reached(cell) -> boolean", forms_cells.is_reason),
    "coalesce": Form("coalesce(x, y, …) -> same", forms_cells.coalesce),
    "when": Form("when(c: boolean, x) -> same", forms_cells.when),
    "same_as": Form("same_as(x, y) -> boolean", forms_cells.same_as),
    "count_answered": Form("count_answered(x, y, …) -> integer", forms_cells.count_answered),
    "on_route": Form("on_route(name) -> boolean", forms_cells.on_route),
    "position": Form("position(r) -> integer", forms_cells.position),
    "row_id": Form("row_id(r) -> text", forms_pairs.row_id),
    "other": Form("other(x) -> same", forms_pairs.check_pair),
    "mirror": Form("mirror(x) -> same", forms_pairs.check_pair),
    "row_before": Form("row_before(cell) -> same", forms_cells.row_before),
    "previous": Form("previous(cell) -> same", forms_cells.previous),
    "today": Form("today() -> date", forms_cells.today),
    # text, dates, selections, codes
    "concat": Form("concat(x, …) -> text", forms_values.concat),
    "concat_known": Form("concat_known(x, …) -> text", forms_values.concat),
    "to_text": Form("to_text(x) -> text", forms_values.to_text),
    "matches": Form("matches(x: text, 'regex') -> boolean", forms_values.matches),
    "label": Form("label(x: code) -> code", forms_values.label),
    "add_months": Form("add_months(d: date or year_month, n: integer) -> same", forms_values.add_months),
    "minutes_between": Form("minutes_between(a: time or datetime, b: same) -> integer", forms_values.minutes_between),
    "selected": Form("selected(x: set, 'code') -> boolean", forms_values.selected),
    "selected_any": Form("selected_any(x: set, 'a', 'b', …) -> boolean", forms_values.selected_among),
    "selected_all": Form("selected_all(x: set, 'a', 'b', …) -> boolean", forms_values.selected_among),
    "selected_only": Form("selected_only(x: set, 'a', 'b', …) -> boolean", forms_values.selected_among),
    "first_selected": Form("first_selected(x: set) -> code", forms_values.first_selected),
    "nth_selected": Form("nth_selected(x: set, n: integer) -> code", forms_values.nth_selected),
    "rank_of": Form("rank_of(x: rank, 'code') -> integer", forms_values.rank_of),
    "is_subset": Form("is_subset(x: set, y: set) -> boolean", forms_values.two_sets),
    "overlaps": Form("overlaps(x: set, y: set) -> boolean", forms_values.two_sets),
    "inverse": Form("inverse(x: code) -> code", forms_pairs.inverse),
    "parent_code": Form("parent_code(x: code) -> text", forms_values.parent_code),
}
