"""The linter: everything that can be found and proven about a compiled form within a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import z3

from engine.errors import Finding
from engine.proof.checks import Checks
from engine.proof.edits import edit_findings
from engine.proof.findings import finding
from engine.proof.goal import Goal, Source
from engine.proof.goals import goals
from engine.proof.pointers import Pointers
from engine.proof.reads import Reads
from engine.proof.search import Clock, Search, Settled
from engine.proof.still import still_findings
from engine.proof.terms import TRUE
from engine.proof.world import World
from engine.response.form import Form

SECONDS = 20.0
FOLLOWING = ("edit_never_fails", "edit_never_passes")
"""What goes without saying of an edit that is never judged."""
KEPT = 16
_known: dict[tuple[str, float], list[Finding]] = {}


def prove(compiled: Mapping[str, Any], seconds: float = SECONDS, *, clock: Clock) -> list[Finding]:
    """Findings about a compiled form, warnings and remarks; none is an error.

    `clock` gives seconds (`time.monotonic`); what is not settled in time is said to be not decided. The findings of
    the last forms are kept by the hash of the form.
    """
    key = (str(compiled.get("hash", id(compiled))), seconds)
    if key not in _known:
        for oldest in list(_known)[: len(_known) - KEPT + 1]:
            _known.pop(oldest, None)
        _known[key] = _prove(Form.of(compiled), seconds, clock)
    return list(_known[key])


def _prove(form: Form, seconds: float, clock: Clock) -> list[Finding]:
    begun = clock()
    world = World(form)
    source = Source(world, Checks(world), Pointers(form), Reads(form))
    found = still_findings(form, source.reads, source.pointers)
    everything = goals(source)
    search = Search(world, source.checks, seconds - (clock() - begun), clock)
    search.draw(0.3)
    impossible, without = _completable(source, search)
    found += impossible
    settled = search.settle(everything, without=without)
    told = list(_told(source, search, everything, settled, without))
    dead = frozenset(goal.subject for goal in _dead(everything, settled))
    return sorted([*found, *told, *edit_findings(source, search, dead)], key=_order)


def _completable(source: Source, search: Search) -> tuple[list[Finding], frozenset[str]]:
    """Whether some interview can be completed; where none can, the checks that stand in the way are left out then."""
    without: frozenset[str] = frozenset()
    found: list[Finding] = []
    while search.possible(TRUE, search.assumed(3, without), exact=False) is False and search.core:
        core = search.core
        names = ", ".join(source.checks.all[name][1].id for name in core)
        pointer = source.pointers.of_check(*source.checks.all[core[-1]])
        found.append(finding("interview_impossible", "", pointer, f", because of {names}"))
        without |= set(core)
    return found, without


def _told(
    source: Source, search: Search, everything: list[Goal], settled: Settled, without: frozenset[str]
) -> Iterator[Finding]:
    """What the settled goals say."""
    unreachable = {
        everything[at].pointer.rpartition("/")[0]
        for at in settled.impossible
        if everything[at].code == "item_unreachable"
    }
    unjudged = {everything[at].subject for at in settled.impossible if everything[at].code == "edit_never_applies"}
    filtered: dict[str, list[str]] = {}
    for at, goal in enumerate(everything):
        if at in settled.disagreeing:
            yield finding("proof_disagrees", _says(goal), goal.pointer, response=settled.disagreeing[at])
        elif at in settled.undecided and goal.wanted:
            yield finding("not_decided", _says(goal), goal.pointer, f" ({settled.undecided[at]})")
        elif at in settled.shown and not goal.wanted:
            yield finding(goal.code, goal.subject, goal.pointer, response=settled.shown[at])
        elif at in settled.impossible and goal.code == "code_never_offered":
            filtered.setdefault(goal.pointer, []).append(goal.subject)
        elif goal.code in FOLLOWING and goal.subject in unjudged:
            continue
        elif at in settled.impossible and goal.wanted and not _is_under(goal, unreachable):
            yield from _impossible(source, search, goal, settled.impossible[at], without)
    for pointer, subjects in filtered.items():
        if not any(pointer.startswith(f"{one}/") for one in unreachable):
            codes = ", ".join(subject.partition(": ")[2] for subject in subjects)
            yield finding("code_never_offered", subjects[0].partition(":")[0], pointer, f": {codes}")


def _impossible(
    source: Source, search: Search, goal: Goal, core: tuple[str, ...], without: frozenset[str]
) -> Iterator[Finding]:
    """The mistake, with the checks that it rests on; a trap is one only where the answer can be given at all."""
    if z3.is_false(goal.formula) and goal.code == "answer_traps":
        return
    because = sorted({source.checks.all[name][1].id for name in core})
    more = f" in an interview that can be completed, because of {', '.join(because)}" if because else ""
    response = None
    if goal.code == "answer_traps":
        model = search.possible(goal.formula, search.assumed(1, without))
        if not model:
            return
        response = search.shows(model)[0]
        more = f", because of {', '.join(because)}"
    yield finding(goal.code, goal.subject, goal.pointer, more, response)


def _is_under(goal: Goal, unreachable: set[str]) -> bool:
    """Whether the goal fails only because its item, or one around it, is never asked."""
    places = [one for one in unreachable if goal.pointer.startswith(f"{one}/") or goal.pointer == one]
    own = f"{goal.pointer.rpartition('/')[0]}"
    if goal.code == "item_unreachable":
        return any(one != own for one in places)
    return bool(places)


def _dead(everything: list[Goal], settled: Settled) -> Iterator[Goal]:
    for at in settled.impossible:
        if everything[at].code.startswith("edit_"):
            yield everything[at]


def _says(goal: Goal) -> str:
    words = {
        "item_unreachable": "is ever asked", "condition_always_true": "is ever not true",
        "constraint_impossible": "can satisfy its constraint", "constraint_never_fails": "can fail its constraint",
        "edit_never_applies": "ever applies", "edit_never_fails": "ever fails", "edit_never_passes": "ever passes",
        "code_never_offered": "is ever offered", "answer_traps": "can be given in a completed interview",
        "branch_never_taken": "is ever taken",
    }  # fmt: skip
    return f"{goal.subject} {words.get(goal.code, goal.code)}"


def _order(one: Finding) -> tuple[int, str, str]:
    return (("error", "warning", "info").index(one.severity), one.pointer, one.code)
