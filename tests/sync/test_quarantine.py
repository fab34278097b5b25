"""Settling the quarantine: what was kept can be taken in once its cause is removed; nothing disappears."""

from __future__ import annotations

import json

import pytest

from engine.errors import Refusal
from engine.store import db, forms, interviews, quarantine, users
from engine.store.models import Quarantine
from engine.sync import retry
from tests.sync.field import QUESTIONNAIRE, Field


def quarantined(field: Field, user: str = "enumerator", assignment: int | None = None, version: str = "2") -> int:
    """A segment in quarantine; by default of a version that is not published yet."""
    tablet = field.tablet(user)
    form = {"id": "household", "version": version}
    segment = tablet.segment("house-1", tablet.complete_interview("house-1", assignment), assignment, form=form)
    answer = tablet.push(segment).json["segments"][0]  # type: ignore[index]
    number: int = answer["quarantine"]
    return number


def test_a_segment_is_taken_in_once_its_form_is_published(field: Field) -> None:
    number = quarantined(field)
    with field.app.app_context():
        session, supervisor = db.session(), field.user("supervisor")
        with pytest.raises(Refusal) as caught:
            retry.retry(session, number, supervisor)
        assert caught.value.code == "still_refused"
        forms.publish(session, json.dumps(QUESTIONNAIRE | {"version": "2"}), {}, users.by_name(session, "alice"))
        session.commit()
        assert retry.retry(session, number, supervisor) == 5
        entry = session.get_one(Quarantine, number)
        assert (entry.status, entry.resolution, entry.raw != b"") == ("resolved", "5 events stored", True)
        row = interviews.get(session, "house-1")
        assert row is not None
        assert (row.status, row.version) == ("completed", "2")


def test_the_office_may_take_in_what_was_not_the_senders(field: Field) -> None:
    number = quarantined(field, assignment=field.given["colleague"], version="1")
    with field.app.app_context():
        assert retry.retry(db.session(), number, field.user("administrator")) == 5
        row = interviews.get(db.session(), "house-1")
        assert row is not None
        assert (row.enumerator.name, row.area) == ("colleague", "01/00004/004")
        assert {event.user for event in interviews.events(db.session(), "house-1")} == {"enumerator"}


def test_an_entry_is_settled_once(field: Field) -> None:
    number = quarantined(field)
    with field.app.app_context():
        supervisor = field.user("supervisor")
        retry.dismiss(db.session(), number, supervisor, "A test of the tablet.")
        with pytest.raises(Refusal) as caught:
            retry.dismiss(db.session(), number, supervisor, "Again.")
        assert caught.value.code == "already_settled"
        assert quarantine.count_open(db.session()) == 0


@pytest.mark.parametrize(
    ("user", "code"), [("far_supervisor", "not_found"), ("enumerator", "not_permitted"), ("alice", "not_permitted")]
)
def test_only_the_office_of_the_area_settles(field: Field, user: str, code: str) -> None:
    number = quarantined(field)
    with field.app.app_context():
        person = field.user(user)
        for call in (lambda: retry.retry(db.session(), number, person), lambda: _dismiss(number, person)):
            with pytest.raises(Refusal) as caught:
                call()
            assert caught.value.code == code
        seen = quarantine.listed(db.session(), retry.visible(field.user("far_supervisor")))
        assert seen == []


def _dismiss(number: int, person: object) -> None:
    retry.dismiss(db.session(), number, person, "Why.")  # type: ignore[arg-type]
