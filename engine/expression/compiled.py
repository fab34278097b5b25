"""The result of compiling one expression: its core, its type and what it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.errors import Finding
from engine.expression.types import Type
from engine.expression.units import Unit


@dataclass(frozen=True, slots=True, order=True)
class Read:
    """A cell, or the set of rows of a roster, that an expression reads.

    `scope`, `slot`: the cell; for `rows` the roster's own scope, slot -1. `anchor`: the scope whose frame is common to
    the cell and to every frame in which the expression must run again (docs/compiled_form.md, Nodes). `up`: parents up
    from the expression's own frame, None when the cell is reached through an aggregate, the row before, or `rows`.
    `inspected`: only looked inside (`is_missing(x)`, `coalesce(x, 0)`), so that its being off route decides nothing.
    """

    scope: int
    slot: int
    anchor: int
    up: int | None = None
    inspected: bool = False
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression after parsing, checking and lowering.

    `ast` is the core of docs/compiled_form.md, None when a finding is an error. Spans of findings are character ranges
    of `text`; their pointer is empty, for the caller to fill in.
    """

    text: str
    ast: list[Any] | None
    type: Type | None
    reads: tuple[Read, ...]
    findings: tuple[Finding, ...]
    unit: Unit | None = None
