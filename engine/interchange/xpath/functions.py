"""The table of XPath functions that can be carried, and those about truth, choice and selections.

Text functions are in `functions_text.py`, dates in `functions_dates.py`, numbers in `functions_numbers.py`, repeats in
`functions_rows.py`. Each takes the call and its context and gives a part, or raises NotCarried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.interchange.xpath import condition, ours, tree
from engine.interchange.xpath import functions_dates as dates
from engine.interchange.xpath import functions_given as given
from engine.interchange.xpath import functions_numbers as numbers
from engine.interchange.xpath import functions_rows as rows
from engine.interchange.xpath import functions_text as texts
from engine.interchange.xpath.compare import compare, truth
from engine.interchange.xpath.condition import ALWAYS, NEVER, Condition, certain, strict
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.translate import translate
from engine.interchange.xpath.unite import unite
from engine.interchange.xpath.value import NOTHING, NotCarried, Part, Value, as_text, filled, written_text


def call(node: tree.Call, context: Context) -> Part:
    """The part that a call is."""
    function = FUNCTIONS.get(node.name.lower())
    if function is None:
        reason = REASONS.get(node.name.lower())
        raise NotCarried(reason or f"there is nothing like {node.name}(…) here")
    least, most, translated = function
    if not least <= len(node.arguments) <= most:
        raise NotCarried(f"{node.name}(…) is given {len(node.arguments)} arguments")
    return translated(node.arguments, context)


def choose(arguments: tuple[tree.Node, ...], context: Context) -> Part:
    """if(c, a, b); a branch that is empty becomes when(c, a)."""
    decided = truth(translate(arguments[0], context), context)
    yes, no = translate(arguments[1], context), translate(arguments[2], context)
    if decided in (ALWAYS, NEVER):
        return yes if decided == ALWAYS else no
    if isinstance(yes, Condition) and isinstance(no, Condition):
        return condition.chosen(decided, yes, no)
    if isinstance(yes, Value) and yes.is_nothing:
        yes, no, decided = no, yes, condition.opposite(decided)
    if isinstance(no, Value) and no.is_nothing:
        return _when(decided, yes)
    first, second = unite([yes, no], context)
    node = ours.choice(decided.total, first.node, second.node)
    return replace(first, node=node, nullable=first.nullable or second.nullable, constant=None, days=None, figure=None)


def _when(decided: Condition, part: Part) -> Part:
    if isinstance(part, Condition):  # the empty text counts as false
        return condition.both("and", decided, part)
    if part.is_nothing:
        return NOTHING
    value = filled(part)
    blank = value.blank if value.blank == "text" or not value.nullable else "mixed"
    node = ours.call("when", decided.positive, value.node)
    return replace(
        value, node=node, nullable=True, blank="text" if not value.nullable else blank, constant=None, days=None
    )


def first_known(arguments: tuple[tree.Node, ...], context: Context) -> Part:
    """coalesce(a, b)."""
    parts = [translate(one, context) for one in arguments]
    parts = [part for part in parts if not (isinstance(part, Value) and part.is_nothing)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    if isinstance(parts[0], Condition):
        return parts[0]
    united = unite(parts, context)
    node = ours.call("coalesce", *(one.node for one in united))
    return replace(united[0], node=node, nullable=united[-1].nullable, constant=None, days=None, figure=None)


def negated(arguments: tuple[tree.Node, ...], context: Context) -> Condition:
    """not(x)."""
    return condition.opposite(truth(translate(arguments[0], context), context))


def as_truth(arguments: tuple[tree.Node, ...], context: Context) -> Condition:
    """boolean(x)."""
    return truth(translate(arguments[0], context), context)


def empty(arguments: tuple[tree.Node, ...], context: Context) -> Condition:
    """empty(x) of SurveyCTO."""
    return compare("=", translate(arguments[0], context), NOTHING, context)


def truth_of_text(arguments: tuple[tree.Node, ...], context: Context) -> Condition:
    """boolean-from-string(x): true for 'true' and '1'."""
    part = translate(arguments[0], context)
    if isinstance(part, Condition):
        return part
    value = as_text(part)
    return strict(ours.among(value.node, (ours.text("1"), ours.text("true"))), False)


def selected(arguments: tuple[tree.Node, ...], context: Context) -> Condition:
    """selected(x, 'a'): of several codes, one code, or a text with codes in it."""
    among, code = translate(arguments[0], context), translate(arguments[1], context)
    if isinstance(among, Condition) or isinstance(code, Condition):
        raise NotCarried("selected(…) is given a condition")
    if code.is_nothing or among.is_nothing:
        raise NotCarried("selected(…) is given an empty text")
    wanted = replace(code, constant=code.constant.strip()) if code.constant else as_text(code)
    if among.kind in ("codes", "rank", "code"):
        return _selected_code(among, wanted, code, context)
    return _selected_word(as_text(among), wanted, context)


def _selected_code(among: Value, wanted: Value, code: Value, context: Context) -> Condition:
    node = wanted.node
    if wanted.constant is not None:
        node = ours.text(wanted.constant)
        listed = context.symbols.lists.get(among.choices or "")
        if listed is not None and wanted.constant in listed.shared:
            codes = (ours.text(one) for one in listed.shared[wanted.constant])
            return strict(ours.call("selected_any", among.node, *codes), False)
        if wanted.constant not in context.symbols.codes(among.choices):
            context.unlisted.append(wanted.constant)
            return NEVER
    elif code.kind == "code" and code.choices == among.choices:
        node = code.node
    if among.kind == "code":
        return strict(ours.binary("=", among.node, node), False)
    return strict(ours.call("selected", among.node, node), False)


def _selected_word(among: Value, wanted: Value, context: Context) -> Condition:
    if among.domain is not None and wanted.constant is not None:
        holding = sorted(text for text in among.domain if wanted.constant in text.split())
        if not holding:
            return NEVER
        node = ours.among(among.node, tuple(ours.text(text) for text in holding))
        return strict(node, False) if among.nullable else certain(node)
    space = ours.text(" ")
    inside = ours.call("concat", space, among.node, space)
    word = ours.text(f" {wanted.constant} ") if wanted.constant else ours.call("concat", space, wanted.node, space)
    node = ours.call("contains", inside, word)
    return strict(node, False) if among.nullable or wanted.nullable else certain(node)


def count_selected(arguments: tuple[tree.Node, ...], context: Context) -> Value:
    """count-selected(x): 0 when nothing is selected."""
    part = translate(arguments[0], context)
    if isinstance(part, Condition) or part.kind not in ("codes", "rank", "code"):
        return texts.count_items((tree.Text(" "), *arguments), context)
    if part.kind == "code":
        node = ours.choice(ours.call("is_answered", part.node), ours.number(1), ours.number(0))
        return Value(node, "integer", nullable=False, blank="nan", natural=True)
    node = ours.call("count_selected", part.node)
    return Value(node, "integer", nullable=part.nullable, blank="nan", default=0.0, natural=True)


def selected_at(arguments: tuple[tree.Node, ...], context: Context) -> Part:
    """selected-at(x, n): counted from 0, in the order of the list or as ranked."""
    part = translate(arguments[0], context)
    if isinstance(part, Condition) or part.kind not in ("codes", "rank", "code"):
        return texts.item_at((tree.Text(" "), *arguments), context)
    place = numbers.whole((arguments[1],), context)
    if part.kind == "code":
        if place.constant != "0":
            raise NotCarried("the n-th of a single choice")
        return part
    if place.nullable:
        context.differs("a place that cannot be computed gives nothing")
    nth = texts.one_more(place)
    node = (
        ours.call("first_selected", part.node) if nth == ours.number(1) else ours.call("nth_selected", part.node, nth)
    )
    return Value(node, "code", part.choices, domain=part.domain)


def choice_name(arguments: tuple[tree.Node, ...], context: Context) -> Part:
    """jr:choice-name(x, '${x}'): the code itself, which texts show by its label; the label of a written code."""
    part = translate(arguments[0], context)
    if isinstance(part, Value) and part.constant and len(arguments) == 2:
        return _label(part.constant, arguments[1], context)
    if isinstance(part, Condition) or part.kind != "code":
        raise NotCarried("the label of something that is not one choice of a question")
    context.differs("the value is the code; texts show its label")
    return part


def _label(code: str, question: tree.Node, context: Context) -> Value:
    name = question.text.strip().removeprefix("${").removesuffix("}").strip() if isinstance(question, tree.Text) else ""
    symbol = context.symbols.find(name)
    listed = context.symbols.lists.get(symbol.choices or "") if symbol else None
    if listed is None or code not in listed.labels:
        raise NotCarried(f"'{code}' is no choice of '{name}'")
    if "{" in listed.labels[code]:
        raise NotCarried(f"the label of '{code}' has braces")
    context.differs("the label is written in the first language")
    return written_text(listed.labels[code])


Function = tuple[int, int, Callable[[tuple[tree.Node, ...], Context], Part]]
MANY = 1000
FUNCTIONS: Mapping[str, Function] = {
    "if": (3, 3, choose),
    "coalesce": (1, MANY, first_known),
    "not": (1, 1, negated),
    "true": (0, 0, lambda _arguments, _context: ALWAYS),
    "false": (0, 0, lambda _arguments, _context: NEVER),
    "boolean": (1, 1, as_truth),
    "empty": (1, 1, empty),
    "boolean-from-string": (1, 1, truth_of_text),
    "selected": (2, 2, selected),
    "count-selected": (1, 1, count_selected),
    "selected-at": (2, 2, selected_at),
    "jr:choice-name": (1, 2, choice_name),
    "choice-label": (1, 2, choice_name),
    **texts.FUNCTIONS,
    **numbers.FUNCTIONS,
    **dates.FUNCTIONS,
    **rows.FUNCTIONS,
    **given.FUNCTIONS,
}
"""Each function: the least and the most arguments, and how it is translated."""

REASONS: Mapping[str, str] = {
    "now": "the time of day at the moment is not known to expressions",
    "duration": "the log of the interview has the time of every answer",
    "translate": "letters of a text cannot be exchanged one by one",
    "randomize": "the order of choices is that of the list",
    "digest": "checksums are not computed by expressions",
    "rank-index": "rows have no rank among each other",
    "device-info": "the log of the interview has the device",
}
"""Why functions that are often used are not carried."""
