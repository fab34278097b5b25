"""What an expression reads, found on the tree with scopes alone, before any type is known."""

from __future__ import annotations

from dataclasses import dataclass

from engine.expression import tree
from engine.expression.compiled import Read
from engine.expression.environment import Symbol
from engine.expression.pairs import PAIR_FORMS, pair_of
from engine.expression.resolve import Place, Stack
from engine.expression.tree import Call, ListBody, Name, Node

AGGREGATES = frozenset(
    (
        "sum", "min", "max", "mean", "sum_known", "min_known", "max_known", "mean_known",
        "count", "any", "all", "unique", "first", "count_answered", "join",
    )
)  # fmt: skip
INSPECTING = frozenset(
    (
        "is_missing", "is_answered", "reason", "coalesce", "when", "concat_known", "same_as", "count_answered",
        "on_route", "is_dont_know", "is_refused", "is_not_applicable", "is_not_asked", "is_not_reached",
        "sum_known", "min_known", "max_known", "mean_known", "join",
    )
)  # fmt: skip
"""Functions that look inside their arguments."""


@dataclass(frozen=True, slots=True)
class RosterList:
    """`people.tasks.minutes` taken apart: where the roster is, the rosters within, the body in the last row."""

    place: Place
    steps: tuple[Symbol, ...]
    body: Node | None
    inner: Stack

    @property
    def rosters(self) -> tuple[Symbol, ...]:
        """The rosters stepped through, outermost first."""
        return (self.place.symbol, *self.steps)


@dataclass(frozen=True, slots=True)
class Mention:
    """A read, with the environment (`level`, counted from the outermost) and the parents up where it was found."""

    read: Read
    level: int
    u: int


def reads_of(node: Node, stack: Stack) -> tuple[Read, ...]:
    """The reads of an expression, in order of mention; a cell both inspected and used counts as used."""
    merged: dict[tuple[int, int, int, int | None, bool], bool] = {}
    for mention in mentions_of(node, stack):
        read = mention.read
        key = (read.scope, read.slot, read.anchor, read.up, read.rows)
        merged[key] = merged.get(key, True) and read.inspected
    return tuple(Read(s, slot, a, up, inspected, rows) for (s, slot, a, up, rows), inspected in merged.items())


def named_in(node: Node, inner: Stack) -> list[list[int]]:
    """The cells `[u, slot]` of the rows of an aggregate that a body or condition names, not only inspects."""
    top, depth = len(inner.levels) - 1, inner.levels[-1].depth
    found: dict[tuple[int, int], None] = {}
    for mention in mentions_of(node, inner):
        if mention.level == top and mention.u < depth and not mention.read.inspected and not mention.read.rows:
            found[mention.u, mention.read.slot] = None
    return [[u, slot] for u, slot in found]


def mentions_of(node: Node, stack: Stack, inspected: bool = False) -> list[Mention]:
    """Every mention below a node, in the order written."""
    if isinstance(node, Name):
        return _name(node, stack, inspected)
    if isinstance(node, Call):
        return _call(node, stack, inspected)
    return [mention for child in tree.children(node) for mention in mentions_of(child, stack, inspected)]


def as_list(node: Node, stack: Stack) -> RosterList | None:
    """A node as a list over rows, or None when it does not begin with a roster."""
    name = node.roster if isinstance(node, ListBody) else node
    if not isinstance(name, Name):
        return None
    place, rest = place_of(name, stack)
    if place is None or not place.symbol.is_roster:
        return None
    steps, rest = _nested_rosters(place, rest, stack)
    inner = stack.into(place, steps)
    if isinstance(node, ListBody):
        return RosterList(place, steps, None if rest else node.body, inner)
    start = len(name.parts) - len(rest)
    spans = name.spans[start:]
    body = Name((spans[0][0], name.span[1]), rest, spans) if rest else None
    return RosterList(place, steps, body, inner)


def place_of(name: Name, stack: Stack) -> tuple[Place | None, tuple[str, ...]]:
    """Where the first name leads, and the parts after it."""
    if name.parts[0] == "this" and len(name.parts) > 1:
        return stack.find_home(name.parts[1]), name.parts[2:]
    return stack.find(name.parts[0]), name.parts[1:]


def _nested_rosters(place: Place, rest: tuple[str, ...], stack: Stack) -> tuple[tuple[Symbol, ...], tuple[str, ...]]:
    steps: list[Symbol] = []
    current = place.symbol
    while rest:
        assert current.child_scope is not None  # noqa: S101
        symbol = stack.environment.scopes[current.child_scope].symbols.get(rest[0])
        if symbol is None or not symbol.is_roster:
            break
        steps.append(symbol)
        current, rest = symbol, rest[1:]
    return tuple(steps), rest


