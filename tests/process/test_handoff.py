"""Approved interviews reach processing whole, typed, described, and once for each approval."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from engine.process.handoff import Outcome, Run, hand_on
from engine.process.outbox import batches, waiting
from engine.response.interview import Interview as Response
from engine.store.interviews import put_in_outbox
from engine.store.models import Activity, EditFailure, Event, Interview
from tests.process.forms import FORM
from tests.process.store import MOMENT, approve


def fill(interview: Response) -> None:
    """A household of two: one who works in two jobs, one who refuses her age."""
    answers = {"visited": "2026-11-22", "at": "08:30:00", "moment": "2026-11-22T08:30:00", "month": "2026-10"}
    for path, value in answers.items():
        interview.answer(path, value)
    interview.answer("place", [21.03, 105.85, 4.5])
    interview.answer("water", ["02", "01"])
    interview.answer("ranked", ["02", "01"])
    lan, mai = interview.add_row("people"), interview.add_row("people")
    interview.answer(f"people[{lan}].name", "Lan")
    interview.answer(f"people[{lan}].age", 34)
    interview.answer(f"people[{lan}].worked", "1")
    for pay in ("90071992547409.91", "0.10"):
        interview.answer(f"people[{lan}].jobs[{interview.add_row(f'people[{lan}].jobs')}].pay", pay)
    interview.answer(f"people[{mai}].name", "Mai")
    interview.answer(f"people[{mai}].age", {"missing": "refused"})


def small(interview: Response) -> None:
    interview.answer("month", "2026-10")


def run(engine: Engine, folder: Path, **more: Any) -> Outcome:
    return hand_on(Run(engine, folder / "out", **more))


def read(outcome: Outcome, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    path = outcome.batches[-1].folder / f"{table}.parquet"
    with duckdb.connect() as connection:
        return connection.read_parquet(str(path)).project(columns).fetchall()


def test_values_come_out_with_their_types(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", fill)
    outcome = run(engine, tmp_path)
    columns = 'interview__id, area, visited, "at", moment, month, place__latitude, place__accuracy, size_last_round'
    assert read(outcome, "tables/household", columns) == [
        ("i1", "0101", date(2026, 11, 22), time(8, 30), datetime(2026, 11, 22, 8, 30), "2026-10", 21.03, 4.5, 4)  # noqa: DTZ001 - a datetime of the language has no zone
    ]


def test_an_exact_number_at_the_limit_stays_exact(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", fill)
    pays = read(run(engine, tmp_path), "tables/people__jobs", "pay, typeof(pay)")
    assert pays == [(Decimal("90071992547409.91"), "DECIMAL(16,2)"), (Decimal("0.10"), "DECIMAL(16,2)")]


def test_several_codes_come_out_as_a_list_and_as_yes_or_no_for_each(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", fill)
    approve(engine, FORM, "i2", small)
    columns = "water, water__01, water__02, water__97, water__reason, ranked, ranked__01, ranked__97"
    assert read(run(engine, tmp_path), "tables/household", columns) == [
        (["01", "02"], True, True, False, None, ["02", "01"], 2, None),
        (None, None, None, None, "not_reached", None, None, None),
    ]


def test_why_a_value_is_missing_stands_beside_it(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", fill)
    people = read(
        run(engine, tmp_path), "tables/people", "people__position, name, age, age__reason, worked, worked__reason"
    )
    assert people == [(1, "Lan", 34, None, "1", None), (2, "Mai", None, "refused", None, "not_asked")]


def test_a_calculation_beyond_the_limit_is_marked_as_an_error(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", fill)
    assert read(run(engine, tmp_path), "tables/household", "total, total__reason") == [(None, "error")]


def test_rows_of_nested_rosters_join_on_their_ids(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", fill)
    people = read(outcome := run(engine, tmp_path), "tables/people", "people__id, name")
    jobs = read(outcome, "tables/people__jobs", "people__id, jobs__position")
    lan = next(row for row, name in people if name == "Lan")
    assert jobs == [(lan, 1), (lan, 2)]


def test_two_interviews_that_answered_differently_have_the_same_columns(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", small)
    first = pq.read_schema(run(engine, tmp_path).batches[0].folder / "tables/people.parquet")
    approve(engine, FORM, "i2", fill)
    second = pq.read_schema(run(engine, tmp_path).batches[0].folder / "tables/people.parquet")
    assert first.equals(second, check_metadata=True)


def test_a_column_carries_its_question_its_codes_and_its_unit(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", fill)
    folder = run(engine, tmp_path).batches[0].folder
    worked = pq.read_schema(folder / "tables/people.parquet").field("worked").metadata
    assert json.loads(worked[b"codes"])["1"] == {"vi": "Có", "en": "Yes"}
    pay = pq.read_schema(folder / "tables/people__jobs.parquet").field("pay").metadata
    assert json.loads(pay[b"unit"]) == {"vi": "đồng"}
    assert json.loads(pay[b"label"]) == {"vi": "Tiền"}


def test_failures_of_edits_go_along_with_what_was_seen_and_said(engine: Engine, tmp_path: Path) -> None:
    seen = {"people[ab].age": 104}
    failure = EditFailure(
        interview_id="i1", edit="E1", path="people[ab]", version="1", severity="soft", values=seen,
        status="confirmed", reason="checked", text="Sinh 1922", by="enumerator", at=MOMENT,
    )  # fmt: skip
    approve(engine, FORM, "i1", small, [failure])
    columns = "edit, version, path, row_path, severity, seen, status, reason, text, who, outcome, epoch(status_at)"
    assert read(run(engine, tmp_path), "edit_failures", columns) == [
        ("E1", "1", "people[ab]", "people[ab]", "soft", json.dumps(seen), "confirmed", "checked", "Sinh 1922",
         "enumerator", "fail", MOMENT.timestamp())
    ]  # fmt: skip


def test_the_description_counts_answers_and_non_response(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", fill)
    folder = run(engine, tmp_path).batches[0].folder
    told = json.loads((folder / "description.json").read_text("utf-8"))
    assert told["quality"]["response"]["people"]["age"] == {
        "rows": 2, "expected": 2, "answered": 1, "reasons": {"refused": 1}, "item_nonresponse": 0.5,
    }  # fmt: skip
    assert told["quality"]["response"]["people"]["worked"]["item_nonresponse"] == 0.0
    assert [one["name"] for one in told["data_sets"]] == [
        "household", "people", "people__jobs", "interviews", "edit_failures", "contacts", "paradata",
    ]  # fmt: skip
    assert [edit["require"] for edit in told["edits"]] == ["age <= 100"]


def test_the_mode_and_the_attempts_at_contact_are_handed_on(engine: Engine, tmp_path: Path) -> None:
    def by_telephone(interview: Response) -> None:
        interview.contact("nobody_home")
        interview.change_mode("cati", batch="B07", paper="0412")
        interview.contact("call_back", "asks for the evening", "2026-11-23T18:30")
        small(interview)

    approve(engine, FORM, "i1", by_telephone)
    approve(engine, FORM, "i2", small)
    outcome = run(engine, tmp_path)
    facts = "interview__id, mode, mode_first, batch, paper_form, contacts"
    assert read(outcome, "interviews", facts) == [
        ("i1", "cati", "capi", "B07", "0412", 2), ("i2", "capi", "capi", None, None, 0),
    ]  # fmt: skip
    columns = "interview__id, number, outcome, mode, appointment, text, who, attempted_at > TIMESTAMP '2026-11-22'"
    assert read(outcome, "contacts", columns) == [
        ("i1", 1, "nobody_home", "capi", None, None, "enumerator", True),
        ("i1", 2, "call_back", "cati", "2026-11-23T18:30", "asks for the evening", "enumerator", True),
    ]


def test_how_an_interview_went_is_handed_on_record_by_record(engine: Engine, tmp_path: Path) -> None:
    def watched(interview: Response) -> None:
        small(interview)
        records = [["asked", 0, "size", 1200, 4000, 1, False], ["raised", 500, "E1", "people[ab]"],
                   ["page", 10, "home", 900_000, True], ["line", 20, False], ["asked", "x"], 7]  # fmt: skip
        interview.paradata("2026-11-22T08:00:00.000Z", records)
        interview.paradata("2026-11-22T09:00:00.000Z", [["asked", 0, "size", None, 3_600_000, 0, True]])

    approve(engine, FORM, "i1", watched)
    outcome = run(engine, tmp_path)
    columns = "kind, path, edit, stayed_ms, first_ms, changes, again, epoch_ms(began_at) % 60000, who"
    assert read(outcome, "paradata", columns) == [
        ("asked", "size", None, 4000, 1200, 1, False, 0, "enumerator"),
        ("raised", "people[ab]", "E1", None, None, None, None, 500, "enumerator"),
        ("page", "home", None, 900_000, None, None, True, 10, "enumerator"),
        ("line", None, None, None, None, None, None, 20, "enumerator"),
        ("asked", None, None, None, None, None, None, None, "enumerator"),
        ("unknown", None, None, None, None, None, None, None, "enumerator"),
        ("asked", "size", None, 3_600_000, None, 0, True, 0, "enumerator"),
    ]  # fmt: skip
    assert read(outcome, "paradata", "record")[3] == ('["line", 20, false]',)


def test_each_interview_is_handed_on_once(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", small)
    assert [batch.interviews for batch in run(engine, tmp_path).batches] == [1]
    assert run(engine, tmp_path).batches == []


def test_what_waits_beyond_a_batch_goes_into_the_next_of_the_same_run(engine: Engine, tmp_path: Path) -> None:
    for number in range(5):
        approve(engine, FORM, f"i{number}", small)
    outcome = run(engine, tmp_path, most=2)
    assert [batch.interviews for batch in outcome.batches] == [2, 2, 1]
    assert len({batch.name for batch in outcome.batches}) == 3


def test_an_interview_approved_again_says_which_batch_it_supersedes(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", small)
    first = run(engine, tmp_path).batches[0].name
    with Session(engine) as session:
        put_in_outbox(session, "i1")
        session.commit()
    assert read(run(engine, tmp_path), "interviews", "interview__id, supersedes") == [("i1", first)]


@pytest.mark.parametrize("change", [{"status": "returned"}, {"training": True}, {"stale": True}])
def test_what_is_not_ready_stays_in_the_outbox(engine: Engine, tmp_path: Path, change: dict[str, Any]) -> None:
    approve(engine, FORM, "i1", small)
    alter(engine, **change)
    assert run(engine, tmp_path).batches == []
    alter(engine, status="approved", training=False, stale=False)
    assert [batch.interviews for batch in run(engine, tmp_path).batches] == [1]


def test_an_interview_returned_after_it_was_claimed_goes_back_and_is_named(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", small)
    approve(engine, FORM, "i2", small)
    outcome = run(engine, tmp_path, after=lambda step: alter(engine, status="returned") if step == "claimed" else None)
    assert read(outcome, "interviews", "interview__id") == [("i2",)]
    assert list(outcome.held_back) == ["i1"]


def test_a_log_that_does_not_say_approved_is_held_back_and_stops_nobody(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", small)
    approve(engine, FORM, "i2", small)
    with Session(engine) as session:
        session.add(
            Interview(id="empty", form_id="household", version="1", enumerator_id=1, area="", status="approved")
        )
        session.flush()
        put_in_outbox(session, "empty")
        session.commit()
    outcome = run(engine, tmp_path)
    assert [batch.interviews for batch in outcome.batches] == [2]
    assert list(outcome.held_back) == ["empty"]


def test_a_log_that_cannot_be_read_is_held_back_and_stops_nobody(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", small)
    approve(engine, FORM, "i2", small)
    with Session(engine) as session:
        nonsense = {"interview_id": "i1", "device": "tab9", "seq": 1, "hlc": "9", "type": "answer", "user": "x"}
        session.add(Event(**nonsense, payload='{"cut off'))
        session.commit()
    outcome = run(engine, tmp_path)
    assert read(outcome, "interviews", "interview__id") == [("i2",)]
    assert "cannot be read" in outcome.held_back["i1"]


def test_the_step_is_recorded_with_who_took_it(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", small)
    batch = run(engine, tmp_path, who="headquarters").batches[0]
    with Session(engine) as session:
        step = session.scalars(select(Activity).where(Activity.what == "hand_on")).one()
    assert (step.who, step.target, step.details["interviews"]) == ("headquarters", batch.name, 1)


def test_the_state_of_the_outbox_can_be_asked(engine: Engine, tmp_path: Path) -> None:
    approve(engine, FORM, "i1", small)
    with Session(engine) as session:
        assert [(one.form, one.version, one.interviews) for one in waiting(session)] == [("household", "1", 1)]
    run(engine, tmp_path)
    with Session(engine) as session:
        assert waiting(session) == []
        done = batches(session)[0]
    assert (done.form, done.interviews) == ("household", 1)
    assert done.handed_at is not None
    assert done.handed_at.tzinfo == UTC


def alter(engine: Engine, **values: Any) -> None:
    """Change the summary row of the first interview."""
    with Session(engine) as session:
        session.execute(update(Interview).where(Interview.id == "i1").values(**values))
        session.commit()
