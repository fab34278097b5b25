"""Edits beside each other: pairs that cannot both pass, edits that never fail alone, edits that nobody can mend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from engine.errors import Finding
from engine.proof.checks import Outcome
from engine.proof.findings import finding
from engine.proof.goal import Goal, Source, rows
from engine.proof.search import Search
from engine.proof.terms import Formula, conj, disj
from engine.response.view import View

HARD = 3
"""The level of edits that block completion."""


def edit_findings(source: Source, search: Search, dead: frozenset[str]) -> Iterator[Finding]:
    """Findings about edits that are alive: `dead` are those that never apply, fail or pass."""
    yield from _given_only(source, dead)
    yield from _contradictions(source, search, dead)
    yield from _implied(source, search, dead)


def _given_only(source: Source, dead: frozenset[str]) -> Iterator[Finding]:
    for name, (scope, check) in source.checks.all.items():
        if check.kind != "edit" or check.severity != "hard" or check.phase == "office" or name in dead:
            continue
        nodes = [node for node in (check.node, check.guard) if node is not None]
        cells = {
            cell
            for node in nodes
            for mention in source.reads.of_nodes[node.index]
            for cell in source.reads.behind(mention.cell)
        }
        if cells and all(source.form.scopes[at].slots[slot].is_preload for at, slot in cells):
            yield finding("edit_traps", check.id, source.pointers.of_check(scope, check))


def _contradictions(source: Source, search: Search, dead: frozenset[str]) -> Iterator[Finding]:
    """Pairs of edits of one scope that name a cell in common, and never both pass in a row.

    Each must be able to pass where the other is judged: a pass that only excludes the condition of the other is none.
    """
    names = [name for name, (_, check) in source.checks.all.items() if check.kind == "edit" and name not in dead]
    pairs = [pair for pair in combinations(names, 2) if _meet(source, *pair)]
    goals = [_both(source, a, b, "passes", "passes") for a, b in pairs]
    settled = search.settle(goals)
    for at in settled.impossible:
        a, b = pairs[at]
        wishes = [
            _both(source, a, b, "applies", "applies"),
            _both(source, a, b, "passes", "applies"),
            _both(source, a, b, "applies", "passes"),
        ]
        together = search.settle(wishes)
        if len(together.shown) == len(wishes):
            pointer = source.pointers.of_check(*source.checks.all[b])
            told = finding("edits_contradict", f"{a} and {b}", pointer, response=together.shown[0])
            is_hard = all(source.checks.level(name) == HARD for name in (a, b))
            yield told if is_hard else replace(told, severity="info")  # wrong answers may well fail both


def _meet(source: Source, a: str, b: str) -> bool:
    (scope, one), (other_scope, other) = source.checks.all[a], source.checks.all[b]
    return scope == other_scope and bool(set(one.involved) & set(other.involved))


def _both(source: Source, a: str, b: str, of_a: str, of_b: str) -> Goal:
    """That the two have such outcomes in one row: `passes`, or `applies`, which is judged either way."""
    scope = source.checks.all[a][0]
    found = [(source.checks.of(a, frame), source.checks.of(b, frame)) for frame in source.world.frames(scope)]
    formula = disj(*(conj(_is(one, of_a), _is(other, of_b)) for one, other in found))
    loose = frozenset().union(*(one.loose | other.loose for one, other in found))

    def seen(view: View) -> bool:
        for row in rows(view, scope):
            verdicts = {check.id: verdict for check, verdict in zip(row.layout.checks, row.outcomes, strict=True)}
            if verdicts[a] in _JUDGED[of_a] and verdicts[b] in _JUDGED[of_b]:
                return True
        return False

    return Goal("edits_contradict", f"{a} and {b}", "", formula, loose, 2, seen)


_JUDGED: dict[str, tuple[str, ...]] = {"passes": ("pass",), "applies": ("pass", "fail")}


def _is(one: Outcome, what: str) -> Formula:
    return one.passes if what == "passes" else disj(one.passes, one.fails)


def _implied(source: Source, search: Search, dead: frozenset[str]) -> Iterator[Finding]:
    """Edits that fail in no interview in which all the others hold."""
    alone = {_only_failure(view) for view in search.views}
    for name, (scope, check) in source.checks.all.items():
        if check.kind != "edit" or name in dead or check.id in alone or search.is_over:
            continue
        found = [source.checks.of(name, frame) for frame in source.world.frames(scope)]
        formula = disj(*(one.fails for one in found))
        others = search.assumed(4, frozenset({name}))
        model = search.possible(formula, others)
        if model is False and search.possible(formula, others, exact=False) is False:
            because = [one for one in search.core if source.checks.all[one][1].kind == "edit"]
            if because:
                pointer = source.pointers.of_check(scope, check)
                yield finding("edit_implied", check.id, pointer, f": it follows from {', '.join(because)}")
        elif model:
            alone.add(_only_failure(search.shows(model)[1]))


def _only_failure(view: View | None) -> str | None:
    """The only check that fails in an interview; None where there are none or several."""
    failing = {check for check, _, verdict in view.outcomes() if verdict == "fail"} if view else set()
    return next(iter(failing)) if len(failing) == 1 else None
