"""Which variables a form asks the last round for: only these have columns of it in the tables handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.expression.evaluate import OPERATORS

Stack = list[int | None]
"""The scope of each environment, the innermost first; None where a code of a list is looked at."""


def asked_of_last_round(compiled: Mapping[str, Any]) -> set[tuple[int, int]]:
    """Scope and slot of each variable whose `previous(x)` an expression of the compiled form reads."""
    found: set[tuple[int, int]] = set()
    for node in compiled["nodes"]:
        stack: Stack = [node["scope"]]
        found |= set(_asked(compiled["scopes"], node["ast"], [None, *stack] if node["kind"] == "filter" else stack))
    return found


def _asked(scopes: Sequence[Mapping[str, Any]], core: Any, stack: Stack) -> Iterator[tuple[int, int]]:
    head = core[0]
    if head == "previous":
        yield _up(scopes, stack[core[1]], core[2]), core[3]
    inner = stack
    if head == "agg":
        inner = [_below(scopes, _up(scopes, stack[core[2]], core[3]), core[4]), *stack]
    elif head == "each_code":
        yield from _asked(scopes, core[2], stack)
        yield from _asked(scopes, core[3], [None, *stack])
        return
    for part in _parts(core):
        yield from _asked(scopes, part, inner)


def _parts(core: Sequence[Any]) -> Iterator[Any]:
    """The operands that are cores themselves, and not constants or names."""
    last = {"lit": 1, "in": 2}.get(core[0], len(core))
    for part in core[1:last]:
        if isinstance(part, list) and part and isinstance(part[0], str) and part[0] in OPERATORS:
            yield part


def _up(scopes: Sequence[Mapping[str, Any]], scope: int | None, levels: int) -> int:
    for _ in range(levels):
        scope = scopes[scope or 0]["parent"]
    return scope or 0


def _below(scopes: Sequence[Mapping[str, Any]], scope: int, children: Sequence[int]) -> int:
    for child in children:
        scope = next(
            index for index, one in enumerate(scopes) if index and one["parent"] == scope and one["child"] == child
        )
    return scope
