"""Columns come from the codebook, in its order, whatever was answered."""

from __future__ import annotations

import pytest

from engine.process.columns import REFERENCE_DATE, codebook
from engine.process.parts import MOST_CODE_COLUMNS, parts
from tests.process.forms import HOUSEHOLD, compiled


def names(table: str) -> list[str]:
    return [column.name for one in codebook(compiled()).tables if one.name == table for column in one.columns]


def test_there_is_one_table_for_the_interview_and_one_for_each_roster() -> None:
    assert [table.name for table in codebook(compiled()).tables] == ["household", "people", "people__jobs"]


def test_every_table_begins_with_the_keys_of_its_rows() -> None:
    assert names("household")[:3] == ["interview__id", "area", "number"]
    assert names("people__jobs")[:7] == [
        "interview__id", "area", "number", "people__id", "people__position", "jobs__id", "jobs__position",
    ]  # fmt: skip


def test_columns_stand_in_the_order_of_the_questionnaire() -> None:
    variables = [column for column in names("household") if "__" not in column]
    assert variables == [
        "area", "number", "size_last_round", "visited", "at", "moment", "month", "water", "ranked", "total",
    ]  # fmt: skip


def test_a_set_of_codes_keeps_the_list_and_has_a_column_for_each_code() -> None:
    assert [name for name in names("household") if name.startswith("water")] == [
        "water", "water__01", "water__02", "water__97", "water__reason",
    ]  # fmt: skip


def test_a_long_code_list_gets_no_column_for_each_code() -> None:
    codes = [str(number) for number in range(MOST_CODE_COLUMNS + 1)]
    assert [part.suffix for part in parts("codes:places", codes)] == [""]
    assert len(parts("codes:places", codes[1:])) == MOST_CODE_COLUMNS + 1


def test_a_name_that_meets_another_one_is_lengthened() -> None:
    items = [{"name": "Age__reason", "type": "text", "label": "x"}, {"name": "age", "type": "integer", "label": "y"}]
    table = codebook(compiled(items=items, edits=[], code_lists={})).tables[0]
    assert [column.name for column in table.columns][6:] == [
        "Age__reason",
        "Age__reason__reason",
        "age",
        "age__reason_",
    ]


def test_a_label_keeps_its_reference_as_it_is_written() -> None:
    columns = {column.name: column for table in codebook(compiled()).tables for column in table.columns}
    age = columns["age"].variable
    assert age is not None
    assert age.label == {"vi": "Tuổi", "en": "Age of {name}"}


def test_where_a_variable_comes_from_is_said() -> None:
    variables = [column.variable for column in codebook(compiled()).tables[0].columns if column.variable]
    assert {one.name: one.source for one in variables if one.name in {"total", "water", "size_last_round", "area"}} == {
        "area": "given",
        "size_last_round": "given",
        "water": "collected",
        "total": "calculated",
    }


@pytest.mark.parametrize("item", [item["name"] for item in HOUSEHOLD["items"] if item["type"] != "roster"])
def test_every_variable_has_a_column_for_why_it_is_missing(item: str) -> None:
    assert f"{item}__reason" in names("household")


def test_the_table_of_the_interview_holds_its_reference_date() -> None:
    assert [names(table).count(REFERENCE_DATE) for table in ("household", "people")] == [1, 0]


def test_what_an_expression_asks_of_the_last_round_has_columns_and_nothing_else_has() -> None:
    asked = [
        {"id": "A", "for_each": "people", "severity": "soft", "require": "age >= previous(age)", "message": "x"},
        {"id": "B", "severity": "soft", "require": "any(people where previous(worked) = '1')", "message": "x"},
        {"id": "C", "severity": "soft", "require": "water = previous(water)", "message": "x"},
        {"id": "D", "severity": "soft", "require": "distance(place, previous(place)) < 100", "message": "x"},
    ]
    tables = codebook(compiled(edits=asked)).tables
    kept = {table.name: [one.name for one in table.columns if one.is_previous] for table in tables}
    assert kept == {
        "household": [
            "place__previous__latitude", "place__previous__longitude", "place__previous__accuracy", "water__previous",
        ],
        "people": ["age__previous", "worked__previous"],
        "people__jobs": [],
    }  # fmt: skip
