"""The life of a failure: open, then corrected, confirmed with a reason, or accepted by a supervisor."""

from __future__ import annotations

import pytest

from engine.edits.failures import Failure
from engine.errors import ResponseError
from engine.response import Interview
from tests.forms.read import Clock, compiled, interview


def overspent(**options: object) -> Interview:
    found = interview("edits", **options)
    found.answer("income", 10)
    found.answer("spent", 15.5)
    return found


def only(found: Interview, edit: str) -> Failure:
    return next(one for one in found.failures() if one.edit == edit)


def test_a_failure_tells_what_it_saw() -> None:
    failure = only(overspent(), "S1")
    assert (failure.path, failure.severity, failure.status) == ("", "soft", "open")
    assert (failure.involved, failure.values) == (("spent", "income"), {"spent": 15.5, "income": 10})
    assert failure.message == "Chi 15,5 nhiều hơn thu 10"


def test_a_corrected_failure_is_no_longer_there() -> None:
    found = overspent()
    assert set(found.answer("spent", 5)) == {"spent", "income"}
    assert found.failures() == []


def test_a_confirmed_failure_says_why_and_who_and_when() -> None:
    found = overspent()
    found.confirm("S1", "", "checked", "A wedding.")
    failure = only(found, "S1")
    assert (failure.status, failure.reason, failure.text, failure.who) == (
        "confirmed",
        "checked",
        "A wedding.",
        "enumerator",
    )
    assert failure.when is not None and failure.when.startswith("2026-11-22T")


def test_a_confirmation_ends_when_an_involved_answer_changes_and_holds_again_when_it_is_as_it_was() -> None:
    found = overspent()
    found.confirm("S1", "", "checked")
    found.answer("spent", 16)
    assert only(found, "S1").status == "open"
    found.answer("spent", 15.5)
    assert only(found, "S1").status == "confirmed"


def test_another_answer_leaves_the_confirmation_alone() -> None:
    found = overspent()
    found.confirm("S1", "", "checked")
    found.answer("has_loan", "2")
    assert only(found, "S1").status == "confirmed"


def test_a_confirmation_made_on_the_tablet_holds_on_the_server() -> None:
    tablet = overspent()
    tablet.confirm("S1", "", "checked")
    assert (
        only(Interview.open(compiled("edits"), events=[one.as_json() for one in tablet.events]), "S1").status
        == "confirmed"
    )


def test_a_supervisor_accepts_what_the_enumerator_could_not_confirm() -> None:
    found = interview("edits")
    found.answer("has_loan", "2")
    found.answer("income", 0)
    with pytest.raises(ResponseError, match="edit_is_hard"):
        found.confirm("S3", "", "checked")
    office = Interview.open(
        compiled("edits"), events=found.events, device="server", user="supervisor", clock=Clock(600)
    )
    office.accept("S3", "", text="Lives on savings.")
    found.receive(office.events)
    assert (only(found, "S3").status, only(found, "S3").who) == ("accepted", "supervisor")


@pytest.mark.parametrize(("edit", "code"), [("S2", "edit_does_not_fail"), ("S9", "unknown_edit")])
def test_only_a_failure_can_be_confirmed(edit: str, code: str) -> None:
    with pytest.raises(ResponseError, match=code):
        overspent().confirm(edit, "", "checked")


def test_headquarters_changes_a_severity_without_a_new_version() -> None:
    found = overspent(severities={"S1": "hard"})
    assert only(found, "S1").severity == "hard"
    with pytest.raises(ResponseError, match="edit_is_hard"):
        found.confirm("S1", "", "checked")
    assert overspent(severities={"S1": "off"}).failures() == []


def test_an_edit_for_the_office_does_not_block_completion() -> None:
    found = interview("edits")
    found.answer("income", 6000)
    assert [one.edit for one in found.failures()] == ["O1"]
    assert found.complete().done


def test_the_failures_at_a_question_are_those_that_involve_it() -> None:
    found = overspent()
    assert [one.edit for one in found.failures_at("income")] == ["S1"]
    assert found.failures_at("loan") == []
