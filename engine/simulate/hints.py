"""What a form says about the values worth drawing: bounds of constraints, patterns, and values it compares with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.expression.evaluate import Evaluate
from engine.proof.reads import Cell, inner_scope, scope_up
from engine.response.form import Form

COMPARED = ("eq", "ne", "lt", "le", "gt", "ge")
_ORDER = {"lt": (None, -1), "le": (None, 0), "gt": (1, None), "ge": (0, None)}


@dataclass(slots=True)
class Hints:
    """Of one cell: least and greatest as closures with a step, patterns to match, values named beside it."""

    least: list[tuple[Evaluate, int]] = field(default_factory=list)
    greatest: list[tuple[Evaluate, int]] = field(default_factory=list)
    patterns: list[str] = field(default_factory=list)
    named: list[Any] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)
    """How much a code matters: the questions that it brings on route, and how often it is named otherwise."""


def hints_of(form: Form) -> dict[Cell, Hints]:
    """The hints of every cell that some expression says something about."""
    found: dict[Cell, Hints] = {}
    for node in form.nodes:
        if node.kind == "text":
            continue
        scopes = (-1, node.scope) if node.kind == "filter" else (node.scope,)
        for cell, value in _named(form, node.ast, scopes):
            hints = found.setdefault(cell, Hints())
            if value not in hints.named:
                hints.named.append(value)
            if isinstance(value, str):
                opens = node.kind == "relevant" and node.ast[0] in ("eq", "in")
                more = _inside(form, node.scope, node.slot) if opens else 1
                hints.weights[value] = hints.weights.get(value, 0) + more
        if node.kind == "constraint":
            _bounds(form, node.ast, node.slot, found.setdefault((node.scope, node.slot), Hints()))
    return found


def _inside(form: Form, scope: int, slot: int) -> int:
    """How many slots an item is made of, rows counted once."""
    found = form.scopes[scope].slots[slot]
    inner = sum(_inside(form, scope, one) for one in found.contents)
    return 1 + inner + (len(form.scopes[found.roster].slots) if found.roster >= 0 else 0)


def _named(form: Form, ast: Any, scopes: tuple[int, ...]) -> Iterator[tuple[Cell, Any]]:
    """Cells compared with a constant, and the constant."""
    if not isinstance(ast, list) or not ast or not isinstance(ast[0], str):
        return
    operator = ast[0]
    if operator == "lit":
        return
    if operator == "agg":
        inner = (inner_scope(form, ast, scopes), *scopes)
        for part in (ast[5], ast[6]):
            yield from _named(form, part, inner)
        return
    if operator == "each_code":
        yield from _named(form, ast[3], (-1, *scopes))
        return
    if operator in COMPARED or operator == "between":
        cells = [part for part in ast[1:] if part[0] == "ref"]
        values = [part[1] for part in ast[1:] if part[0] == "lit" and part[1] is not None]
        for _, e, u, slot in cells:
            yield from (((scope_up(form, scopes[e], u), slot), value) for value in values)
    if operator == "in" and ast[1][0] == "ref":
        _, e, u, slot = ast[1]
        yield from (((scope_up(form, scopes[e], u), slot), value) for value in ast[2])
        return
    for part in ast[1:]:
        yield from _named(form, part, scopes)


def _bounds(form: Form, ast: Sequence[Any], slot: int, hints: Hints) -> None:
    own = ["ref", 0, 0, slot]
    operator, *rest = ast
    if operator == "and":
        for part in rest:
            _bounds(form, part, slot, hints)
    elif operator == "between" and rest[0] == own:
        hints.least.append((form.closure(rest[1]), 0))
        hints.greatest.append((form.closure(rest[2]), 0))
    elif operator in _ORDER and own in rest:
        least, greatest = _ORDER[operator]
        other = form.closure(rest[1] if rest[0] == own else rest[0])
        if rest[0] != own:
            least, greatest = (
                None if greatest is None else -greatest,
                None if least is None else -least,
            )
        if least is not None:
            hints.least.append((other, least))
        if greatest is not None:
            hints.greatest.append((other, greatest))
    elif operator == "call" and rest[0] == "matches" and rest[1] == own and rest[2][0] == "lit":
        hints.patterns.append(rest[2][1])
