"""Settling goals: models of the formulas become interviews, interviews show goals, what is left is proven impossible.

One model shows many goals at once, so that a form needs far fewer questions to the solver than it has goals. Every
claim that something is possible rests on an interview of the engine, every claim that it is not on a proof for any
number of rows; between them a goal is not decided, and it is said so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import z3

from engine.proof.checks import Checks
from engine.proof.goal import Goal
from engine.proof.terms import Formula, conj, disj
from engine.proof.witness import response_of, view_of
from engine.proof.world import World
from engine.response.view import View
from engine.simulate import Plan, simulate

Clock = Callable[[], float]
DRAWN = 80
DATE = "2026-06-30"
"""The reference date of drawn interviews, where the form fixes none."""
TOGETHER = 12
"""Goals that one interview is first asked to show all of."""
PER_QUERY = 1000
"""Milliseconds for one question to the solver."""


@dataclass(slots=True)
class Settled:
    """What became of goals: shown with a response, impossible because of some checks, or not decided, and why."""

    shown: dict[int, dict[str, Any]] = field(default_factory=dict)
    impossible: dict[int, tuple[str, ...]] = field(default_factory=dict)
    undecided: dict[int, str] = field(default_factory=dict)
    disagreeing: dict[int, dict[str, Any]] = field(default_factory=dict)


class Search:
    """A solver over a world, with every check as an assumption of its own, and the time that may be used."""

    def __init__(self, world: World, checks: Checks, seconds: float, clock: Clock) -> None:
        self.world, self.checks, self._clock = world, checks, clock
        self._ends = clock() + seconds
        self._names = {name: z3.Bool(f"holds:{name}") for name in checks.all}
        self._solver = z3.Solver()
        self._solver.set("timeout", PER_QUERY)
        held = [z3.Implies(literal, checks.holds(name)) for name, literal in self._names.items()]
        self._solver.add(*world.facts, *held)
        self.views: list[View] = []
        self.drawn: list[tuple[int, View, dict[str, Any]]] = []
        """Interviews drawn at random, with the level of the checks that hold in them."""
        self.core: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether the time is used up."""
        return self._clock() > self._ends

    def count_effort(self, effort: int) -> None:
        """Bound each question by the solver's own count of its steps instead of time: the same on every machine."""
        self._ends = float("inf")
        self._solver.set("timeout", 2**32 - 1)
        self._solver.set("rlimit", effort)

    def shuffle(self, seed: int) -> None:
        """Let the next models be others; the same seed, the same models."""
        self._solver.set("random_seed", seed)
        self._solver.set("phase_selection", 5)

    def settle(self, goals: list[Goal], *, without: frozenset[str] = frozenset(), level: int | None = None) -> Settled:
        """What becomes of goals, level by level; `without` are checks that are not assumed."""
        found = Settled()
        pending = dict(enumerate(goals))
        for level_held, view, response in self.drawn:
            shown = {at: goal for at, goal in pending.items() if goal.level <= level_held}
            self._strike(view, response, shown, found)
            pending = {at: goal for at, goal in pending.items() if at not in found.shown}
        for wanted in (True, False):
            for one in sorted({goal.level for goal in goals} if level is None else {level}, reverse=True):
                chosen = {
                    at: goal
                    for at, goal in pending.items()
                    if goal.wanted is wanted and (level is not None or goal.level == one)
                }
                self._level(chosen, one, without, found)
        return found

    def draw(self, share: float) -> None:
        """Interviews drawn at random, which show most goals for nothing; they use at most a share of the time."""
        until = self._clock() + share * (self._ends - self._clock())
        date = self.world.form.compiled.get("reference_date") or DATE
        for held, plan in ((2, Plan(date, "none", panel=0.5)), (3, Plan(date, "hard", panel=0.5))):
            for one in simulate(self.world.form, DRAWN, 1, plan):
                if not one.problems:
                    self.drawn.append((held, one.view, one.response))
                    self.views.append(one.view)
                if self._clock() > until:
                    return

    def possible(self, formula: Formula, assumed: Iterable[str], *, exact: bool = True) -> Any:
        """A model of the formula while the named checks hold, `False` where there is none, None where not decided."""
        if self.is_over:
            return None
        literals = [self._names[name] for name in assumed] + ([self.world.exact] if exact else [])
        goal = z3.Bool("goal")
        self._solver.push()
        try:
            self._solver.add(z3.Implies(goal, formula))
            result = self._solver.check(goal, *literals)
            if result == z3.sat:
                return self._solver.model()
            if result == z3.unsat:
                self.core = tuple(
                    name
                    for name, literal in self._names.items()
                    if any(z3.eq(literal, one) for one in self._solver.unsat_core())
                )
                return False
            return None
        finally:
            self._solver.pop()

    def assumed(self, level: int, without: frozenset[str] = frozenset()) -> list[str]:
        """The checks that hold at a level."""
        return [name for name in self._names if self.checks.level(name) <= level and name not in without]

    def shows(self, model: Any) -> tuple[dict[str, Any], View | None]:
        """The response of a model, and the interview that it makes."""
        response = response_of(self.world, model)
        view = view_of(self.world, response)
        if view is not None:
            self.views.append(view)
        return response, view

    def _level(self, pending: dict[int, Goal], level: int, without: frozenset[str], found: Settled) -> None:
        assumed = self.assumed(level, without)
        self._show(pending, assumed, found)
        self._exclude({at: goal for at, goal in pending.items() if goal.wanted}, assumed, found)

    def _show(self, pending: dict[int, Goal], assumed: list[str], found: Settled) -> None:
        """Interviews, until none can show any more of what is left."""
        while len(pending) > 1:
            model = self.possible(conj(*(goal.formula for goal in list(pending.values())[:TOGETHER])), assumed)
            if not model:
                break
            self._take(model, pending, found)
        while pending:
            model = self.possible(disj(*(goal.formula for goal in pending.values())), assumed)
            if model is None:
                self._show_singly(pending, assumed, found)
                return
            if model is False:
                return
            self._take(model, pending, found)

    def _show_singly(self, pending: dict[int, Goal], assumed: list[str], found: Settled) -> None:
        for at in list(pending):
            if at not in pending:
                continue
            model = self.possible(pending[at].formula, assumed)
            if model is None:
                why = "the time is used up" if self.is_over else "the solver takes too long"
                found.undecided[at] = why
                del pending[at]
            elif model is not False:
                self._take(model, pending, found)

    def _take(self, model: Any, pending: dict[int, Goal], found: Settled) -> None:
        """Strike what the interview of a model shows; what the model says and the interview does not, is set aside."""
        response, view = self.shows(model)
        before = len(pending)
        if view is not None:
            self._strike(view, response, pending, found)
        if len(pending) == before:
            for at, goal in list(pending.items()):
                if z3.is_true(model.eval(goal.formula, model_completion=True)):
                    self._set_aside(at, pending.pop(at), response, found)

    def _strike(self, view: View, response: dict[str, Any], pending: dict[int, Goal], found: Settled) -> None:
        for at in list(pending):
            if pending[at].seen(view):
                found.shown[at] = response
                del pending[at]

    def _set_aside(self, at: int, goal: Goal, response: dict[str, Any], found: Settled) -> None:
        if goal.loose:
            found.undecided[at] = f"not reasoned about exactly: {', '.join(sorted(goal.loose))}"
        else:
            found.disagreeing[at] = response

    def _exclude(self, pending: dict[int, Goal], assumed: list[str], found: Settled) -> None:
        """What is left cannot be within our rows; whether it cannot be at all is asked with any number of rows."""
        if not pending:
            return
        for at in list(pending):
            model = self.possible(pending[at].formula, assumed, exact=False)
            if model is False:
                found.impossible[at] = self.core
            elif model is None:
                found.undecided[at] = "the time is used up" if self.is_over else "the solver takes too long"
            else:
                found.undecided[at] = "it would take more rows than are reasoned about one by one"
