"""Relations between members as columns: the outcomes and failures of the device, and the table of pairs handed on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from engine.cli import main
from engine.process.columns import codebook
from engine.process.tables import rows
from tests.forms.read import FOLDER, answered, compiled

PEOPLE: list[dict[str, Any]] = [
    {"_id": "a", "name": "Lan", "age": 40, "sex": "2"},
    {"_id": "b", "name": "Hòa", "age": 15, "sex": "2", "ties": [{"_id": "a", "tie": "4"}]},
    {"_id": "c", "name": "Bé", "age": 6, "sex": "2", "ties": [{"_id": "a", "tie": "2"}, {"_id": "b", "tie": "2"}]},
    {"_id": "d", "age": 50, "ties": [{"_id": "a", "tie": "1"}, {"_id": "b", "tie": "1"}]},
]


def test_python_and_duckdb_find_the_same_of_pairs(tmp_path: Path) -> None:
    said = [{"id": str(size), "answers": {"people": PEOPLE[:size]}} for size in range(len(PEOPLE) + 1)]
    source = tmp_path / "responses.jsonl"
    source.write_text("".join(json.dumps({"form": "kinship", "version": "1"} | one) + "\n" for one in said), "utf-8")
    found: dict[str, list[str]] = {}
    for engine in ("python", "duckdb"):
        to = ["--engine", engine, "-o", str(tmp_path / engine)]
        assert main(["edit", str(FOLDER / "kinship.json"), str(source), *to]) == 0
        for name in ("outcomes", "failures"):
            table = pq.read_table(tmp_path / engine / f"{name}.parquet").to_pylist()
            found[f"{engine} {name}"] = sorted(json.dumps(row, sort_keys=True) for row in table)
    assert found["duckdb outcomes"] == found["python outcomes"]
    assert found["duckdb failures"] == found["python failures"]
    text = "\n".join(found["python failures"])
    assert all(edit in text for edit in ("older_child", "two_mothers", "two_spouses"))


def test_the_table_of_pairs_has_both_keys_and_both_sides() -> None:
    described = codebook(compiled("kinship"))
    view = answered("kinship", {"people": PEOPLE[:3]})
    table = next(one for one in described.tables if one.name == "people__ties")
    names = [column.name for column in table.columns]
    pairs = [
        dict(zip(names, row, strict=True)) if not isinstance(row, dict) else row
        for row in rows(described, "1", view.frame(""))["people__ties"]
    ]
    told = {(row["people__id"], row["ties__id"]): (row["tie"], row["tie__reason"], row["kin"]) for row in pairs}
    assert told[("c", "a")] == ("2", None, "2")
    assert told[("a", "c")] == (None, "not_asked", "3")
    assert len(told) == 6
