"""XPath functions over the rows of repeats: sum, count, min, max, position, indexed-repeat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from engine.expression.tree import Node
from engine.interchange.xpath import ours, tree
from engine.interchange.xpath.arithmetic import number
from engine.interchange.xpath.compare import truth
from engine.interchange.xpath.condition import Condition
from engine.interchange.xpath.symbols import Context, Symbol
from engine.interchange.xpath.translate import cell, symbol_of, translate
from engine.interchange.xpath.unite import unite
from engine.interchange.xpath.value import NotCarried, Part, Value

Arguments = tuple[tree.Node, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Cells over rows: the roster path as written from here, the question or None for the rows, a condition."""

    path: tuple[str, ...]
    rosters: tuple[str, ...]
    symbol: Symbol | None
    where: Node | None


def rows_of(node: tree.Node, context: Context) -> Rows | None:
    """The list over rows that a reference or path is; None where it is a single value."""
    name, predicates = _final(node)
    symbol = context.symbols.find(name) if name else None
    if symbol is None:
        return None
    is_roster = symbol.kind == "roster"
    rosters = (*symbol.rosters, symbol.name) if is_roster else symbol.rosters
    common = 0
    while common < min(len(rosters), len(context.rosters)) and rosters[common] == context.rosters[common]:
        common += 1
    if predicates and common == len(rosters):
        common -= 1  # rows beside the one the expression stands in
    path = rosters[common:]
    if not path:
        return None
    where = _where(predicates, rosters, symbol, context)
    return Rows(path, rosters, None if is_roster else symbol, where)


def _final(node: tree.Node) -> tuple[str, tuple[tree.Node, ...]]:
    """The last name of a path, and all its predicates."""
    if isinstance(node, tree.Reference):
        return node.name, ()
    if not isinstance(node, tree.Path) or isinstance(node.start, tree.Call):
        return "", ()
    names = [step.name for step in node.steps if step.name not in ("", ".", "..", "*")]
    predicates = tuple(one for step in node.steps for one in step.predicates)
    if not names and isinstance(node.start, tree.Reference):
        names = [node.start.name]
    return (names[-1] if names else ""), predicates


def _where(
    predicates: tuple[tree.Node, ...], rosters: tuple[str, ...], symbol: Symbol, context: Context
) -> Node | None:
    if not predicates:
        return None
    inner = replace(context, inside=rosters, own=symbol if symbol.kind != "roster" else None)
    found = [_predicate(one, inner) for one in predicates]
    return ours.junction("and", *found)


def _predicate(node: tree.Node, inner: Context) -> Node:
    part = translate(node, inner)
    if isinstance(part, Value) and part.is_number:
        return ours.binary("=", ours.call("position"), part.node)
    return truth(part, inner).positive


def _listed(rows: Rows) -> Node:
    return ours.name(*rows.path, *([rows.symbol.name] if rows.symbol else []))


def cell_of(rows: Rows, context: Context) -> Value:
    """A cell of the list, for its type."""
    if rows.symbol is None:
        raise NotCarried("rows of a repeat stand where values are needed")
    part = cell(rows.symbol, ours.name(rows.symbol.name), replace(context, inside=rows.rosters))
    if isinstance(part, Condition):
        raise NotCarried("conditions of rows stand where numbers are needed")
    return part


def _condition(rows: Rows, context: Context) -> Condition | None:
    """The condition that the cells are; a sum of conditions counts the rows for which they hold."""
    if rows.symbol is None:
        return None
    part = cell(rows.symbol, ours.name(rows.symbol.name), replace(context, inside=rows.rosters))
    return part if isinstance(part, Condition) else None


def rows_if(node: tree.Node, condition: tree.Node, context: Context) -> Rows:
    """The rows of a question for which a condition holds: sum-if, count-if and their like of SurveyCTO."""
    rows = rows_of(node, context)
    if rows is None:
        raise NotCarried("something that is in no repeat is looked at row by row")
    inner = replace(context, inside=rows.rosters, own=rows.symbol)
    found = truth(translate(condition, inner), inner).positive
    return replace(rows, where=found if rows.where is None else ours.junction("and", rows.where, found))


def total(arguments: Arguments, context: Context) -> Value:
    """sum(x) over the rows of a repeat."""
    rows = rows_of(arguments[0], context)
    return number(translate(arguments[0], context), context) if rows is None else _total(rows, context)


def _total(rows: Rows, context: Context) -> Value:
    holds = _condition(rows, context)
    if holds is not None:
        where = holds.positive if rows.where is None else ours.junction("and", rows.where, holds.positive)
        return _count(replace(rows, where=where, symbol=None))
    value = cell_of(rows, context)
    read = number(value, context)
    body = body_of(rows, value, read.node)
    node = ours.call("sum", body, where=rows.where)
    return replace(read, node=node, nullable=True, blank="nan", constant=None, days=None)


def body_of(rows: Rows, value: Value, node: Node) -> Node:
    """The list of the cells, or of what is computed of each."""
    if node == value.node:
        return _listed(rows)
    from engine.expression.tree import ListBody, Name

    roster = ours.name(*rows.path)
    assert isinstance(roster, Name)  # noqa: S101
    return ListBody(ours.NOWHERE, roster, node)


def count(arguments: Arguments, context: Context) -> Value:
    """count(x): rows in which x is on route."""
    rows = rows_of(arguments[0], context)
    if rows is None:
        raise NotCarried("count(…) is given something that is no repeat")
    return _count(rows)


