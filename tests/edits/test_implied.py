"""Checks that a declaration implies: choices offered, exclusive codes, numbers of rows; and what the engine says."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import ResponseError
from engine.response import View, view_of_answers
from engine.response.messages import MESSAGES
from tests.forms.read import TODAY, answered, compiled, failing, interview

PHONE = {"phone": "1080"}


def failures_of(answers: dict[str, Any], language: str = "en") -> dict[str, str]:
    view = view_of_answers(compiled("checks"), {"answers": {**PHONE, **answers}}, today=TODAY, language=language)
    return {one.edit: one.message for one in view.failures()}


def test_a_choice_that_the_filter_no_longer_offers_stays_and_fails() -> None:
    work = interview("checks", language="en")
    work.answer("province", "01")
    work.answer("commune", "00004")
    assert "commune:choice@commune" not in failing(work)
    assert "commune" in work.answer("province", "04")
    [found] = [one for one in work.failures() if one.edit == "commune:choice"]
    assert (found.severity, found.message) == (
        "hard",
        "“Commune”: Ba Dinh is not among the choices that are offered now.",
    )
    assert work.value("commune") == "00004"
    work.answer("province", "01")
    assert "commune:choice@commune" not in failing(work)


def test_a_filter_that_is_unknown_offers_nothing() -> None:
    assert "commune:choice" in failures_of({"commune": "00004"})
    assert "commune:choice" in failures_of({"commune": "00004", "province": {"missing": "refused"}})
    assert "commune:choice" not in failures_of({})


@pytest.mark.parametrize(
    ("province", "crops", "fails"),
    [
        ("01", ["rice"], False),
        ("01", ["rice", "tea"], True),
        ("04", ["rice", "tea"], False),
        ("04", ["none"], False),
        ("04", ["rice", "none"], True),
    ],
)
def test_every_code_of_several_must_be_offered_and_an_exclusive_one_stand_alone(
    province: str, crops: list[str], fails: bool
) -> None:
    assert ("crops:choice" in failures_of({"province": province, "crops": crops})) is fails


def test_the_message_tells_an_exclusive_code_from_one_that_is_not_offered() -> None:
    assert failures_of({"crops": ["rice", "none"]})["crops:choice"] == "“Crops”: Rice, None cannot be chosen together."
    assert failures_of({"crops": ["tea"]})["crops:choice"].startswith("“Crops”: Tea is not among")
    assert failures_of({"best": ["none", "tea"]})["best:choice"] == "None, it was said"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"area": 5}, "“Plots”: 0 in the list, at least 1 needed."),
        ({"area": 5, "plots": [{"size": 1}] * 3}, "“Plots”: 3 in the list, at most 2 possible."),
        ({"area": 5, "plots": [{"size": 1}] * 2}, None),
        ({"plots": []}, None),
    ],
)
def test_too_few_and_too_many_rows_fail_on_route(answers: dict[str, Any], message: str | None) -> None:
    assert failures_of(answers).get("plots:rows") == message


def test_a_count_beyond_the_limit_fails_and_makes_no_more_rows() -> None:
    view = answered("checks", {**PHONE, "visits": 1200})
    assert view.rows("visit") == ["visit[1]", "visit[2]", "visit[3]"]
    [found] = view.failures()
    assert (found.edit, found.path, found.values) == ("visit:rows", "visit", {"visit": 1200})
    assert found.message == "“Lần thăm”: có 1.200 dòng, nhiều nhất là 3."
    assert failing(answered("checks", {**PHONE, "visits": 3})) == []


def test_a_condition_can_require_an_answer_and_the_author_say_so() -> None:
    rows = {"plots": [{"size": 1}]}
    assert failures_of({"area": 12.25, **rows}) == {"owner:required": "Whose are 12.25 ha?"}
    assert failures_of({"area": 5, **rows}) == {}


def test_the_engine_speaks_the_language_of_the_interview_and_english_for_any_other() -> None:
    assert failures_of({"phone": None}, "vi") == {"phone:required": "“Điện thoại”: cần có câu trả lời."}
    assert failures_of({"phone": None}, "km") == {"phone:required": "“Điện thoại”: an answer is needed."}
    assert all({"vi", "en"} == set(words) for words in MESSAGES.values())


def test_a_label_with_braces_is_quoted_as_it_stands() -> None:
    found = failures_of({"province": "04", "area": 2000.25, "owner": "Lan", "plots": [{"size": 1}]})
    assert found == {"area:constraint": "“Area in Cao Bang”: 2,000.25 is not possible."}


def test_a_soft_constraint_is_confirmed_as_a_soft_edit_is() -> None:
    work = interview("checks")
    work.answer("phone", "1080")
    work.answer("area", 2000)
    work.answer("owner", "Lan")
    assert {one.edit for one in work.complete().blockers} == {"area:constraint"}
    assert work.confirm("area:constraint", "area", "checked", "seen the deed") == ["area"]
    [found] = work.failures()
    assert (found.severity, found.status, found.reason) == ("soft", "confirmed", "checked")
    work.answer("area", 2001)
    assert [one.status for one in work.failures()] == ["open"]
    work.answer("area", 2000)
    assert work.complete().done


def test_a_hard_check_is_not_confirmed_but_a_supervisor_may_accept_it() -> None:
    work = interview("checks")
    work.answer("phone", "1080")
    work.answer("visits", 4)
    with pytest.raises(ResponseError, match="hard"):
        work.confirm("visit:rows", "visit")
    work.accept("visit:rows", "visit", text="four visits, three recorded")
    assert statuses(work) == ["accepted"]
    work.answer("visits", 5)
    assert statuses(work) == ["open"]


def statuses(view: View) -> list[str]:
    return [one.status for one in view.failures()]
