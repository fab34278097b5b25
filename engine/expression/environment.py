"""What the compiler tells the language about a questionnaire: its scopes, names and code lists.

A scope is the root (number 0) or a roster; see docs/compiled_form.md. Nothing here is a value: frames are the reader's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.expression.types import Type
from engine.expression.units import Unit


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name in a scope: a question, a calculation, a preloaded value, or a container.

    `type` is None for containers (section, group, table, roster), for what holds no value (note), and in an environment
    without types. A roster is a symbol of its parent scope with `is_roster` and the number of its own scope in
    `child_scope`. `missing` lists the missing reasons a question offers.
    """

    name: str
    type: Type | None
    scope: int
    slot: int
    unit: Unit | None = None
    missing: tuple[str, ...] = ()
    is_roster: bool = False
    child_scope: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope: the root (`index` 0, `parent` None) or a roster, `child` its number among the rosters of its parent."""

    index: int
    name: str
    parent: int | None
    child: int | None
    symbols: Mapping[str, Symbol]
    others: bool = False
    """Each row stands for another row of the roster around: see `pairs.py`."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list: its codes in order, labels for messages to authors, attribute types, whether codes have parents."""

    name: str
    codes: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Type] = field(default_factory=dict)
    parent: bool = False


@dataclass(frozen=True, slots=True)
class Environment:
    """All scopes, by number, and all code lists, by name. Preloaded names are plain symbols of scope 0."""

    scopes: tuple[Scope, ...]
    code_lists: Mapping[str, CodeList] = field(default_factory=dict)

    def lineage(self, scope: int) -> Iterator[Scope]:
        """The scope, then the scopes that enclose it, up to the root."""
        current: int | None = scope
        while current is not None:
            yield self.scopes[current]
            current = self.scopes[current].parent
