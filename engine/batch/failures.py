"""Failures derived from outcomes: of each row in which a check fails, its message and the values involved.

The database gives what the record says of the row; the sentences are those of engine/response/messages.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.batch.checks import FAIL
from engine.batch.paths import row_path
from engine.batch.sessions import Session
from engine.expression.columns import Emitter, Layout, query
from engine.expression.format import format_value
from engine.response.form import Check, Form, ScopeForm, Slot
from engine.response.messages import rows_sentence, sentence
from engine.response.paths import cell_path
from engine.response.texts import GAP
from engine.response.values import outer_value

Text = Sequence[str | int]
"""Words, and numbers of the nodes that are referred to between them."""


@dataclass(slots=True)
class Failing:
    """The rows in which one check of a scope fails."""

    session: Session
    form: Form
    layout: Layout
    scope: ScopeForm
    number: int
    language: str
    check: Check = field(init=False)
    slot: Slot = field(init=False)

    def __post_init__(self) -> None:
        self.check = self.scope.checks[self.number]
        self.slot = self.scope.slots[self.check.slot]

    def rows(self) -> Iterator[dict[str, Any]]:
        """The records of the failures."""
        nodes = sorted({part for text in (self._text(), self._label()) for part in text if isinstance(part, int)})
        cells = [(up, slot) for up, slot in self._involved() if self._slot(up, slot).type]
        counts = self.check.kind == "rows"
        depth = self.scope.depth + 1
        for row in self.session.rows(self._query(nodes, cells, counts=counts)):
            ids, values = row[:depth], dict(zip(cells, row[depth:], strict=False))
            said = dict(zip(nodes, row[depth + len(cells) :], strict=False))
            yield self._record(ids, values, said, row[-1] if counts else 0)

    def _involved(self) -> list[tuple[int, int]]:
        return [*self.check.involved] if self.check.kind == "edit" else [(0, self.check.slot)]

    def _query(self, nodes: list[int], cells: list[tuple[int, int]], *, counts: bool) -> str:
        """Ids, involved values, references of the texts, and the number of rows of a roster."""
        depth = self.scope.depth
        columns, joins = [f"own.id{place}" for place in range(depth + 1)], []
        for at, (up, slot) in enumerate(cells):
            joins.append(_join(f"v{at}", self.layout.table(self._at(up).index), depth - up))
            columns.append(f"v{at}.v{slot}")
        asked = [(self.form.scopes[node.scope], node.ast) for node in (self.form.nodes[number] for number in nodes)]
        for at, (scope, core) in enumerate([*asked, *([(self.scope, self._count())] if counts else [])]):
            joins.append(_join(f"n{at}", f"({self._said(scope, core)})", scope.depth))
            columns.append(f"n{at}.said")
        return (
            f"SELECT {', '.join(columns)} FROM outcomes_{self.scope.index} AS own {' '.join(joins)} "
            f"WHERE own.o{self.number} = {FAIL}"
        )

    def _count(self) -> Any:
        """The core that counts the rows of a roster."""
        rows = self.slot.item.rows if self.slot.item else None
        if rows is not None and rows.kind == "count":
            return ["coalesce", self.form.nodes[rows.count].ast, ["lit", 0]]
        return ["agg", "count", 0, 0, [self.form.scopes[self.slot.roster].child], None, None, []]

    def _said(self, scope: ScopeForm, core: Any) -> str:
        """The query that gives the value of a core in each row of its scope, NULL where it is unknown or in error."""
        emitter = Emitter(self.session.dialect, self.layout)
        context = emitter.scope(scope.index)
        cell = context.bind(emitter.emit(core, context))
        columns = {f"id{place}": one for place, one in enumerate(context.identity)}
        said = f"CASE WHEN NOT {cell.error} THEN {cell.value} END"
        return query(self.session.dialect, context, columns | {"said": said})

    def _record(self, ids: Sequence[str], values: dict[Any, Any], said: dict[int, Any], rows: int) -> dict[str, Any]:
        check, involved = self.check, self._involved()
        path = row_path(self.form, self.scope, ids)
        at = {one: cell_path(row_path(self.form, self._at(one[0]), ids), self._slot(*one).name) for one in involved}
        seen = {
            at[one]: outer_value(self._slot(*one).type, value) for one, value in values.items() if value is not None
        }
        if check.kind == "rows":
            seen = {at[involved[0]]: rows}
        return {
            "record": ids[0], "edit": check.id, "path": path if check.kind == "edit" else at[involved[0]],
            "severity": check.severity, "phase": check.phase, "message": self._message(values, said, rows),
            "involved": [at[one] for one in involved], "values": json.dumps(seen, ensure_ascii=False),
        }  # fmt: skip

    def _message(self, values: dict[Any, Any], said: dict[int, Any], rows: int) -> str:
        written = self._filled(self._text(), said)
        if written or self.check.kind == "edit":
            return written
        label = self._filled(self._label(), said) or self.slot.name
        if self.check.kind == "rows":
            return rows_sentence(self.slot, label, rows, self.language)
        value = values.get((0, self.check.slot))
        quoted = "" if value is None or self.slot.type is None else self._shown(self.slot.type, value)
        return sentence(self.check, self.slot, label, value, quoted, self.language)

    def _text(self) -> Text:
        return _text(self.form, self.check.message, self.language)

    def _label(self) -> Text:
        """The label of the question, where a sentence of the engine's names it."""
        if self.check.kind == "edit" or self._text():
            return []
        return _text(self.form, self.slot.item.number("label") if self.slot.item else None, self.language)

    def _filled(self, text: Text, said: dict[int, Any]) -> str:
        parts = [part if isinstance(part, str) else self._reference(part, said[part]) for part in text]
        return "".join(parts)

    def _reference(self, number: int, value: Any) -> str:
        return GAP if value is None else self._shown(self.form.nodes[number].type or "text", value)

    def _shown(self, value_type: str, value: Any) -> str:
        """A value as people read it; a code by its label."""
        listed = self.form.lists.get(value_type.partition(":")[2])

        def label(code: str) -> str:
            at = listed.positions.get(code) if listed else None
            text = _text(self.form, listed.labels[at], self.language) if listed and at is not None else []
            return "".join(part for part in text if isinstance(part, str)) or code

        return format_value(value_type, value, self.language, label)

    def _at(self, up: int) -> ScopeForm:
        scope = self.scope
        for _ in range(up):
            scope = self.form.scopes[scope.parent]
        return scope

    def _slot(self, up: int, slot: int) -> Slot:
        return self._at(up).slots[slot]


def _join(alias: str, table: str, depth: int) -> str:
    same = " AND ".join(f"own.id{place} = {alias}.id{place}" for place in range(depth + 1))
    return f"JOIN {table} AS {alias} ON {same}"


def _text(form: Form, number: int | None, language: str) -> Text:
    """A text in the language, or in the first that has it; empty where none has."""
    if number is None:
        return []
    for candidate in (language, *form.languages):
        found: str | list[str | int] | None = form.compiled["texts"].get(candidate, {number: None})[number]
        if found is not None:
            return [found] if isinstance(found, str) else found
    return []
