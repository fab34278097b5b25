"""`phieu import xlsform` and `phieu export xlsform`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.cli import main
from tests.interchange.sheets import workbook

SURVEY = [
    ["type", "name", "label", "relevant"],
    ["integer", "age", "Age", ""],
    ["text", "job", "Job of ${age}", "${age} > 14"],
]


def form(folder: Path, survey: list[list[str]] = SURVEY) -> Path:
    path = folder / "people.xls"  # a wrong extension does not matter
    path.write_bytes(workbook({"survey": survey}))
    return path


def test_a_form_is_imported_checked_and_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "people.json"
    assert main(["import", "xlsform", str(form(tmp_path)), "-o", str(made)]) == 0
    assert json.loads(made.read_text("utf-8"))["items"][1]["relevant"] == "age > 14"
    assert main(["check", str(made)]) == 0
    out = tmp_path / "back.xlsx"
    assert main(["export", "xlsform", str(made), "-o", str(out)]) == 0
    assert out.read_bytes()[:2] == b"PK"
    assert "carried exactly" in capsys.readouterr().out


def test_what_needs_a_hand_gives_exit_code_one_and_a_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    survey = [*SURVEY, ["text", "why", "Why", "${nobody} = 1"]]
    assert main(["import", "xlsform", str(form(tmp_path, survey)), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    [finding] = [one for one in told["findings"] if one["severity"] == "error"]
    assert finding["place"] == {"sheet": "survey", "row": 4, "column": "relevant"}
    assert told["form"]["items"][2]["notes"] == "XLSForm relevant: ${nobody} = 1"


def test_a_file_that_is_no_spreadsheet_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "form.xlsx"
    path.write_text("just, some words", "utf-8")
    assert main(["import", "xlsform", str(path)]) == 1
    assert "workbook_unreadable" in capsys.readouterr().out
    assert main(["import", "xlsform", str(tmp_path / "none.xlsx")]) == 2


def test_a_list_file_beside_the_form_becomes_a_code_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    survey = [["type", "name", "label"], ["select_one_from_file towns.csv", "town", "Town"]]
    path = form(tmp_path, survey)
    assert main(["import", "xlsform", str(path), "--json"]) == 1
    (tmp_path / "towns.csv").write_text("name,label,region\n001,Hà Nội,north\n", "utf-8")
    capsys.readouterr()
    assert main(["import", "xlsform", str(path), "--json"]) == 0
    lists = json.loads(capsys.readouterr().out)["form"]["code_lists"]
    assert lists["towns"] == [{"code": "001", "label": {"en": "Hà Nội"}, "attributes": {"region": "north"}}]