def _name(node: Name, stack: Stack, inspected: bool) -> list[Mention]:
    if node.parts[0] != "this" and stack.is_pseudo(node.parts[0]):
        return []
    place, _rest = place_of(node, stack)
    return [] if place is None else [_cell(place, stack, inspected)]


def _cell(place: Place, stack: Stack, inspected: bool) -> Mention:
    up = stack.ups(place) if stack.is_own(place) else None
    symbol = place.symbol
    return Mention(Read(symbol.scope, symbol.slot, stack.anchor(place), up, inspected), place.level, place.u)


def _call(node: Call, stack: Stack, inspected: bool) -> list[Mention]:
    if node.name in ("previous", "row_id"):
        return []
    if node.name in PAIR_FORMS:
        return _of_pair(node, stack, inspected)
    if node.name in ("position", "row_before"):
        return _siblings(node, stack, inspected)
    inspected = inspected or node.name in INSPECTING
    found: list[Mention] = []
    for argument in node.arguments:
        listed = as_list(argument.value, stack) if node.name in AGGREGATES else None
        if listed is None:
            found += mentions_of(argument, stack, inspected)
        else:
            found += _aggregate(listed, argument.where, stack, inspected)
    return found


def _aggregate(listed: RosterList, where: Node | None, stack: Stack, inspected: bool) -> list[Mention]:
    anchor, level = stack.anchor(listed.place), listed.place.level
    found: list[Mention] = []
    for roster in listed.rosters:
        assert roster.child_scope is not None  # noqa: S101
        found.append(Mention(Read(roster.scope, roster.slot, anchor, None, True), level, listed.place.u))
        found.append(Mention(Read(roster.child_scope, -1, anchor, None, True, rows=True), level, listed.place.u))
    if where is not None:
        found += mentions_of(where, listed.inner, inspected)
    if listed.body is not None:
        found += mentions_of(listed.body, listed.inner, inspected)
    return found


def _of_pair(node: Call, stack: Stack, inspected: bool) -> list[Mention]:
    """What `other(x)` and `mirror(x)` look at: the rows of the members, of their pairs, and x in them."""
    pair = pair_of(stack)
    if pair is None or not node.arguments:
        return []
    steps = (pair.symbol,) if node.name == "mirror" else ()
    listed = RosterList(pair.members, steps, node.arguments[0].value, stack.into(pair.members, steps))
    return _aggregate(listed, None, stack, inspected)


def _siblings(node: Call, stack: Stack, inspected: bool) -> list[Mention]:
    """The rows of a roster, and for `row_before` a cell of another row: all rows must look again when it changes."""
    if node.name == "row_before":
        name = node.arguments[0].value if node.arguments else None
        place = place_of(name, stack)[0] if isinstance(name, Name) else None
        if place is None or place.symbol.scope == 0:
            return []
        rows = row_reads(stack, place.level, place.symbol.scope)
        return [
            Mention(Read(place.symbol.scope, place.symbol.slot, m.read.anchor, None, inspected), m.level, m.u)
            for m in rows
        ] + rows
    level, scope = position_scope(node, stack)
    return [] if scope is None else row_reads(stack, level, scope)


def position_scope(node: Call, stack: Stack) -> tuple[int, int | None]:
    """The environment and the roster scope whose row `position(…)` asks for; None where there is no row."""
    top = 0 if node.this or stack.levels[-1].scope is None else len(stack.levels) - 1
    scope = stack.levels[top].scope
    assert scope is not None  # noqa: S101
    if node.arguments:
        name = node.arguments[0].value
        wanted = name.parts[-1] if isinstance(name, Name) else ""
        matching = [outer.index for outer in stack.environment.lineage(scope) if outer.name == wanted]
        return top, (matching[0] if matching and matching[0] else None)
    return top, scope or None


def row_reads(stack: Stack, level: int, scope: int) -> list[Mention]:
    """The read of the rows of a roster, from within one of its rows."""
    parent = stack.environment.scopes[scope].parent
    assert parent is not None  # noqa: S101
    own_anchor = stack.levels[level].anchor
    scopes = [outer.index for outer in stack.environment.lineage(parent)]
    anchor = parent if own_anchor is None or own_anchor not in scopes else own_anchor
    return [Mention(Read(scope, -1, anchor, None, True, rows=True), level, 0)]
