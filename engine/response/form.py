"""The compiled form as a reader needs it: closures made once, tables that lead from a slot to what depends on it.

Nothing here belongs to one interview. Shape of the source: docs/compiled_form.md. Twin: offline_client/runtime/form.js.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from engine.expression.evaluate import Evaluate, compile_ast
from engine.response.paths import cell_path, parse_path, row_path

EAGER = frozenset({"relevant", "calculation", "count", "required", "constraint", "guard", "edit"})
"""Kinds of nodes that run when something changes; the others run when someone looks."""


TEXT_KINDS = ("label", "hint", "constraint_message", "unit")


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
        """For constraints, required answers and edits: the number of the check in its scope."""
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
    """What to run when a slot changes: `node`, in the frames `up` from the changed one, then `down` child rosters."""

    node: Node
    up: int
    down: tuple[int, ...]


@dataclass(slots=True)
class Slot:
    """A place of a scope: its item or preloaded variable, its container in the scope, and what follows from it."""

    slot: int
    name: str = ""
    item: ItemForm | None = None
    type: str | None = None
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

    @property
    def is_answered(self) -> bool:
        """True for what someone answers."""
        return self.item is not None and self.type is not None and not self.is_calculated

    @property
    def rows_kind(self) -> str | None:
        """Where the rows of a roster come from; None for anything else."""
        return self.item.rows.kind if self.item is not None and self.item.type == "roster" else None


@dataclass(slots=True)
class Check:
    """A constraint, a required answer or an edit of a scope. `antecedent` and `consequent` split `a implies b`."""

    id: str
    kind: Literal["constraint", "required", "edit"]
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
    eager: list[Node] = field(default_factory=list)
    defaults: list[Node] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    edits: list[int] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    rows: tuple[Dependent, ...] = ()
    """What to run when rows come, go or move; `up` counts from the frame that holds the rows."""


@dataclass(frozen=True, slots=True)
class ListForm:
    """A code list: codes in order, their places, text numbers of their labels."""

    codes: Sequence[str]
    labels: Sequence[int]
    positions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Place:
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


class Form:
    """A compiled form ready to run; `Form.of(compiled)` makes one for each compiled object and keeps it."""

    _known: dict[int, tuple[Mapping[str, Any], Form]] = {}  # noqa: RUF012  # by identity; holds the object, so no reuse of ids
    KEPT = 64

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self.compiled = compiled
        self.languages: Sequence[str] = compiled["languages"]
        self.lists = {
            name: ListForm(one["codes"], one.get("labels", ()), {code: at for at, code in enumerate(one["codes"])})
            for name, one in compiled.get("code_lists", {}).items()
        }
        self.nodes = [Node(index, source, self) for index, source in enumerate(compiled["nodes"])]
        self.scopes = [_scope(index, source) for index, source in enumerate(compiled["scopes"])]
        self.items = tuple(_item(source) for source in compiled["items"])
        for scope in self.scopes[1:]:
            self._join(scope)
        self._preloads()
        for item in self.items:
            self._place(item, -1)
        for node in self.nodes:
            self._assign(node)
        for edit in compiled.get("edits", ()):
            self._edit(edit)
        for scope in self.scopes:
            self._dependents(scope)

    @classmethod
    def of(cls, compiled: Mapping[str, Any] | Form) -> Form:
        """The form of a compiled form, made once for each object; the last 64 are kept."""
        if isinstance(compiled, Form):
            return compiled
        held = cls._known.get(id(compiled))
        if held is None or held[0] is not compiled:
            for oldest in list(cls._known)[: len(cls._known) - cls.KEPT + 1]:
                cls._known.pop(oldest, None)  # another thread may have been first
            held = cls._known[id(compiled)] = (compiled, cls(compiled))
        return held[1]

    @cached_property
    def text_uses(self) -> dict[int, list[tuple[int, int]]]:
        """For each text node, what shows it in its frame: (slot, -1) of an item, (-1, check) of an edit."""
        uses: dict[int, list[tuple[int, int]]] = {}
        for scope in self.scopes:
            shown = [
                ((slot.slot, -1), slot.item.number(kind)) for slot in scope.slots if slot.item for kind in TEXT_KINDS
            ]
            shown += [((-1, at), scope.checks[at].message) for at in scope.edits]
            for use, number in shown:
                for node in self._references(number):
                    uses.setdefault(node, []).append(use)
        return uses

    def _references(self, number: int | None) -> set[int]:
        """The nodes that a text refers to, in any language."""
        if number is None:
            return set()
        texts = [column[number] for column in self.compiled["texts"].values()]
        return {part for text in texts if isinstance(text, list) for part in text if isinstance(part, int)}

    def closure(self, ast: Sequence[Any], filter_list: str | None = None) -> Evaluate:
        """The closure of a core of this form."""
        return compile_ast(ast, self.compiled.get("code_lists", {}), filter_list=filter_list)

    def resolve(self, path: str) -> Place | None:
        """What a path names in the form; None when it names nothing."""
        steps = parse_path(path)
        if steps is None:
            return None
        scope, row, roster = self.scopes[0], "", ""
        parent: ScopeForm | None = None
        ids: list[str] = []
        for number, step in enumerate(steps):
            slot = scope.names.get(step.name)
            if slot is None:
                return None
            if step.row is None:
                is_last = number == len(steps) - 1
                return Place(scope, slot, tuple(ids), row, roster, parent) if is_last else None
            if scope.slots[slot].roster < 0:
                return None
            roster = cell_path(row, step.name)
            row = row_path(roster, step.row)
            ids.append(step.row)
            parent, scope = scope, self.scopes[scope.slots[slot].roster]
        return Place(scope, -1, tuple(ids), row, roster, parent)

    def _join(self, scope: ScopeForm) -> None:
        parent = self.scopes[scope.parent]
        scope.depth = parent.depth + 1
        while len(parent.children) <= scope.child:
            parent.children.append(-1)
        parent.children[scope.child] = scope.index
        parent.slots[scope.roster].roster = scope.index

    def _preloads(self) -> None:
        for preload in self.compiled.get("preload", ()):
            slot = self.scopes[0].slots[preload["slot"]]
            slot.name, slot.type = preload["name"], preload["value_type"]
            slot.is_preload, slot.is_unit_key = True, preload.get("unit", False)
            self.scopes[0].names[slot.name] = slot.slot

    def _place(self, item: ItemForm, container: int) -> None:
        scope = self.scopes[item.scope]
        slot = scope.slots[item.slot]
        slot.name, slot.item, slot.type, slot.container = item.name, item, item.source.get("value_type"), container
        slot.is_calculated = item.number("calculation") is not None
        scope.names[item.name] = item.slot
        (scope.top if container < 0 else scope.slots[container].contents).append(item.slot)
        if slot.rows_kind == "selected":
            self._feed(scope, slot)
        for inner in item.items:
            self._place(inner, item.slot if inner.scope == item.scope else -1)

    def _feed(self, scope: ScopeForm, roster: Slot) -> None:
        rows = roster.item.rows if roster.item else RowsForm()
        down: list[int] = []
        for _ in range(rows.up):
            down.insert(0, scope.child)
            scope = self.scopes[scope.parent]
        scope.slots[rows.slot].feeds.append((roster.roster, tuple(down)))

    def _assign(self, node: Node) -> None:
        scope = self.scopes[node.scope]
        if node.eager and node.kind != "guard":
            scope.eager.append(node)
        if node.kind == "default":
            scope.defaults.append(node)
        if node.slot < 0:
            return
        slot = scope.slots[node.slot]
        slot.is_conditional = slot.is_conditional or node.kind == "relevant"
        if node.kind in ("constraint", "required") and slot.item is not None:
            node.check = len(scope.checks)
            slot.checks.append(node.check)
            kind: Literal["constraint", "required"] = "constraint" if node.kind == "constraint" else "required"
            message = slot.item.number("constraint_message") if kind == "constraint" else None
            scope.checks.append(Check(f"{slot.name}:{kind}", kind, slot.slot, node, "hard", message=message))

    def _edit(self, edit: Mapping[str, Any]) -> None:
        scope, node = self.scopes[edit["scope"]], self.nodes[edit["require"]]
        guard = None if edit.get("guard") is None else self.nodes[edit["guard"]]
        splits = node.ast[0] == "implies"
        node.check = len(scope.checks)
        scope.edits.append(node.check)
        scope.checks.append(
            Check(
                edit["id"], "edit", -1, node, edit["severity"], edit.get("phase", "entry"), edit.get("message"), guard,
                self.closure(node.ast[1]) if splits else None, self.closure(node.ast[2]) if splits else None,
                tuple((up, slot) for up, slot in edit.get("involved", ())),
                tuple((up, slot) for up, slot in edit.get("named", ())),
            )
        )  # fmt: skip

    def _dependents(self, scope: ScopeForm) -> None:
        source = self.compiled["scopes"][scope.index]
        for slot, pairs in source.get("dependents", {}).items():
            scope.slots[int(slot)].dependents = self._targets(scope, pairs)
        if scope.parent >= 0:
            scope.rows = self._targets(self.scopes[scope.parent], source.get("rows", ()))

    def _targets(self, start: ScopeForm, pairs: Sequence[Sequence[int]]) -> tuple[Dependent, ...]:
        found = {}
        for number, anchor in pairs:
            node = self.nodes[number]
            if node.kind == "guard":  # the edit runs its guard itself
                node = self.nodes[self.compiled["edits"][node.edit]["require"]]
            target = self._target(start, node, anchor)
            found[(node.index, target.up, target.down)] = target
        return tuple(found.values())

    def _target(self, start: ScopeForm, node: Node, anchor: int) -> Dependent:
        top = min(self.scopes[anchor], start, key=lambda scope: scope.depth)
        down: list[int] = []
        scope = self.scopes[node.scope]
        while scope.index != top.index:
            down.insert(0, scope.child)
            scope = self.scopes[scope.parent]
        return Dependent(node, start.depth - top.depth, tuple(down))


def _item(source: Mapping[str, Any]) -> ItemForm:
    items = tuple(_item(one) for one in source.get("items", ()))
    return ItemForm(source["name"], source["type"], source["scope"], source["slot"], source, items)


def _scope(index: int, source: Mapping[str, Any]) -> ScopeForm:
    parent, child, roster = (-1 if source.get(name) is None else source[name] for name in ("parent", "child", "roster"))
    slots = [Slot(slot) for slot in range(source["size"])]
    return ScopeForm(index, source["name"], parent, child, roster, 0, slots)
