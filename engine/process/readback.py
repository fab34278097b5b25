"""Reading a written batch back with another engine (DuckDB) and comparing it with what its description says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Set
from pathlib import Path
from typing import Any

import duckdb

from engine.process.batch import DESCRIPTION


def faults(folder: Path, interviews: Set[str]) -> list[str]:
    """What is wrong with the batch in `folder`, a sentence each; empty when it holds these interviews, and whole."""
    try:
        told = json.loads((folder / DESCRIPTION).read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        return [f"{DESCRIPTION} cannot be read: {wrong}"]
    with duckdb.connect() as connection:
        found = [fault for one in told["data_sets"] for fault in _of_data_set(connection, folder, one)]
        if found:
            return found
        held = set(_column(connection, folder / "interviews.parquet", "interview__id"))
        return (
            [] if held == interviews else [f"holds {len(held)} interviews that are not those {len(interviews)} claimed"]
        )


def _of_data_set(connection: duckdb.DuckDBPyConnection, folder: Path, told: dict[str, Any]) -> list[str]:
    path = folder / told["file"]
    if not path.is_file():
        return [f"{told['file']} is missing"]
    if hashlib.sha256(path.read_bytes()).hexdigest() != told["sha256"]:
        return [f"{told['file']} is not the file that was written"]
    relation = connection.read_parquet(str(path))
    rows = relation.aggregate("count(*)").fetchall()[0][0]
    names = [column["name"] for column in told["columns"]]
    found = [] if rows == told["rows"] else [f"{told['file']} has {rows} rows, not {told['rows']}"]
    if relation.columns != names:
        found.append(f"{told['file']} has other columns than described")
    return found


def _column(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> list[str]:
    return [row[0] for row in connection.read_parquet(str(path)).project(f'"{name}"').fetchall()]
