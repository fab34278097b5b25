"""XPath to our expression language: references, operators, and what an expression becomes in its place.

Functions are in `functions.py` and its `functions_*.py`, comparisons in `compare.py`. Raises NotCarried with the
reason for what has no equal; what is nearly the same is noted in `Context.differences`.
"""

from __future__ import annotations

from dataclasses import replace

from engine.expression import tree as our_tree
from engine.expression.unparse import unparse
from engine.interchange.xpath import condition, ours, tree
from engine.interchange.xpath.arithmetic import arithmetic, negative
from engine.interchange.xpath.compare import compare, truth
from engine.interchange.xpath.condition import Condition
from engine.interchange.xpath.parser import parse
from engine.interchange.xpath.symbols import Context, ListInfo, Symbol
from engine.interchange.xpath.value import (
    NOTHING,
    NotCarried,
    Part,
    Value,
    filled,
    written_number,
    written_text,
)  # fmt: skip

PSEUDO = ("code", "parent")


def positive(text: str, context: Context) -> str:
    """The text of a condition for `relevant`, `required`, `choice_filter`, `where`: true exactly where XPath is."""
    return unparse(truth(translate(parse(text), context), context).positive)


def constraint(text: str, context: Context) -> str:
    """The text of a constraint: false exactly where XPath is false and there is an answer."""
    found = truth(translate(parse(text), context), context)
    own = context.own
    if own is None or not _can_fail(found.negative, own.name):
        return unparse(found.negative)
    answered = ours.call("is_answered", ours.name(own.name))
    return unparse(ours.binary("implies", answered, found.negative))


def calculation(text: str, context: Context) -> Part:
    """The translation of a calculation, as others read it."""
    return translate(parse(text), context)


def written(part: Part) -> str:
    """The text of a calculated part."""
    if isinstance(part, Condition):
        return unparse(part.total)
    if part.is_nothing:
        raise NotCarried("it is always empty")
    return unparse(filled(part).node)


def translate(node: tree.Node, context: Context) -> Part:
    """A part of our language that is the same as the node."""
    match node:
        case tree.Number(text=text):
            return written_number(text)
        case tree.Text(text=text):
            return written_text(text)
        case tree.Reference(name=name):
            return reference(name, context)
        case tree.Dot():
            if context.own is None:
                raise NotCarried("'.' stands where there is no question of its own")
            return of_symbol(context.own, context)
        case tree.Path():
            from engine.interchange.xpath.paths import path  # paths hold predicates, which are translated here

            return path(node, context)
        case tree.Call():
            from engine.interchange.xpath.functions import call  # functions translate their arguments here

            return call(node, context)
        case tree.Binary(operator="and" | "or" as operator, left=left, right=right):
            one, other = (truth(translate(each, context), context) for each in (left, right))
            return condition.both(operator, one, other)
        case tree.Binary():
            return binary(node, context)
        case tree.Negative(operand=tree.Number(text=text)):
            return written_number(f"-{text}")
        case tree.Negative(operand=operand):
            return negative(translate(operand, context), context)
        case _:
            raise NotCarried("it holds something that is not understood")


def binary(node: tree.Binary, context: Context) -> Part:
    """A comparison or an operation of arithmetic."""
    match node:
        case tree.Binary(operator=sign, left=tree.Call(name="string-length", arguments=(inner,)), right=tree.Number(n)):
            emptiness = _EMPTINESS.get((sign, n))
            if emptiness is not None:
                return compare(emptiness, translate(inner, context), NOTHING, context)
        case _:
            pass
    left, right = translate(node.left, context), translate(node.right, context)
    if node.operator in ("=", "!=", "<", "<=", ">", ">="):
        return compare(node.operator, left, right, context)
    return arithmetic(node.operator, left, right, context)


_EMPTINESS = {
    ("=", "0"): "=", ("<", "1"): "=", ("<=", "0"): "=", ("!=", "0"): "!=", (">", "0"): "!=", (">=", "1"): "!=",
}  # fmt: skip
"""What comparing the length of a text says about its being empty."""


def reference(name: str, context: Context) -> Part:
    """The value of `${name}`."""
    return of_symbol(symbol_of(name, context), context)


def symbol_of(name: str, context: Context) -> Symbol:
    """The symbol of an XLSForm name."""
    symbol = context.symbols.find(name)
    if symbol is None:
        raise NotCarried(f"there is no question '{name}'")
    return symbol


def of_symbol(symbol: Symbol, context: Context) -> Part:
    """The value of a question in the place of the expression."""
    if symbol.kind == "now":
        context.differs(f"the start of the interview, '{symbol.name}', is taken as its reference date")
        return Value(ours.call("today"), "now", nullable=False)
    if symbol.kind == "none":
        raise NotCarried(f"'{symbol.name}' has no value here")
    if symbol.kind == "roster":
        raise NotCarried(f"'{symbol.name}' is a repeat; here one value is needed")
    depth = len(symbol.rosters)
    if symbol.rosters not in (context.rosters[:depth], (context.inside or ())[:depth]):
        raise NotCarried(f"'{symbol.name}' has a value in each row of '{symbol.rosters[-1]}'; here one is needed")
    return cell(symbol, name_of(symbol, context), context)


