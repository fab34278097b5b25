"""Checks of functions about another row: its id, x of the other member of a pair, the code as it reads from there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.expression.lower import Core, Typed
from engine.expression.pairs import pair_of
from engine.expression.reads import named_in, position_scope
from engine.expression.resolve import Place, Stack
from engine.expression.tree import Call, Node
from engine.expression.types import TEXT, words

if TYPE_CHECKING:
    from engine.expression.check import Checker

INVERSE = "inverse"
"""The attribute of a code list that names the code of the same pair seen from the other side."""


def row_id(checker: Checker, node: Call) -> Typed | None:
    """row_id() of the row, row_id(r) of the enclosing row of a roster."""
    if len(node.arguments) > 1:
        return checker.wrong_count(node, "row_id() or row_id(r)")
    top, scope = position_scope(node, checker.stack)
    level = checker.stack.levels[top].scope
    if scope is None or level is None:
        what = "There is no row of that roster here." if node.arguments else "There is no row here."
        return checker.report("no_rows_here", what, node)
    around = [outer.index for outer in checker.stack.environment.lineage(level)]
    return Typed(TEXT, ["row_id", len(checker.stack.levels) - 1 - top, around.index(scope)])


def inverse(checker: Checker, node: Call) -> Typed | None:
    """inverse: what the attribute `inverse` of the code's list says, a code of the same list."""
    parts = checker.arguments(node, "inverse(x)", 1, 1)
    if parts is None:
        return None
    if parts[0].type.kind != "code":
        return checker.report("wrong_type", f"inverse(…) does not take {words(parts[0].type)}.", node)
    name = parts[0].type.code_list or ""
    listed = checker.stack.environment.code_lists.get(name)
    if listed is None or listed.attributes.get(INVERSE) != TEXT:
        return checker.report("unknown_attribute", f"The list '{name}' has no text attribute '{INVERSE}'.", node)
    return Typed(parts[0].type, ["attr", name, INVERSE, parts[0].core])


def check_pair(checker: Checker, node: Call) -> Typed | None:
    """The typed core of `other(x)` or `mirror(x)`."""
    pair = pair_of(checker.stack)
    if len(node.arguments) != 1:
        return checker.wrong_count(node, f"{node.name}(x)")
    if pair is None:
        message = f"{node.name}(…) stands outside a roster whose rows are others."
        return checker.report("no_others_here", message, node)
    argument = node.arguments[0].value
    members = checker.stack.into(pair.members, ())
    if node.name == "other":
        body = replace(checker, stack=members).check(argument)
        if body is None:
            return None
        core = _first(pair.members, body.core, ["row_id", pair.e + 1, pair.u], members, argument)
        return replace(body, core=core, quoted=None)
    there = Place(pair.symbol, 0, 0, len(members.levels) - 1)
    rows = members.into(there, ())
    body = replace(checker, stack=rows).check(argument)
    if body is None:
        return None
    inner = _first(there, body.core, ["row_id", pair.e + 2, pair.u + 1], rows, argument)
    outer = _first(pair.members, inner, ["row_id", pair.e + 1, pair.u], members, None)
    return replace(body, core=outer, quoted=None)


def _first(place: Place, body: Core, row_id: Core, inner: Stack, argument: Node | None) -> Core:
    """The body in the row of a roster that has the id."""
    child = inner.environment.scopes[place.symbol.child_scope or 0].child
    named = [] if argument is None else named_in(argument, inner)
    return ["agg", "first", place.e, place.u, [child], body, ["eq", ["row_id", 0, 0], row_id], named]
