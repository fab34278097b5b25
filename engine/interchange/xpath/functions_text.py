"""XPath functions of text. An empty text is unknown here, so joining skips it and its length is 0."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from engine.expression.tree import Binary, Call, Node, Number
from engine.interchange.xpath import ours, tree
from engine.interchange.xpath.arithmetic import number
from engine.interchange.xpath.condition import Condition, certain, strict
from engine.interchange.xpath.functions_rows import Rows, body_of, cell_of, rows_if, rows_of
from engine.interchange.xpath.patterns import common_form
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.translate import translate
from engine.interchange.xpath.value import (
    NOTHING,
    NotCarried,
    Part,
    Value,
    as_text,
    filled,
    written_number,
    written_text,
)

Arguments = tuple[tree.Node, ...]


def text(node: tree.Node, context: Context) -> Value:
    """An argument as a text."""
    part = translate(node, context)
    if isinstance(part, Value) and part.kind == "decimal" and part.constant is None:
        context.differs("a decimal number is written with all its decimals")
    if isinstance(part, Value) and part.is_number and part.nullable and part.blank != "text":
        context.differs("a number that cannot be computed is left out instead of written NaN")
    return as_text(part)


def concat(arguments: Arguments, context: Context) -> Value:
    """concat(a, b, …): what is empty adds nothing."""
    return joined([text(one, context) for one in arguments])


def join(arguments: Arguments, context: Context) -> Value:
    """join(separator, a, b, …) of plain values, or of one question over the rows of a repeat."""
    if len(arguments) == 2:
        rows = rows_of(arguments[1], context)
        return text(arguments[1], context) if rows is None else join_rows(arguments[0], rows, context)
    parts = [text(one, context) for one in arguments[1:]]
    between = text(arguments[0], context)
    found = parts[:1]
    for part in parts[1:]:
        found += [between, part]
    return joined(found)


def join_rows(between: tree.Node, rows: Rows, context: Context) -> Value:
    """The answers of a question in all rows, one after the other."""
    if not isinstance(between, tree.Text):
        raise NotCarried("what stands between the texts of rows is not written out")
    value = cell_of(rows, context)
    plain = as_text(value)
    if value.kind == "decimal":
        context.differs("a decimal number is written with all its decimals")
    if value.nullable:
        context.differs("rows without an answer are left out, instead of leaving a gap")
    node = ours.join(body_of(rows, value, _bare(plain)), ours.text(between.text), rows.where)
    return Value(node, "text", nullable=True)


def join_if(arguments: Arguments, context: Context) -> Value:
    """join-if(separator, x, condition) of SurveyCTO."""
    return join_rows(arguments[0], rows_if(arguments[1], arguments[2], context), context)


def item_at(arguments: Arguments, context: Context) -> Value:
    """item-at(separator, x, n) of SurveyCTO, and selected-at(x, n) of a text: counted from 0."""
    between, value = arguments[0], text(arguments[1], context)
    place = number(translate(arguments[2], context), context)
    if not isinstance(between, tree.Text) or not between.text or place.kind != "integer":
        raise NotCarried("a part of a text is asked for by a separator or place that is not known")
    if value.is_nothing:
        return NOTHING
    if between.text == " " and value.domain is None:
        context.differs("parts are counted by single spaces")
    return _part(ours.call("part", value.node, ours.text(between.text), one_more(place)))


def one_more(place: Value) -> Node:
    """A place counted from 0, counted from 1; `n - 1` is the most usual one."""
    if place.constant is not None:
        return ours.number(int(place.constant) + 1)
    match place.node:
        case Binary(operator="-", left=left, right=Number(text="1")):
            return left
        case _:
            return ours.binary("+", place.node, ours.number(1))


def count_items(arguments: Arguments, context: Context) -> Value:
    """count-items(separator, x) of SurveyCTO, and count-selected(x) of a text: by its separators."""
    between, value = arguments[0], text(arguments[1], context)
    if not isinstance(between, tree.Text) or not between.text:
        raise NotCarried("the parts of a text are counted by a separator that is not known")
    if value.is_nothing:
        return written_number("0")
    if between.text == " ":
        context.differs("parts are counted by single spaces")
    longer = ours.call("replace", value.node, ours.text(between.text), ours.text(f"{between.text}|"))
    marks = ours.binary("-", ours.call("length", longer), ours.call("length", value.node))
    node = ours.binary("+", marks, ours.number(1))
    return Value(node, "integer", nullable=value.nullable, blank="nan", default=0.0, natural=True)


def joined(parts: list[Value]) -> Value:
    """Texts one after the other."""
    parts = [part for part in parts if not part.is_nothing]
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return parts[0]
    nullable = any(part.nullable for part in parts)
    node = ours.call("concat_known" if nullable else "concat", *(_bare(part) for part in parts))
    return Value(node, "text", nullable=all(part.nullable for part in parts))


def _bare(part: Value) -> Node:
    """Joining writes its parts out itself."""
    match part.node:
        case Call(name="to_text", arguments=(argument,)):
            return argument.value
        case _:
            return part.node


def string(arguments: Arguments, context: Context) -> Value:
    """string(x)."""
    return text(arguments[0], context)


def length(arguments: Arguments, context: Context) -> Value:
    """string-length(x): 0 when empty."""
    value = text(arguments[0], context)
    if value.is_nothing:
        raise NotCarried("the length of an empty text")
    return Value(
        ours.call("length", value.node), "integer", nullable=value.nullable, blank="nan", default=0.0, natural=True
    )


def regex(arguments: Arguments, context: Context) -> Condition:
    """regex(x, 'pattern'): the whole of x."""
    value, pattern = text(arguments[0], context), arguments[1]
    if not isinstance(pattern, tree.Text):
        raise NotCarried("the pattern of regex(…) is not written out")
    if value.is_nothing:
        raise NotCarried("a pattern is asked of an empty text")
    common = common_form(pattern.text)
    node = ours.call("matches", value.node, ours.text(common))
    return strict(node, re.fullmatch(common, "") is not None) if value.nullable else certain(node)


def _whether(function: str) -> Callable[[Arguments, Context], Condition]:
    def translated(arguments: Arguments, context: Context) -> Condition:
        value, part = text(arguments[0], context), text(arguments[1], context)
        if part.constant in (None, "") or value.is_nothing:
            raise NotCarried(f"{function}(…) is asked for a text that can be empty")
        node = ours.call(function, value.node, part.node)
        return strict(node, False) if value.nullable else certain(node)

    return translated


def substr(arguments: Arguments, context: Context) -> Value:
    """substr(x, start, end): from 0, without the end."""
    value = text(arguments[0], context)
    start = _written(arguments[1])
    end = _written(arguments[2]) if len(arguments) > 2 else None
    if end is not None and end <= start:
        return NOTHING
    count = ours.number(end - start) if end is not None else ours.call("length", value.node)
    return _part(ours.call("substring", value.node, ours.number(start + 1), count))


def _written(node: tree.Node) -> int:
    if isinstance(node, tree.Number) and node.text.isdecimal():
        return int(node.text)
    raise NotCarried("a part of a text is asked for at places that are not written out")


def _part(node: Node) -> Value:
    return Value(node, "text", nullable=True)


def before(arguments: Arguments, context: Context) -> Value:
    """substring-before(x, y)."""
    value, mark = _with_mark(arguments, context)
    place = ours.binary("-", ours.call("index_of", value.node, mark.node), ours.number(1))
    return _part(ours.call("left", value.node, place))


def after(arguments: Arguments, context: Context) -> Value:
    """substring-after(x, y): empty where y is not in x."""
    value, mark = _with_mark(arguments, context)
    past = ours.number(len(mark.constant or ""))
    place = ours.binary("+", ours.call("index_of", value.node, mark.node), past)
    rest = ours.call("substring", value.node, place, ours.call("length", value.node))
    return _part(ours.call("when", ours.call("contains", value.node, mark.node), rest))


def _with_mark(arguments: Arguments, context: Context) -> tuple[Value, Value]:
    value, mark = text(arguments[0], context), text(arguments[1], context)
    if mark.constant in (None, "") or value.is_nothing:
        raise NotCarried("a part of a text is asked for by a mark that is not written out")
    return value, mark


def identity(arguments: Arguments, context: Context) -> Part:
    """Functions that only store the value: once it is there, it is the same."""
    return filled_part(translate(arguments[0], context))


def filled_part(part: Part) -> Part:
    """A part with its default written out."""
    return part if isinstance(part, Condition) else filled(part)


def trimmed(arguments: Arguments, context: Context) -> Value:
    """trim(x)."""
    value = text(arguments[0], context)
    if value.constant is not None:
        return written_text(value.constant.strip())
    return _part(ours.call("trim", value.node))


FUNCTIONS: Mapping[str, tuple[int, int, Callable[[Arguments, Context], Part]]] = {
    "concat": (1, 1000, concat),
    "string": (1, 1, string),
    "string-length": (1, 1, length),
    "regex": (2, 2, regex),
    "contains": (2, 2, _whether("contains")),
    "starts-with": (2, 2, _whether("starts_with")),
    "ends-with": (2, 2, _whether("ends_with")),
    "substr": (2, 3, substr),
    "substring-before": (2, 2, before),
    "substring-after": (2, 2, after),
    "trim": (1, 1, trimmed),
    "join": (2, 1000, join),
    "item-at": (3, 3, item_at),
    "count-items": (2, 2, count_items),
    "join-if": (3, 3, join_if),
}

__all__ = ["FUNCTIONS", "filled_part", "joined", "number", "text"]
