"""One batch as a folder of files: tables, facts of collection and description, complete or not there at all.

Everything is written into a folder with a name of its own, flushed, read back, and only then renamed. What a batch
holds is decided in `outbox.py`; the order of the steps in `handoff.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.process import description, parquet, quality
from engine.process.collection import CONTACTS, EDIT_FAILURES, INTERVIEWS, PARADATA, Collected, attempts, moments
from engine.process.columns import Codebook
from engine.process.tables import Row

DESCRIPTION = "description.json"


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a batch: the compiled form, its codebook, the interviews and their rows by table."""

    name: str
    made_at: str
    software: str
    compiled: dict[str, Any]
    codebook: Codebook
    interviews: list[Collected]
    rows: dict[str, list[Row]]


def folder_of(root: Path, version: tuple[str, str], batch: str) -> Path:
    """Where a batch lies: FORM/VERSION/BATCH below the root."""
    return root / version[0] / version[1] / batch


def settled(root: Path, batch: str) -> Path | None:
    """The folder of a batch that has its name for good, whatever version its interviews have moved to since."""
    return next(root.glob(f"*/*/{batch}"), None)


def write(folder: Path, contents: Contents) -> Path:
    """Write all files beside `folder` under a temporary name and flush them; the temporary folder."""
    partial = folder.parent / f".{folder.name}.{secrets.token_hex(4)}.partial"
    (partial / "tables").mkdir(parents=True)
    told = _write_tables(partial, contents)
    with (partial / DESCRIPTION).open("w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    _flush_folders(partial / "tables", partial)
    return partial


def settle(partial: Path, folder: Path) -> None:
    """Give a complete folder its name for good."""
    partial.rename(folder)
    _flush_folders(folder.parent)


def discard(folder: Path) -> None:
    """Remove a batch that another run has handed on from another place."""
    shutil.rmtree(folder)


def discard_partials(folder: Path) -> None:
    """Remove what runs that died have left of this batch."""
    for partial in folder.parent.glob(f".{folder.name}.*.partial"):
        shutil.rmtree(partial)


def _write_tables(partial: Path, contents: Contents) -> dict[str, Any]:
    """Write the Parquet files; the description of the whole."""
    codebook = contents.codebook
    told = description.batch(codebook, contents.name, contents.made_at, contents.software)
    sets, response = [], {}
    for table in codebook.tables:
        data = parquet.of_table(codebook, table, contents.rows[table.name])
        sets.append(description.data_set(codebook, table) | _file(partial, f"tables/{table.name}.parquet", data))
        response[table.name] = quality.of_table(table, data)
    interviews = parquet.of_facts(INTERVIEWS, contents.interviews)
    failures = parquet.of_facts(EDIT_FAILURES, [one for each in contents.interviews for one in each.failures])
    contacts = parquet.of_facts(CONTACTS, [one for each in contents.interviews for one in attempts(each)])
    paradata = parquet.of_facts(PARADATA, [one for each in contents.interviews for one in moments(each)])
    for name, label, facts, data in (
        ("interviews", "Interviews of this batch", INTERVIEWS, interviews),
        ("edit_failures", "Failures of edit rules and what became of them", EDIT_FAILURES, failures),
        ("contacts", "Attempts to reach the units, and what came of them", CONTACTS, contacts),
        ("paradata", "How the interviews went: times, moves, edits raised, the device", PARADATA, paradata),
    ):
        sets.append(description.facts(name, label, facts) | _file(partial, f"{name}.parquet", data))
    collection = quality.of_collection(interviews, failures)
    return told | {
        "data_sets": sets,
        "edits": quality.edits(contents.compiled, codebook),
        "quality": {"collection": collection, "response": response},
    }


def _file(partial: Path, name: str, data: pa.Table) -> dict[str, Any]:
    path = partial / name
    parquet.write(data, path)
    return {"file": name, "rows": data.num_rows, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _flush_folders(*folders: Path) -> None:
    """Flush the names in the folders: a file whose folder is not flushed can vanish with the power."""
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
