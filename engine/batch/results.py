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
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.batch.checks import FAIL, PASS, outcome_sql
from engine.batch.failures import Failing
from engine.batch.paths import path_sql
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
        self._told: dict[tuple[int, int, int], int] | None = None
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
        for (scope, number, outcome), times in self._counted().items():
            own = found.setdefault(self._form.scopes[scope].checks[number].id, dict.fromkeys(OUTCOMES, 0))
            own[OUTCOMES[outcome]] += times
        return dict(sorted(found.items()))

    def _counted(self) -> dict[tuple[int, int, int], int]:
        """How often a check, by its scope and number, had an outcome; one query for all."""
        if self._told is None:
            each = [
                f"SELECT {scope.index} AS scope, told, COUNT(*) FROM ({self._rows(scope)}) AS own GROUP BY told"
                for scope in self._scopes
            ]
            rows = self._session.rows(" UNION ALL ".join(each)) if each else ()
            self._told = {(scope, *divmod(told, len(OUTCOMES))): times for scope, told, times in rows}
        return self._told

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
            chosen = ", ".join(
                ["id0 AS record", f"{path_sql(self._session.dialect, self._form, scope)} AS path", *columns]
            )
            sql = f"SELECT {chosen} FROM outcomes_{scope.index}"
            self._session.write(sql, folder / f"{scope.name or self._form.compiled['id']}_{scope.index}.parquet")

    def write_outcomes(self, path: Path) -> None:
        """A row for each check in each row of its scope."""
        if self._scopes:
            self._session.write(" UNION ALL ".join(map(self._long_query, self._scopes)), path)
        else:
            pq.write_table(OUTCOME_COLUMNS.empty_table(), path)

    def _long_query(self, scope: ScopeForm) -> str:
        """The outcomes of a scope as rows, with words for numbers."""
        quote = self._session.dialect.quote
        names = ", ".join(
            f"({_told(number, outcome)}, {quote(check.id)}, {quote(self._place(scope, check))}, {quote(word)})"
            for (number, check), (outcome, word) in product(self._checks(scope), enumerate(OUTCOMES))
        )
        rows = self._rows(scope, "id0 AS record", f"{path_sql(self._session.dialect, self._form, scope)} AS path")
        return (
            f"SELECT record, edit, path || place AS path, outcome FROM ({rows}) AS own "
            f"JOIN (VALUES {names}) AS names(number, edit, place, outcome) ON told = number"
        )

    def _rows(self, scope: ScopeForm, *columns: str) -> str:
        """The outcomes of a scope turned from columns to rows in one pass; a number stands for check and outcome."""
        each = ", ".join(f"o{number} + CAST({_told(number, PASS)} AS INTEGER)" for number, _ in self._checks(scope))
        told = self._session.dialect("exploded", self._session.dialect("list", each))
        return f"SELECT {', '.join([*columns, f'{told} AS told'])} FROM outcomes_{scope.index}"

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
            failing = sorted(
                number for own, number, outcome in self._counted() if (own, outcome) == (scope.index, FAIL)
            )
            if failing:
                yield from Failing(self._session, self._form, self._layout, scope, failing, language).rows()

    def _place(self, scope: ScopeForm, check: Check) -> str:
        """Where a check stands below its row: an edit at the row itself, a check of a question at the question."""
        if check.kind == "edit":
            return ""
        return ("." if scope.depth else "") + scope.slots[check.slot].name


def _told(number: int, outcome: int) -> int:
    """A check, by its number in its scope, and an outcome, in one number."""
    return number * len(OUTCOMES) + outcome
