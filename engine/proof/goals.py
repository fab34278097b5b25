"""What is looked for: `GOALS` is the list, a function each.

Here is what concerns items, checks and codes; conditions and branches are in `goals_expressions.py`, overflow, texts
and defaults in `goals_dangers.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import z3

from engine.proof.goal import Found, Goal, Source, has, in_some_row
from engine.proof.goals_dangers import dangers, defaults, texts
from engine.proof.goals_expressions import branches, conditions
from engine.proof.terms import FALSE, conj, disj
from engine.proof.translate import Code, translate
from engine.proof.world import Frame
from engine.response.form import Slot
from engine.response.frames import Frame as Row

CODES = 40
"""Lists with more codes are not looked at code by code."""
FILTERED = 200
"""The same where a choice filter may leave codes out."""


def goals(source: Source) -> list[Goal]:
    """All goals of a form; what is impossible by itself and not wanted is none."""
    return [goal for make in GOALS for goal in make(source) if goal.wanted or not z3.is_false(goal.formula)]


def items(source: Source) -> Iterator[Goal]:
    """Everything with a condition is asked somewhere."""
    for scope in source.form.scopes:
        for slot in scope.slots:
            number = slot.item.number("relevant") if slot.item else None
            if number is not None:
                yield _item(source, scope.index, slot, number)


def _item(source: Source, scope: int, slot: Slot, number: int) -> Goal:
    def asked(frame: Frame) -> Found:
        loose = source.world.run(source.form.nodes[number], frame).loose
        return source.world.route(frame, slot.slot), loose

    def is_asked(row: Row) -> bool:
        return row.route[slot.slot]

    pointer = f"{source.pointers.of(scope, slot.slot)}/relevant"
    formula, loose = source.somewhere(scope, asked)
    return Goal("item_unreachable", slot.name, pointer, formula, loose, 3, in_some_row(scope, is_asked))


WISHES: dict[str, tuple[tuple[str, str, int], ...]] = {
    "edit": (
        ("edit_never_applies", "applies", 2), ("edit_never_fails", "fails", 2), ("edit_never_passes", "passes", 2),
    ),
    "constraint": (("constraint_impossible", "passes", 0), ("constraint_never_fails", "fails", 0)),
}  # fmt: skip
"""By kind of check: the mistake, the outcome without which it is one, and the level."""

SHOWS: dict[str, tuple[str, ...]] = {
    "applies": ("pass", "fail"), "passes": ("pass",), "fails": ("fail",),
}  # fmt: skip


def outcomes(source: Source) -> Iterator[Goal]:
    """Every edit applies, fails and passes somewhere; every constraint is satisfied and failed by some answer."""
    for name, (_, check) in source.checks.all.items():
        for code, what, level in WISHES.get(check.kind, ()):
            yield _outcome(source, name, code, what, level)


def _outcome(source: Source, name: str, code: str, what: str, level: int) -> Goal:
    scope, check = source.checks.all[name]

    def reached(frame: Frame) -> Found:
        found = source.checks.of(name, frame)
        formulas = {"applies": disj(found.passes, found.fails), "passes": found.passes, "fails": found.fails}
        return formulas[what], found.loose

    def is_reached(row: Row) -> bool:
        return has(row, check.id, *SHOWS[what])

    formula, loose = source.somewhere(scope, reached)
    subject = check.id if check.kind == "edit" else check.id.partition(":")[0]
    pointer = source.pointers.of_check(scope, check)
    return Goal(code, subject, pointer, formula, loose, level, in_some_row(scope, is_reached))


def codes(source: Source) -> Iterator[Goal]:
    """Every code of a short list is offered somewhere, and an interview in which it is given can be completed."""
    for scope in source.form.scopes:
        for slot in scope.slots:
            if slot.item is None or slot.item.codes is None or not slot.is_answered:
                continue
            listed, number = source.form.lists[slot.item.codes].codes, slot.item.number("filter")
            if number is not None and len(listed) <= FILTERED:
                yield from (_offered(source, scope.index, slot, number, code) for code in listed)
            elif number is None and slot.item.type == "select_one" and len(listed) <= CODES:
                yield from (_given(source, scope.index, slot, code) for code in listed)


def _offered(source: Source, scope: int, slot: Slot, number: int, code: str) -> Goal:
    node = source.form.nodes[number]

    def offered(frame: Frame) -> Found:
        term = translate(source.world, node.ast, (Code(code, _list_of(slot)), frame))
        true = conj(term.true, source.world.route(frame, slot.slot)) if term.kind == "boolean" else FALSE
        return true, term.loose

    formula, loose = source.somewhere(scope, offered)
    pointer = f"{source.pointers.of(scope, slot.slot)}/choice_filter"
    return Goal(
        "code_never_offered", f"{slot.name}: {code}", pointer, formula, loose, 2,
        lambda view: any(
            row.route[slot.slot] and any(offer.code == code for offer in view.offered(row.path_of(slot.slot)))
            for row in view.frame("").walk()
            if row.scope == scope
        ),
    )  # fmt: skip


def _list_of(slot: Slot) -> str:
    return (slot.item.codes if slot.item else None) or ""


def _given(source: Source, scope: int, slot: Slot, code: str) -> Goal:
    def given(frame: Frame) -> Found:
        term = source.world.cell(frame, slot.slot)
        return conj(term.known, source.world.texts.one_of(term.value, [code])), frozenset()

    def is_given(row: Row) -> bool:
        return bool(row.values[slot.slot] == code)

    formula, loose = source.somewhere(scope, given)
    pointer = source.pointers.of(scope, slot.slot)
    return Goal("answer_traps", f"{slot.name} = '{code}'", pointer, formula, loose, 3, in_some_row(scope, is_given))


GOALS: tuple[Callable[[Source], Iterator[Goal]], ...] = (
    items, conditions, outcomes, codes, branches, texts, defaults, dangers,
)  # fmt: skip
