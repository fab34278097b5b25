"""Answers made by reasoning: what simulation falls back on where drawing and mending do not lead there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.expression.values import to_internal
from engine.proof.checks import Checks
from engine.proof.search import Search
from engine.proof.terms import conj, disj
from engine.proof.world import World
from engine.response.form import Form
from engine.simulate import Plan
from engine.simulate.draws import Draws

LEVELS = {"none": 2, "hard": 3, "all": 4}
EFFORT = 20_000_000
"""Steps of the solver for one response, some ten seconds."""


class Maker:
    """Responses as a plan asks for them; the formulas are made when the first is asked for, and kept."""

    def __init__(self, compiled: Mapping[str, Any] | Form, plan: Plan) -> None:
        self._form, self._plan = Form.of(compiled), plan
        self._search: Search | None = None

    def __call__(self, draws: Draws) -> Mapping[str, Any] | None:
        """A response, another for other draws; None where there is none, or the solver finds none in time."""
        search = self._search = self._search or self._made()
        search.shuffle(draws.below(2**30))
        world, checks, violate = search.world, search.checks, self._plan.violate
        names = [name for name, (_, check) in checks.all.items() if check.id in violate]
        fails = [
            disj(*(checks.of(name, frame).fails for frame in world.frames(checks.all[name][0]))) for name in names
        ]  # fmt: skip
        today = world.today.value == to_internal("date", self._plan.date)
        assumed = search.assumed(LEVELS[self._plan.satisfy], frozenset(names))
        model = search.possible(conj(today, *fails), assumed)
        return search.shows(model)[0] if model else None

    def _made(self) -> Search:
        world = World(self._form)
        search = Search(world, Checks(world), 0.0, lambda: 0.0)
        search.count_effort(EFFORT)
        return search
