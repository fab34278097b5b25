"""Checks of functions of text, dates, selections and codes that take several types or written-out constants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.expression import lower
from engine.expression.lower import Typed, constant
from engine.expression.tree import Call, Node
from engine.expression.types import BOOLEAN, INTEGER, TEXT, YEAR_MONTH, Type, words
from engine.expression.units import WANTED, Unit

if TYPE_CHECKING:
    from engine.expression.check import Checker

WRITABLE = frozenset(["text", "code", "integer", "decimal", "boolean", "date", "time", "datetime", "year_month"])


def concat(checker: Checker, node: Call) -> Typed | None:
    """concat and concat_known: what can be written plainly, one after the other."""
    parts = checker.arguments(node, f"{node.name}(x, …)", 1, None)
    if parts is None:
        return None
    written = [
        written_plainly(checker, part, argument.value) for part, argument in zip(parts, node.arguments, strict=True)
    ]
    if None in written:
        return None
    return lower.call(node.name, TEXT, *(part.core for part in written if part is not None))


def to_text(checker: Checker, node: Call) -> Typed | None:
    """to_text: one value written plainly."""
    parts = checker.arguments(node, "to_text(x)", 1, 1)
    return None if parts is None else written_plainly(checker, parts[0], node.arguments[0].value)


def written_plainly(checker: Checker, part: Typed, node: Node) -> Typed | None:
    if checker.is_empty_text(part, node):
        return None
    if part.type.kind in ("text", "code"):
        return replace(part, type=TEXT, quoted=None)
    if part.type.kind in WRITABLE:
        return lower.call("to_text", TEXT, part.core, constant(str(part.type)))
    remedy = "Write round(x, n) first." if part.type.kind == "real" else None
    return checker.report("wrong_type", f"This is {words(part.type)}: it has no plain text.", node, remedy)


def matches(checker: Checker, node: Call) -> Typed | None:
    """matches: of text, with a pattern of the common subset written out."""
    if len(node.arguments) != 2:
        return checker.wrong_count(node, "matches(x, 'pattern')")
    text = _text(checker, node.arguments[0].value)
    pattern = checker.pattern(node.arguments[1].value)
    return (text and pattern and lower.call("matches", BOOLEAN, text.core, constant(pattern))) or None


def _text(checker: Checker, node: Node) -> Typed | None:
    part = checker.check(node)
    return part and checker.fit(part, TEXT, node)


def label(checker: Checker, node: Call) -> Typed | None:
    """label: the code itself, which a text shows by its label."""
    parts = checker.arguments(node, "label(x)", 1, 1)
    if parts is None:
        return None
    if not checker.in_text:
        return checker.report("only_in_text", "A label depends on the language; conditions use codes.", node)
    if parts[0].type.code_list is None:
        return checker.report("wrong_type", f"This is {words(parts[0].type)}, without labels.", node)
    return parts[0]


def add_months(checker: Checker, node: Call) -> Typed | None:
    """add_months: of a date or a year_month."""
    parts = checker.arguments(node, "add_months(d, n)", 2, 2)
    if parts is None:
        return None
    n = checker.fit(parts[1], INTEGER, node.arguments[1].value)
    is_month = parts[0].type == YEAR_MONTH
    start = parts[0] if is_month else checker.fit(parts[0], Type("date"), node.arguments[0].value)
    if n is None or start is None:
        return None
    checker.same_unit(node, n, Typed(INTEGER, [], Unit(WANTED[node.name], given=True)))
    return lower.call("shift_month" if is_month else "add_months", start.type, start.core, n.core)


def minutes_between(checker: Checker, node: Call) -> Typed | None:
    """minutes_between: of two times or two datetimes."""
    parts = checker.arguments(node, "minutes_between(a, b)", 2, 2)
    if parts is None:
        return None
    nodes: list[Node] = [argument.value for argument in node.arguments]
    if all(part.quoted is not None for part in parts):
        return checker.report("wrong_type", "Two quoted texts: which type they are is not known.", node)
    pair = checker.alike(parts, nodes)
    if pair is not None and pair[0].type.kind not in ("time", "datetime"):
        return checker.report("wrong_type", f"This is {words(pair[0].type)}; times or datetimes are needed.", node)
    return None if pair is None else lower.call("minutes_between", INTEGER, pair[0].core, pair[1].core)


def selected(checker: Checker, node: Call) -> Typed | None:
    """selected: a code in a selection; of a single code, equality."""
    parts = checker.arguments(node, "selected(x, 'code')", 2, 2)
    if parts is None:
        return None
    chosen, place = parts[0], node.arguments[0].value
    if chosen.type.code_list is None:
        return checker.report("wrong_type", f"This is {words(chosen.type)}, not a selection.", place)
    code = checker.fit(parts[1], Type("code", code_list=chosen.type.code_list), node.arguments[1].value)
    if code is None:
        return None
    if chosen.type.kind == "code":
        return lower.condition(["eq", chosen.core, code.core])
    return lower.call("selected", BOOLEAN, chosen.core, code.core)


def selected_among(checker: Checker, node: Call) -> Typed | None:
    """selected_any, selected_all, selected_only: with codes written out."""
    parts = checker.arguments(node, f"{node.name}(x, 'a', 'b', …)", 2, None)
    chosen = parts and a_set(checker, parts[0], node.arguments[0].value)
    if not parts or not chosen:
        return None
    one = Type("code", code_list=chosen.type.code_list)
    codes = []
    for part, argument in zip(parts[1:], node.arguments[1:], strict=True):
        if part.quoted is None:
            return checker.report("needs_constant", "The codes are written out, in quotes.", argument.value)
        code = checker.constant(part, one, argument.value)
        if code is None:
            return None
        codes.append(code.core[1])
    return lower.call(node.name, BOOLEAN, chosen.core, constant(codes))


def first_selected(checker: Checker, node: Call) -> Typed | None:
    """first_selected: a code of the list."""
    parts = checker.arguments(node, "first_selected(x)", 1, 1)
    chosen = parts and a_set(checker, parts[0], node.arguments[0].value)
    if not chosen:
        return None
    return lower.call("first_selected", Type("code", code_list=chosen.type.code_list), chosen.core)


def nth_selected(checker: Checker, node: Call) -> Typed | None:
    """nth_selected: a code of the list, by its place."""
    parts = checker.arguments(node, "nth_selected(x, n)", 2, 2)
    chosen = parts and a_set(checker, parts[0], node.arguments[0].value)
    if not parts or not chosen:
        return None
    place = checker.fit(parts[1], INTEGER, node.arguments[1].value)
    one = Type("code", code_list=chosen.type.code_list)
    return place and lower.call("nth_selected", one, chosen.core, place.core)


def rank_of(checker: Checker, node: Call) -> Typed | None:
    """rank_of: the place of a code in a ranking."""
    parts = checker.arguments(node, "rank_of(x, 'code')", 2, 2)
    if parts is None:
        return None
    if parts[0].type.kind != "rank":
        return checker.report("wrong_type", f"This is {words(parts[0].type)}, not a ranking.", node.arguments[0].value)
    code = checker.fit(parts[1], Type("code", code_list=parts[0].type.code_list), node.arguments[1].value)
    return code and lower.call("rank_of", INTEGER, parts[0].core, code.core)


def two_sets(checker: Checker, node: Call) -> Typed | None:
    """is_subset and overlaps: two selections of one list."""
    parts = checker.arguments(node, f"{node.name}(x, y)", 2, 2)
    if parts is None:
        return None
    sets = [a_set(checker, part, argument.value) for part, argument in zip(parts, node.arguments, strict=True)]
    if sets[0] is None or sets[1] is None:
        return None
    if sets[0].type.code_list != sets[1].type.code_list:
        return checker.report("unlike_types", "The selections are of different code lists.", node)
    return lower.call(node.name, BOOLEAN, sets[0].core, sets[1].core)


def parent_code(checker: Checker, node: Call) -> Typed | None:
    """parent_code: the parent in the code list, as text."""
    parts = checker.arguments(node, "parent_code(x)", 1, 1)
    if parts is None:
        return None
    listed = checker.stack.environment.code_lists.get(parts[0].type.code_list or "")
    if parts[0].type.kind != "code" or listed is None:
        return checker.report("wrong_type", f"This is {words(parts[0].type)}, not a code.", node.arguments[0].value)
    if not listed.parent:
        message = f"The code list '{listed.name}' has no parents."
        return checker.report("unknown_attribute", message, node, "Give the code list a parent column.")
    return Typed(TEXT, ["attr", listed.name, "parent", parts[0].core])


def a_set(checker: Checker, part: Typed, node: Node) -> Typed | None:
    """A part that must be a selection or ranking."""
    if part.type.is_set:
        return part
    return checker.report("wrong_type", f"This is {words(part.type)}, not a selection.", node)
