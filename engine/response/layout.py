"""The parts of a compiled form as a reader needs them: nodes, items, slots, checks.

`form.py` puts them together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from engine.edits.outcomes import Judge, judge_of
from engine.expression.evaluate import Evaluate
from engine.response.pairs import Reach
from engine.response.paths import cell_path

if TYPE_CHECKING:
    from engine.response.form import Form

CHECKS = ("required", "constraint", "choice", "rows")
"""Kinds of nodes that are checks of an item, in the order in which their failures are listed."""
EAGER = frozenset({"relevant", "calculation", "count", *CHECKS, "guard", "edit"})
"""Kinds of nodes that run when something changes; the others run when someone looks."""


class Node:
    """An expression of the form: `run` is its closure, made when it is first used."""

    def __init__(self, index: int, source: Mapping[str, Any], form: Form) -> None:
        self.index = index
        self.kind: str = source["kind"]
        self.scope: int = source["scope"]
        self.slot: int = source.get("slot", -1)
        self.edit: int = source.get("edit", -1)
        self.type: str | None = source.get("type")
        self.ast: Sequence[Any] = source["ast"]
        self.eager = self.kind in EAGER
        self.check = -1
        """For checks: the number of the check in its scope."""
        self._form = form

    @cached_property
    def run(self) -> Evaluate:
        """The closure of the expression."""
        filter_list = None
        if self.kind == "filter":
            item = self._form.scopes[self.scope].slots[self.slot].item
            filter_list = item.codes if item else None
        return self._form.closure(self.ast, filter_list)


@dataclass(frozen=True, slots=True)
class RowsForm:
    """Where the rows of a roster come from: the node of a count, a code list, or a slot so many scopes `up`."""

    kind: str = "added"
    count: int = -1
    codes: str = ""
    up: int = 0
    slot: int = -1


@dataclass(frozen=True, slots=True)
class ItemForm:
    """An item of the compiled form: text numbers, node numbers (None where there is none), and what it declares."""

    name: str
    type: str
    scope: int
    slot: int
    source: Mapping[str, Any]
    """All members, for those who show the item."""
    items: tuple[ItemForm, ...]

    @property
    def missing(self) -> Sequence[str]:
        """The missing reasons that it offers."""
        found: Sequence[str] = self.source.get("missing", ())
        return found

    @property
    def codes(self) -> str | None:
        """The code list of its choices."""
        return self.source.get("codes")

    @property
    def rows(self) -> RowsForm:
        """Where the rows of a roster come from."""
        rows = self.source.get("rows", {})
        up, slot = rows.get("from", (0, -1))
        return RowsForm(rows.get("kind", "added"), rows.get("count", -1), rows.get("codes", ""), up, slot)

    def number(self, member: str) -> int | None:
        """The number of a node or text."""
        found: int | None = self.source.get(member)
        return found


@dataclass(frozen=True, slots=True)
class Dependent:
    """What to run when a slot changes: `node`, in the frames `up` from the changed one, then `down` child rosters.

    `pair`: of rows of others, only those about the changed member, or the mirror row of the changed one.
    """

    node: Node
    up: int
    down: tuple[int, ...]
    pair: Reach = "any"


@dataclass(slots=True)
class Slot:
    """A place of a scope: its item or preloaded variable, its container in the scope, and what follows from it."""

    slot: int
    name: str = ""
    item: ItemForm | None = None
    type: str | None = None
    codes: Mapping[str, int] | None = None
    """The codes that a single choice may have, with their places."""
    is_answered: bool = False
    """True for what someone answers."""
    container: int = -1
    contents: list[int] = field(default_factory=list)
    roster: int = -1
    """The scope of the rows, for a roster."""
    is_preload: bool = False
    is_unit_key: bool = False
    is_calculated: bool = False
    is_conditional: bool = False
    dependents: tuple[Dependent, ...] = ()
    checks: list[int] = field(default_factory=list)
    feeds: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    """Rosters whose rows are what is selected here: the scope of the rows, and the way down to the roster's frame."""
    is_leaf: bool = True
    """True where its route and value bring along nothing else: no contents, no rows."""

    @property
    def rows_kind(self) -> str | None:
        """Where the rows of a roster come from; None for anything else."""
        return self.item.rows.kind if self.item is not None and self.item.type == "roster" else None


CheckKind = Literal["required", "constraint", "choice", "rows", "edit"]


@dataclass
class Check:
    """A check of an item or an edit of a scope. `antecedent` and `consequent` split `a implies b`."""

    id: str
    kind: CheckKind
    slot: int
    node: Node
    severity: str
    phase: str = "entry"
    message: int | None = None
    guard: Node | None = None
    antecedent: Evaluate | None = None
    consequent: Evaluate | None = None
    involved: tuple[tuple[int, int], ...] = ()
    named: tuple[tuple[int, int], ...] = ()

    @cached_property
    def judge(self) -> Judge:
        """What becomes of the check in a frame; made when it is first asked for."""
        return judge_of(self)


@dataclass(slots=True)
class ScopeForm:
    """A scope with its slots, eager nodes, defaults and checks."""

    index: int
    name: str
    parent: int
    child: int
    roster: int
    depth: int
    slots: list[Slot]
    top: list[int] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    cells: dict[str, Slot] = field(default_factory=dict)
    """The slots by name."""
    preloads: list[int] = field(default_factory=list)
    eager: list[Node] = field(default_factory=list)
    defaults: list[Node] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    edits: list[int] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    """Slots of the rosters in its rows whose rows are the other rows of the scope."""
    rows: tuple[Dependent, ...] = ()
    """What to run when rows come, go or move; `up` counts from the frame that holds the rows."""


@dataclass(frozen=True, slots=True)
class ListForm:
    """A code list: codes in order, their places, text numbers of their labels."""

    codes: Sequence[str]
    labels: Sequence[int]
    positions: Mapping[str, int]


class Place(NamedTuple):
    """What a path names, whether or not its rows exist. `slot` is -1 for a row or the interview."""

    scope: ScopeForm
    slot: int
    ids: tuple[str, ...]
    row: str
    """The path of the row that holds the cell, or of the row itself; `""` for the root."""
    roster: str
    """The path of the roster that the row is in; `""` for the root."""
    parent: ScopeForm | None

    @property
    def path(self) -> str:
        """The path as everyone writes it."""
        return self.row if self.slot < 0 else cell_path(self.row, self.scope.slots[self.slot].name)

    @property
    def roster_slot(self) -> Slot:
        """The slot of the roster that the row is in."""
        return self.parent.slots[self.scope.roster] if self.parent else self.scope.slots[0]


FormCell = tuple[Place, Slot]
"""The row and the slot that the path of a cell names."""
