"""Expressions of XPath and their translations run over the same answers: the form they speak of, the comparison."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from engine.expression.unparse import unparse
from engine.expression.values import to_internal, to_outer
from engine.interchange.xpath.compare import truth
from engine.interchange.xpath.condition import Condition
from engine.interchange.xpath.parser import parse
from engine.interchange.xpath.symbols import Context, ListInfo, Symbol, Symbols
from engine.interchange.xpath.translate import constraint, translate, written
from tests.conformance.world import build_world
from tests.interchange.xpath_reference import Reference, stored
from tests.interchange.xpath_reference import truth as truth_of

TODAY = dt.date(2026, 11, 22)
LISTS = {"size": ("1", "2", "96"), "word": ("yes", "no", "dk"), "many": ("a", "b", "c", "none")}
TYPES = {
    "i": "integer", "j": "integer", "d": "decimal:4", "s": "code:size", "w": "code:word", "m": "codes:many",
    "t": "text", "u": "text", "x": "date", "y": "date",
}  # fmt: skip
DRAWN: Mapping[str, tuple[Any, ...]] = {
    "integer": (None, 0, 1, 2, 5, -3, 96),
    "decimal:4": (None, 0, 1, 2.5, -0.5, 96), "code:size": (None, *LISTS["size"]),
    "code:word": (None, *LISTS["word"]),
    "codes:many": (None, ["a"], ["b"], ["a", "b"], ["none"], ["a", "b", "c", "none"]),
    "text": (None, "5", "2", "abc", "a b", "2.5", "yes", "-3", "0"),
    "date": (None, dt.date(2026, 11, 22), dt.date(2000, 2, 29), dt.date(1969, 12, 31), dt.date(2026, 11, 25)),
}  # fmt: skip
"""Answers that matter, by type."""


def symbols() -> Symbols:
    """The form as the translator knows it."""
    named = {}
    for name, kind in TYPES.items():
        word, _, rest = kind.partition(":")
        named[name] = Symbol(
            name, word, choices=rest if rest in LISTS else None, decimals=4 if word == "decimal" else 0
        )
    return Symbols(named, {name: ListInfo(name, codes) for name, codes in LISTS.items()}, lambda _symbol: None)


def as_ours(text: str, answers: Mapping[str, Any]) -> Any:
    """What our language makes of an expression of ours; mistakes are raised as AssertionError."""
    plain = {name: each.isoformat() if isinstance(each, dt.date) else each for name, each in answers.items()}
    given = {name: each for name, each in plain.items() if each is not None}
    lists = {name: list(codes) for name, codes in LISTS.items()}
    world = build_world({"lists": lists, "today": TODAY.isoformat(), "variables": TYPES, "answers": given})
    compiled = world.compile(text)
    value = world.value(text)
    return to_outer(str(compiled.type), value)


def compiles(text: str, expect: str | None = None) -> bool:
    """Whether the compiler takes a translation."""
    lists = {name: list(codes) for name, codes in LISTS.items()}
    world = build_world({"lists": lists, "today": TODAY.isoformat(), "variables": TYPES, "answers": {}})
    return world.compile(text, expect=expect).ast is not None


def same(ours: Any, theirs: Any) -> bool:
    """Whether a value of ours is the stored result of XPath."""
    theirs = stored(theirs)
    if ours is None or theirs is None:
        return ours is theirs
    if isinstance(theirs, bool) or isinstance(ours, bool):
        return ours is theirs or (isinstance(theirs, str) and ours == theirs)
    if isinstance(theirs, float):
        return math.isclose(float(ours), theirs, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(theirs, dt.date):
        return bool(ours == theirs.isoformat())
    return bool(ours == theirs) or (isinstance(ours, int | float) and theirs == f"{ours:g}")


def translations(text: str) -> dict[str, str] | None:
    """The translations of an expression for each kind of place; None where something differs or is refused."""
    node = parse(text)
    context = Context(symbols())
    part = translate(node, context)
    condition = truth(part, context)
    if context.differences:
        return None
    found = {
        "positive": unparse(condition.positive),
        "negative": unparse(condition.negative),
        "total": unparse(condition.total),
    }
    if not (isinstance(part, Condition) or part.is_nothing):
        found["value"] = written(part)
    usable = all(compiles(one, None if key == "value" else "boolean") for key, one in found.items())
    return found if usable else None


def constraint_of(text: str, own: str) -> tuple[str, list[str]]:
    """The translation of a constraint of the question `own`, and what differs."""
    known = symbols()
    context = Context(known, own=known.named[own])
    return constraint(text, context), context.differences


def disagreements(text: str, found: Mapping[str, str], answers: Mapping[str, Any]) -> list[str]:
    """In which places the translations are not what XPath is."""
    result = Reference(answers.get, TODAY).value(parse(text))
    wanted = truth_of(result)
    wrong = []
    positive, negative, total = (as_ours(found[key], answers) for key in ("positive", "negative", "total"))
    if (positive is True) != wanted:
        wrong.append(f"{text} is {wanted}; {found['positive']} is {positive}")
    if (negative is False) != (not wanted):
        wrong.append(f"{text} is {wanted}; {found['negative']} is {negative}")
    if total is not wanted:
        wrong.append(f"{text} is {wanted}; {found['total']} is {total}")
    if "value" in found and not same(as_ours(found["value"], answers), result):
        wrong.append(f"{text} is {result!r}; {found['value']} is {as_ours(found['value'], answers)!r}")
    return wrong


def internal(kind: str, answer: Any) -> Any:
    """An answer in internal form."""
    if answer is None:
        return None
    return to_internal(kind, answer.isoformat() if isinstance(answer, dt.date) else answer)
