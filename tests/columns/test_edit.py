"""`phieu edit`: the labour force survey through Python and DuckDB, as JSON lines and as tables handed on."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from engine.cli import main
from engine.process.columns import REFERENCE_DATE
from tests.columns.handed_on import counts, hand_on, read

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
    return hand_on(FORM, HANDED_ON, folder / "batch")


def test_tables_handed_on_give_the_outcomes_of_the_interviews(folder: Path, handed_on: Path) -> None:
    """Checks of the last round and of the reference date among them; rows off route are not there to be counted."""
    output = folder / "tables"
    assert main(["edit", str(FORM), str(handed_on), "--engine", "duckdb", "-o", str(output)]) == 0
    records = {case["id"] for case in HANDED_ON}
    python = [line for line in read(folder / "python", "outcomes") if json.loads(line)["record"] in records]
    found = set(read(output, "outcomes"))
    assert found <= set(python)
    left_out = [json.loads(line) for line in python if line not in found]
    assert {one["outcome"] for one in left_out} <= {"not_applicable"}
    wanted = [line for line in read(folder / "python", "failures") if json.loads(line)["record"] in records]
    assert wanted
    assert read(output, "failures") == wanted


def test_a_check_of_the_last_round_fails_and_passes_on_tables_handed_on(tmp_path: Path) -> None:
    document = {
        "id": "panel", "version": "1", "languages": ["en"], "title": "Panel", "unit": {"key": ["household"]},
        "code_lists": {"crop": [{"code": "rice", "label": "Rice"}, {"code": "tea", "label": "Tea"}]},
        "items": [
            {"name": "size", "type": "integer", "label": "Size"},
            {"name": "crops", "type": "select_many", "codes": "crop", "label": "Crops"},
            {"name": "people", "type": "roster", "label": "People", "row_label": "name", "items": [
                {"name": "name", "type": "text", "label": "Name"},
                {"name": "wage", "type": "decimal", "decimals": 2, "label": "Wage"},
                {"name": "born", "type": "date", "label": "Born"},
            ]},
        ],
        "edits": [
            {"id": "SIZE", "severity": "soft", "require": "size <= previous(size) + 1",
             "message": "{size} after {previous(size)} on {today()}"},
            {"id": "CROPS", "severity": "soft", "require": "crops = previous(crops)", "message": "Other crops"},
            {"id": "WAGE", "for_each": "people", "severity": "soft", "require": "wage >= previous(wage)",
             "message": "Less"},
            {"id": "BORN", "for_each": "people", "severity": "soft", "require": "born <= today()",
             "message": "Not born"},
            {"id": "PAID", "severity": "soft", "require": "sum(people.wage) >= sum(people.(previous(wage)))",
             "message": "Less in all"},
        ],
    }  # fmt: skip
    people = [{"_id": "a1", "wage": 2.5, "born": "2026-11-21"}, {"_id": "b2", "wage": 1, "born": "2026-11-22"}]
    before = {"size": 2, "crops": ["tea", "rice"], "people[a1].wage": 2.51, "people[b2].wage": 0.99}
    responses = [
        {"id": "1", "answers": {"size": 4, "crops": ["rice", "tea"], "people": people}, "previous": before,
         "reference_date": "2026-11-21"},
        {"id": "2", "answers": {"size": 3, "crops": ["rice"], "people": people}, "previous": before,
         "reference_date": "2026-11-22"},
        {"id": "3", "answers": {"size": 3, "people": people}, "reference_date": "2026-11-20"},
    ]  # fmt: skip
    form = tmp_path / "form.json"
    form.write_text(json.dumps(document), "utf-8")
    lines = tmp_path / "responses.jsonl"
    lines.write_text("".join(json.dumps(one) + "\n" for one in responses), "utf-8")
    batch = hand_on(form, responses, tmp_path / "batch")
    for engine, source in (("python", lines), ("duckdb", lines), ("tables", batch), ("answers", batch)):
        name = {"tables": "duckdb", "answers": "python"}.get(engine, engine)
        assert main(["edit", str(form), str(source), "--engine", name, "-o", str(tmp_path / engine)]) == 0
    for engine in ("duckdb", "tables", "answers"):
        for name in ("outcomes", "failures"):
            assert read(tmp_path / engine, name) == read(tmp_path / "python", name)
        assert counts(tmp_path / engine) == counts(tmp_path / "python")
    told = {name: list(one.values())[:3] for name, one in counts(tmp_path / "tables")["edits"].items()}
    assert {name: told[name] for name in ("SIZE", "CROPS", "WAGE", "BORN", "PAID")} == {
        "SIZE": [1, 1, 1], "CROPS": [1, 1, 1], "WAGE": [2, 2, 2], "BORN": [3, 3, 0], "PAID": [2, 0, 1],
    }  # fmt: skip


def test_tables_of_an_earlier_hand_off_name_the_checks_that_need_what_they_lack(folder: Path, handed_on: Path) -> None:
    earlier, output = folder / "earlier", folder / "lacking"
    earlier.mkdir()
    for file in (handed_on / "tables").iterdir():
        table = pq.read_table(file)
        lacking = [name for name in table.column_names if "__previous" in name or name == REFERENCE_DATE]
        pq.write_table(table.drop_columns(lacking), earlier / file.name)
    assert main(["edit", str(FORM), str(earlier), "--engine", "duckdb", "-o", str(output)]) == 1
    refused = counts(output)["refused"]
    assert refused
    assert all("last round" in why or "reference date" in why for why in refused.values())
    assert refused.keys().isdisjoint(counts(output)["edits"])
    assert set(read(output, "outcomes")) < set(read(folder / "python", "outcomes"))


def test_responses_that_cannot_be_read_are_told_and_the_others_checked(folder: Path) -> None:
    lines = folder / "bad.jsonl"
    lines.write_text(json.dumps(CASES[0]) + "\nnot json\n", "utf-8")
    output = folder / "bad"
    assert main(["edit", str(FORM), str(lines), "--engine", "duckdb", "-o", str(output)]) == 1
    assert counts(output)["records"] == 1
    assert [one["line"] for one in counts(output)["unread"]] == [2]
