"""Rows that stand for another row: in a roster of `others`, each row of a member is about one other member.

`other(x)` is x in the row of that member, `mirror(x)` is x in the row of that member which is about this one. Both
become `first` aggregates of the core (`forms_pairs.py`), so that no engine needs to know them.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.expression.environment import Scope, Symbol
from engine.expression.resolve import Place, Stack

PAIR_FORMS = ("other", "mirror")


@dataclass(frozen=True, slots=True)
class Pair:
    """The innermost row of others: `e` environments outwards and `u` parents up; `members` is the roster around."""

    e: int
    u: int
    scope: Scope
    symbol: Symbol
    members: Place


def pair_of(stack: Stack) -> Pair | None:
    """The row of others in which, or in a row below which, an expression stands."""
    scopes = stack.environment.scopes
    for e, level in enumerate(reversed(stack.levels)):
        lineage = [] if level.scope is None else list(stack.environment.lineage(level.scope))
        for u, scope in enumerate(lineage):
            if scope.others and scope.parent:
                around = scopes[scope.parent]
                roster = lineage[u + 2].symbols[around.name]
                place = Place(roster, e, u + 2, len(stack.levels) - 1 - e)
                return Pair(e, u, scope, around.symbols[scope.name], place)
    return None
