"""Random trees for properties: any tree of the grammar, and typed programs with what a naive reading makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from engine.expression import tree
from engine.expression.tokens import KEYWORDS
from engine.expression.tree import Node

NOWHERE = (0, 0)
NAMES = st.sampled_from(["age", "tuổi", "x1", "_y", "people"]).filter(lambda name: name not in KEYWORDS)
NUMBERS = st.one_of(st.integers(0, 10**6).map(str), st.decimals(0, 100, places=3).map(lambda number: f"{number:f}"))
TEXTS = st.text(st.sampled_from("aé'\"{} \\0"), max_size=5)


def _names(parts: list[str]) -> tree.Name:
    return tree.Name(NOWHERE, tuple(parts), (NOWHERE,) * len(parts))


LEAVES = st.one_of(
    NUMBERS.map(lambda text: tree.Number(NOWHERE, text)),
    TEXTS.map(lambda text: tree.Text(NOWHERE, text)),
    st.booleans().map(lambda value: tree.Truth(NOWHERE, value)),
    st.lists(NAMES, min_size=1, max_size=3).map(_names),
    NAMES.map(lambda name: _names(["this", name])),
)
OPERATORS = ["and", "or", "implies", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"]


def _branches(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    arguments = st.lists(st.builds(tree.Argument, st.just(NOWHERE), inner, st.none() | inner), max_size=3).map(tuple)
    constants = st.lists(LEAVES, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(tree.Binary, st.just(NOWHERE), st.sampled_from(OPERATORS), inner, inner),
        st.builds(tree.Unary, st.just(NOWHERE), st.sampled_from(["-", "not"]), inner),
        st.builds(tree.Between, st.just(NOWHERE), inner, inner, inner),
        st.builds(tree.Among, st.just(NOWHERE), inner, constants),
        st.builds(tree.Choice, st.just(NOWHERE), inner, inner, inner),
        st.builds(tree.Call, st.just(NOWHERE), NAMES, st.just(NOWHERE), arguments),
        st.builds(tree.ListBody, st.just(NOWHERE), st.lists(NAMES, min_size=1, max_size=2).map(_names), inner),
    )


TREES: st.SearchStrategy[Node] = st.recursive(LEAVES, _branches, max_leaves=20)

LIMIT = 2**53 - 1


class Beyond:
    """Stands for overflow."""


@dataclass(frozen=True)
class Naive:
    """A program as text, its decimals (None for a condition), and its value: Fraction, bool, None or Beyond."""

    text: str
    decimals: int | None
    value: Any


def checked(value: Fraction, decimals: int) -> Any:
    return value if abs(value * 10**decimals) <= LIMIT else Beyond


def arithmetic(left: Naive, operator: str, right: Naive) -> Naive:
    assert left.decimals is not None and right.decimals is not None
    text = f"({left.text} {operator} {right.text})"
    decimals = left.decimals + right.decimals if operator == "*" else max(left.decimals, right.decimals)
    values = (left.value, right.value)
    if Beyond in values:
        return Naive(text, decimals, Beyond)
    if operator != "*" and any(each is not None and checked(each, decimals) is Beyond for each in values):
        return Naive(text, decimals, Beyond)
    if None in values:
        return Naive(text, decimals, None)
    value = {"+": values[0] + values[1], "-": values[0] - values[1], "*": values[0] * values[1]}[operator]
    return Naive(text, decimals, checked(value, decimals))


def comparison(left: Naive, operator: str, right: Naive) -> Naive:
    assert left.decimals is not None and right.decimals is not None
    text, decimals = f"({left.text} {operator} {right.text})", max(left.decimals, right.decimals)
    values = (left.value, right.value)
    if any(each is Beyond or (each is not None and checked(each, decimals) is Beyond) for each in values):
        return Naive(text, None, Beyond)
    if None in values:
        return Naive(text, None, None)
    a, b = values
    return Naive(text, None, {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator])


def logic(left: Naive, operator: str, right: Naive) -> Naive:
    """Kleene by the rule of possible worlds: unknown when true and false in its place give different results."""
    text, decided = f"({left.text} {operator} {right.text})", {"and": False, "or": True, "implies": False}[operator]
    if left.value is Beyond or (left.value is not decided and right.value is Beyond):
        return Naive(text, None, Beyond)
    if left.value is decided:
        return Naive(text, None, operator != "and")
    results = {_plain(a, operator, b) for a in _possible(left.value) for b in _possible(right.value)}
    return Naive(text, None, results.pop() if len(results) == 1 else None)


def _possible(value: Any) -> tuple[bool, ...]:
    return (True, False) if value is None else (value,)


def _plain(a: bool, operator: str, b: bool) -> bool:
    return {"and": a and b, "or": a or b, "implies": not a or b}[operator]


def negated(inner: Naive) -> Naive:
    value = inner.value if inner.value in (None, Beyond) else not inner.value
    return Naive(f"not {inner.text}", None, value)


def chosen(condition: Naive, yes: Naive, no: Naive) -> Naive:
    assert yes.decimals is not None and no.decimals is not None
    decimals = max(yes.decimals, no.decimals)
    text = f"(if {condition.text} then {yes.text} else {no.text})"
    if condition.value in (None, Beyond):
        return Naive(text, decimals, condition.value)
    value = yes.value if condition.value else no.value
    return Naive(text, decimals, value if value in (None, Beyond) else checked(value, decimals))


VARIABLES = (
    Naive("seven", 0, Fraction(7)), Naive("none", 0, None), Naive("tenth", 1, Fraction(1, 10)),
    Naive("big", 0, Fraction(LIMIT)), Naive("cents", 2, Fraction(-1234, 100)), Naive("zero", 0, Fraction(0)),
)  # fmt: skip
WORLD = {
    "variables": {
        "seven": "integer", "none": "integer", "tenth": "decimal:1", "big": "integer", "cents": "decimal:2",
        "zero": "integer", "yes": "boolean", "no": "boolean", "unsure": "boolean",
    },
    "answers": {
        "seven": 7, "none": {"missing": "refused"}, "tenth": 0.1, "big": LIMIT, "cents": -12.34,
        "zero": 0, "yes": True, "no": False, "unsure": {"missing": "dont_know"},
    },
}  # fmt: skip
TRUTHS = (Naive("yes", None, True), Naive("no", None, False), Naive("unsure", None, None), Naive("true", None, True))


@st.composite
def numbers(draw: st.DrawFn, depth: int = 3) -> Naive:
    """A program with an exact number."""
    kind = draw(st.integers(0, 4)) if depth else 0
    if kind <= 1:
        constant = st.integers(0, 999).map(lambda n: Naive(str(n), 0, Fraction(n)))
        return draw(st.one_of(st.sampled_from(VARIABLES), constant))
    if kind == 2:
        return chosen(draw(truths(depth - 1)), draw(numbers(depth - 1)), draw(numbers(depth - 1)))
    left, right = draw(numbers(depth - 1)), draw(numbers(depth - 1))
    assert left.decimals is not None and right.decimals is not None
    operators = ["+", "-", "*"] if left.decimals + right.decimals <= 9 else ["+", "-"]
    return arithmetic(left, draw(st.sampled_from(operators)), right)


@st.composite
def truths(draw: st.DrawFn, depth: int = 3) -> Naive:
    """A program with a condition."""
    kind = draw(st.integers(0, 3)) if depth else 0
    if kind == 0:
        return draw(st.sampled_from(TRUTHS))
    if kind == 1:
        return negated(draw(truths(depth - 1)))
    if kind == 2:
        operator = draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
        return comparison(draw(numbers(depth - 1)), operator, draw(numbers(depth - 1)))
    return logic(draw(truths(depth - 1)), draw(st.sampled_from(["and", "or", "implies"])), draw(truths(depth - 1)))
