"""Tables of a batch for tests, and what a run of `phieu edit` left. No checks live here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from engine.cli.files import read_form
from engine.process import parquet
from engine.process.columns import codebook
from engine.process.tables import rows
from engine.response import view_of_answers
from engine.response.form import Form


def hand_on(path: Path, responses: list[dict[str, Any]], batch: Path) -> Path:
    """The tables of a batch, as the hand-off writes them."""
    compiled = read_form(str(path)).compilation.compiled
    assert compiled is not None
    form, described = Form.of(compiled), codebook(compiled)
    written: dict[str, list[Any]] = {table.name: [] for table in described.tables}
    for response in responses:
        view = view_of_answers(form, response, today="2026-11-22")
        for name, own in rows(described, str(response["id"]), view.frame("")).items():
            written[name] += own
    (batch / "tables").mkdir(parents=True)
    for table in described.tables:
        filled = parquet.of_table(described, table, written[table.name])
        parquet.write(filled, batch / "tables" / f"{table.name}.parquet")
    return batch


def read(folder: Path, name: str) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in pq.read_table(folder / f"{name}.parquet").to_pylist())


def counts(folder: Path) -> Any:
    return json.loads((folder / "counts.json").read_text("utf-8"))
