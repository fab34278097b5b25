"""What the translator knows of a form: questions by their XLSForm names, their rosters and types, and code lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.interchange.xpath.value import Part


@dataclass(frozen=True, slots=True)
class ListInfo:
    """A code list: its codes, and for each attribute our name of it and the values that it has."""

    name: str
    codes: tuple[str, ...]
    attributes: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    partial: frozenset[str] = frozenset()
    """The columns that some codes leave empty."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """The labels in the first language."""
    file: str = ""
    """The file beside the form that the list was read from, without its ending."""
    written: str | None = None
    """Our attribute that has the names as written, where some stand twice and their codes had to differ."""
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The codes of each name that stands more than once."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A question, calculation or container: our `name`, the rosters around it, and the kind of its value.

    `kind` is a type of ours, `calculation` (inferred by translating it), `roster`, or `none` for what holds no value.
    `containers` are the groups and rosters around it, outermost first, each with True for a roster. `conditional` is
    True where it can be off route in a row of its roster.
    """

    name: str
    kind: str
    rosters: tuple[str, ...] = ()
    choices: str | None = None
    decimals: int = 0
    containers: tuple[tuple[str, bool], ...] = ()
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Symbols:
    """All of a form; `calculated` gives the translation of a calculation, None where it could not be carried."""

    named: Mapping[str, Symbol]
    lists: Mapping[str, ListInfo]
    calculated: Callable[[Symbol], Part | None]
    given: Callable[[str, str, str], str] = lambda name, _kind, _key: name
    """The name of a variable of this type that comes with the assignment, the same for the same key."""

    def find(self, name: str) -> Symbol | None:
        """The symbol of an XLSForm name; of one that differs only in case, if there is just one."""
        if name in self.named:
            return self.named[name]
        alike = [symbol for each, symbol in self.named.items() if each.lower() == name.lower()]
        return alike[0] if len(alike) == 1 else None

    def codes(self, choices: str | None) -> tuple[str, ...]:
        """The codes of a list, none for no list."""
        listed = self.lists.get(choices or "")
        return listed.codes if listed else ()


@dataclass(slots=True)
class Context:
    """Where an expression stands: rosters around it, its own question (`.`), the list of a choice_filter.

    `inside` is the roster path of the aggregate that is being translated. `differences` grows with what is not exactly
    the same here.
    """

    symbols: Symbols
    rosters: tuple[str, ...] = ()
    own: Symbol | None = None
    filter_list: ListInfo | None = None
    inside: tuple[str, ...] | None = None
    differences: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)

    def differs(self, how: str) -> None:
        """Note a difference once."""
        if how not in self.differences:
            self.differences.append(how)
