"""What a run leaves: outcomes by row, failures derived from them, counts. The files are those of `--engine python`.

| file | what it holds |
|---|---|
| `compact/TABLE.parquet` | a row a frame: record, path, and for each check of the scope its outcome as a number |
| `outcomes.parquet` | record, edit, path, outcome: the same as a row each (left out by `--compact`) |
| `failures.parquet` | a row a failure, with its message and the values involved |
| `counts.json` | records, and of each check how often it had each of the five outcomes |
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.batch.checks import FAIL, outcome_sql
from engine.batch.failures import Failing
from engine.batch.paths import path_parts
from engine.batch.sessions import Session
from engine.edits.outcomes import OUTCOMES
from engine.expression.columns import Emitter, Layout, query
from engine.response.form import Check, Form, ScopeForm

TEXT = pa.string()
OUTCOME_COLUMNS = pa.schema([("record", TEXT), ("edit", TEXT), ("path", TEXT), ("outcome", TEXT)])
FAILURE_COLUMNS = pa.schema([
    ("record", TEXT), ("edit", TEXT), ("path", TEXT), ("severity", TEXT), ("phase", TEXT), ("message", TEXT),
    ("involved", pa.list_(TEXT)), ("values", TEXT),
])  # fmt: skip
WRITTEN = 10_000
"""Failures between two writes."""


class Results:
    """The outcomes of a form's checks over the tables of a session."""

    def __init__(self, session: Session, form: Form, layout: Layout, refused: Collection[str] = ()) -> None:
        """`refused`: ids of checks that are left out."""
        self._session, self._form, self._layout, self._refused = session, form, layout, refused
        self._told: dict[int, list[tuple[int, int, int]]] = {}
        self._scopes = [scope for scope in form.scopes if self._checks(scope)]

    def check(self) -> None:
        """Run all checks; the outcomes are kept, a table a scope."""
        for scope in self._scopes:
            self._session.table(f"outcomes_{scope.index}", self.outcome_query(scope))

    def outcome_query(self, scope: ScopeForm) -> str:
        """The query that gives the outcomes of the checks of a scope."""
        emitter = Emitter(self._session.dialect, self._layout)
        context = emitter.scope(scope.index)
        columns = {f"o{number}": outcome_sql(emitter, context, check) for number, check in self._checks(scope)}
        ids = {f"id{place}": column for place, column in enumerate(context.identity)}
        return query(self._session.dialect, context, ids | columns)

    def _checks(self, scope: ScopeForm) -> list[tuple[int, Check]]:
        return [(number, check) for number, check in enumerate(scope.checks) if check.id not in self._refused]

    def counts(self) -> dict[str, dict[str, int]]:
        """How often each check had each of the five outcomes."""
        found: dict[str, dict[str, int]] = {}
        for scope in self._scopes:
            for number, outcome, times in self._counted(scope):
                own = found.setdefault(scope.checks[number].id, dict.fromkeys(OUTCOMES, 0))
                own[OUTCOMES[outcome]] += times
        return dict(sorted(found.items()))

    def _counted(self, scope: ScopeForm) -> list[tuple[int, int, int]]:
        """Of each check by its number, each outcome that it had, and how often."""
        if scope.index not in self._told:
            each = [
                f"SELECT {number}, o{number}, COUNT(*) FROM outcomes_{scope.index} GROUP BY o{number}"
                for number, _ in self._checks(scope)
            ]
            rows = self._session.rows(" UNION ALL ".join(each))
            self._told[scope.index] = [(int(number), int(outcome), int(times)) for number, outcome, times in rows]
        return self._told[scope.index]

    def records(self) -> int:
        """How many interviews there are."""
        ((number,),) = self._session.rows(f"SELECT COUNT(*) FROM {self._layout.table(0)}")
        return int(number)

    def write_compact(self, folder: Path) -> None:
        """One file a scope: record, path of the row, and a column a check."""
        folder.mkdir(parents=True, exist_ok=True)
        for scope in self._scopes:
            columns = [f'o{number} AS "{check.id}"' for number, check in self._checks(scope)]
            if self._session.dialect.name == "spark":
                columns = [one.replace('"', "`") for one in columns]
            chosen = ", ".join(["id0 AS record", f"{self._path(scope)} AS path", *columns])
            sql = f"SELECT {chosen} FROM outcomes_{scope.index}"
            self._session.write(sql, folder / f"{scope.name or self._form.compiled['id']}_{scope.index}.parquet")

    def write_outcomes(self, path: Path) -> None:
        """A row for each check in each row."""
        quote, parts = self._session.dialect.quote, []
        words = " ".join(f"WHEN {number} THEN '{word}'" for number, word in enumerate(OUTCOMES))
        for scope in self._scopes:
            for number, check in self._checks(scope):
                place = self._path(scope, check)
                parts.append(
                    f"SELECT id0 AS record, {quote(check.id)} AS edit, {place} AS path, "
                    f"CASE o{number} {words} END AS outcome FROM outcomes_{scope.index}"
                )
        if parts:
            self._session.write(" UNION ALL ".join(parts), path)
        else:
            pq.write_table(OUTCOME_COLUMNS.empty_table(), path)

    def write_failures(self, path: Path, language: str) -> None:
        """A row for each failure."""
        with pq.ParquetWriter(path, FAILURE_COLUMNS) as writer:
            held: list[dict[str, Any]] = []
            for row in self._failures(language):
                held.append(row)
                if len(held) == WRITTEN:
                    writer.write_table(pa.Table.from_pylist(held, FAILURE_COLUMNS))
                    held = []
            writer.write_table(pa.Table.from_pylist(held, FAILURE_COLUMNS))

    def _failures(self, language: str) -> Iterator[dict[str, Any]]:
        for scope in self._scopes:
            failing = sorted({number for number, outcome, _ in self._counted(scope) if outcome == FAIL})
            for number in failing:
                yield from Failing(self._session, self._form, self._layout, scope, number, language).rows()

    def _path(self, scope: ScopeForm, check: Check | None = None) -> str:
        """SQL of where a check stands: a question at its own path, an edit at its row."""
        parts = path_parts(self._form, scope)
        if check is not None and check.kind != "edit":
            parts.append(("." if parts else "") + scope.slots[check.slot].name)
        sql = [f"'{part}'" if isinstance(part, str) else f"id{part}" for part in parts]
        return " || ".join(sql) or "''"
