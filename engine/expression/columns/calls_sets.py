"""Functions of selections, of several values at once, and of files: the twin of sets.py."""

from __future__ import annotations

from engine.expression.columns.call import Call, Emit
from engine.expression.columns.cells import Cell


def _same_as(call: Call) -> Cell:
    sides = [call.dialect("sorted", cell.value) if cell.kind == "set" else cell.value for cell in call.cells]
    return call.result("bool", f"({sides[0]} IS NOT DISTINCT FROM {sides[1]})")


def _count_answered(call: Call) -> Cell:
    each = [f"CASE WHEN {value} IS NULL THEN 0 ELSE 1 END" for value in call.values]
    return call.whole(f"({' + '.join(each)})", 0, len(each))


def _has(template: str) -> Emit:
    return lambda call: call.result("bool", call.dialect(template, *call.values))


def _has_only(call: Call) -> Cell:
    return call.result("bool", call.dialect("has_all", call.values[1], call.values[0]))


def _count_selected(call: Call) -> Cell:
    known = f"CASE WHEN {call.values[0]} IS NOT NULL THEN {call.dialect('size', call.values[0])} END"
    return call.whole(known, 0)


def _first_selected(call: Call) -> Cell:
    return call.result("text", call.dialect("at", call.values[0], 1))


def _nth_selected(call: Call) -> Cell:
    x, n = call.values
    size = call.dialect("size", x)
    place = f"CAST(LEAST(GREATEST({n}, 1), {size}) AS INT)"  # within the list, so that no host stops at it
    return call.result("text", f"CASE WHEN {n} BETWEEN 1 AND {size} THEN {call.dialect('at', x, place)} END")


def _rank_of(call: Call) -> Cell:
    x, code = call.values
    place = call.dialect("place", x, code)
    return call.whole(f"CASE WHEN {x} IS NOT NULL AND {code} IS NOT NULL THEN NULLIF({place}, 0) END", 1)


def _file_size(call: Call) -> Cell:
    return call.whole(call.dialect("member", f"({call.values[0]})", "size"), 0)


CALLS: dict[str, Emit] = {
    "same_as": _same_as, "count_answered": _count_answered, "selected": _has("has"),
    "count_selected": _count_selected, "selected_any": _has("has_any"), "selected_all": _has("has_all"),
    "selected_only": _has_only, "first_selected": _first_selected, "nth_selected": _nth_selected,
    "rank_of": _rank_of, "is_subset": _has_only, "overlaps": _has("has_any"), "file_size": _file_size,
}  # fmt: skip
