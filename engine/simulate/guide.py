"""What a simulation looks up about a form, worked out once: hints, checks that must hold, answers behind a check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from engine.proof.reads import Cell, Reads
from engine.response.form import Check, Form
from engine.simulate.hints import hints_of

Satisfy = Literal["all", "hard", "none"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the interviews are to be like. `violate` names edits that fail in every interview; of all the others,
    those that `satisfy` says hold: all, the hard ones, or none. Constraints and required answers always hold.

    `missing` and `skip` are the rates of missing reasons and of optional questions left out, where a form has them.
    """

    date: str
    satisfy: Satisfy = "all"
    violate: frozenset[str] = frozenset()
    missing: float = 0.03
    skip: float = 0.15
    panel: float = 0.3


@dataclass(frozen=True, slots=True)
class Settled:
    """A check of the frame so many parents `up`."""

    up: int
    check: int


class Guide:
    """A form and a plan, ready for respondents."""

    def __init__(self, form: Form, plan: Plan) -> None:
        self.form, self.plan = form, plan
        self.hints = hints_of(form)
        self.reads = Reads(form)
        self.holding = [
            [at for at, check in enumerate(scope.checks) if self._must_hold(check) and check.kind != "required"]
            for scope in form.scopes
        ]
        """By scope, the checks other than required answers that must not fail."""
        self.required = [
            [at for at, check in enumerate(scope.checks) if check.kind == "required" and self._must_hold(check)]
            for scope in form.scopes
        ]
        self.wanted = [
            (scope.index, at)
            for scope in form.scopes
            for at, check in enumerate(scope.checks)
            if check.id in plan.violate
        ]
        """The checks that are to fail: scope, and number in it."""
        self._behind: dict[tuple[int, int, bool], tuple[Cell, ...]] = {}
        self._order = {cell: at for at, cell in enumerate(_in_order(form, 0))}

    @cached_property
    def has_rounds(self) -> frozenset[Cell]:
        """The cells whose value of the last round is looked at."""
        return frozenset(
            mention.cell for found in self.reads.of_nodes for mention in found if mention.operator == "previous"
        )

    @cached_property
    def settled(self) -> dict[Cell, list[Settled]]:
        """By cell, the checks that are settled by its answer, since they read nothing that is asked later."""
        found: dict[Cell, list[Settled]] = {}
        for scope in self.form.scopes:
            for at in self.holding[scope.index]:
                last = max(self.behind(scope.index, at), key=lambda cell: self._order[cell], default=None)
                up = None if last is None else self._steps(last[0], scope.index)
                if last is not None and up is not None:
                    found.setdefault(last, []).append(Settled(up, at))
        return found

    def behind(self, scope: int, check: int, *, route: bool = True) -> tuple[Cell, ...]:
        """The answers that decide a check: what it reads, along calculations, and with `route` what decides theirs."""
        key = (scope, check, route)
        if key not in self._behind:
            cells = {cell for one in self._read(scope, check) for cell in self.reads.behind(one, route=route)}
            self._behind[key] = tuple(sorted(cells))
        return self._behind[key]

    def _steps(self, scope: int, goal: int) -> int | None:
        """How many parents up from a scope another is; None when it is none around it."""
        steps = 0
        while scope != goal:
            scope, steps = self.form.scopes[scope].parent, steps + 1
            if scope < 0:
                return None
        return steps

    def _read(self, scope: int, check: int) -> Iterator[Cell]:
        found = self.form.scopes[scope].checks[check]
        for node in (found.node, found.guard):
            if node is not None:
                yield from (mention.cell for mention in self.reads.of_nodes[node.index])
        if found.slot >= 0:
            yield scope, found.slot

    def _must_hold(self, check: Check) -> bool:
        if check.id in self.plan.violate:
            return False
        if check.kind != "edit" or self.plan.satisfy == "all":
            return True
        return self.plan.satisfy == "hard" and check.severity == "hard"


def _in_order(form: Form, scope: int) -> Iterator[Cell]:
    """All cells in the order in which they are known: what comes with the assignment first, a roster after its rows."""
    slots = form.scopes[scope].slots
    yield from ((scope, slot.slot) for slot in slots if slot.is_preload)
    for slot in slots:
        if not slot.is_preload:
            if slot.roster >= 0:
                yield from _in_order(form, slot.roster)
            yield scope, slot.slot
