"""Random programs over random forms and records through several engines at once; what differs is made small and told.

Python says what is expected. A disagreement is drawn again from fewer and smaller choices (`draws.py`) as long as the
engines differ, form, record and program together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from engine.expression.evaluate import OPERATORS
from tests.columns.draws import Drawn, shrink
from tests.columns.engines import Engine, Outcome
from tests.columns.programs import Case, draw_case, expected, places, written
from tests.columns.records import fewer_answers, world_of
from tests.columns.worlds import Asked
from tests.conformance.world import World, build_world

A_RECORD = 100
"""Programs that run over one record."""


@dataclass(frozen=True)
class Trial:
    """A program in a world, and how the world is declared."""

    world: World
    declared: dict[str, Any]
    case: Case

    @property
    def size(self) -> int:
        """How much there is to read; the program counts most."""
        return 10 * len(written(self.case.ast)) + len(json.dumps(self.declared, ensure_ascii=False))


@dataclass(frozen=True)
class Disagreement:
    """The smallest program and record found on which an engine and Python differ, with what each engine gives."""

    trial: Trial
    told: dict[str, Outcome]

    def __str__(self) -> str:
        record = {name: self.trial.declared[name] for name in ("today", "variables", "answers", "previous")}
        lines = [f"  {name:<10} {outcome}" for name, outcome in self.told.items()]
        where = self.trial.case.place or "the interview"
        program = f"{written(self.trial.case.ast)} in {where}"
        return "\n".join([program, f"  record     {json.dumps(record, ensure_ascii=False)}", *lines])


def disagreements(engines: Sequence[Engine], seed: int, programs: int) -> Iterator[Disagreement]:
    """So many random programs through Python and the engines; of each that differs, the smallest that does."""
    for start in range(0, programs, A_RECORD):
        drawing = Drawn(seed * 1_000_003 + start)
        world, _ = world_of(drawing)
        count = min(A_RECORD, programs - start)
        cases = [Drawn(seed * 1_000_003 + start + 1 + number) for number in range(count)]
        drawn = [draw_case(one, world) for one in cases]
        for number in _differing(engines, world, drawn):
            yield smallest(engines, [*drawing.drawn, *cases[number].drawn])


def _differing(engines: Sequence[Engine], world: World, cases: list[Case]) -> list[int]:
    """The numbers of the cases on which an engine differs from Python; cases at one place are asked together."""
    by_place = defaultdict(list)
    for number, case in enumerate(cases):
        by_place[case.place].append(number)
    wrong: set[int] = set()
    wanted = [expected(world, case.ast, case.place) for case in cases]
    for engine in engines:
        engine.take(world)
        for place, numbers in by_place.items():
            found = engine.outcomes(world, [Asked(cases[number].ast, place) for number in numbers])
            wrong |= {
                n
                for n, one in zip(numbers, found, strict=True)
                if "refused" not in one and not engine.same(one, wanted[n])
            }
    return sorted(wrong)


def smallest(engines: Sequence[Engine], choices: Sequence[float]) -> Disagreement:
    """The smallest trial drawn from some of the choices on which the engines differ."""

    def wrong(trial: Trial) -> bool:
        return bool(_differing(engines, trial.world, [trial.case]))

    trial = _part_of(shrink(draw_trial, choices, lambda one: one.size, wrong), wrong)
    trial = _with_fewer_answers(trial, wrong)
    asked = Asked(trial.case.ast, trial.case.place)
    told = {"python": expected(trial.world, trial.case.ast, trial.case.place)}
    for engine in engines:
        engine.take(trial.world)
        told[engine.name] = engine.outcomes(trial.world, [asked])[0]
    return Disagreement(trial, told)


def _part_of(trial: Trial, wrong: Callable[[Trial], bool]) -> Trial:
    """A part of the program that differs by itself and has no part that does; parts of rows have no meaning outside."""
    head, *parts = trial.case.ast
    for part in parts if head not in ("lit", "in", "agg", "each_code") else ():
        if isinstance(part, list) and part and part[0] in OPERATORS:
            smaller = replace(trial, case=replace(trial.case, ast=part))
            if wrong(smaller):
                return _part_of(smaller, wrong)
    return trial


def _with_fewer_answers(trial: Trial, wrong: Callable[[Trial], bool]) -> Trial:
    """The trial without the answers that its disagreement does not need."""
    for declared in fewer_answers(trial.declared):
        fewer = replace(trial, declared=declared, world=build_world(declared))
        if trial.case.place in places(fewer.world) and wrong(fewer):
            return _with_fewer_answers(fewer, wrong)
    return trial


def draw_trial(random: Random) -> Trial:
    """A world, and a program in it."""
    world, declared = world_of(random)
    return Trial(world, declared, draw_case(random, world))
