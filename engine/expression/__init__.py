"""The expression language: text in, a typed core and its reads out; the core evaluated over frames.

The definition is README.md. Pure: no clock, no files, no database; knows of no questionnaire document.
"""

from __future__ import annotations

from engine.expression.compiled import Compiled, Read
from engine.expression.environment import CodeList, Environment, Scope, Symbol
from engine.expression.types import Type, parse_type

__all__ = [
    "CodeList", "Compiled", "Environment", "Read", "Scope", "Symbol", "Type",
    "compile_expression", "mentions", "parse_type",
]  # fmt: skip


def compile_expression(
    text: str,
    environment: Environment,
    scope: int,
    *,
    expect: str | None = None,
    filter_list: str | None = None,
    in_text: bool = False,
) -> Compiled:
    """The expression `text` of `scope`, parsed, checked and lowered; mistakes come as findings, never as exceptions.

    `expect` is the text form of the type that the place needs (`boolean` for `relevant`); a result of another type is a
    finding. `filter_list` makes it a `choice_filter` over that code list. `in_text` marks a `{reference}` in a label,
    where `label(x)` may be used.
    """
    raise NotImplementedError


def mentions(text: str, environment: Environment, scope: int, *, filter_list: str | None = None) -> tuple[Read, ...]:
    """What the expression reads, found before types are known (symbols may have type None). Never raises."""
    raise NotImplementedError
