"""Goals of expressions: conditions that are not always true, branches that are taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.proof.goal import Found, Goal, Source, in_some_row, value
from engine.proof.terms import FALSE, TRUE, conj, neg
from engine.proof.translate import if_conditions, translate
from engine.proof.world import Frame
from engine.response.form import Node
from engine.response.frames import Frame as Row
from engine.response.texts import evaluated


def conditions(source: Source) -> Iterator[Goal]:
    """Every condition is not true somewhere; a guard, which also waits for answers, before all of them are given."""
    for node in source.form.nodes:
        if node.kind in ("relevant", "guard") and node.ast[0] != "lit":
            yield _condition(source, node)


def _condition(source: Source, node: Node) -> Goal:
    def not_true(frame: Frame) -> Found:
        term = source.world.run(node, frame)
        untrue = neg(conj(term.true, neg(term.error))) if term.kind == "boolean" else TRUE
        return conj(source.active(node, frame), untrue), term.loose

    def is_not_true(row: Row) -> bool:
        return source.is_active(node, row) and evaluated(node, row) is not True

    formula, loose = source.somewhere(node.scope, not_true)
    text, pointer, level = (
        source.pointers.text(node),
        source.pointers.of_node(node),
        3 if node.kind == "relevant" else 1,
    )
    return Goal(
        "condition_always_true", text, pointer, formula, loose, level, in_some_row(node.scope, is_not_true)
    )  # fmt: skip


def branches(source: Source) -> Iterator[Goal]:
    """Every branch of every `if` is taken somewhere."""
    for node in source.form.nodes:
        if node.kind in ("text", "filter", "row_label", "unit_label"):
            continue
        for number, found in enumerate(if_conditions(node.ast), 1):
            yield _branch(source, node, found, number, True)
            yield _branch(source, node, found, number, False)


def _branch(source: Source, node: Node, found: Any, number: int, branch: bool) -> Goal:
    path = [*(_way(node.ast, found) or []), (found[1], branch)]
    closures = [(source.form.closure(condition), wanted) for condition, wanted in path]

    def taken(frame: Frame) -> Found:
        terms = [(translate(source.world, condition, (frame,)), wanted) for condition, wanted in path]
        on = [FALSE if term.kind != "boolean" else term.true if wanted else term.false for term, wanted in terms]
        return conj(source.active(node, frame), *on), frozenset().union(*(term.loose for term, _ in terms))

    def is_taken(row: Row) -> bool:
        return source.is_active(node, row) and all(value(closure, row) is wanted for closure, wanted in closures)

    formula, loose = source.somewhere(node.scope, taken)
    which = f"the {'then' if branch else 'else'} of the {number}. if in {source.pointers.text(node)}"
    pointer = source.pointers.of_node(node)
    return Goal("branch_never_taken", which, pointer, formula, loose, 3, in_some_row(node.scope, is_taken))


def _way(ast: Any, goal: Any) -> list[tuple[Any, bool]] | None:
    """The conditions of the `if`s around one, each with the branch that leads to it."""
    if ast is goal:
        return []
    if not isinstance(ast, list) or not ast or ast[0] in ("agg", "lit", "each_code"):
        return None
    for at, part in enumerate(ast[1:], 1):
        inner = _way(part, goal)
        if inner is not None:
            return [(ast[1], at == 2), *inner] if ast[0] == "if" and at > 1 else inner
    return None
