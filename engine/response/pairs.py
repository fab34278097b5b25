"""Rows that stand for another row (docs/relations.md): which of them look again when a member, or one of them, changes.

The rows about that member, or the one mirror row, and not those of all pairs. Twin: offline_client/runtime/pairs.js.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from engine.expression.aggregate import names_a_row

if TYPE_CHECKING:
    from engine.response.form import Dependent, Form, Node
    from engine.response.frames import Frame

Reach = Literal["other", "mirror", "any"]
"""How an expression of a pair comes to a cell: by `other(x)`, by `mirror(x)`, or in another way."""
Note = Callable[[int, int, Reach], None]
CELLS = frozenset({"ref", "reason", "on_route"})


class Level(NamedTuple):
    """An environment: the scope of its frame, and how its row was come to."""

    scope: int
    reach: Reach


def reach_of(form: Form, node: Node, scope: int, slot: int, anchor: int) -> Reach:
    """How the expression of a node in a roster of others comes to a cell of the members or of their pairs.

    `any` where that says nothing of which rows look again.
    """
    pairs = form.scopes[node.scope]
    if pairs.parent < 1 or pairs.roster not in form.scopes[pairs.parent].others:
        return "any"
    if form.scopes[pairs.parent].parent != anchor:
        return "any"
    found: set[Reach] = set()

    def note(at: int, cell: int, reach: Reach) -> None:
        if (at, cell) == (scope, slot):
            found.add(reach)

    _visit(form, node.ast, (Level(node.scope, "any"),), note)
    return found.pop() if len(found) == 1 else "any"


def paired(dependent: Dependent, changed: Frame, top: Frame) -> Iterator[Frame]:
    """The rows of others, below `top`, that look again when a member or a row of others has changed."""
    members, others = dependent.down
    if dependent.pair == "other":
        found = [member.row(others, changed.id) for member in top.rows[members]]
    else:
        member = top.row(members, changed.id)
        found = [member.row(others, changed.parent.id) if member and changed.parent else None]
    return (row for row in found if row is not None)


def _visit(form: Form, ast: Sequence[Any], levels: tuple[Level, ...], note: Note) -> None:
    """Call `note` for each cell that an expression comes to through an aggregate, or in the row before."""
    op = ast[0]
    if op == "agg":
        _visit_aggregate(form, ast, levels, note)
    elif op == "each_code":
        _visit(form, ast[2], levels, note)
        _visit(form, ast[3], (*levels, Level(-1, "any")), note)
    elif op in CELLS or op == "before":
        _op, e, u, slot = ast
        level = levels[-1 - e]
        if e < len(levels) - 1 or op == "before":
            note(_above(form, level.scope, u), slot, level.reach if u == 0 and op != "before" else "any")
    elif op != "lit":
        for part in ast[1:2] if op == "in" else ast:
            if isinstance(part, list | tuple):
                _visit(form, part, levels, note)


def _visit_aggregate(form: Form, ast: Sequence[Any], levels: tuple[Level, ...], note: Note) -> None:
    _op, _kind, e, u, children, body, where = ast[:7]
    scope = _above(form, levels[-1 - e].scope, u)
    for child in children:
        scope = form.scopes[scope].children[child]
    inner = (*levels, Level(scope, _reach_through(ast, levels)))
    for part in (body, where):
        if part:
            _visit(form, part, inner, note)


def _reach_through(ast: Sequence[Any], levels: tuple[Level, ...]) -> Reach:
    """How the row of an aggregate is come to from the row of others that the expression stands in."""
    _op, kind, e, u, children, _body, where = ast[:7]
    if kind != "first" or len(children) != 1 or not names_a_row(where):
        return "any"
    _row_id, outwards, up = where[2]
    if outwards != len(levels):
        return "any"  # the id is not that of the row of others, or of its member
    if e == len(levels) - 1 and u == 2 and up == 0:
        return "other"
    return "mirror" if u == 0 and up == 1 and levels[-1 - e].reach == "other" else "any"


def _above(form: Form, scope: int, up: int) -> int:
    for _ in range(up):
        scope = form.scopes[scope].parent
    return scope
