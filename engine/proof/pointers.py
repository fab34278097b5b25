"""Where in the document each part of a compiled form was written: the tree of items is the same in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.response.form import Check, Form, ItemForm, Node

PROPERTIES = {
    "relevant": "relevant", "required": "required", "constraint": "constraint", "calculation": "calculation",
    "filter": "choice_filter", "choice": "choice_filter", "default": "default", "count": "rows/count", "rows": "rows",
}  # fmt: skip
"""The property of an item that a kind of node is written in."""


@dataclass(frozen=True, slots=True)
class TextUse:
    """A reference in a text: the node, and where the text is shown: at a slot, or by a check (slot -1)."""

    node: int
    scope: int
    slot: int
    check: str
    subject: str
    pointer: str


class Pointers:
    """JSON pointers of items, checks and nodes."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._items: dict[tuple[int, int], str] = {}
        for number, item in enumerate(form.items):
            self._place(item, f"/items/{number}")
        self._edits = {edit["id"]: f"/edits/{number}" for number, edit in enumerate(form.compiled.get("edits", ()))}

    def of(self, scope: int, slot: int) -> str:
        """The pointer of an item; of a preloaded variable, of its declaration."""
        if (scope, slot) in self._items:
            return self._items[scope, slot]
        names = [one["name"] for one in self._form.compiled.get("preload", ()) if not one.get("unit")]
        name = self._form.scopes[scope].slots[slot].name
        return f"/preload/{names.index(name)}" if name in names else "/unit"

    def of_check(self, scope: int, check: Check) -> str:
        """The pointer of what a check requires."""
        if check.kind == "edit":
            return f"{self._edits[check.id]}/require"
        return f"{self.of(scope, check.slot)}/{PROPERTIES[check.kind]}"

    def of_node(self, node: Node) -> str:
        """The pointer of the expression of a node."""
        if node.edit >= 0:
            return f"/edits/{node.edit}/{'when' if node.kind == 'guard' else 'require'}"
        return f"{self.of(node.scope, node.slot)}/{PROPERTIES[node.kind]}"

    def text(self, node: Node) -> str:
        """The expression as written."""
        found: str = self._form.compiled["nodes"][node.index].get("text", "")
        return found

    def texts(self) -> Iterator[TextUse]:
        """Every reference in a label, a hint or the message of an edit; each node once."""
        for (scope, slot), pointer in self._items.items():
            item = self._form.scopes[scope].slots[slot].item
            for kind in ("label", "hint"):
                for node in self._references(item.number(kind) if item else None):
                    name = item.name if item else ""
                    yield TextUse(node, scope, slot, "", f"'{name}'", f"{pointer}/{kind}")
        for edit in self._form.compiled.get("edits", ()):
            for node in self._references(edit.get("message")):
                yield TextUse(node, edit["scope"], -1, edit["id"], edit["id"], f"{self._edits[edit['id']]}/message")

    def _references(self, number: int | None) -> list[int]:
        if number is None:
            return []
        texts = [column[number] for column in self._form.compiled["texts"].values()]
        return sorted({part for text in texts if isinstance(text, list) for part in text if isinstance(part, int)})

    def _place(self, item: ItemForm, pointer: str) -> None:
        self._items[item.scope, item.slot] = pointer
        for number, inner in enumerate(item.items):
            self._place(inner, f"{pointer}/items/{number}")
