"""A log is a set of events: order of arrival, replay and partial delivery make no difference."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.response import Event, Interview
from tests.forms.read import Clock, compiled, interview
from tests.response.actions import ACTIONS, FORMS, look, work

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def opened(form: str, events: list[Event]) -> Interview:
    return Interview.open(compiled(form), events=events)


@SLOW
@given(st.sampled_from(FORMS), ACTIONS, st.randoms(use_true_random=False))
def test_any_order_of_the_same_events_gives_the_same_state(form: str, actions: list[Any], random: Any) -> None:
    events = work(form, actions)
    shuffled = random.sample(events, len(events))
    assert look(opened(form, shuffled)) == look(opened(form, events))


@SLOW
@given(st.sampled_from(FORMS), ACTIONS, st.randoms(use_true_random=False), st.integers(1, 7))
def test_events_that_come_in_parts_and_twice_give_the_same_state(
    form: str, actions: list[Any], random: Any, parts: int
) -> None:
    events = work(form, actions)
    arriving = Interview.open(compiled(form), events=[])
    shuffled = random.sample(events, len(events))
    for part in range(parts):
        arriving.receive(shuffled[part::parts])
        arriving.receive(random.sample(events, len(events) // 3))
    arriving.receive(shuffled[::-1])
    assert look(arriving) == look(opened(form, events))


@SLOW
@given(st.sampled_from(FORMS), ACTIONS)
def test_no_event_is_ever_lost(form: str, actions: list[Any]) -> None:
    events = work(form, actions)
    assert {event.name for event in opened(form, events).events} == {event.name for event in events}


@SLOW
@given(st.sampled_from(FORMS), ACTIONS)
def test_json_and_back_changes_nothing(form: str, actions: list[Any]) -> None:
    events = work(form, actions)
    written = Interview.open(compiled(form), events=[event.as_json() for event in events])
    assert look(written) == look(opened(form, events))


def test_two_devices_that_change_the_same_answer_are_a_conflict_and_the_later_stands() -> None:
    tablet = interview("route")
    tablet.answer("age", 30)
    phone = Interview.open(compiled("route"), events=tablet.events, device="phone", clock=Clock(600))
    tablet.answer("age", 31)
    phone.answer("age", 32)
    tablet.receive(phone.events)
    phone.receive(tablet.events)
    for device in (tablet, phone):
        assert device.value("age") == 32
        [conflict] = device.conflicts
        assert (conflict.kind, conflict.path, conflict.kept.get("value"), conflict.other.get("value")) == (
            "answer",
            "age",
            32,
            31,
        )


def test_the_same_answer_on_two_devices_is_no_conflict() -> None:
    tablet = interview("route")
    phone = Interview.open(compiled("route"), events=tablet.events, device="phone", clock=Clock(600))
    tablet.answer("age", 31)
    phone.answer("age", 31)
    tablet.receive(phone.events)
    assert tablet.conflicts == ()


def test_an_answer_that_has_seen_the_other_is_no_conflict() -> None:
    tablet = interview("route")
    tablet.answer("age", 31)
    phone = Interview.open(compiled("route"), events=tablet.events, device="phone", clock=Clock(600))
    phone.answer("age", 32)
    tablet.receive(phone.events)
    assert tablet.conflicts == ()


def test_an_answer_to_a_row_that_another_device_removed_is_kept_and_shown() -> None:
    tablet = interview("roster")
    row = f"people[{tablet.add_row('people')}]"
    phone = Interview.open(compiled("roster"), events=tablet.events, device="phone", clock=Clock(600))
    tablet.remove_row(row)
    phone.answer(f"{row}.name", "Lan")
    tablet.receive(phone.events)
    assert row not in tablet.rows("people")
    [conflict] = tablet.conflicts
    assert (conflict.kind, conflict.path) == ("removed_row", f"{row}.name")
    assert [removed.answers for removed in tablet.removed_rows()] == [{"name": "Lan"}]
    tablet.restore_row(row)
    assert tablet.value(f"{row}.name") == "Lan"


def event(seq: int, kind: str, **members: Any) -> dict[str, Any]:
    hlc = f"2026-11-22T00:00:{seq:02}.000Z-0000"
    return {"type": kind, "device": "tablet", "seq": seq, "hlc": hlc, "user": "enumerator", **members}


OPEN = event(1, "open", form="roster", version="1", reference_date="2026-11-22")


def unapplied(*events: Any) -> list[str]:
    return [one.code for one in Interview.open(compiled("roster"), events=[OPEN, *events]).unapplied]


def test_what_cannot_be_applied_is_listed_with_the_reason_and_stops_nothing() -> None:
    assert unapplied(event(2, "answer", path="nothing", value=1)) == ["unknown_path"]
    assert unapplied(event(2, "answer", path="size", value=1)) == ["not_a_question"]
    assert unapplied(event(2, "add_row", path="size", row="a")) == ["unknown_path"]
    assert unapplied(event(2, "remove_row", path="people")) == ["unknown_path"]
    assert unapplied(event(2, "answer", path="people[a].age", value="old")) == ["wrong_value"]
    assert unapplied(event(2, "answer", path="people[a].age", value={"missing": "asleep"})) == ["unknown_reason"]
    assert unapplied(event(2, "answer", path="people[a].age", value=3)) == ["unknown_row"]
    assert unapplied(event(2, "jump", path="people")) == ["unknown_event"]
    assert unapplied(event(2, "answer", path=7, value=3)) == ["event_malformed"]
    assert unapplied({"type": "answer"}, "not an event") == ["event_malformed", "event_malformed"]
    assert unapplied(event(2, "remark", path="", resolved="x")) == ["unknown_remark"]


def test_a_row_whose_adding_arrives_late_has_the_answers_that_waited_for_it() -> None:
    answer = event(3, "answer", path="people[a].name", value="Lan")
    late = Interview.open(compiled("roster"), events=[OPEN, answer])
    assert [one.code for one in late.unapplied] == ["unknown_row"]
    late.receive([event(2, "add_row", path="people", row="a", after=None)])
    assert (late.value("people[a].name"), late.unapplied) == ("Lan", ())


def test_two_different_events_of_one_name_are_told_and_decided_alike_in_any_order() -> None:
    one = event(2, "add_row", path="people", row="a", after=None)
    other = event(2, "add_row", path="people", row="b", after=None)
    forwards = Interview.open(compiled("roster"), events=[OPEN, one, other])
    backwards = Interview.open(compiled("roster"), events=[OPEN, other, one])
    assert [found.code for found in forwards.unapplied] == ["sequence_reused"]
    assert look(forwards) == look(backwards)


def status(interview: Interview) -> str:
    """Its status now, which a change of the interview moves on."""
    return interview.status


def test_status_follows_completion_return_and_approval() -> None:
    done = interview("route")
    assert status(done) == "open"
    done.complete()
    assert status(done) == "completed"
    done.answer("age", 20)
    assert (status(done), done.changed_after_completion) == ("completed", True)
    done.return_("Ask the hours.")
    assert (status(done), done.changed_after_completion) == ("returned", False)
    done.complete()
    done.approve()
    assert status(done) == "approved"
