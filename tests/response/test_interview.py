"""An interview from the first answer to the last: route, rows, missing values, texts, completion."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from engine.errors import ResponseError, UsageError
from engine.response import Interview
from tests.forms.read import compiled, failing, interview
from tests.response.actions import ACTIONS, DEVICES, FORMS, act, look


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(actions=ACTIONS)
def test_after_each_action_all_is_as_if_worked_out_from_scratch(form: str, actions: list[Any]) -> None:
    working = interview(form)
    for _, kind, number, value in actions:
        before = look(working)["cells"]
        changed = set()
        if kind == "answer":
            changed = told(working, number, value)
        else:
            act(working, kind, number, value, dict.fromkeys(DEVICES, working))
            changed = set(look(working)["cells"])
        fresh = look(Interview.open(compiled(form), events=working.events))
        assert look(working) == fresh
        differing = {path for path in {**before, **fresh["cells"]} if before.get(path) != fresh["cells"].get(path)}
        assert {path for path in differing if path in fresh["cells"]} <= changed


def told(working: Interview, number: int, value: Any) -> set[str]:
    """The paths that an answer says have changed; a new row stands for its cells."""
    cells = [path for path, _, slot in working.walk() if slot.is_answered]
    try:
        return set(working.answer(cells[number % len(cells)], value)) if cells else set()
    except ResponseError:
        return set()


def test_a_question_off_route_keeps_its_answer_and_gets_it_back() -> None:
    route = interview("route")
    route.answer("age", 30)
    route.answer("worked", "1")
    route.answer("hours", 40)
    assert route.value("hours_known") == 40
    route.answer("age", 10)
    assert (route.on_route("hours"), route.value("hours"), route.reason("hours")) == (False, None, "not_asked")
    assert route.cell("hours").answer == 40
    assert route.value("hours_known") == 0
    route.answer("age", 30)
    assert (route.value("hours"), route.value("hours_known")) == (40, 40)


def test_an_answer_tells_what_it_changed() -> None:
    route = interview("route")
    assert set(route.answer("age", 30)) == {"age", "work", "worked"}
    assert set(route.answer("worked", "1")) == {"worked", "hours"}
    assert route.answer("worked", "1") == []


def test_an_answer_off_route_is_kept_and_has_no_effect() -> None:
    route = interview("route")
    assert route.answer("hours", 40) == []
    assert (route.value("hours"), route.cell("hours").answer) == (None, 40)


def test_a_missing_reason_is_an_answer_and_no_number() -> None:
    missing = interview("missing")
    missing.answer("income", {"missing": "refused"})
    assert (missing.value("income"), missing.reason("income"), missing.value("annual")) == (None, "refused", None)
    assert missing.on_route("bracket")
    assert failing(missing) == []
    assert missing.format("income") == "Từ chối trả lời"


def test_a_required_answer_fails_until_it_is_given() -> None:
    missing = interview("missing")
    assert failing(missing) == ["income:required@income"]
    assert missing.required("income")
    missing.answer("income", 0)
    assert failing(missing) == []
    missing.clear("income")
    assert failing(missing) == ["income:required@income"]


@pytest.mark.parametrize(
    ("form", "path", "value", "code"),
    [
        ("route", "nothing", 1, "unknown_path"),
        ("route", "people[a].age", 1, "unknown_path"),
        ("route", "hours_known", 1, "not_answerable"),
        ("route", "work", 1, "not_answerable"),
        ("route", "age", "thirty", "wrong_value"),
        ("route", "age", 1.5, "wrong_value"),
        ("route", "age", {"missing": "refused"}, "unknown_reason"),
        ("route", "worked", "3", "unknown_code"),
        ("roster", "people[zzzzzz].age", 1, "unknown_row"),
        ("types", "a_date", "2026-02-30", "wrong_value"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_recorded(form: str, path: str, value: Any, code: str) -> None:
    asked = interview(form)
    before = asked.events
    with pytest.raises(ResponseError) as refused:
        asked.answer(path, value)
    assert [one.code for one in refused.value.findings] == [code]
    assert refused.value.findings[0].remedy
    assert asked.events == before


TYPED: list[tuple[str, Any, Any]] = [
    ("a_integer", 5, 5), ("a_decimal", 1.25, "1.250"), ("a_text", "Ha\u0300 No\u0323\u0302i", "Hà Nội"),
    ("a_date", "2026-11-22", "2026-11-22"), ("a_time", "08:30", "08:30:00"), ("a_month", "2026-11", "2026-11"),
    ("a_datetime", "2026-11-22T08:30:00", "2026-11-22T08:30:00"),
    ("a_choice", "1", "1"), ("a_set", ["c", "a"], ["a", "c"]),
    ("a_rank", ["c", "a"], ["c", "a"]), ("a_boolean", False, False), ("a_barcode", "893", "893"),
    ("a_point", [21.0, 105.8, 5.0], [21.0, 105.8, 5.0]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "recorded"), TYPED)
def test_every_type_of_answer_is_recorded_in_its_outer_form(path: str, value: Any, recorded: Any) -> None:
    types = interview("types")
    types.answer(path, value)
    assert types.events[-1].get("value") == recorded
    assert Interview.open(compiled("types"), events=types.events).value(path) == types.value(path) is not None


def test_rows_are_added_moved_removed_and_restored() -> None:
    roster = interview("roster")
    [first] = roster.rows("people")
    second = roster.add_row("people")
    third = roster.add_row("people", after=first[7:-1])
    assert roster.rows("people") == [first, f"people[{third}]", f"people[{second}]"]
    roster.move_row(f"people[{second}]", None)
    assert roster.rows("people")[0] == f"people[{second}]"
    assert [roster.value(f"{row}.place") for row in roster.rows("people")] == [1, 2, 3]
    roster.answer(f"people[{second}].age", 30)
    roster.remove_row(f"people[{second}]")
    assert (roster.value("size"), roster.value("adults")) == (2, 0)
    roster.restore_row(f"people[{second}]")
    assert (roster.value("size"), roster.value("adults")) == (3, 1)


def test_a_roster_starts_with_its_least_rows_and_ends_with_its_most() -> None:
    roster = interview("roster")
    assert len(roster.rows("people")) == 1
    for _ in range(4):
        roster.add_row("people")
    with pytest.raises(ResponseError, match="too_many_rows"):
        roster.add_row("people")


def test_a_counted_roster_has_as_many_rows_as_the_count_says_and_keeps_the_answers_of_the_others() -> None:
    counted = interview("counted")
    assert counted.rows("plot") == []
    counted.answer("plots", 2)
    counted.answer("plot[1].size", 1.5)
    counted.answer("plot[2].size", 2.25)
    assert counted.value("land") == 3.75
    counted.answer("plots", 1)
    assert counted.value("land") == 1.5
    counted.answer("plots", 2)
    assert counted.value("land") == 3.75
    counted.answer("plots", 9)
    assert len(counted.rows("plot")) == 4


def test_a_roster_over_a_code_list_has_a_row_for_each_code() -> None:
    listed = interview("listed")
    assert listed.rows("goods") == ["goods[tv]", "goods[car]"]
    assert listed.row_label("goods[tv]") == "Ti vi"
    listed.answer("goods[tv].has", "1")
    assert (listed.on_route("goods[tv].number"), listed.on_route("goods[car].number"), listed.value("owned")) == (
        True,
        False,
        1,
    )


def test_a_roster_over_a_selection_follows_what_is_selected() -> None:
    selected = interview("selected")
    selected.answer("crops", ["maize", "rice"])
    assert selected.rows("crop") == ["crop[rice]", "crop[maize]"]
    selected.answer("crop[maize].kilos", 100)
    selected.answer("crops", ["rice"])
    assert (selected.rows("crop"), selected.value("harvest")) == (["crop[rice]"], 0)
    selected.answer("crops", ["maize"])
    assert selected.value("harvest") == 100


def test_sums_reach_through_nested_rosters() -> None:
    nested = interview("nested")
    person = f"people[{nested.add_row('people')}]"
    for hours in (10.5, 20):
        job = nested.add_row(f"{person}.jobs")
        nested.answer(f"{person}.jobs[{job}].hours", hours)
    assert (nested.value(f"{person}.hours_all"), nested.value("hours_household")) == (30.5, 30.5)


def test_defaults_are_recorded_once_and_are_answers_like_others() -> None:
    defaults = interview("defaults")
    assert (defaults.value("country"), defaults.value("visit"), defaults.cell("country").source) == (
        "VN",
        "2026-11-22",
        "default",
    )
    defaults.answer("country", "LA")
    row = defaults.add_row("trips")
    assert defaults.value(f"trips[{row}].from_country") == "LA"
    defaults.clear("country")
    reopened = Interview.open(compiled("defaults"), events=defaults.events)
    assert (reopened.value("country"), len(reopened.events)) == (None, len(defaults.events))


def test_what_comes_with_the_assignment_can_be_read() -> None:
    unit = {"province": "01", "household": "012"}
    opening = {"unit": unit, "preload": {"size_last_round": 4}, "previous": {"people_now": 2}}
    assigned = interview("assigned", open=opening)
    assigned.answer("people_now", 5)
    assert (assigned.value("change"), assigned.value("growth"), assigned.unit_label()) == (1, 3, "01/012")
    assert assigned.opened is not None and assigned.opened.get("reference_date") == "2026-04-01"


def test_a_choice_filter_offers_the_codes_for_which_it_is_true() -> None:
    choices = interview("choices")
    assert choices.offered("commune") == []
    choices.answer("province", "01")
    assert [(one.code, one.label) for one in choices.offered("commune")] == [("00004", "Ba Đình"), ("00008", "Ngọc Hà")]
    assert [one.code for one in choices.offered("job")] == ["5"]
    choices.answer("job", "5")
    assert choices.value("skill") == 2


def test_texts_are_filled_in_and_fall_back() -> None:
    roster = interview("roster", language="en")
    [row] = roster.rows("people")
    assert roster.text(f"{row}.age", "label") == "Age of …"
    roster.answer(f"{row}.name", "Lan")
    assert roster.text(f"{row}.age", "label") == "Age of Lan"
    assert roster.row_label(row) == "Lan"
    roster.language = "vi"
    assert roster.text(f"{row}.age", "label") == "Tuổi của Lan"
    roster.language = "km"
    assert roster.text("", "title") == "Bảng kê thêm tay"


def test_completion_names_what_blocks_it() -> None:
    roster = interview("roster")
    [row] = roster.rows("people")
    completion = roster.complete()
    assert (completion.done, [one.edit for one in completion.blockers]) == (False, ["A1", "name:required"])
    roster.answer(f"{row}.name", "Lan")
    roster.answer(f"{row}.age", 30)
    roster.answer(f"{row}.hours", 90)
    assert [one.edit for one in roster.complete().blockers] == ["H1"]
    roster.confirm("H1", row, text="Works nights as well.")
    assert (roster.complete().done, roster.status) == (True, "completed")


def test_a_question_is_flagged_to_come_back_to_until_it_is_no_longer() -> None:
    route = interview("route")
    route.flag("age")
    route.flag("age")
    assert list(route.fieldwork.flags) == ["age"]
    assert [event.type for event in route.events].count("flag") == 1
    again = Interview.open(compiled("route"), events=route.events)
    assert again.fieldwork.flags == route.fieldwork.flags
    route.flag("age", on=False)
    assert route.fieldwork.flags == {}
    assert route.status == "open"
    with pytest.raises(ResponseError):
        route.flag("nowhere")


def test_remarks_are_answered_and_resolved() -> None:
    route = interview("route")
    first = route.remark("age", "Is this right?")
    second = route.remark("age", "Yes, asked again.", answers=first)
    assert [(one.id, one.status) for one in route.remarks()] == [(first, "answered"), (second, "answered")]
    route.resolve_remark(first)
    assert route.remarks()[0].status == "resolved"


def test_progress_counts_the_questions_that_are_asked() -> None:
    route = interview("route")
    assert (route.progress().answered, route.progress().asked) == (0, 1)
    route.answer("age", 30)
    assert (route.progress().answered, route.progress().asked) == (1, 2)


def test_an_interview_without_a_clock_is_read_and_not_written() -> None:
    read = Interview.open(compiled("route"), events=interview("route").events)
    with pytest.raises(UsageError, match="without a clock"):
        read.answer("age", 3)
