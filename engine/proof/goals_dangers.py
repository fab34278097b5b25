"""Goals that are not wanted: overflow, division by zero, texts with gaps, defaults that fail their constraint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from engine.proof.goal import Found, Goal, Source, has, in_some_row, value
from engine.proof.pointers import TextUse
from engine.proof.terms import FALSE, Formula, Term, conj, neg
from engine.proof.translate import dated, same, translate
from engine.proof.world import Frame, World
from engine.response.form import ItemForm, Node
from engine.response.frames import Frame as Row
from engine.response.texts import evaluated

MODEST = 10**9
"""Numbers up to which answers that no constraint bounds are taken to go, when overflow is looked for."""


def dangers(source: Source) -> Iterator[Goal]:
    """Calculations that divide by zero or are too large; after the other goals, when all cells are there."""
    modest = _modest(source.world)
    for node in source.form.nodes:
        if node.kind == "calculation":
            yield _overflow(source, node, modest)
            yield from (_division(source, node, divisor) for divisor in _divisors(node.ast))


def texts(source: Source) -> Iterator[Goal]:
    """Values that may be missing where a text names them: labels on route, messages where the check fails."""
    return (_text(source, use, source.form.nodes[use.node]) for use in source.pointers.texts())


def defaults(source: Source) -> Iterator[Goal]:
    """Defaults, unless they come from the last round, that fail the constraint of their question."""
    for node in source.form.nodes:
        item = source.form.scopes[node.scope].slots[node.slot].item if node.kind == "default" else None
        constraint = item.number("constraint") if item else None
        if item is None or constraint is None:
            continue
        if all(mention.operator != "previous" for mention in source.reads.of_nodes[node.index]):
            yield _default(source, node, item, source.form.nodes[constraint])


def _modest(world: World) -> Formula:
    """That every number given, now or in the last round, is at most a billion."""
    found = []
    for frame in world.all_frames():
        for one in frame.layout.slots:
            world.cell(frame, one.slot)
        given = [(slot, term) for slot, (_, term, _) in frame.given.items()]
        for slot, term in [*given, *((slot, term) for slot, (_, term) in frame.before.items())]:
            kind, _, decimals = (frame.layout.slots[slot].type or "").partition(":")
            if kind in ("integer", "decimal"):
                most = MODEST * 10 ** int(decimals or 0)
                found.append(z3.And(term.value <= most, term.value >= -most))
    return conj(*found)


def _name(source: Source, node: Node) -> str:
    return f"'{source.form.scopes[node.scope].slots[node.slot].name}'"


def _overflow(source: Source, node: Node, modest: Formula) -> Goal:
    def overflows(frame: Frame) -> Found:
        term = source.world.run(node, frame)
        return conj(source.active(node, frame), modest, term.error), term.loose

    def has_overflown(row: Row) -> bool:
        return row.errors[node.slot]

    formula, loose = source.somewhere(node.scope, overflows)
    return Goal(
        "may_overflow", _name(source, node), source.pointers.of_node(node), formula, loose, 1,
        in_some_row(node.scope, has_overflown), wanted=False,
    )  # fmt: skip


def _division(source: Source, node: Node, divisor: Any) -> Goal:
    closure = source.form.closure(divisor)

    def is_zero(frame: Frame) -> Found:
        term = translate(source.world, divisor, (frame,))
        zero = term.zero if term.kind == "real" else None if term.value is None else term.value == 0
        known = conj(term.known, neg(term.error), FALSE if zero is None else zero)
        return conj(source.active(node, frame), known), term.loose

    def was_zero(row: Row) -> bool:
        return source.is_active(node, row) and value(closure, row) == 0

    formula, loose = source.somewhere(node.scope, is_zero)
    return Goal(
        "division_by_zero", _name(source, node), source.pointers.of_node(node), formula, loose, 1,
        in_some_row(node.scope, was_zero), wanted=False,
    )  # fmt: skip


def _divisors(ast: Any) -> Iterator[Any]:
    """What is divided by, outside aggregates, unless it is a constant."""
    if not isinstance(ast, list) or not ast or ast[0] in ("agg", "lit", "each_code"):
        return
    divisor = ast[2] if ast[0] == "rdiv" else ast[3] if ast[0] == "call" and ast[1] in ("div", "mod") else None
    if divisor is not None and divisor[0] != "lit" and not (divisor[0] == "real" and divisor[1][0] == "lit"):
        yield divisor
    for part in ast[1:]:
        yield from _divisors(part)


def _text(source: Source, use: TextUse, node: Node) -> Goal:
    def lacks(frame: Frame) -> Found:
        owner = frame
        while owner.layout.index != node.scope and owner.parent is not None:
            owner = owner.parent
        term = source.world.run(node, owner)
        shown = source.world.route(frame, use.slot) if use.slot >= 0 else source.checks.of(use.check, frame).fails
        return conj(shown, neg(conj(term.known, neg(term.error)))), term.loose

    def has_gap(row: Row) -> bool:
        shown = row.route[use.slot] if use.slot >= 0 else has(row, use.check, "fail")
        return shown and evaluated(node, row) is None

    formula, loose = source.somewhere(use.scope, lacks)
    subject = f"{use.subject}: {source.pointers.text(node)}"
    return Goal(
        "text_may_lack", subject, use.pointer, formula, loose, 2, in_some_row(use.scope, has_gap), wanted=False
    )  # fmt: skip


def _default(source: Source, node: Node, item: ItemForm, constraint: Node) -> Goal:
    def fails(frame: Frame) -> Found:
        default, cell = source.world.run(node, frame), source.world.cell(frame, node.slot)
        equal, loose = _equal(source.world, default, cell)
        verdict = source.world.run(constraint, frame)
        refuted = conj(verdict.false, neg(verdict.error)) if verdict.kind == "boolean" else FALSE
        return conj(default.known, cell.known, equal, refuted), loose | verdict.loose

    def has_failed(row: Row) -> bool:
        same_value = row.values[node.slot] == evaluated(node, row)
        return same_value and has(row, f"{item.name}:constraint", "fail")

    formula, loose = source.somewhere(node.scope, fails)
    pointer = f"{source.pointers.of(node.scope, node.slot)}/default"
    return Goal(
        "default_fails", item.name, pointer, formula, loose, 0, in_some_row(node.scope, has_failed), wanted=False
    )  # fmt: skip


def _equal(world: World, a: Term, b: Term) -> Found:
    if a.months is not None or b.months is not None:
        a, b = dated(world, a), dated(world, b)
    return same(world, a, b)
