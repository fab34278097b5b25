"""Every questionnaire under forms/ does what its cases.json says; its edits fail in some case and pass in another."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.questionnaire import compile_text
from engine.response import View, view_of_answers

FORMS = Path(__file__).parents[2] / "forms"
WITH_CASES = sorted(path.parent.name for path in FORMS.glob("*/cases.json"))
TODAY = "2026-11-22"


@cache
def compiled(name: str) -> dict[str, Any]:
    folder = FORMS / name
    return compile_text(
        (folder / "form.json").read_text("utf-8"), lambda file: (folder / file).read_text("utf-8")
    ).form()


@cache
def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((FORMS / name / "cases.json").read_text("utf-8"))
    return loaded


def view_of(name: str, case: dict[str, Any]) -> View:
    return view_of_answers(compiled(name), case["response"], today=TODAY)


ALL = [
    pytest.param(name, number, id=f"{name}: {case['name']}")
    for name in WITH_CASES
    for number, case in enumerate(cases(name))
]


@pytest.mark.parametrize(("name", "number"), ALL)
def test_a_case_comes_out_as_it_says(name: str, number: int) -> None:
    case = cases(name)[number]
    view, expected = view_of(name, case), case["expect"]
    found = sorted(f"{one.edit}@{one.path}" if one.path else one.edit for one in view.failures())
    assert found == sorted(expected["failures"])
    assert {path: view.on_route(path) for path in expected.get("on_route", {})} == expected.get("on_route", {})
    assert {path: view.value(path) for path in expected.get("values", {})} == expected.get("values", {})


@pytest.mark.parametrize("name", WITH_CASES)
def test_every_edit_fails_in_some_case_and_passes_in_another(name: str) -> None:
    outcomes: dict[str, set[str]] = {edit["id"]: set() for edit in compiled(name)["edits"]}
    for case in cases(name):
        for edit, _, outcome in view_of(name, case).outcomes():
            if edit in outcomes:
                outcomes[edit].add(outcome)
    assert {edit: found for edit, found in outcomes.items() if not {"pass", "fail"} <= found} == {}


@pytest.mark.parametrize("name", WITH_CASES)
def test_no_case_ends_in_an_error(name: str) -> None:
    errors = [one for case in cases(name) for one in view_of(name, case).not_evaluated() if one.outcome == "error"]
    assert errors == []


def test_there_are_questionnaires_with_cases() -> None:
    assert WITH_CASES
