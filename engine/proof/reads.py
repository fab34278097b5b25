"""Which cells a core reads, and the answers behind them: found on the compiled form, without evaluating anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.response.form import Form

Cell = tuple[int, int]
"""A scope and a slot of it."""

CELLS = frozenset({"ref", "reason", "on_route", "before", "previous"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A cell named in a core, by the operator that names it; `is_own` when it is of the row the core runs in."""

    cell: Cell
    operator: str
    is_own: bool


def scope_up(form: Form, scope: int, steps: int) -> int:
    """The scope so many parents up."""
    for _ in range(steps):
        scope = form.scopes[scope].parent
    return scope


def mentions(form: Form, ast: Sequence[Any], scopes: tuple[int, ...]) -> Iterator[Mention]:
    """Every cell named below a node; `scopes` are those of the environments, innermost first (-1: a code's)."""
    operator = ast[0]
    if operator in CELLS:
        e, u, slot = ast[1:4]
        yield Mention((scope_up(form, scopes[e], u), slot), operator, e == len(scopes) - 1 and u == 0)
    elif operator == "agg":
        yield from _aggregate(form, ast, scopes)
    elif operator == "each_code":
        yield from mentions(form, ast[2], scopes)
        yield from mentions(form, ast[3], (-1, *scopes))
    elif operator == "in":
        yield from mentions(form, ast[1], scopes)
    elif operator not in ("lit", "position", "row_id", "today"):
        for part in ast[1:]:
            if isinstance(part, list) and part and isinstance(part[0], str):
                yield from mentions(form, part, scopes)


def inner_scope(form: Form, ast: Sequence[Any], scopes: tuple[int, ...]) -> int:
    """The scope of the rows that an aggregate looks at."""
    scope = scope_up(form, scopes[ast[2]], ast[3])
    for child in ast[4]:
        scope = form.scopes[scope].children[child]
    return scope


def _aggregate(form: Form, ast: Sequence[Any], scopes: tuple[int, ...]) -> Iterator[Mention]:
    scope = scope_up(form, scopes[ast[2]], ast[3])
    for child in ast[4]:
        below = form.scopes[scope].children[child]
        yield Mention((scope, form.scopes[below].roster), "rows", False)
        scope = below
    for part in (ast[5], ast[6]):
        if part is not None:
            yield from mentions(form, part, (scope, *scopes))


class Reads:
    """What each node and each cell of a form reads."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._answers: dict[tuple[Cell, bool], frozenset[Cell]] = {}

    @cached_property
    def of_nodes(self) -> list[tuple[Mention, ...]]:
        """The mentions of each node."""
        return [
            tuple(mentions(self._form, node.ast, (-1, node.scope) if node.kind == "filter" else (node.scope,)))
            for node in self._form.nodes
        ]

    @cached_property
    def _nodes_of(self) -> dict[Cell, list[int]]:
        """The conditions, calculations and counts that decide a cell."""
        found: dict[Cell, list[int]] = {}
        for node in self._form.nodes:
            if node.slot >= 0 and node.kind in ("relevant", "calculation", "count"):
                found.setdefault((node.scope, node.slot), []).append(node.index)
        return found

    def behind(self, cell: Cell, *, route: bool = True) -> frozenset[Cell]:
        """What is answered, preloaded or added by hand and decides a cell's value (and `route`), itself too."""
        key = (cell, route)
        if key not in self._answers:
            seen: set[Cell] = set()
            waiting = [cell]
            while waiting:
                one = waiting.pop()
                if one not in seen:
                    seen.add(one)
                    waiting += self._next(one, route)
            self._answers[key] = frozenset(one for one in seen if self._is_given(one))
        return self._answers[key]

    def _next(self, cell: Cell, route: bool) -> Iterator[Cell]:
        scope, slot = self._form.scopes[cell[0]], self._form.scopes[cell[0]].slots[cell[1]]
        for number in self._nodes_of.get(cell, ()):
            if route or self._form.nodes[number].kind != "relevant":
                yield from (mention.cell for mention in self.of_nodes[number])
        if route and slot.container >= 0:
            yield scope.index, slot.container
        elif route and scope.parent >= 0:
            yield from self._next((scope.parent, scope.roster), route)  # not the roster: its rows are not looked at
        rows = slot.item.rows if slot.item is not None else None
        if rows is not None and rows.kind == "selected":
            yield scope_up(self._form, scope.index, rows.up), rows.slot

    def _is_given(self, cell: Cell) -> bool:
        slot = self._form.scopes[cell[0]].slots[cell[1]]
        return slot.is_answered or slot.is_preload or slot.rows_kind == "added"