def _count(rows: Rows) -> Value:
    where = rows.where
    if rows.symbol is not None and rows.symbol.conditional:
        there = ours.call("on_route", ours.name(rows.symbol.name))
        where = there if where is None else ours.junction("and", where, there)
    node = ours.call("count", ours.name(*rows.path), where=where)
    return Value(node, "integer", nullable=False, blank="nan", natural=True)


def count_non_empty(arguments: Arguments, context: Context) -> Value:
    """count-non-empty(x)."""
    rows = rows_of(arguments[0], context)
    if rows is None:
        raise NotCarried("count-non-empty(…) is given something that is no repeat")
    node = ours.call("count_answered", _listed(rows), where=rows.where)
    return Value(node, "integer", nullable=False, blank="nan", natural=True)


def _extreme(function: str) -> Callable[[Arguments, Context], Value]:
    def translated(arguments: Arguments, context: Context) -> Value:
        if len(arguments) == 1:
            rows = rows_of(arguments[0], context)
            if rows is None:
                return number(translate(arguments[0], context), context)
            return _most(function, rows, context)
        parts = [translate(one, context) for one in arguments]
        dates = all(isinstance(part, Value) and part.kind == "date" for part in parts)
        values = unite(parts if dates else [number(part, context) for part in parts], context)
        nullable = any(value.nullable for value in values)
        node = ours.call(function, *(value.node for value in values))
        return replace(values[0], node=node, nullable=nullable, blank="nan", constant=None, days=None, figure=None)

    return translated


def _most(function: str, rows: Rows, context: Context) -> Value:
    value = cell_of(rows, context)
    read = value if value.kind == "date" else number(value, context)
    node = ours.call(function, body_of(rows, value, read.node), where=rows.where)
    return replace(read, node=node, nullable=True, blank="nan", days=None)


def _where_holds(fold: Callable[[Rows, Context], Value]) -> Callable[[Arguments, Context], Value]:
    """sum-if(x, condition) and its like."""
    return lambda arguments, context: fold(rows_if(arguments[0], arguments[1], context), context)


def position(arguments: Arguments, context: Context) -> Value:
    """position(..): of the row in which the expression stands."""
    node = _position(arguments, context)
    return Value(node, "integer", nullable=False, blank="nan", natural=True)


def _position(arguments: Arguments, context: Context) -> Node:
    if not arguments:
        if context.inside is None:
            raise NotCarried("position() stands outside a predicate")
        return ours.call("position")
    roster = _asked_roster(arguments[0], context)
    if roster is None or roster not in context.rosters:
        raise NotCarried("the position of something that is not a row around the question")
    named = () if roster == context.rosters[-1] else (ours.name(roster),)
    return ours.call("position", *named, this=context.inside is not None)


def _asked_roster(node: tree.Node, context: Context) -> str | None:
    """The roster that `..`, `../..` or a name means."""
    if isinstance(node, tree.Path) and node.start == ".." and not node.steps:
        around = context.own.containers if context.own else tuple((one, True) for one in context.rosters)
        outer = around[: len(around) - node.ups + 1]
        if outer and not outer[-1][1]:
            context.differs("the position of a group is taken as that of the row around it")
        return next((name for name, is_roster in reversed(outer) if is_roster), None)
    name, _predicates = _final(node)
    symbol = context.symbols.find(name) if name else None
    if symbol is None:
        return context.rosters[-1] if isinstance(node, tree.Dot) and context.rosters else None
    return symbol.name if symbol.kind == "roster" else (symbol.rosters[-1] if symbol.rosters else None)


def index(_arguments: Arguments, context: Context) -> Value:
    """index() of SurveyCTO: the row in which the expression stands."""
    if not context.rosters:
        raise NotCarried("index() stands outside a repeat")
    node = ours.call("position", this=context.inside is not None)
    return Value(node, "integer", nullable=False, blank="nan", natural=True)


def indexed(arguments: Arguments, context: Context) -> Part:
    """indexed-repeat(x, repeat, n): x in the n-th row."""
    if len(arguments) != 3:
        raise NotCarried("indexed-repeat(…) of repeats in repeats")
    name, _ = _final(arguments[0])
    symbol = symbol_of(name, context)
    if len(symbol.rosters) != 1:
        raise NotCarried(f"'{symbol.name}' is not in one repeat")
    inner = replace(context, inside=symbol.rosters)
    at = number(translate(arguments[2], inner), inner)
    if at.kind == "real":
        raise NotCarried("the number of a row is the result of a division; round it first")
    where = ours.binary("=", ours.call("position"), at.node)
    node = ours.call("first", ours.name(*symbol.rosters, symbol.name), where=where)
    part = cell(symbol, node, inner)
    return replace(part, nullable=True) if isinstance(part, Value) else part


FUNCTIONS: Mapping[str, tuple[int, int, Callable[[Arguments, Context], Part]]] = {
    "sum": (1, 1, total),
    "count": (1, 1, count),
    "count-non-empty": (1, 1, count_non_empty),
    "max": (1, 1000, _extreme("max")),
    "min": (1, 1000, _extreme("min")),
    "sum-if": (2, 2, _where_holds(_total)),
    "count-if": (2, 2, _where_holds(lambda rows, _context: _count(rows))),
    "max-if": (2, 2, _where_holds(lambda rows, context: _most("max", rows, context))),
    "min-if": (2, 2, _where_holds(lambda rows, context: _most("min", rows, context))),
    "position": (0, 1, position),
    "index": (0, 0, index),
    "indexed-repeat": (3, 1000, indexed),
}
