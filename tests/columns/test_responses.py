"""Tables handed on, read back as responses: what Python finds in them is what DuckDB finds in the same tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.batch import handed_on
from engine.batch.responses import OUTER, open_responses
from engine.cli import main
from engine.errors import Refusal, UsageError
from engine.process.columns import REFERENCE_DATE
from engine.questionnaire.compile import compile_text
from engine.response.form import Form
from tests.columns.handed_on import counts, hand_on, read
from tests.process.forms import HOUSEHOLD

FORM = Path("forms/labour_force/form.json")
EVERY_TYPE = HOUSEHOLD | {
    "preload": [*HOUSEHOLD["preload"], {"name": "wage", "type": "integer"}],
    "items": [
        *HOUSEHOLD["items"],
        {"name": "agreed", "type": "boolean", "label": "Agreed"},
        {"name": "path", "type": "geotrace", "label": "Path"},
        {"name": "field", "type": "geoshape", "label": "Field"},
        {"name": "picture", "type": "photo", "label": "Picture"},
        {"name": "each", "type": "roster", "rows": {"codes": "sources"}, "label": "Each", "relevant": "agreed",
         "items": [{"name": "litres", "type": "decimal", "decimals": 1, "label": "Litres", "required": True}]},
    ],
    "edits": [
        *HOUSEHOLD["edits"],
        {"id": "GREW", "for_each": "people", "severity": "soft", "require": "age >= previous(age)", "message": "x"},
        {"id": "SAME", "severity": "soft", "require": "water = previous(water)", "message": "{today()}"},
        {"id": "DRY", "for_each": "each", "severity": "soft", "require": "litres > 0", "message": "x"},
    ],
}  # fmt: skip
FULL: dict[str, Any] = {
    "id": "i2",
    "reference_date": "2026-11-21",
    "unit": {"area": "A", "number": "7"},
    "preload": {"size_last_round": 3, "wage": {"missing": "refused"}},
    "previous": {"people[k1].age": 35, "people[\"bà Tư\"].age": 60, "water": ["02"]},
    "answers": {
        "visited": "2026-11-20", "at": "08:30:00", "moment": "2026-11-20T08:30:05", "month": "0999-02",
        "place": [21.5, 105.25, None], "water": ["01", "02"], "ranked": ["02", "01"],
        "people": [
            {"_id": "k1", "name": "Lan", "age": 34, "worked": "1",
             "jobs": [{"_id": "b", "pay": "0.10"}, {"_id": "a", "pay": "-12345678901234.50"}]},
            {"_id": "bà Tư", "name": "Tư", "age": {"missing": "refused"}},
            {"_id": "k0", "name": "Old", "age": 101},
        ],
        "agreed": True,
        "path": [[21.5, 105.25, 3.5], [21.5, 105.5, None]],
        "field": [[1.0, 1.0, None], [1.0, 2.0, None], [2.0, 2.0, None]],
        "picture": {"name": "a.jpg", "sha256": "ab" * 32, "size": 12, "media_type": "image/jpeg"},
        "each": [{"_id": "01", "litres": "2.5"}, {"_id": "02", "litres": "0.0"}, {"_id": "97"}],
    },
}  # fmt: skip
BARE: dict[str, Any] = {"id": "i1", "reference_date": "2026-11-22", "answers": {"agreed": False}}


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.json"
    path.write_text(json.dumps(EVERY_TYPE), "utf-8")
    return path


@pytest.fixture
def batch(form: Path, tmp_path: Path) -> Path:
    return hand_on(form, [FULL, BARE], tmp_path / "batch")


def answers_in(form: Path, batch: Path) -> list[dict[str, Any]]:
    return list(open_responses(Form.of(compile_text(form.read_text("utf-8")).form()), batch))


def run(form: Path, batch: Path, engine: str, output: Path) -> int:
    return main(["edit", str(form), str(batch), "--engine", engine, "-o", str(output)])


def test_answers_of_every_type_come_back_as_they_were_given(form: Path, batch: Path) -> None:
    bare, full = answers_in(form, batch)
    assert full == FULL
    assert bare == {**BARE, "unit": {}, "preload": {}, "previous": {}}


def test_every_type_that_columns_read_is_read_as_an_answer_too() -> None:
    assert OUTER.keys() == handed_on.STORED.keys()


def test_the_order_of_the_rows_in_the_files_decides_nothing(form: Path, batch: Path) -> None:
    wanted = answers_in(form, batch)
    for file in (batch / "tables").iterdir():
        table = pq.read_table(file)
        pq.write_table(table.take(list(reversed(range(table.num_rows)))), file)
    assert answers_in(form, batch) == wanted


def test_python_finds_in_tables_what_duckdb_finds(form: Path, batch: Path, tmp_path: Path) -> None:
    for engine in ("python", "duckdb"):
        assert run(form, batch, engine, tmp_path / engine) == 0
    for name in ("outcomes", "failures"):
        assert read(tmp_path / "python", name)
        assert read(tmp_path / "python", name) == read(tmp_path / "duckdb", name)
    assert counts(tmp_path / "python") == counts(tmp_path / "duckdb")
    assert list(counts(tmp_path / "python")["edits"]["DRY"].values()) == [1, 1, 1, 0, 0]


def test_simulated_interviews_of_the_labour_force_survey_have_the_same_outcomes(tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    command = ["simulate", str(FORM), "--interviews", "25", "--seed", "5", "--satisfy", "none", "--missing", "0.1"]
    assert main([*command, "-o", str(drawn)]) == 0
    responses = [json.loads(line) for line in drawn.read_text("utf-8").splitlines()]
    given = [{**one, "id": str(one.get("id", number))} for number, one in enumerate(responses)]
    batch = hand_on(FORM, given, tmp_path / "batch")
    for engine in ("python", "duckdb"):
        assert run(FORM, batch, engine, tmp_path / engine) == 0
    assert len(read(tmp_path / "python", "failures")) > 50
    for name in ("outcomes", "failures"):
        assert read(tmp_path / "python", name) == read(tmp_path / "duckdb", name)
    assert counts(tmp_path / "python") == counts(tmp_path / "duckdb")


def test_one_table_of_a_batch_stands_for_all(form: Path, batch: Path) -> None:
    assert answers_in(form, batch / "tables" / "people.parquet") == answers_in(form, batch)


def test_a_value_that_the_questionnaire_does_not_take_is_told_with_its_interview(
    form: Path, batch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(batch / "tables" / "people.parquet", "worked", "9")
    assert run(form, batch, "python", tmp_path / "out") == 1
    assert counts(tmp_path / "out")["records"] == 1
    assert [one["record"] for one in counts(tmp_path / "out")["unread"]] == ["i2"]
    assert "i2: '9' is not a code" in capsys.readouterr().out


def change(file: Path, column: str, value: Any) -> None:
    """Put one value into every row of a column."""
    table = pq.read_table(file)
    at = table.column_names.index(column)
    pq.write_table(table.set_column(at, column, pa.array([value] * table.num_rows)), file)


def without(file: Path, *columns: str) -> None:
    pq.write_table(pq.read_table(file).drop_columns(list(columns)), file)


@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_tables_that_are_not_of_the_questionnaire_are_refused_with_a_remedy(
    form: Path, batch: Path, tmp_path: Path, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    people = batch / "tables" / "people.parquet"
    without(people, "age")
    assert run(form, batch, engine, tmp_path / "out") == 2
    assert "it has no column 'age'. Give a table of a batch" in capsys.readouterr().err
    people.write_text("a,b\n", "utf-8")
    assert run(form, batch, engine, tmp_path / "out") == 2
    assert "is not a Parquet file" in capsys.readouterr().err
    assert run(FORM, batch, engine, tmp_path / "out") == 2
    assert "is missing" in capsys.readouterr().err
    assert run(FORM, batch / "tables" / "household.parquet", engine, tmp_path / "out") == 2
    assert "Give a table of a batch" in capsys.readouterr().err
    assert run(form, tmp_path / "nowhere", engine, tmp_path / "out") == 2
    assert "is not there" in capsys.readouterr().err


def test_tables_of_another_questionnaire_are_named(form: Path, batch: Path) -> None:
    other = {**EVERY_TYPE, "id": "farms"}
    (batch / "tables" / "household.parquet").rename(batch / "tables" / "farms.parquet")
    with pytest.raises(UsageError, match="holds answers of 'household', and the questionnaire is 'farms'"):
        open_responses(Form.of(compile_text(json.dumps(other)).form()), batch)


def test_a_column_of_another_type_is_refused(form: Path, batch: Path) -> None:
    change(batch / "tables" / "people.parquet", "age", "many")
    with pytest.raises(UsageError, match=r"people\.parquet cannot be read as a table of this questionnaire"):
        answers_in(form, batch)


def test_rows_are_refused_whose_interview_or_row_around_them_is_not_there_or_there_twice(
    form: Path, batch: Path
) -> None:
    tables = batch / "tables"
    people, household = pq.read_table(tables / "people.parquet"), pq.read_table(tables / "household.parquet")
    pq.write_table(people.slice(1), tables / "people.parquet")
    with pytest.raises(UsageError, match="has a row in 'k1' of the interview 'i2', which is not there"):
        answers_in(form, batch)
    pq.write_table(people, tables / "people.parquet")
    pq.write_table(pa.concat_tables([household, household]), tables / "household.parquet")
    with pytest.raises(UsageError, match="The interview 'i1' stands twice"):
        answers_in(form, batch)
    pq.write_table(household.slice(1), tables / "household.parquet")
    with pytest.raises(UsageError, match="The interview 'i2' has rows in other tables but is not in"):
        answers_in(form, batch)


def test_checks_that_need_what_an_earlier_hand_off_did_not_write_are_left_out_and_named(
    form: Path, batch: Path, tmp_path: Path
) -> None:
    without(batch / "tables" / "people.parquet", "age__previous")
    without(batch / "tables" / "household.parquet", "water__previous", REFERENCE_DATE)
    for engine in ("python", "duckdb"):
        assert run(form, batch, engine, tmp_path / engine) == 1
    assert counts(tmp_path / "python")["refused"].keys() == {"GREW", "SAME"}
    assert counts(tmp_path / "python") == counts(tmp_path / "duckdb")
    assert read(tmp_path / "python", "outcomes") == read(tmp_path / "duckdb", "outcomes")


def test_values_worked_out_from_what_the_tables_lack_are_refused(form: Path, batch: Path) -> None:
    without(batch / "tables" / "household.parquet", REFERENCE_DATE)
    items = [*EVERY_TYPE["items"], {"name": "late", "type": "calculation", "calculation": "visited < today()"}]
    source = Form.of(compile_text(json.dumps({**EVERY_TYPE, "items": items})).form())
    for name in ("late", "late__reason"):
        add_column(batch / "tables" / "household.parquet", name)
    with pytest.raises(Refusal, match="need the reference date of each interview"):
        open_responses(source, batch)


def add_column(file: Path, name: str) -> None:
    table = duckdb.read_parquet(str(file)).project(f'*, NULL AS "{name}"').to_arrow_table()
    pq.write_table(table, file)
