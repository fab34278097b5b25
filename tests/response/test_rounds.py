"""The last round of a panel: its rows are there when an interview opens, with what the form carries forward."""

from __future__ import annotations

from engine.response import Interview
from engine.response.rounds import row_ids, values_by_row
from tests.forms.read import Clock, compiled, interview

LAST = {"people[a1b2c3].name": "Lan", "people[d4e5f6].name": "Nam", "people[d4e5f6].hours": 40, "size": 2}


def test_values_and_rows_are_found_by_their_paths() -> None:
    assert values_by_row(LAST)["people[d4e5f6]"] == {"name": "Nam", "hours": 40}
    assert values_by_row(LAST)[""] == {"size": 2}
    assert row_ids(LAST, "people") == ["a1b2c3", "d4e5f6"]
    assert row_ids({"people[a].jobs[p0].hours": 1}, "people[a].jobs") == ["p0"]


def test_ids_that_are_no_plain_words_are_quoted_in_the_last_round_too() -> None:
    last = {'people["bà Tư"].name': "Tư", 'people["a.b]"].jobs["ồ"].hours': 4, "people[lúa].name": "as others write it"}
    assert row_ids(last, "people") == ["bà Tư", "a.b]", "lúa"]
    assert row_ids(last, 'people["a.b]"].jobs') == ["ồ"]
    assert values_by_row(last)['people["lúa"]'] == {"name": "as others write it"}


def test_an_interview_opens_with_the_rows_of_the_last_round() -> None:
    working = interview("rounds", open={"previous": LAST})
    assert working.rows("people") == ["people[a1b2c3]", "people[d4e5f6]"]
    assert working.value("people[d4e5f6].name") == "Nam"
    working.answer("people[d4e5f6].hours", 42)
    assert working.value("people[d4e5f6].change") == 2
    again = Interview.open(compiled("rounds"), events=working.events)
    assert again.rows("people") == working.rows("people")


def test_a_member_who_has_left_stays_away_when_the_interview_is_opened_again() -> None:
    working = interview("rounds", open={"previous": LAST})
    working.remove_row("people[a1b2c3]")
    again = Interview.open(compiled("rounds"), events=working.events, clock=Clock(), device="tablet", user="enumerator")
    assert again.rows("people") == ["people[d4e5f6]"]
