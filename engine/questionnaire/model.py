"""The questionnaire document as frozen dataclasses: what an author wrote, nothing resolved yet.

Each part keeps its JSON pointer, so that a finding can say where it is. Reading JSON into these is `load.py`; what the
parts must agree on is `check.py`; the compiled form is `compile.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Text = Mapping[str, str]
"""A text by language tag."""
Scalar = int | str | bool
RowsKind = Literal["added", "count", "codes", "selected", "others"]

SELECTS = ("select_one", "select_many", "rank")
CONTAINERS = ("section", "group", "table", "roster")
ITEM_TEXTS = ("label", "hint", "required_message", "constraint_message", "choice_message")
"""The texts of an item that may hold references."""
FILES = ("photo", "audio", "file", "signature")
SEVERAL = ("select_many", "rank")


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list; `attributes` hold what expressions can read of it."""

    code: str
    label: Text
    parent: str | None = None
    exclusive: bool = False
    attributes: Mapping[str, Scalar | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list, written in the document or read from a file; `attributes` gives `integer`, `text` or `boolean`."""

    name: str
    codes: tuple[Code, ...]
    attributes: Mapping[str, str]
    pointer: str

    def __contains__(self, code: str) -> bool:
        return any(entry.code == code for entry in self.codes)


@dataclass(frozen=True, slots=True)
class Unit:
    """What one interview is about: the names of its keys, and the expression that names it for people."""

    key: tuple[str, ...]
    label: str | None
    pointer: str = "/unit"


@dataclass(frozen=True, slots=True)
class Preload:
    """A variable that comes with the assignment."""

    name: str
    type: str
    label: Text | None
    codes: str | None
    decimals: int
    pointer: str


@dataclass(frozen=True, slots=True)
class ConfirmReason:
    """A reason offered when a soft edit is confirmed."""

    code: str
    label: Text
    pointer: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of a roster come from: `value` is an expression, a code list or a question; None for added."""

    kind: RowsKind
    value: str | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Item:
    """A question, a note, a calculation or a container. Expressions are text as written, None where left out."""

    name: str
    type: str
    pointer: str
    label: Text | None = None
    hint: Text | None = None
    relevant: str | None = None
    required: bool | str = False
    constraint: str | None = None
    required_message: Text | None = None
    constraint_message: Text | None = None
    constraint_severity: Literal["hard", "soft"] = "hard"
    choice_message: Text | None = None
    calculation: str | None = None
    default: str | None = None
    codes: str | None = None
    choice_filter: str | None = None
    exclusive: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unit: Text | None = None
    decimals: int = 2
    appearance: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    rows: Rows | None = None
    row_label: str | None = None
    min_rows: int | None = None
    max_rows: int | None = None

    @property
    def is_container(self) -> bool:
        """True for section, group, table and roster."""
        return self.type in CONTAINERS

    @property
    def is_asked(self) -> bool:
        """True for what someone answers: not a container, a note or a calculation."""
        return not self.is_container and self.type not in ("note", "calculation") and self.calculation is None

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in document order."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class Edit:
    """A rule: `when` guards it, `require` must hold, in each row of `for_each` or once."""

    id: str
    severity: Literal["hard", "soft"]
    phase: Literal["entry", "completion", "office"]
    for_each: str | None
    when: str | None
    require: str
    message: Text
    title: Text | None
    pointer: str


MODES = ("capi", "cati", "self", "keying")
"""How answers may be collected; what each means is in docs/decisions/0006-modes.md."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole questionnaire document."""

    id: str
    version: str
    languages: tuple[str, ...]
    title: Text
    description: Text | None
    unit: Unit | None
    reference_date: str | None
    reasons: Mapping[str, Text]
    confirm_reasons: tuple[ConfirmReason, ...]
    code_lists: Mapping[str, CodeList]
    preload: tuple[Preload, ...]
    items: tuple[Item, ...]
    edits: tuple[Edit, ...]
    modes: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    respondents: Mapping[str, Text] = field(default_factory=dict)
    paradata: tuple[str, ...] | None = None
    """The kinds that are recorded; None leaves it to the device's default."""

    def walk(self) -> Iterator[Item]:
        """All items, in document order."""
        for item in self.items:
            yield from item.walk()
