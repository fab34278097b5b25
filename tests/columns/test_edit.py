"""`phieu edit`: the labour force survey through Python and DuckDB, as JSON lines and as tables handed on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from engine.cli import main
from engine.cli.files import read_form
from engine.process import parquet
from engine.process.columns import codebook
from engine.process.tables import rows
from engine.response import view_of_answers
from engine.response.form import Form

FORM = Path("forms/labour_force/form.json")
CASES = [
    {**case["response"], "id": f"{number}: {case['name']}"}
    for number, case in enumerate(json.loads(FORM.with_name("cases.json").read_text("utf-8")))
]

HANDED_ON = CASES[::4]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases as JSON lines, and what Python makes of them in `python/`."""
    found = tmp_path_factory.mktemp("edit")
    (found / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in CASES), "utf-8")
    assert main(["edit", str(FORM), str(found / "cases.jsonl"), "-o", str(found / "python")]) == 0
    return found


def read(folder: Path, name: str) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in pq.read_table(folder / f"{name}.parquet").to_pylist())


def counts(folder: Path) -> Any:
    return json.loads((folder / "counts.json").read_text("utf-8"))


def test_python_and_duckdb_write_the_same_outcomes_failures_and_counts(folder: Path) -> None:
    output = folder / "duckdb"
    assert main(["edit", str(FORM), str(folder / "cases.jsonl"), "--engine", "duckdb", "-o", str(output)]) == 0
    assert read(output, "outcomes") == read(folder / "python", "outcomes")
    assert len(read(output, "failures")) > 50
    assert read(output, "failures") == read(folder / "python", "failures")
    assert counts(output) == counts(folder / "python")


def test_the_compact_outcomes_say_the_same(folder: Path) -> None:
    output = folder / "short"
    lines = str(folder / "cases.jsonl")
    assert main(["edit", str(FORM), lines, "--engine", "duckdb", "--compact", "-o", str(output)]) == 0
    assert not (output / "outcomes.parquet").exists()
    words = ("pass", "fail", "unknown", "not_applicable", "error")
    told: dict[str, dict[str, int]] = {}
    for file in (output / "compact").iterdir():
        for row in pq.read_table(file).to_pylist():
            for check, outcome in row.items():
                if check not in ("record", "path"):
                    told.setdefault(check, dict.fromkeys(words, 0))[words[outcome]] += 1
    assert told == counts(folder / "python")["edits"]


@pytest.fixture(scope="module")
def handed_on(folder: Path) -> Path:
    """The tables of a batch, as the hand-off writes them."""
    compiled = read_form(str(FORM)).compilation.compiled
    assert compiled is not None
    form, described = Form.of(compiled), codebook(compiled)
    written: dict[str, list[Any]] = {table.name: [] for table in described.tables}
    for case in HANDED_ON:
        view = view_of_answers(form, case, today="2026-11-22")
        for name, own in rows(described, str(case["id"]), view.frame("")).items():
            written[name] += own
    (folder / "batch" / "tables").mkdir(parents=True)
    for table in described.tables:
        filled = parquet.of_table(described, table, written[table.name])
        parquet.write(filled, folder / "batch" / "tables" / f"{table.name}.parquet")
    return folder / "batch"


def test_tables_handed_on_give_the_outcomes_of_the_interviews(folder: Path, handed_on: Path) -> None:
    """But for checks that need the last round or the reference date, and for rows off route, which have no outcome."""
    output = folder / "tables"
    assert main(["edit", str(FORM), str(handed_on), "--engine", "duckdb", "-o", str(output)]) == 1
    refused = counts(output)["refused"]
    assert refused
    assert all("last round" in why or "reference date" in why for why in refused.values())
    records = {case["id"] for case in HANDED_ON}
    python = [line for line in read(folder / "python", "outcomes") if json.loads(line)["record"] in records]
    found = set(read(output, "outcomes"))
    left_out = [json.loads(line) for line in python if line not in found]
    assert found <= set(python)
    assert {one["outcome"] for one in left_out if one["edit"] not in refused} <= {"not_applicable"}
    failures = [(json.loads(line), line) for line in read(folder / "python", "failures")]
    wanted = [line for one, line in failures if one["edit"] not in refused and one["record"] in records]
    assert wanted
    assert read(output, "failures") == wanted


def test_python_takes_json_lines_only(handed_on: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edit", str(FORM), str(handed_on), "-o", str(folder / "no")]) == 2
    assert "--engine duckdb" in capsys.readouterr().err


def test_responses_that_cannot_be_read_are_told_and_the_others_checked(folder: Path) -> None:
    lines = folder / "bad.jsonl"
    lines.write_text(json.dumps(CASES[0]) + "\nnot json\n", "utf-8")
    output = folder / "bad"
    assert main(["edit", str(FORM), str(lines), "--engine", "duckdb", "-o", str(output)]) == 1
    assert counts(output)["records"] == 1
    assert [one["line"] for one in counts(output)["unread"]] == [2]
