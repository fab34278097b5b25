"""Texts of the form in a language with their references filled in; labels of rows; the codes that a question offers.

Evaluated when something is shown, never before. Twin: offline_client/runtime/texts.js.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.errors import Overflow
from engine.expression.evaluate import Env
from engine.expression.format import format_value, within
from engine.response.form import Form, ItemForm, Node, Slot
from engine.response.frames import Frame

GAP = "…"
"""What stands in a text for a value that is missing."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that a question offers."""

    code: str
    label: str
    parent: str | None


def text(form: Form, number: int | None, frame: Frame, language: str) -> str:
    """A text of the form in the language, or in the first language that has it; `""` where none has."""
    if number is None:
        return ""
    for candidate in (language, *form.languages):
        found = form.compiled["texts"].get(candidate, {number: None})[number]
        if isinstance(found, str):
            return found
        if found is not None:
            shown_parts = (
                part if isinstance(part, str) else within(_reference(form, part, frame, language), candidate)
                for part in found
            )  # fmt: skip
            return "".join(shown_parts)
    return ""


def evaluated(node: Node, frame: Frame) -> Any:
    """The value of a node in the frame of its scope at or around `frame`; None when it is unknown or in error."""
    while frame.scope != node.scope and frame.parent is not None:
        frame = frame.parent
    try:
        return node.run(frame.env)
    except Overflow:
        return None


def shown(form: Form, value_type: str, value: Any, frame: Frame, language: str) -> str:
    """A value as people of the language read it; codes by their labels."""
    _, _, name = value_type.partition(":")

    def label(code: str) -> str:
        return code_label(form, name, code, frame, language)

    return format_value(value_type, value, language, label)


def code_label(form: Form, name: str, code: str, frame: Frame, language: str) -> str:
    """The label of a code; the code itself where it has none."""
    codes = form.lists.get(name)
    position = codes.positions.get(code) if codes else None
    return text(form, codes.labels[position], frame, language) or code if codes and position is not None else code


def row_label(form: Form, row: Frame, language: str) -> str:
    """The label of a row: what `row_label` gives, else the label of its code, else its number."""
    item = form.scopes[row.layout.parent].slots[row.layout.roster].item
    number = item.number("row_label") if item else None
    value = None if number is None else evaluated(form.nodes[number], row)
    if number is not None and value is not None:
        return shown(form, form.nodes[number].type or "text", value, row, language)
    about = _other_row(item, row)
    if about is not None:
        return row_label(form, about, language)
    name = _row_list(form, row)
    return str(row.position) if name is None else code_label(form, name, row.id, row, language)


def _other_row(item: ItemForm | None, row: Frame) -> Frame | None:
    """The row of the roster around that the row is about, in a roster of others."""
    member = row.parent if item is not None and item.rows.kind == "others" else None
    rows = member.parent.rows[member.layout.child] if member is not None and member.parent is not None else []
    return next((one for one in rows if one.id == row.id), None)


def _row_list(form: Form, row: Frame) -> str | None:
    """The code list whose codes are the ids of the rows."""
    scope = form.scopes[row.layout.parent]
    item = scope.slots[row.layout.roster].item
    rows = item.rows if item else None
    if rows is None or rows.kind != "selected":
        return rows.codes or None if rows else None
    for _ in range(rows.up):
        scope = form.scopes[scope.parent]
    source = scope.slots[rows.slot].item
    return source.codes if source else None


def offered(form: Form, frame: Frame, slot: Slot, language: str) -> list[Offer]:
    """The codes that a question offers, in order: those for which its `choice_filter` is true."""
    name = slot.item.codes if slot.item else None
    if slot.item is None or name is None:
        return []
    codes, number = form.lists[name], slot.item.number("filter")
    parents = form.compiled["code_lists"][name].get("parents")
    kept = codes.codes if number is None else _kept(form.nodes[number], codes.codes, frame)
    return [
        Offer(code, code_label(form, name, code, frame, language), parents[codes.positions[code]] if parents else None)
        for code in kept
    ]


def _kept(node: Node, codes: Any, frame: Frame) -> Iterator[str]:
    outer = frame.env
    for code in codes:
        try:
            if node.run(Env(None, outer, outer.today, code)) is True:
                yield code
        except Overflow:
            continue


def _reference(form: Form, number: int, frame: Frame, language: str) -> str:
    node = form.nodes[number]
    value = evaluated(node, frame)
    return GAP if value is None else shown(form, node.type or "text", value, frame, language)
