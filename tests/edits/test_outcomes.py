"""The five outcomes of a check, counted apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.forms.read import answered, failing

OUTCOMES: list[tuple[dict[str, Any], str, str]] = [
    ({"income": 10, "spent": 5}, "S1", "pass"),
    ({"income": 10, "spent": 15}, "S1", "fail"),
    ({"income": {"missing": "refused"}, "spent": 15}, "S1", "unknown"),
    ({"spent": 15}, "S1", "unknown"),
    ({"has_loan": "2", "loan": 5000}, "S2", "not_applicable"),
    ({"has_loan": "1", "loan": 5000}, "S2", "fail"),
    ({"has_loan": "1"}, "S2", "unknown"),
    ({"has_loan": "1"}, "S3", "not_applicable"),
    ({"has_loan": "2"}, "S3", "unknown"),
    ({"income": 1}, "S3", "pass"),
    ({"income": 0}, "S3", "unknown"),
    ({"has_loan": "2", "income": 0}, "S3", "fail"),
    ({"income": 9_000_000_000}, "X1", "error"),
]


@pytest.mark.parametrize(("answers", "edit", "expected"), OUTCOMES)
def test_an_edit_has_the_outcome(answers: dict[str, Any], edit: str, expected: str) -> None:
    assert [found for name, _, found in answered("edits", answers).outcomes() if name == edit] == [expected]


def test_an_unknown_and_an_error_are_told_as_not_evaluated() -> None:
    view = answered("edits", {"income": 9_000_000_000})
    told = {one.edit: one.outcome for one in view.not_evaluated()}
    assert (told["X1"], told["S1"]) == ("error", "unknown")
    assert "X1" not in failing(view)


def test_an_edit_runs_in_each_row_and_names_the_row() -> None:
    people = [
        {"_id": "a", "age": 30, "hours": 90},
        {"_id": "b", "age": 30, "hours": 40},
        {"_id": "c", "age": 10, "hours": 99},
    ]
    view = answered("roster", {"people": people})
    assert [where for edit, where, found in view.outcomes() if edit == "H1" and found == "fail"] == ["people[a]"]
    assert view.outcome_counts()["H1"] == {"pass": 1, "fail": 1, "unknown": 0, "not_applicable": 1, "error": 0}


def test_an_edit_runs_in_each_row_of_a_nested_roster() -> None:
    jobs = [{"_id": "j", "hours": 60.5}, {"_id": "k", "hours": 50}]
    view = answered("nested", {"people": [{"_id": "a", "name": "Lan", "jobs": jobs}]})
    assert [(one.edit, one.path, one.message) for one in view.failures()] == [("J2", "people[a]", "Lan: 110,5 giờ")]
    assert [where for edit, where, _ in view.outcomes() if edit == "J1"] == ["people[a].jobs[j]", "people[a].jobs[k]"]


def test_a_constraint_says_nothing_about_a_question_without_an_answer() -> None:
    view = answered("roster", {"people": [{"_id": "a", "name": "Lan"}]})
    assert ("age:constraint", "people[a].age", "not_applicable") in view.outcomes()
    failed = answered("roster", {"people": [{"_id": "a", "name": "Lan", "age": 130}]})
    assert "age:constraint@people[a].age" in failing(failed)
