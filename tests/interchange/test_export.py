"""What is exported is an XLSForm that pyxform reads, with the same questions, and what is not the same is said."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from engine.cli.files import reader
from engine.errors import QuestionnaireError
from engine.expression.parser import parse as parse_ours
from engine.interchange.export import XLSForm, export_xlsform
from engine.interchange.xlsform import import_xlsform
from engine.interchange.xpath.parser import parse
from engine.interchange.xpath.written import Writer
from engine.questionnaire import compile_text
from tests.forms import read
from tests.interchange.agreement import TODAY, TYPES, as_ours
from tests.interchange.test_agreement import answers_for
from tests.interchange.xpath_reference import Reference, truth

HARD = {"type": "integer", "label": "N", "constraint": "n < 9"}
ROOT = Path(__file__).parents[2]


def exported(name: str) -> XLSForm:
    return export_xlsform(read.source(name), read.read_file)


@pytest.mark.parametrize("name", read.NAMES)
def test_every_small_form_is_read_by_pyxform(name: str) -> None:
    converted = convert(io.BytesIO(exported(name).as_bytes()), file_type=".xlsx")
    assert converted.xform.startswith("<?xml")


def test_the_labour_force_survey_is_read_by_pyxform_and_comes_back() -> None:
    path = ROOT / "forms" / "labour_force" / "form.json"
    source = path.read_text("utf-8")
    form = export_xlsform(source, reader(path.parent))
    assert convert(io.BytesIO(form.as_bytes()), file_type=".xlsx").xform
    back = import_xlsform(form.as_bytes(), "back")
    compiled = compile_text(back.text)
    assert not compiled.errors, "\n".join(map(str, compiled.errors))
    before = compile_text(source, reader(path.parent)).questionnaire
    assert before is not None and compiled.questionnaire is not None
    asked = {item.name: item.codes for item in before.walk() if item.is_asked}
    returned = {item.name: item.codes for item in compiled.questionnaire.walk()}
    assert asked.items() <= {name: returned.get(name) for name in asked}.items()


def test_an_edit_is_a_note_where_it_fails() -> None:
    form = exported("edits")
    notes = [row for row in form.survey if row["type"] == "note" and row["name"].startswith("shown_edit")]
    assert notes and all(row["relevant"] for row in notes)
    assert {"export_differs"} <= {one.code for one in form.findings}


def test_a_soft_constraint_goes_out_as_a_plain_one_and_is_named() -> None:
    age = {"name": "age", "type": "integer", "label": "A", "constraint": "age < 90", "constraint_severity": "soft"}
    form = export_xlsform(
        json.dumps(
            {"id": "x", "version": "1", "languages": ["en"], "title": "T", "items": [age, {"name": "n", **HARD}]}
        )
    )
    assert form.survey[0]["constraint"]
    assert [(one.code, one.pointer) for one in form.findings] == [("export_differs", "/items/0/constraint_severity")]


def test_what_xlsform_has_nothing_like_is_named_with_its_place() -> None:
    found = [one for one in exported("missing").findings if one.code == "export_not_carried"]
    assert found and all(one.pointer.startswith("/") and one.remedy for one in found)


def test_a_form_that_does_not_compile_is_not_exported() -> None:
    with pytest.raises(QuestionnaireError):
        export_xlsform('{"id": "x"}')


CONDITIONS = [
    "i > 5", "i != 5", "not i > 5", "i > 5 and j < 3", "i > 5 or w = 'yes'", "i > 5 implies j > 1", "i = j", "i != j",
    "i between 0 and 5", "not i between 0 and 5", "w in {'yes', 'no'}", "w not in {'yes', 'no'}", "is_missing(i)",
    "is_answered(t)", "selected(m, 'a')", "not selected(m, 'a')", "selected_any(m, 'a', 'b')",
    "selected_all(m, 'a', 'b')",
    "selected_only(m, 'a', 'b')", "coalesce(i > 5, true)", "coalesce(i > 5, false)", "same_as(i, j)", "x > y",
    "x >= '2000-01-01'", "x < today()", "days_between(x, y) > 30", "length(t) < 3", "count_selected(m) < 2",
    "if i > 1 then j > 1 else w = 'yes'", "matches(t, '[0-9]+')", "i + j > 3", "contains(t, 'a')", "coalesce(i, 3) > 2",
    "when(i > 1, j) = 2", "true", "abs(i) > 2",
]  # fmt: skip


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_is_true_and_false_there_where_it_is_here(text: str) -> None:
    writer = Writer(lambda parts: f"${{{parts[0]}}}", lambda parts: TYPES[parts[0]])
    node = parse_ours(text).node
    holds, fails = writer.holds(node), writer.fails(node)
    for answers in answers_for(holds + fails):
        ours = as_ours(text, answers)
        theirs = [truth(Reference(answers.get, TODAY).value(parse(one))) for one in (holds, fails)]
        assert theirs == [ours is True, ours is False], f"{holds} | {fails} with {answers}: {ours}"
