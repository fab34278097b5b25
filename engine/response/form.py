"""The compiled form as a reader needs it: closures made once, tables that lead from a slot to what depends on it.

Nothing here belongs to one interview. Shape of the source: docs/compiled_form.md. Twin: offline_client/runtime/form.js.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, cast

from engine.expression.evaluate import Evaluate, compile_ast
from engine.response.layout import (
    CHECKS,
    Check,
    CheckKind,
    Dependent,
    FormCell,
    ItemForm,
    ListForm,
    Node,
    Place,
    RowsForm,
    ScopeForm,
    Slot,
)  # fmt: skip
from engine.response.pairs import Reach, reach_of
from engine.response.paths import cell_path, parse_path, row_path

__all__ = [
    "Check", "Dependent", "Form", "FormCell", "ItemForm", "ListForm", "Node", "Place", "RowsForm", "ScopeForm", "Slot",
]  # fmt: skip

TEXT_KINDS = ("label", "hint", "required_message", "constraint_message", "choice_message", "unit")


class Form:
    """A compiled form ready to run; `Form.of(compiled)` makes one for each compiled object and keeps it."""

    _known: dict[int, tuple[Mapping[str, Any], Form]] = {}  # noqa: RUF012  # by identity; holds the object, so no reuse of ids
    KEPT = 64
    KEPT_ROWS = 4096

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self.compiled = compiled
        self._rows: dict[str, Place | None] = {}
        self.languages: Sequence[str] = compiled["languages"]
        self.lists = {
            name: ListForm(one["codes"], one.get("labels", ()), {code: at for at, code in enumerate(one["codes"])})
            for name, one in compiled.get("code_lists", {}).items()
        }
        self.nodes = [Node(index, source, self) for index, source in enumerate(compiled["nodes"])]
        self.deciding = [node for node in self.nodes if node.kind in ("relevant", "calculation", "count")]
        """The nodes that decide route, values and rows, in order; checks only look at them."""
        self.scopes = [_scope(index, source) for index, source in enumerate(compiled["scopes"])]
        self.items = tuple(_item(source) for source in compiled["items"])
        for scope in self.scopes[1:]:
            self._join(scope)
        self._preloads()
        for item in self.items:
            self._place(item, -1)
        for slot in (slot for scope in self.scopes for slot in scope.slots):
            slot.is_leaf = not (slot.contents or slot.feeds or slot.roster >= 0)
        for node in self.nodes:
            self._assign(node)
        for node in sorted((one for one in self.nodes if one.kind in CHECKS), key=_place_of_check):
            self._check(node)
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
        cell = self.cell(path)
        if cell is None:
            return self._row(path) if path.endswith("]") or not path else None
        row, slot = cell
        return Place(row.scope, slot.slot, row.ids, row.row, row.roster, row.parent)

    def cell(self, path: str) -> FormCell | None:
        """The row and the slot that the path of a cell names; None when it names no cell."""
        row, point, name = path.rpartition(".")
        if point and not row.endswith("]"):
            return None  # names have no points, and nothing but a row has cells
        place = self._rows.get(row) or self._row(row)
        slot = None if place is None else place.scope.cells.get(name)
        return None if place is None or slot is None else (place, slot)

    def _row(self, path: str) -> Place | None:
        """What the path of a row, or `""`, names: many cells have the same, so the last ones are kept."""
        known = self._rows  # another thread may begin it anew
        if path not in known:
            if len(known) >= self.KEPT_ROWS:
                known = self._rows = {}
            known[path] = self._read(path)
        return known[path]

    def _read(self, path: str) -> Place | None:
        steps = parse_path(path)
        if steps is None:
            return None
        scope, row, roster = self.scopes[0], "", ""
        parent: ScopeForm | None = None
        ids: list[str] = []
        for step in steps:
            slot = scope.names.get(step.name)
            if slot is None or step.row is None or scope.slots[slot].roster < 0:
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
            self.scopes[0].preloads.append(slot.slot)
            self.scopes[0].names[slot.name] = slot.slot
            self.scopes[0].cells[slot.name] = slot

    def _place(self, item: ItemForm, container: int) -> None:
        scope = self.scopes[item.scope]
        slot = scope.slots[item.slot]
        slot.name, slot.item, slot.type, slot.container = item.name, item, item.source.get("value_type"), container
        slot.is_calculated = item.number("calculation") is not None
        slot.is_answered = slot.type is not None and not slot.is_calculated
        if slot.type is not None and slot.type.startswith("code:"):
            slot.codes = self.lists[slot.type[5:]].positions
        scope.names[item.name] = item.slot
        scope.cells[item.name] = slot
        (scope.top if container < 0 else scope.slots[container].contents).append(item.slot)
        if slot.rows_kind == "selected":
            self._feed(scope, slot)
        if slot.rows_kind == "others":
            scope.others.append(slot.slot)
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

    def _check(self, node: Node) -> None:
        scope = self.scopes[node.scope]
        slot = scope.slots[node.slot]
        node.check = len(scope.checks)
        slot.checks.append(node.check)
        kind, source = cast("CheckKind", node.kind), slot.item.source if slot.item else {}
        severity = source.get(f"{kind}_severity", "hard")
        message = source.get(f"{kind}_message")
        scope.checks.append(Check(f"{slot.name}:{kind}", kind, slot.slot, node, severity, message=message))

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
            scope.slots[int(slot)].dependents = self._targets(scope, pairs, int(slot))
        if scope.parent >= 0:
            scope.rows = self._targets(self.scopes[scope.parent], source.get("rows", ()))

    def _targets(self, start: ScopeForm, pairs: Sequence[Sequence[int]], changed: int = -1) -> tuple[Dependent, ...]:
        found: dict[tuple[int, int, tuple[int, ...]], Dependent] = {}
        for number, anchor in pairs:
            node = self.nodes[number]
            reach: Reach = "any" if changed < 0 else reach_of(self, node, start.index, changed, anchor)
            if node.kind == "guard":  # the edit runs its guard itself
                node = self.nodes[self.compiled["edits"][node.edit]["require"]]
            target = self._target(start, node, anchor, reach)
            held = found.setdefault((node.index, target.up, target.down), target)
            if held.pair != reach:
                found[(node.index, target.up, target.down)] = replace(held, pair="any")
        return tuple(found.values())

    def _target(self, start: ScopeForm, node: Node, anchor: int, pair: Reach) -> Dependent:
        top = min(self.scopes[anchor], start, key=lambda scope: scope.depth)
        down: list[int] = []
        scope = self.scopes[node.scope]
        while scope.index != top.index:
            down.insert(0, scope.child)
            scope = self.scopes[scope.parent]
        return Dependent(node, start.depth - top.depth, tuple(down), pair)


def _place_of_check(node: Node) -> tuple[int, int]:
    return node.slot, CHECKS.index(node.kind)


def _item(source: Mapping[str, Any]) -> ItemForm:
    items = tuple(_item(one) for one in source.get("items", ()))
    return ItemForm(source["name"], source["type"], source["scope"], source["slot"], source, items)


def _scope(index: int, source: Mapping[str, Any]) -> ScopeForm:
    parent, child, roster = (-1 if source.get(name) is None else source[name] for name in ("parent", "child", "roster"))
    slots = [Slot(slot) for slot in range(source["size"])]
    return ScopeForm(index, source["name"], parent, child, roster, 0, slots)
