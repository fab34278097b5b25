"""Checks as formulas: what each comes to in each frame, and that it holds in a whole interview.

Mirrors `engine/edits/outcomes.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.proof.terms import FALSE, TRUE, Formula, Term, conj, neg
from engine.proof.world import Frame, World
from engine.response.form import Check

VALUES = ("constraint", "choice", "rows")
"""Kinds of checks that each answer has to hold by itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check comes to in a frame, as formulas; `applies` is anything but not applicable."""

    applies: Formula
    passes: Formula
    fails: Formula
    loose: frozenset[str]


def outcome(world: World, frame: Frame, check: Check) -> Outcome:
    """The outcome of a check in a frame."""
    term = world.run(check.node, frame)
    applies = conj(world.on_route(frame), _applies(world, frame, check))
    loose = term.loose
    if check.kind == "required":
        asked = conj(applies, _holds(term))
        missing = world.reason(frame, check.slot)
        silent = conj(missing.known, missing.value == world.texts.number("not_reached"))
        return Outcome(asked, conj(asked, neg(silent)), conj(asked, silent), loose)
    if check.guard is not None:
        guard = world.run(check.guard, frame)
        applies, loose = conj(applies, _holds(guard)), loose | guard.loose
    if check.kind == "edit" and check.node.ast[0] == "implies":
        from engine.proof.translate import translate

        antecedent = translate(world, check.node.ast[1], (frame,))
        applies = conj(applies, neg(_refuted(antecedent)))
    return Outcome(applies, conj(applies, _holds(term)), conj(applies, _refuted(term)), loose)


def _applies(world: World, frame: Frame, check: Check) -> Formula:
    if check.kind in ("required", "rows"):
        return world.route(frame, check.slot)
    if check.kind != "edit":
        return world.cell(frame, check.slot).known
    return conj(*(world.route(frame.up(up), slot) for up, slot in check.named))


def _holds(term: Term) -> Formula:
    return conj(term.true, neg(term.error)) if term.kind == "boolean" else FALSE


def _refuted(term: Term) -> Formula:
    return conj(term.false, neg(term.error)) if term.kind == "boolean" else FALSE


class Checks:
    """All checks of a form: their outcomes, and the formula that each holds wherever it stands."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.all: dict[str, tuple[int, Check]] = {
            check.id if check.kind == "edit" else f"{scope.index}/{check.id}": (scope.index, check)
            for scope in world.form.scopes
            for check in scope.checks
        }
        """By a name of its own, the scope and the check."""
        self._outcomes: dict[tuple[int, str], Outcome] = {}

    def of(self, name: str, frame: Frame) -> Outcome:
        """The outcome of a check in a frame, worked out once."""
        key = (id(frame), name)
        if key not in self._outcomes:
            self._outcomes[key] = outcome(self.world, frame, self.all[name][1])
        return self._outcomes[key]

    def holds(self, name: str) -> Formula:
        """That the check fails nowhere."""
        return conj(TRUE, *(neg(self.of(name, frame).fails) for frame in self.world.frames(self.all[name][0])))

    def level(self, name: str) -> int:
        """The level from which on it is assumed: 1 answers by themselves, 2 required, 3 hard edits, 4 others."""
        check = self.all[name][1]
        if check.kind in VALUES:
            return 1
        if check.kind == "required":
            return 2
        return 3 if check.severity == "hard" and check.phase != "office" else 4
