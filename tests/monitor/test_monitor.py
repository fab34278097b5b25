"""Counts of the fieldwork: by area, enumerator, day and rule, and within one's areas only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engine import monitor
from engine.store import assignments, db
from engine.store.assignments import NewAssignment
from engine.store.models import Interview, utc_now
from tests.sync.field import Field, prepare


@pytest.fixture
def field(app: Flask, people: dict[str, int]) -> Field:
    """One interview completed with a hard failure, one only begun."""
    field = prepare(app, people)
    for name, size in (("enumerator", 0), ("outsider", 4)):
        tablet, number = field.tablet(name, f"tablet-{name}"), field.given[name]
        events = tablet.complete_interview(f"house-{name}", number, size)
        events = events if name == "enumerator" else events[:2]
        assert tablet.results(tablet.segment(f"house-{name}", events, number)) == ["stored"]
    return field


def test_progress_is_counted_by_area_at_each_level(field: Field) -> None:
    with field.app.app_context():
        session = db.session()
        totals = monitor.totals(session, ("",))
        assert (totals.total, totals.assigned, totals.started, totals.completed, totals.hard) == (3, 1, 1, 1, 1)
        assert [(one.key, one.total) for one in monitor.by_area(session, ("",), 1)] == [("01", 2), ("79", 1)]
        assert [one.key for one in monitor.by_area(session, ("01",), 3)] == ["01/00004/003", "01/00004/004"]
        assert monitor.totals(session, ()).total == 0


def test_progress_is_counted_by_enumerator(field: Field) -> None:
    with field.app.app_context():
        found = monitor.by_enumerator(db.session(), ("01/00004",))
        assert [(one.key, one.done, one.interviews) for one in found] == [("colleague", 0, 0), ("enumerator", 1, 1)]
        assert found[1].last_event_at is not None
        assert found[1].last_event_at.tzinfo is not None


def test_the_pace_of_an_enumerator_comes_from_interviews_whose_times_were_recorded(field: Field) -> None:
    tablet = field.tablet("enumerator", "tablet-timed")
    number = field.given["enumerator"]
    stays = [["asked", 0, name, 500, stayed, 1, False] for name, stayed in (("head", 60_000), ("size", 30_000))]
    records = {"from": "2026-11-22T08:00:00.000Z", "records": [*stays, ["raised", 9, "E1", ""]]}
    events = [tablet.event("house-enumerator", "paradata", **records)]
    assert tablet.results(tablet.segment("house-enumerator", events, number)) == ["stored"]
    with field.app.app_context():
        found = {one.key: one for one in monitor.by_enumerator(db.session(), ("",))}
        timed, untimed = found["enumerator"], found["outsider"]
        assert (timed.timed, timed.active_seconds, timed.edits_raised, timed.timed_answers) == (1, 90, 1, 3)
        assert timed.minutes_each == 1.5 and timed.answers_per_minute == 2.0
        assert untimed.timed == 0 and untimed.minutes_each is None and untimed.answers_per_minute is None
        assert timed.completed == 1, "paradata after completion changes nothing"


def test_days_are_those_of_the_office(field: Field) -> None:
    with field.app.app_context():
        assert monitor.by_day(db.session(), ("",)) == [monitor.Day("2026-11-22", 1, 0)]
        assert monitor.by_day(db.session(), ("",), minutes=16 * 60)[0].day == "2026-11-23"


def test_failures_are_counted_by_rule(field: Field) -> None:
    with field.app.app_context():
        (rule,) = [one for one in monitor.rules(db.session(), ("",)) if one.edit == "E1"]
        assert (rule.form_id, rule.severity, rule.open, rule.total, rule.interviews) == ("household", "hard", 1, 1, 1)
        assert monitor.rules(db.session(), ("40",)) == []


def test_enumerators_who_keep_silent_are_named(field: Field) -> None:
    with field.app.app_context():
        now = utc_now()
        silent = monitor.devices(db.session(), ("",), now - timedelta(hours=1))
        assert [(one.user, one.device) for one in silent] == [("colleague", None)]
        everyone = monitor.devices(db.session(), ("01",))
        assert [(one.user, one.unsent) for one in everyone] == [("colleague", 0), ("enumerator", 3)]
        assert monitor.load(db.session(), now - timedelta(hours=1)) == monitor.Load(2, 7)


def test_practice_is_in_no_count(field: Field) -> None:
    with field.app.app_context():
        session = db.session()
        before = counted(session)
        row = NewAssignment(
            "household", "1", field.people["enumerator"], "01/00004/003", {"household": "900"}, "Practice", "",
            training=True,
        )  # fmt: skip
        (practice,) = assignments.give_out(session, [row], "supervisor")
        session.commit()
        number = practice.id
    tablet = field.tablet("enumerator", "tablet-practice")
    events = tablet.complete_interview("house-practice", number, 0)
    assert tablet.results(tablet.segment("house-practice", events, number)) == ["stored"]
    with field.app.app_context():
        assert counted(db.session()) == before
        kept = db.session().get_one(Interview, "house-practice")
        assert (kept.training, kept.status) == (True, "completed")


def counted(session: Session) -> list[Any]:
    """All that is counted of the survey itself."""
    enumerators = [(one.key, one.done, one.interviews) for one in monitor.by_enumerator(session, ("",))]
    areas = monitor.by_area(session, ("",), 3)
    return [
        monitor.totals(session, ("",)),
        enumerators,
        areas,
        monitor.by_day(session, ("",)),
        monitor.rules(session, ("",)),
    ]
