"""An expression from text to `Compiled`: parsed, resolved, checked, lowered. What is remembered is in `memory.py`."""

from __future__ import annotations

from dataclasses import replace

from engine.expression.check import Checker
from engine.expression.compiled import Compiled, Read
from engine.expression.environment import Environment
from engine.expression.lower import Typed
from engine.expression.parser import parse
from engine.expression.reads import reads_of
from engine.expression.resolve import stack_at
from engine.expression.tree import Node
from engine.expression.types import parse_type
from engine.expression.units import Unit, clash


def compile_expression(
    text: str,
    environment: Environment,
    scope: int,
    *,
    expect: str | None = None,
    filter_list: str | None = None,
    in_text: bool = False,
    unit: Unit | None = None,
    reads: tuple[Read, ...] | None = None,
) -> Compiled:
    """The expression `text` of `scope`, parsed, checked and lowered; mistakes come as findings, never as exceptions.

    `expect` is the text form of the type that the place needs (`boolean` for `relevant`); a result of another type is a
    finding. `filter_list` makes it a `choice_filter` over that code list. `in_text` marks a `{reference}` in a label,
    where `label(x)` may be used. `unit` is what the place declares its value to be in. `reads` are its `mentions`,
    where they are known already.
    """
    parsed = parse(text)
    checker = Checker(stack_at(environment, scope, filter_list), list(parsed.findings), in_text)
    part = _settled(checker, checker.check(parsed.node), expect, parsed.node)
    found = part.unit if part else None
    if unit and found and clash(found, unit):
        checker.report("unit_clash", f"This is in {found.word}; what is declared is {unit.word}.", parsed.node)
    reads = reads_of(parsed.node, checker.stack) if reads is None else reads
    if part is None or any(found.severity == "error" for found in checker.findings):
        return Compiled(text, None, part.type if part else None, reads, tuple(checker.findings), found)
    return Compiled(text, part.core, part.type, reads, tuple(checker.findings), found)


def mentions(text: str, environment: Environment, scope: int, *, filter_list: str | None = None) -> tuple[Read, ...]:
    """What the expression reads, found before types are known (symbols may have type None). Never raises."""
    return reads_of(parse(text).node, stack_at(environment, scope, filter_list))


def _settled(checker: Checker, part: Typed | None, expect: str | None, node: Node) -> Typed | None:
    """The whole expression as the type that its place needs; a quoted text that nothing types is text."""
    if part is None or checker.is_empty_text(part, node):
        return None
    if expect == "boolean":
        return checker.truth(part, node)
    return checker.fit(part, parse_type(expect), node) if expect else replace(part, quoted=None)
