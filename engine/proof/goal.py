"""A goal: something that an interview may show, as a formula and as a look at a real interview.

What goals there are is in `goals.py` and the `goals_….py` beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import Overflow
from engine.expression.evaluate import Evaluate
from engine.proof.checks import Checks
from engine.proof.pointers import Pointers
from engine.proof.reads import Reads
from engine.proof.terms import Formula, conj, disj
from engine.proof.world import Frame, World
from engine.response.form import Form, Node
from engine.response.frames import Frame as Row
from engine.response.view import View

Found = tuple[Formula, frozenset[str]]
"""A formula, and the operators in it that are not translated."""


@dataclass(frozen=True, slots=True)
class Goal:
    """`level` is what is assumed to hold (`Checks.level`); `seen` is whether an interview shows it.

    A goal that is `wanted` is a mistake when no interview shows it; one that is not is a mistake when one does.
    """

    code: str
    subject: str
    pointer: str
    formula: Formula
    loose: frozenset[str]
    level: int
    seen: Callable[[View], bool]
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """What goals are made from."""

    world: World
    checks: Checks
    pointers: Pointers
    reads: Reads

    @property
    def form(self) -> Form:
        """The form."""
        return self.world.form

    def somewhere(self, scope: int, of: Callable[[Frame], Found]) -> Found:
        """That it holds in some frame of the scope."""
        found = [of(frame) for frame in self.world.frames(scope)]
        return disj(*(formula for formula, _ in found)), frozenset().union(*(loose for _, loose in found))

    def active(self, node: Node, frame: Frame) -> Formula:
        """That the node matters in the frame: its item is on route, or, of a condition, what is around it."""
        if node.kind == "relevant":
            return self.world.shown(frame, node.slot)
        if node.slot >= 0:
            return self.world.route(frame, node.slot)
        return conj(
            self.world.on_route(frame), *(self.world.route(frame.up(up), slot) for up, slot in self._named(node))
        )

    def is_active(self, node: Node, row: Row) -> bool:
        """The same of a row of an interview."""
        if node.kind == "relevant":
            container = row.layout.slots[node.slot].container
            return row.on_route if container < 0 else row.route[container]
        if node.slot >= 0:
            return row.route[node.slot]
        return row.on_route and all(row.up(up).route[slot] for up, slot in self._named(node))

    def _named(self, node: Node) -> list[tuple[int, int]]:
        named = self.form.compiled["edits"][node.edit].get("named", ()) if node.edit >= 0 else ()
        return [(up, slot) for up, slot in named]


def rows(view: View, scope: int) -> list[Row]:
    """The frames of a scope in an interview."""
    at = view.frame("")
    found = [at]
    chain: list[int] = []
    layout = at.home.log.form.scopes[scope]
    while layout.parent >= 0:
        chain.insert(0, layout.child)
        layout = at.home.log.form.scopes[layout.parent]
    for child in chain:
        found = [row for frame in found for row in frame.rows[child]]
    return found


def in_some_row(scope: int, of: Callable[[Row], bool]) -> Callable[[View], bool]:
    """Whether some row of the scope shows it."""
    return lambda view: any(of(row) for row in rows(view, scope))


def has(row: Row, check: str, *verdicts: str) -> bool:
    """Whether a check has one of the outcomes in a row."""
    return any(
        one.id == check and verdict in verdicts for one, verdict in zip(row.layout.checks, row.outcomes, strict=True)
    )


def value(closure: Evaluate, row: Row) -> object:
    """What an expression comes to in a row; None also where it ends in an error."""
    try:
        found: object = closure(row.env)
    except Overflow:
        return None
    return found
