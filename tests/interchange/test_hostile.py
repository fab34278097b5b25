"""Workbooks that nobody should write and somebody did: read as far as they go, said where not, never a traceback."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

import openpyxl
import pytest

from engine.errors import InputError
from engine.interchange.report import Place
from engine.interchange.workbook import Sheet, read_workbook
from engine.interchange.xlsform import Imported, import_xlsform
from engine.questionnaire import compile_text
from tests.interchange.sheets import codes, compiled, form, item, workbook
from tests.interchange.test_forms import FOLDER

MUTATED = ("ifrc-distribution-site-assessment-v1.xlsx", "WGE-Household-Questionnaire-NG-Pilot-v11.xlsx")
ROUNDS = 12
STRAY: tuple[Any, ...] = (
    None, "", " ", True, False, 0, -1, 1.5, 45000.0, dt.date(2020, 2, 29), dt.time(8, 30), "yes", "${", "${}",
    "${gone}", "(",
    "selected(", "end group", "begin repeat", "begin-repeat", "select_one gone", "note", "#", "{a}", "}}",
    "🌾" * 80, "a" * 5000,
    "if(", "position(..)", "once(random())", "join(' ', ${gone})", "\u0000x", "=1+1", "..", "name", "type",
    "calculate", "and",
)  # fmt: skip
"""What a cell may hold that its author did not mean."""


def covered(made: Imported, sheets: tuple[Sheet, ...]) -> list[Place]:
    """The cells that are neither carried nor reported; none should be."""
    reported = {finding.place for finding in made.findings}
    silent = []
    for sheet in sheets:
        for cell in sheet.places():
            around = {cell, Place(cell.sheet, cell.row), Place(cell.sheet, None, cell.column), Place(cell.sheet)}
            if not (cell in made.carried or around & reported):
                silent.append(cell)
    return silent


def grid(sheet: Sheet) -> list[list[Any]]:
    """The cells of a sheet, the headings first."""
    return [list(sheet.headings), *([row.cells.get(one) for one in sheet.headings] for row in sheet.rows)]


def mutated(name: str, draw: random.Random) -> bytes:
    """A real form with cells, headings, rows and sheets changed at random."""
    sheets = {one.name: grid(one) for one in read_workbook((FOLDER / name).read_bytes())}
    for _ in range(draw.randint(1, 25)):
        rows = sheets[draw.choice(list(sheets))]
        if not rows or not rows[0]:
            continue
        row, column = draw.randrange(len(rows)), draw.randrange(max(1, len(rows[0])))
        match draw.randrange(8):
            case 0:
                rows[0] = [*rows[0]]
                rows[0][min(column, len(rows[0]) - 1)] = draw.choice(
                    [f" {rows[0][-1]} ".title(), f"{rows[0][-1]}:en", *STRAY]
                )
            case 1:
                rows.insert(row, list(rows[draw.randrange(len(rows))]))
            case 2 if len(rows) > 1:
                del rows[row]
            case 3:
                rows[row] = rows[row][:column]
            case 4:
                other = draw.randrange(len(rows))
                rows[row], rows[other] = rows[other], rows[row]
            case _:
                rows[row] = [*rows[row][:column], draw.choice(STRAY), *rows[row][column + 1 :]]
    return workbook({title: [[_plain(cell) for cell in row] for row in rows] for title, rows in sheets.items()})


def _plain(cell: Any) -> Any:
    """What a workbook can hold at all."""
    return cell.replace("\u0000", "") if isinstance(cell, str) else cell


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.parametrize("name", MUTATED)
def test_a_real_form_with_random_damage_is_read_or_refused_and_no_cell_is_lost(name: str, seed: int) -> None:
    data = mutated(name, random.Random(f"{name} {seed}"))  # noqa: S311
    try:
        made = import_xlsform(data, "damaged")
    except InputError as refused:
        assert all(one.remedy for one in refused.findings)
        return
    assert not compile_text(made.text).errors
    assert not covered(made, read_workbook(data))


@pytest.mark.parametrize("seed", range(8))
def test_bytes_cut_off_or_changed_are_refused_or_read(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    data = bytearray((FOLDER / draw.choice(["example-microcensus.xls", MUTATED[0]])).read_bytes())
    for _ in range(draw.randint(1, 40)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    if seed % 2:
        del data[draw.randrange(len(data)) :]
    try:
        import_xlsform(bytes(data), "broken")
    except InputError as refused:
        assert refused.findings[0].code.startswith("workbook_")


HEAD = ["type", "name", "label"]


def test_headings_are_known_in_any_case_with_spaces_and_single_colons() -> None:
    survey: list[list[Any]] = [["  Type ", "NAME", "Label:English (en)", " label :: Français (fr)", "Required ",
               "media:image", "bind:relevant"],
              ["integer", "a", "A", "Un", True, "a.png", ""],
              ["integer", "b", "B", "", "TRUE", "", "${a} > 1"]]  # fmt: skip
    made = form(survey)
    assert item(made, "a")["label"] == {"en": "A", "fr": "Un"} and item(made, "a")["required"] is True
    assert item(made, "b")["relevant"] == "a > 1" and item(made, "b")["required"] is True
    assert "media_not_carried" in codes(made)
    compiled(made)


@pytest.mark.parametrize("word", ["begin_group", "begin group", "begin-group", "BEGIN GROUP", "Begin  Group"])
def test_a_group_begins_however_it_is_written(word: str) -> None:
    end = word.lower().replace("begin", "end")
    made = form([HEAD, [word, "g", "G"], ["text", "a", "A"], [end], ["text", "b", "B"]])
    assert [one["name"] for one in made.document["items"]] == ["g", "b"]
    compiled(made)


def test_numbers_dates_and_truth_values_are_names_and_labels_too() -> None:
    choices: list[list[Any]] = [
        ["list name", "name", "label"],
        ["l", 1, 1.0],
        ["l", 2.5, dt.date(2020, 1, 2)],
        ["l", True, False],
    ]
    made = form([HEAD, ["select_one l", 12, 2020.0], ["date", "d", dt.date(2021, 5, 6)]], choices)
    assert [one["code"] for one in made.document["code_lists"]["l"]] == ["1", "2.5", "TRUE"]
    assert item(made, "x_12")["label"] == {"en": "2020"} and item(made, "d")["label"] == {"en": "2021-05-06"}
    compiled(made)


def test_a_title_above_the_headings_is_said() -> None:
    made = form([["Household survey 2026"], [], HEAD, ["text", "a", "A"]])
    assert item(made, "a")["type"] == "text"
    assert [str(one.place) for one in made.findings] == ["sheet survey, row 1"]


def test_of_two_sheets_with_one_name_the_second_is_named() -> None:
    made = import_xlsform(workbook({"survey": [HEAD, ["text", "a", "A"]], "Survey ": [HEAD, ["text", "z", "Z"]]}), "x")
    assert [one["name"] for one in made.document["items"]] == ["a"]
    assert [(one.code, one.place.sheet) for one in made.findings] == [("sheet_not_read", "Survey ")]


def test_merged_cells_hidden_sheets_and_a_far_stray_cell() -> None:
    book = openpyxl.Workbook()
    survey, hidden = book.active, book.create_sheet("choices")
    survey.title, hidden.sheet_state = "survey", "hidden"
    for row in (HEAD, ["text", "a", "A"], ["select_one l", "c", "C"]):
        survey.append(row)
    survey.merge_cells("C2:D2")
    survey["XFD1048576"] = "far away"
    for row in (["list_name", "name", "label"], ["l", "x", "X"]):
        hidden.append(row)
    out = io.BytesIO()
    book.save(out)
    made = import_xlsform(out.getvalue(), "x")
    assert item(made, "c")["codes"] == "l"
    assert any(one.place.row == 1048576 for one in made.findings)
    compiled(made)


def test_a_csv_file_is_read_with_one_sheet_or_with_several() -> None:
    alone = import_xlsform(b'\xef\xbb\xbftype,name,label\ntext,a,"A, b"\n', "x")
    assert item(alone, "a")["label"] == {"en": "A, b"}
    several = "survey,,,\n,type,name,label\n,select_one l,a,A\nchoices,,,\n,list_name,name,label\n,l,x,X\n"
    assert item(import_xlsform(several.encode(), "x"), "a")["codes"] == "l"


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (["select_multiple_from_file towns.csv", "a", "A"], "choices_file_missing"),
        (["select one from l", "a", "A"], None),
        (["range", "a", "A", "start=0;end=10;step=2"], None),
        (["audit", "audit", "", "location-priority=balanced"], "type_metadata"),
        (["background-audio", "a", ""], "type_metadata"),
        (["start-geopoint", "a", ""], "type_metadata"),
        (["xml-external", "a", ""], "type_metadata"),
        (["csv-external", "a", ""], "type_metadata"),
        (["osm building", "a", "A"], "type_unknown"),
        (["note", "a", "A", "", "1 + 1"], "column_not_carried"),
        (["image", "a", "A", "max-pixels=1000"], "parameter_not_carried"),
        (["text", "a", "A", "", "", "search('towns', 'matches', 'a', ${z})"], "appearance_not_carried"),
        (["text", "a", "${last-saved#z} again"], None),
        (["text", "a", "A", "", "", "", "${z}"], "column_not_carried"),
    ],
)
def test_what_odk_has_besides_is_read_or_named(row: list[str], wanted: str | None) -> None:
    head = [*HEAD, "parameters", "calculation", "appearance", "trigger"]
    made = form([head, row, ["integer", "z", "Z"]], [["list_name", "name", "label"], ["l", "x", "X"]])
    found = codes(made) - {"list_not_used"}
    assert found == ({wanted} if wanted else set()), "\n".join(map(str, made.findings))
    compiled(made)


def test_a_range_with_a_step_offers_its_steps() -> None:
    made = form([[*HEAD, "parameters"], ["range", "a", "A", "start=1 end=9 step=2"]])
    assert item(made, "a")["constraint"] == "a between 1 and 9 and mod(a - 1, 2) = 0"
    compiled(made)


def test_entities_and_more_settings_are_named() -> None:
    sheets = {"survey": [[*HEAD, "save_to"], ["text", "a", "A", "tree"]],
              "entities": [["list_name", "label"], ["trees", "${a}"]],
              "settings": [["form_title", "public_key"], ["T", "abc"], ["second", ""]]}  # fmt: skip
    made = import_xlsform(workbook(sheets), "x")
    assert {one.place.sheet for one in made.findings} == {"survey", "entities", "settings"}
    assert not covered(made, tuple(one for one in read_workbook(workbook(sheets)) if one.name != "settings"))
