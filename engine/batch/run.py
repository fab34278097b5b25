"""A whole run: responses or handed-on tables in, outcomes, failures and counts out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from engine.batch.form import layout_of
from engine.batch.frames import FrameTables
from engine.batch.handed_on import open_tables
from engine.batch.results import Results
from engine.batch.sessions import SESSIONS, Session
from engine.edits.outcomes import OUTCOMES
from engine.response.form import Form

CHUNK = 5_000
"""Interviews held in memory before they are written."""


@dataclass(slots=True)
class Told:
    """The counts of a run."""

    records: int = 0
    edits: dict[str, dict[str, int]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Checks that were left out, by id, and why."""

    def as_json(self) -> dict[str, Any]:
        """As counts.json says it."""
        edits = {name: {one: found[one] for one in OUTCOMES} for name, found in self.edits.items()}
        told = {"records": self.records, "edits": edits}
        return told | {"refused": self.refused} if self.refused else told


def edit_frames(
    engine: str, form: Form, interviews: Iterable[tuple[str, Any, int | None]], output: Path, *, compact: bool = False
) -> Told:
    """Check interviews given as (record, root frame, reference date), through tables in a temporary folder."""
    session: Session = SESSIONS[engine]()
    try:
        with TemporaryDirectory() as name:
            folder = Path(name)
            layout = layout_of(form, rows_on_route=False)
            _write_frames(FrameTables(layout, [len(scope.slots) for scope in form.scopes]), interviews, folder)
            for scope in form.scopes:
                rows = session.dialect("folder", str(folder / f"s{scope.index}"))
                session.view(f"s{scope.index}", f"SELECT * FROM {rows}")
            return _edit(Results(session, form, layout), form, output, compact=compact)
    finally:
        session.close()


def edit_tables(engine: str, form: Form, path: Path, output: Path, *, compact: bool = False) -> Told:
    """Check the tables of a batch that was handed on."""
    session: Session = SESSIONS[engine]()
    try:
        tables = open_tables(session, form, path)
        told = _edit(Results(session, form, tables.layout, tables.refused), form, output, compact=compact)
        told.refused = tables.refused
        return told  # closing the session is all that follows
    finally:
        session.close()


def _write_frames(tables: FrameTables, interviews: Iterable[tuple[str, Any, int | None]], folder: Path) -> None:
    part = 0
    for number, (record, root, today) in enumerate(interviews, 1):
        tables.add(record, root, today)
        if number % CHUNK == 0:
            part += 1
            _write_part(tables, folder, part)
    _write_part(tables, folder, part + 1)


def _write_part(tables: FrameTables, folder: Path, part: int) -> None:
    for name, table in tables.tables():
        (folder / name).mkdir(exist_ok=True)
        pq.write_table(table, folder / name / f"part-{part:05}.parquet")


def _edit(results: Results, form: Form, output: Path, *, compact: bool) -> Told:
    results.check()
    results.write_compact(output / "compact")
    if not compact:
        results.write_outcomes(output / "outcomes.parquet")
    results.write_failures(output / "failures.parquet", form.languages[0])
    return Told(results.records(), results.counts())
