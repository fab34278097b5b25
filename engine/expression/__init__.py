"""The expression language: text in, a typed core and its reads out; the core evaluated over frames.

The definition is README.md. Pure: no clock, no files, no database; knows of no questionnaire document.
"""

from __future__ import annotations

from engine.expression.compile import compile_expression, mentions
from engine.expression.compiled import Compiled, Read
from engine.expression.environment import CodeList, Environment, Scope, Symbol
from engine.expression.memo import Memo
from engine.expression.memory import Expressions, Memory
from engine.expression.template import TemplateReference, check_template, parse_template
from engine.expression.types import Type, parse_type
from engine.expression.units import Unit

__all__ = [
    "CodeList", "Compiled", "Environment", "Expressions", "Memo", "Memory", "Read", "Scope", "Symbol",
    "TemplateReference", "Type", "Unit", "check_template", "compile_expression", "mentions", "parse_template",
    "parse_type",
]  # fmt: skip
