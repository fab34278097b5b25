"""Codes for respondents in the office: who may make them, what is printed once, and what mode an assignment has."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from flask import Flask

from engine.store import assignments, db, forms
from engine.store.assignments import NewAssignment
from engine.store.models import AccessCode, Assignment, User
from tests.admin.office import FORM, Browser, push


@pytest.fixture
def given(app: Flask, people: dict[str, int], published: str) -> list[int]:
    """Three assignments of a version that respondents may answer, one of them in another province, and one that not."""
    words = {"asked_by": {"vi": "Ai hỏi", "en": "Who asks"}}
    source = json.dumps(FORM | {"version": "2", "modes": ["capi", "cati", "self"], "respondents": words})
    with app.app_context():
        session = db.session()
        forms.publish(session, source, {}, session.get_one(User, people["alice"]))
        places = [("2", "enumerator", "01/00004/003", "Hộ A"), ("2", "enumerator", "01/00004/003", "=Hộ B"),
                  ("2", "outsider", "79/26734/001", "Hộ C"), ("1", "enumerator", "01/00004/003", "Hộ D")]  # fmt: skip
        rows = assignments.give_out(
            session,
            [
                NewAssignment("small", version, people[name], area, {"area": "003", "household": label}, label)
                for version, name, area, label in places
            ],
            "supervisor",
        )
        session.commit()
        return [row.id for row in rows]


def test_the_list_for_letters_has_a_code_for_each_and_says_it_once(
    browser: Callable[[str], Browser], app: Flask, given: list[int]
) -> None:
    person = browser("supervisor")
    answer = person.send("/assignments/codes", step="csv", chosen=[str(number) for number in given])
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["label"] for row in rows] == ["Hộ A", "'=Hộ B"]
    assert len({row["code"] for row in rows}) == 2
    assert rows[0]["link"] == f"http://localhost/#/code/{rows[0]['code']}"
    assert rows[0]["website"] == "http://localhost/r"
    page = person.see("/assignments/codes")
    assert rows[0]["code"] not in page
    assert page.count("made ") == 2
    asked = {"code": rows[0]["code"], "device": "phone-1"}
    assert app.test_client().post("/api/v1/respond/session", json=asked).status_code == 200
    assert "used " in person.see("/assignments/codes")
    assert app.test_client().get("/r").location == "/#/code"


def test_all_that_fit_the_filter_get_a_code_and_a_page_to_print(
    browser: Callable[[str], Browser], given: list[int]
) -> None:
    page = browser("administrator").send("/assignments/codes?area=01", step="print", all="yes").text
    assert page.count('class="code mono"') == 2
    assert "http://localhost/r" in page


def test_a_supervisor_makes_and_ends_codes_only_in_their_areas(
    browser: Callable[[str], Browser], app: Flask, given: list[int]
) -> None:
    numbers = [str(number) for number in given]
    browser("far_supervisor").send("/assignments/codes", step="csv", chosen=numbers)
    with app.app_context():
        assert [row.assignment_id for row in db.session.query(AccessCode)] == [given[2]]
    browser("supervisor").send("/assignments/codes", step="revoke", chosen=numbers)
    with app.app_context():
        assert db.session.query(AccessCode).one().revoked_at is None
    browser("far_supervisor").send("/assignments/codes", step="revoke", chosen=numbers)
    with app.app_context():
        assert db.session.query(AccessCode).one().revoked_at is not None


def test_nothing_chosen_makes_nothing(browser: Callable[[str], Browser], app: Flask, given: list[int]) -> None:
    browser("supervisor").send("/assignments/codes", step="csv", chosen=["x", str(given[3])])
    with app.app_context():
        assert db.session.query(AccessCode).count() == 0


def test_an_assignment_is_given_out_in_a_mode_that_its_questionnaire_allows(
    browser: Callable[[str], Browser], app: Flask, given: list[int]
) -> None:
    person = browser("supervisor")
    typed = {"form": "small", "area": "01/00004/003", "enumerator": "enumerator", "household": "77"}
    refused = person.send("/assignments/", **typed, mode="keying")
    assert refused.status_code == 422
    assert "allows capi, cati, self" in refused.text
    assert person.send("/assignments/", **typed, mode="cati").status_code == 302
    with app.app_context():
        row = db.session.query(Assignment).order_by(Assignment.id.desc()).first()
        assert row is not None
        assert row.mode == "cati"
    assert "Telephone" in person.see("/assignments/?mode=cati")


def test_attempts_at_contact_stand_on_the_page_of_the_interview_and_in_the_list(
    browser: Callable[[str], Browser], collected: Callable[..., str], app: Flask
) -> None:
    interview = collected(complete=False)
    words = {"at": "2026-11-22T11:30:00Z", "mode": "cati", "text": "asks for the evening"}
    steps = [{"type": "contact", "outcome": "call_back", "appointment": "2026-11-23T18:30", **words}]
    push(app, interview, steps, "d7f2k3q9", first=7)
    page = browser("supervisor").see(f"/interviews/{interview}")
    for text in ("Asked to come back later", "again 2026-11-23 18:30", "asks for the evening", "22/11/2026 18:30"):
        assert text in page, text
    assert "1 attempts: Asked to come back later" in browser("supervisor").see("/interviews/")
