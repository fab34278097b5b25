"""Failures derived from outcomes: one query a scope gives the rows in which a check fails, and what is said of them.

What the records say is in `wording.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.batch.checks import FAIL
from engine.batch.sessions import Session
from engine.batch.wording import Asked, Wording, scope_at
from engine.expression.columns import Emitter, Layout, query
from engine.response.form import Form, ScopeForm


class Failing:
    """The rows of a scope in which one of some checks, given by number, fails."""

    def __init__(
        self, session: Session, form: Form, layout: Layout, scope: ScopeForm, numbers: Sequence[int], language: str
    ) -> None:
        self._session, self._form, self._layout, self._scope = session, form, layout, scope
        self._wordings = {number: Wording(form, scope, scope.checks[number], language) for number in numbers}
        self._asked = sorted({one for wording in self._wordings.values() for one in wording.asks()})

    def rows(self) -> Iterator[dict[str, Any]]:
        """The records of the failures."""
        ids, outcomes = self._scope.depth + 1, len(self._wordings)
        for row in self._session.rows(self._query()):
            seen = dict(zip(self._asked, row[ids + outcomes :], strict=True))
            for wording, outcome in zip(self._wordings.values(), row[ids : ids + outcomes], strict=True):
                if outcome == FAIL:
                    yield wording.record(row[:ids], seen)

    def _query(self) -> str:
        """Ids, outcomes, and what the records ask for: each table and each scope's expressions joined once."""
        columns = [f"own.id{place}" for place in range(self._scope.depth + 1)]
        columns += [f"own.o{number}" for number in self._wordings]
        joins: dict[str, str] = {}
        for one in self._asked:
            scope = self._scope_of(one)
            alias, member = (f"v{scope.index}", f"v{one.number}")
            if one.what != "cell":
                alias, member = f"n{scope.index}", f"{one.what}{one.number}"
            if alias not in joins:
                table = self._layout.table(scope.index) if one.what == "cell" else f"({self._said(scope)})"
                joins[alias] = _join(alias, table, scope.depth)
            columns.append(f"{alias}.{member}")
        fails = " OR ".join(f"own.o{number} = {FAIL}" for number in self._wordings)
        table = f"outcomes_{self._scope.index} AS own {' '.join(joins.values())}"
        return f"SELECT {', '.join(columns)} FROM {table} WHERE {fails}"

    def _said(self, scope: ScopeForm) -> str:
        """The query that gives in each row of a scope the values that texts refer to, NULL where there is none."""
        emitter = Emitter(self._session.dialect, self._layout)
        context = emitter.scope(scope.index)
        columns = {f"id{place}": one for place, one in enumerate(context.identity)}
        for one in self._asked:
            if one.what != "cell" and self._scope_of(one) is scope:
                cell = context.bind(emitter.emit(self._core(one), context))
                columns[f"{one.what}{one.number}"] = f"CASE WHEN NOT {cell.error} THEN {cell.value} END"
        return query(self._session.dialect, context, columns)

    def _scope_of(self, one: Asked) -> ScopeForm:
        if one.what == "node":
            return self._form.scopes[self._form.nodes[one.number].scope]
        return scope_at(self._form, self._scope, one.up)

    def _core(self, one: Asked) -> Any:
        """The core of an expression in a text, or that counts the rows of a roster."""
        if one.what == "node":
            return self._form.nodes[one.number].ast
        slot = self._scope.slots[one.number]
        rows = slot.item.rows if slot.item else None
        if rows is not None and rows.kind == "count":
            return self._form.nodes[rows.count].ast
        return ["agg", "count", 0, 0, [self._form.scopes[slot.roster].child], None, None, []]


def _join(alias: str, table: str, depth: int) -> str:
    same = " AND ".join(f"own.id{place} = {alias}.id{place}" for place in range(depth + 1))
    return f"JOIN {table} AS {alias} ON {same}"
