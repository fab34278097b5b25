"""The mode of an interview and the attempts at contact: kept in the log, merged, and without effect on any answer."""

from __future__ import annotations

from engine.response import Interview
from tests.forms.read import Clock, compiled


def opened(**opening: str) -> Interview:
    return Interview.open(compiled("route"), clock=Clock(), device="tablet", user="enumerator", open=opening)


def test_an_interview_opened_without_a_mode_is_a_visit() -> None:
    assert opened().fieldwork.mode == "capi"


def test_the_last_mode_stands_and_the_first_stays_in_the_log() -> None:
    interview = opened(mode="self")
    interview.change_mode("cati")
    assert interview.fieldwork.mode == "cati"
    assert interview.opened is not None
    assert interview.opened.get("mode") == "self"


def test_numbers_of_paper_stand_until_others_are_given() -> None:
    interview = opened(mode="keying")
    interview.change_mode("keying", batch="B07", paper="0412")
    interview.change_mode("keying", paper="0413")
    assert (interview.fieldwork.batch, interview.fieldwork.paper) == ("B07", "0413")


def test_an_appointment_holds_until_the_next_attempt() -> None:
    interview = opened(mode="cati")
    interview.contact("call_back", "asks for the evening", "2026-11-23T18:30")
    assert interview.fieldwork.appointment == "2026-11-23T18:30"
    interview.contact("no_answer")
    assert interview.fieldwork.appointment is None
    assert [(one.outcome, one.text, one.user, one.mode) for one in interview.fieldwork.contacts] == [
        ("call_back", "asks for the evening", "enumerator", "cati"),
        ("no_answer", None, "enumerator", "cati"),
    ]


def test_attempts_of_two_devices_come_together_in_their_order() -> None:
    first = opened()
    second = Interview.open(compiled("route"), events=first.events, clock=Clock(60), device="phone", user="colleague")
    first.contact("busy")
    second.contact("refused")
    first.receive(second.events)
    again = Interview.open(compiled("route"), events=reversed(first.events))
    assert [one.outcome for one in again.fieldwork.contacts] == ["busy", "refused"]
    assert again.fieldwork == first.fieldwork


def test_a_contact_changes_no_answer_and_no_status() -> None:
    interview = opened()
    before = (interview.progress(), interview.failures(), interview.status)
    interview.contact("nobody_home")
    interview.change_mode("cati")
    assert (interview.progress(), interview.failures(), interview.status) == before
    assert not interview.unapplied


def test_a_contact_without_an_outcome_is_kept_aside() -> None:
    interview = opened()
    odd = {"type": "contact", "at": "2026-11-22T08:00:00Z", "device": "x", "seq": 1, "user": "x"}
    interview.receive([{**odd, "hlc": "2026-11-22T09:00:00.000Z-0000"}])
    assert [one.code for one in interview.unapplied] == ["event_malformed"]