def cell(symbol: Symbol, node: our_tree.Node, context: Context) -> Part:
    """The value of a question read through `node`."""
    if symbol.kind == "calculation":
        return _calculated(symbol, node, context)
    listed = context.symbols.lists.get(symbol.choices or "") if symbol.kind == "code" else None
    if listed is not None and listed.written is not None:
        return _as_written(node, listed)
    blank_decimals = symbol.decimals if symbol.kind == "decimal" else 0
    return Value(node, symbol.kind, symbol.choices, decimals=blank_decimals)


def _as_written(node: our_tree.Node, listed: ListInfo) -> Value:
    """The name of a choice as its author wrote it, which several codes of the list share."""
    if not isinstance(node, our_tree.Name):
        raise NotCarried("the name of a choice that stands twice in its list is read over rows")
    names = listed.attributes["name"][1]
    return Value(ours.name(*node.parts, listed.written or ""), "text", domain=names)


def _calculated(symbol: Symbol, node: our_tree.Node, context: Context) -> Part:
    part = context.symbols.calculated(symbol)
    if part is None:
        raise NotCarried(f"the calculation '{symbol.name}' could not be carried")
    if isinstance(part, Condition):
        kept = ours.call("coalesce", node, ours.FALSE) if symbol.conditional else node
        return condition.strict(node, False) if symbol.conditional else condition.certain(kept)
    if part.is_nothing:
        return NOTHING
    stands = filled(part)
    nullable = stands.nullable or symbol.conditional
    domain = stands.domain
    return replace(
        stands, node=node, nullable=nullable, blank="text", constant=None, days=None, figure=None, default=None,
        domain=domain,
    )  # fmt: skip


def name_of(symbol: Symbol, context: Context) -> our_tree.Node:
    """The name of a question as it is written in the place of the expression."""
    listed = context.filter_list
    hidden = listed is not None and (
        symbol.name in PSEUDO or symbol.name in {ours_name for ours_name, _ in listed.attributes.values()}
    )
    if hidden or (context.inside is not None and _belongs_outside(symbol, context)):
        return ours.name("this", symbol.name)
    return ours.name(symbol.name)


def _belongs_outside(symbol: Symbol, context: Context) -> bool:
    """True where a name inside an aggregate means the row in which the expression itself stands."""
    return bool(symbol.rosters) and symbol.rosters == context.rosters[: len(symbol.rosters)]


def _can_fail(node: our_tree.Node, own: str) -> bool:
    """True where a condition could be false while the answer `own` is missing."""
    return False in _outcomes(node, own)


def _outcomes(node: our_tree.Node, own: str) -> frozenset[bool | None]:
    """Which of true, false and unknown a condition can be when `own` is missing; too many rather than too few."""
    anything: frozenset[bool | None] = frozenset([True, False, None])
    match node:
        case our_tree.Truth(value=value):
            return frozenset([value])
        case our_tree.Unary(operator="not", operand=operand):
            return frozenset(None if one is None else not one for one in _outcomes(operand, own))
        case our_tree.Binary(operator="and" | "or" as operator, left=left, right=right):
            decisive = operator == "or"
            pairs = [(a, b) for a in _outcomes(left, own) for b in _outcomes(right, own)]
            return frozenset(decisive if decisive in pair else None if None in pair else not decisive for pair in pairs)
        case our_tree.Binary() | our_tree.Between() | our_tree.Among():
            return frozenset([None]) if _reads_strictly(node, own) else anything
        case our_tree.Call(name="selected" | "selected_any" | "selected_all" | "selected_only" | "matches"):
            return frozenset([None]) if _reads_strictly(node, own) else anything
        case our_tree.Call(name="is_missing", arguments=(argument,)) if argument.value == ours.name(own):
            return frozenset([True])
        case our_tree.Call(name="is_answered", arguments=(argument,)) if argument.value == ours.name(own):
            return frozenset([False])
        case our_tree.Call(name="coalesce", arguments=(first, second)):
            inner = _outcomes(first.value, own)
            return (inner - {None}) | (_outcomes(second.value, own) if None in inner else frozenset())
        case _:
            return anything


STRICT_CALLS = frozenset([
    "selected", "selected_any", "selected_all", "selected_only", "matches", "length", "count_selected", "to_number",
    "days_between", "months_between", "add_days", "add_months", "date_of", "year", "month", "day", "abs", "round",
    "floor", "ceil", "truncate", "mod", "div", "to_text", "substring", "within",
])  # fmt: skip


def _reads_strictly(node: our_tree.Node, own: str) -> bool:
    """True where the node is unknown when `own` is missing, being built of strict parts only."""
    match node:
        case our_tree.Name(parts=parts):
            return parts == (own,)
        case our_tree.Call(name=name, arguments=arguments):
            return name in STRICT_CALLS and any(_reads_strictly(one.value, own) for one in arguments)
        case our_tree.Binary() | our_tree.Between() | our_tree.Among() | our_tree.Unary():
            return any(_reads_strictly(one, own) for one in our_tree.children(node))
        case _:
            return False
