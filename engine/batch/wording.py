"""What the record of a failure says: its message and the values involved, from the cells of the row it stands in.

The sentences are those of engine/response/messages.py. Which rows fail, and their cells, is read in `failures.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from engine.batch.paths import row_path
from engine.expression.format import format_value
from engine.response.form import Check, Form, ScopeForm, Slot
from engine.response.messages import rows_sentence, sentence
from engine.response.paths import cell_path
from engine.response.texts import GAP
from engine.response.values import outer_value

Text = Sequence[str | int]
"""Words, and numbers of the nodes that are referred to between them."""


class Asked(NamedTuple):
    """What a record asks of the row: a `cell` (scopes up, slot), a `node` by number, or the `rows` of a roster."""

    what: str
    number: int
    up: int = 0


Seen = Mapping[Asked, Any]


class Wording:
    """How failures of one check are told in a language."""

    def __init__(self, form: Form, scope: ScopeForm, check: Check, language: str) -> None:
        self._form, self._scope, self._check, self._language = form, scope, check, language
        self._slot = scope.slots[check.slot]
        self._text = text_of(form, check.message, language)
        named = check.kind != "edit" and not self._text and self._slot.item
        self._label = text_of(form, self._slot.item.number("label") if named and self._slot.item else None, language)
        self._involved = [*check.involved] if check.kind == "edit" else [(0, check.slot)]
        self._cells = [one for one in self._involved if self._slot_at(*one).type]

    def asks(self) -> Iterator[Asked]:
        """All that `record` looks up in a row."""
        yield from (Asked("cell", slot, up) for up, slot in self._cells)
        yield from (Asked("node", part) for part in (*self._text, *self._label) if isinstance(part, int))
        if self._check.kind == "rows":
            yield Asked("rows", self._check.slot)

    def record(self, ids: Sequence[str], seen: Seen) -> dict[str, Any]:
        """The record of a failure in a row; `ids` name the interview and each row on the way."""
        check, form = self._check, self._form
        path = row_path(form, self._scope, ids)
        at = {
            one: cell_path(row_path(form, scope_at(form, self._scope, one[0]), ids), self._slot_at(*one).name)
            for one in self._involved
        }
        return {
            "record": ids[0], "edit": check.id, "path": path if check.kind == "edit" else at[self._involved[0]],
            "severity": check.severity, "phase": check.phase, "message": self._message(seen),
            "involved": [at[one] for one in self._involved],
            "values": json.dumps(self._values(at, seen), ensure_ascii=False),
        }  # fmt: skip

    def _values(self, at: Mapping[tuple[int, int], str], seen: Seen) -> dict[str, Any]:
        if self._check.kind == "rows":
            return {at[self._involved[0]]: seen[Asked("rows", self._check.slot)] or 0}
        found = {one: seen[Asked("cell", one[1], one[0])] for one in self._cells}
        return {
            at[one]: outer_value(self._slot_at(*one).type, value) for one, value in found.items() if value is not None
        }

    def _message(self, seen: Seen) -> str:
        written = self._filled(self._text, seen)
        if written or self._check.kind == "edit":
            return written
        label = self._filled(self._label, seen) or self._slot.name
        if self._check.kind == "rows":
            rows = seen[Asked("rows", self._check.slot)] or 0
            return rows_sentence(self._slot, label, rows, self._language)
        value = seen.get(Asked("cell", self._check.slot))
        quoted = "" if value is None or self._slot.type is None else self._shown(self._slot.type, value)
        return sentence(self._check, self._slot, label, value, quoted, self._language)

    def _filled(self, text: Text, seen: Seen) -> str:
        return "".join(part if isinstance(part, str) else self._reference(part, seen) for part in text)

    def _reference(self, number: int, seen: Seen) -> str:
        value = seen[Asked("node", number)]
        return GAP if value is None else self._shown(self._form.nodes[number].type or "text", value)

    def _shown(self, value_type: str, value: Any) -> str:
        """A value as people read it; a code by its label."""
        listed = self._form.lists.get(value_type.partition(":")[2])

        def label(code: str) -> str:
            at = listed.positions.get(code) if listed else None
            text = text_of(self._form, listed.labels[at], self._language) if listed and at is not None else []
            return "".join(part for part in text if isinstance(part, str)) or code

        return format_value(value_type, value, self._language, label)

    def _slot_at(self, up: int, slot: int) -> Slot:
        return scope_at(self._form, self._scope, up).slots[slot]


def scope_at(form: Form, scope: ScopeForm, up: int) -> ScopeForm:
    """The scope so many rosters up."""
    for _ in range(up):
        scope = form.scopes[scope.parent]
    return scope


def text_of(form: Form, number: int | None, language: str) -> Text:
    """A text in the language, or in the first that has it; empty where none has."""
    if number is None:
        return []
    for candidate in (language, *form.languages):
        found: str | list[str | int] | None = form.compiled["texts"].get(candidate, {number: None})[number]
        if found is not None:
            return [found] if isinstance(found, str) else found
    return []
