"""Interviews as a supervisor reads and settles them."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask

from tests.admin.office import Browser, push


def question(page: str, path: str) -> str:
    """The part of the page that shows one question."""
    found = re.search(rf'<div class="question[^"]*" id="{re.escape(path)}".*?<div class="tools">', page, re.DOTALL)
    assert found, path
    return found[0]


def test_answers_are_read_with_labels_in_the_chosen_language(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    interview, supervisor = collected(), browser("supervisor")
    assert "Yes" in question(supervisor.see(f"/interviews/{interview}"), "people[k3x9qa].worked")
    assert "Có" in question(supervisor.see(f"/interviews/{interview}?language=vi"), "people[k3x9qa].worked")


def test_an_answer_off_route_is_kept_and_shown_as_such(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    page = browser("supervisor").see(f"/interviews/{collected(age=12)}")
    shown = question(page, "people[k3x9qa].worked")
    assert "off_route" in shown and "Yes" in shown
    assert "90" in question(page, "people[k3x9qa].hours")


def test_a_failure_is_listed_with_its_message_and_leads_to_its_answer(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    page = browser("supervisor").see(f"/interviews/{collected()}")
    assert "Lan works 90 hours?" in page
    assert 'href="#people[k3x9qa].hours"' in page
    assert "failing" in question(page, "people[k3x9qa].hours")


def test_a_confirmed_failure_tells_who_confirmed_it_and_why(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    page = browser("supervisor").see(f"/interviews/{collected(confirm=True)}")
    assert "two jobs" in page and "by enumerator" in page


def test_a_question_that_the_enumerator_marked_is_shown_so(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    plain, marked = collected(), collected(flag=True)
    page = browser("supervisor").see(f"/interviews/{marked}")
    assert "to come back to" in question(page, "people[k3x9qa].age")
    assert "Marked by the enumerator" in page
    assert "Marked by the enumerator" not in browser("supervisor").see(f"/interviews/{plain}")


def test_an_interview_is_returned_with_a_text_and_remarks(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    interview, supervisor = collected(), browser("supervisor")
    fields = {
        "remark_path": ["people[k3x9qa].hours", "people[k3x9qa].age"],
        "remark_text": ["Ask again", "Not sent"],
        "remark_chosen": ["0"],
    }
    answer = supervisor.send(f"/interviews/{interview}/return", text="Please check the hours", **fields)
    assert answer.status_code == 302
    page = supervisor.see(f"/interviews/{interview}")
    assert "Returned" in page and "Please check the hours" in page
    assert "Ask again" in question(page, "people[k3x9qa].hours")
    assert "Not sent" not in page


def test_returning_without_a_text_is_refused_and_changes_nothing(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    interview, supervisor = collected(), browser("supervisor")
    assert supervisor.send(f"/interviews/{interview}/return", text=" ").status_code == 422
    assert "Completed" in supervisor.see(f"/interviews/{interview}")


def test_an_accepted_failure_is_settled_and_the_interview_approved(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    interview, supervisor = collected(), browser("supervisor")
    row = {"edit": "E1", "text": "Harvest time"}
    accepted = supervisor.client.post(
        f"/admin/interviews/{interview}/accept",
        data={"csrf_token": supervisor.token(), "path": "people[k3x9qa]", **row},
    )
    assert accepted.status_code == 302
    assert "Harvest time" in supervisor.see(f"/interviews/{interview}")
    assert supervisor.send(f"/interviews/{interview}/approve").status_code == 302
    assert "Approved" in supervisor.see(f"/interviews/{interview}")
    assert supervisor.send(f"/interviews/{interview}/approve").status_code == 409


def test_a_hard_failure_keeps_an_interview_from_being_approved(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    interview, supervisor = collected(hours=170), browser("supervisor")
    assert supervisor.send(f"/interviews/{interview}/approve").status_code == 409


def test_two_answers_from_two_devices_are_both_shown(
    app: Flask, browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    interview = collected(complete=False)
    push(app, interview, [{"type": "answer", "path": "people[k3x9qa].hours", "value": 40, "prev": None}], "a1b2c3d4")
    page = browser("supervisor").see(f"/interviews/{interview}")
    conflict = page[page.index('<dl class="both">') :]
    assert "<strong>90</strong>" in conflict and "<strong>40</strong>" in conflict
    assert "a1b2c3d4" in conflict


def test_an_event_that_cannot_be_applied_is_listed(
    app: Flask, browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    interview = collected(complete=False)
    push(app, interview, [{"type": "answer", "path": "no_such_question", "value": 40, "prev": None}], "a1b2c3d4")
    page = browser("supervisor").see(f"/interviews/{interview}")
    assert "no_such_question" in page[page.index("Unapplied events") :]


def test_the_history_of_an_answer_tells_who_gave_which_value_on_which_device(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    page = browser("supervisor").see(f"/interviews/{collected(age=12)}/history?path=people[k3x9qa].age")
    assert re.findall(r"<td>(34|12)</td><td>enumerator</td><td><code>d7f2k3q9</code>", page) == ["12", "34"]


def test_the_list_is_paged_by_key_without_gap_or_repetition(
    browser: Callable[[str], Browser], collected: Callable[..., str], monkeypatch: object
) -> None:
    from admin import interviews

    sent = {collected() for _ in range(5)}
    supervisor, seen, address = browser("supervisor"), [], "/interviews/"
    before, interviews.PAGE = interviews.PAGE, 2
    try:
        while address:
            page = supervisor.see(address)
            seen += re.findall(r'href="/admin/interviews/(5f1c[^"/?]+)"', page)
            found = re.search(r'href="/admin(/interviews/\?[^"]*before=[^"]+)"', page)
            address = found[1].replace("&amp;", "&") if found else ""
    finally:
        interviews.PAGE = before
    assert len(seen) == len(set(seen))
    assert set(seen) == sent


def test_the_dashboard_counts_what_came_in(browser: Callable[[str], Browser], collected: Callable[..., str]) -> None:
    collected(), collected(complete=False)
    supervisor = browser("supervisor")
    page = supervisor.see("/fieldwork/?area=01/00004")
    assert "<svg" in page and 'role="img"' in page
    row = page[page.index("01/00004/003") :]
    assert re.findall(r'<td class="end">(?:<span class="zero">)?(\d+)', row)[:6] == ["2", "0", "1", "0", "1", "0"]
    assert "E1" in page[page.index("Failures by rule") :]
    assert "01/00004/003" not in browser("far_supervisor").see("/fieldwork/")


def test_a_filter_never_widens_what_a_person_sees() -> None:
    from admin.fieldwork import narrowed

    assert narrowed(("01/00004", "79"), "") == ("01/00004", "79")
    assert narrowed(("01/00004", "79"), "01") == ("01/00004",)
    assert narrowed(("01/00004", "79"), "79/26734") == ("79/26734",)
    assert narrowed(("01/00004", "79"), "02") == ()
    assert narrowed(("",), "02") == ("02",)
