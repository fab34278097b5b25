"""Real forms: each compiles, and each of their cells is in the questionnaire or in a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.interchange.report import Place
from engine.interchange.workbook import read_workbook
from engine.interchange.xlsform import Imported, import_xlsform
from engine.questionnaire import compile_text

FOLDER = Path(__file__).parent / "forms"
FORMS = sorted(path.name for path in FOLDER.glob("*.xls*") if path.name != "adult_coverage.xlsx")
LEAST_CARRIED = {
    "ET-CRVS-KAP-Questionnaire-v11.1-jef.xlsx": 0.5, "UCL_Biomass_Plot_Form.xlsx": 0.65,
    "LindseyAudio_orother.xls": 0.6,
    "socio-economic-survey-v20240515.xlsx": 0.7, "WGE-Household-Questionnaire-NG-Pilot-v11.xlsx": 0.8,
}  # fmt: skip
"""The share of expressions that must be carried, where it is not nine tenths."""


def imported(name: str) -> Imported:
    return import_xlsform((FOLDER / name).read_bytes(), Path(name).stem)


@pytest.mark.parametrize("name", FORMS)
def test_a_real_form_becomes_a_questionnaire_without_errors(name: str) -> None:
    compilation = compile_text(imported(name).text)
    assert not compilation.errors, "\n".join(map(str, compilation.errors[:5]))


@pytest.mark.parametrize("name", FORMS)
def test_no_cell_is_lost_silently(name: str) -> None:
    form = imported(name)
    sheets = {sheet.name.strip().lower(): sheet for sheet in read_workbook((FOLDER / name).read_bytes())}
    reported = {finding.place for finding in form.findings}
    text = form.text
    silent = []
    for sheet in sheets.values():
        for row in sheet.rows:
            for heading, cell in row.cells.items():
                place = Place(sheet.name, row.number, heading)
                around = {place, Place(sheet.name, row.number), Place(sheet.name, None, heading), Place(sheet.name)}
                if not (place in form.carried or around & reported):
                    silent.append(f"{place}: {cell}")
    assert not silent, "\n".join(silent[:10])
    assert text


@pytest.mark.parametrize("name", FORMS)
def test_most_expressions_of_a_real_form_are_carried(name: str) -> None:
    form = imported(name)
    kept = form.exact + form.differing
    assert kept >= LEAST_CARRIED.get(name, 0.9) * form.expressions


@pytest.mark.parametrize("name", FORMS)
def test_what_is_not_carried_is_kept_in_notes(name: str) -> None:
    form = imported(name)
    lost = [
        one
        for one in form.findings
        if one.code in ("expression_not_carried", "expression_refused", "expression_syntax")
    ]
    assert form.text.count("XLSForm ") >= len({one.place for one in lost})


def test_a_form_of_another_dialect_is_refused_with_its_reason() -> None:
    with pytest.raises(InputError) as refused:
        imported("adult_coverage.xlsx")
    assert [one.code for one in refused.value.findings] == ["workbook_dialect"]


def test_the_bytes_decide_what_a_file_is() -> None:
    data = (FOLDER / "example-microcensus.xls").read_bytes()
    assert {sheet.name for sheet in read_workbook(data)} >= {"survey"}
    for broken in (b"", b"just, some words", b"PK\x03\x04 no archive", data[:600]):
        with pytest.raises(InputError):
            read_workbook(broken)
