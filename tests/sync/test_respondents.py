"""Respondents: a code opens one assignment and nothing else; guessing is slowed down; what they send is kept."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.auth import codes
from engine.errors import UsageError
from engine.store import assignments, db, interviews, users
from engine.store import codes as stored
from engine.store.models import AccessCode, Assignment, Interview, Quarantine, SignInFailure, utc_now
from engine.sync import office, retry
from tests.sync.field import Field, Tablet
from tests.sync.test_office_key import data_key_of, sealed_for


@dataclass
class Respondent(Tablet):
    """A device in a respondent's hands, which speaks to the addresses for respondents."""

    code: str = ""
    interview: str = ""
    number: int = 0
    opened_with: dict[str, Any] = field(default_factory=dict)

    def enter(self, code: str | None = None) -> TestResponse:
        """Type the code."""
        asked = {"code": code or self.code, "device": self.device, "app_version": "0.1.0"}
        response = self.client.post("/api/v1/respond/session", json=asked)
        if response.status_code == 200:
            self.token = response.json["token"]  # type: ignore[index]
            self.user = response.json["user"]["name"]  # type: ignore[index]
        return response

    def push_bytes(self, data: bytes, encoding: str = "gzip") -> TestResponse:
        headers = {**self.headers, "Content-Encoding": encoding, "Content-Type": "application/json"}
        return self.client.post("/api/v1/respond/sync/push", data=data, headers=headers)

    def pull(self, cursor: str = "") -> dict[str, Any]:
        response = self.get(f"/sync/pull?cursor={cursor}&device={self.device}")
        assert response.status_code == 200, response.text
        document: dict[str, Any] = response.json  # type: ignore[assignment]
        return document

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/api/v1/respond{path}", headers=self.headers)

    def opened(self, interview: str, assignment: int | None = None, form: str = "household") -> dict[str, Any]:
        return super().opened(interview, assignment, form) | {"mode": "self"}


def letter(field: Field, person: str = "enumerator") -> tuple[str, str]:
    """A new code for the assignment of an enumerator, as printed in a letter, and the interview promised with it."""
    with field.app.app_context():
        session = db.session()
        chosen = session.get_one(Assignment, field.given[person])
        printed = codes.make(session, [chosen], "supervisor")[0]
        session.commit()
        return printed.code, stored.of_assignments(session, [chosen.id])[chosen.id].interview_id


def respondent(field: Field, person: str = "enumerator", device: str = "phone-1") -> Respondent:
    """A respondent with the letter of an assignment, who has typed the code."""
    code, interview = letter(field, person)
    someone = Respondent(field.app.test_client(), "", device, code=code, interview=interview)
    someone.number = field.given[person]
    assert someone.enter().status_code == 200
    return someone


def answer_all(one: Respondent) -> list[str]:
    return one.results(one.segment(one.interview, one.complete_interview(one.interview, one.number), one.number))


def test_a_code_is_read_by_people_and_kept_by_nobody(field: Field) -> None:
    code, _ = letter(field)
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("01OILU")
    with field.app.app_context():
        row = db.session.query(AccessCode).one()
        assert row.hash == hashlib.sha256(code.replace("-", "").encode()).hexdigest()
        assert code not in str(vars(row))
        assert db.session.get_one(Assignment, field.given["enumerator"]).mode == "self"


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "spaces"])
def test_a_code_may_be_typed_as_people_type(field: Field, typed: str) -> None:
    code, _ = letter(field)
    ways = {"lower": code.lower(), "spaces": code.replace("-", "  ")}
    someone = Respondent(field.app.test_client(), "", "phone-1")
    assert someone.enter(ways.get(typed, typed.format(code))).status_code == 200


def test_a_respondent_gets_the_one_assignment_and_its_questionnaire(field: Field) -> None:
    one = respondent(field)
    pulled = one.pull()
    assert [(work["id"], work["mode"], work["interview"]) for work in pulled["assignments"]] == [
        (one.number, "self", one.interview)
    ]
    assert pulled["user"]["role"] == "respondent"
    assert [form["url"] for form in pulled["forms"]] == ["/api/v1/respond/forms/household/1"]
    assert one.get("/forms/household/1").json["id"] == "household"  # type: ignore[index]
    assert one.get("/forms/household/2").status_code == 404


def test_what_a_respondent_sends_is_stored_and_reaches_the_enumerator(field: Field) -> None:
    one = respondent(field)
    assert answer_all(one) == ["stored"]
    with field.app.app_context():
        row = db.session.get_one(Interview, one.interview)
        assert (row.status, row.mode, row.enumerator.name, row.answered) == ("completed", "self", "enumerator", 3)
        users = {event.user for event in interviews.events(db.session(), one.interview)}
        assert users == {f"respondent-{one.number}"}
    pulled = field.tablet().pull()
    work = next(work for work in pulled["assignments"] if work["id"] == one.number)
    assert (work["status"], work["mode"], work["interview"]) == ("completed", "self", one.interview)
    assert [log["interview"] for log in pulled["events"]] == [one.interview]


def test_the_answers_come_down_on_another_device_with_the_same_code(field: Field) -> None:
    one = respondent(field)
    answer_all(one)
    other = Respondent(field.app.test_client(), "", "computer", code=one.code)
    other.enter()
    log = other.pull()["events"][0]
    assert (log["interview"], [event["type"] for event in log["events"]]) == (
        one.interview, ["open", "answer", "answer", "answer", "complete"],
    )  # fmt: skip
    assert other.pull(cursor="5")["events"] == []
    assert one.pull()["events"] == []


def test_nobody_reads_or_writes_anything_else_with_a_code(field: Field) -> None:
    """Another assignment, another interview, office steps, notes on contacts, accounts' addresses: all refused."""
    one = respondent(field)
    theirs = respondent(field, "colleague", "phone-2")
    assert answer_all(theirs) == ["stored"]
    for interview, number in ((theirs.interview, theirs.number), ("mine1234", one.number), (one.interview, None)):
        segment = one.segment(interview, [one.opened(interview, number)], number)
        assert one.results(segment) == ["quarantined not_yours"], interview
    for kind, members in (
        ("approve", {}), ("return", {"text": "x"}), ("contact", {"outcome": "refused", "at": "x"}),
        ("mode", {"mode": "capi"}), ("migrate", {"version": "2"}),
    ):  # fmt: skip
        segment = one.segment(one.interview, [one.event(one.interview, kind, **members)], one.number)
        assert one.results(segment) == ["quarantined not_allowed"], kind
    for path in ("/sync/pull?device=phone-1", "/forms/household/1", f"/media/{'0' * 64}"):
        assert one.client.get(f"/api/v1{path}", headers=one.headers).status_code == 401, path
    assert one.client.post("/api/v1/sync/push", json={}, headers=one.headers).status_code == 401
    assert one.client.get("/admin/interviews/", headers=one.headers).status_code == 302


@pytest.mark.parametrize("person", ["enumerator", "supervisor", "outsider", "alice"])
def test_the_token_of_an_account_opens_nothing_for_respondents(field: Field, person: str) -> None:
    respondent(field)
    tablet = field.tablet(person)
    for path in ("/sync/pull?device=tablet-1", "/forms/household/1", f"/media/{'0' * 64}"):
        assert tablet.client.get(f"/api/v1/respond{path}", headers=tablet.headers).status_code == 401
    assert tablet.client.post("/api/v1/respond/sync/push", json={}, headers=tablet.headers).status_code == 401


def test_a_new_code_ends_the_old_one_and_keeps_the_interview(field: Field) -> None:
    one = respondent(field)
    answer_all(one)
    code, interview = letter(field)
    assert interview == one.interview
    assert one.enter().status_code == 401
    assert one.get("/sync/pull?device=phone-1").json["code"] == "code_needed"  # type: ignore[index]
    assert one.enter(code).status_code == 200
    assert one.get("/sync/pull?device=phone-1").status_code == 200


def test_a_revoked_code_opens_nothing_more(field: Field) -> None:
    one = respondent(field)
    with field.app.app_context():
        assert stored.revoke(db.session(), [one.number], "supervisor") == 1
        db.session.commit()
    assert one.get("/sync/pull?device=phone-1").status_code == 401
    assert one.enter().json["code"] == "wrong_code"  # type: ignore[index]


def test_a_withdrawn_assignment_is_closed_to_its_code(field: Field) -> None:
    one = respondent(field)
    with field.app.app_context():
        assignments.withdraw(db.session(), db.session.get_one(Assignment, one.number), "supervisor")
        db.session.commit()
    assert one.get("/sync/pull?device=phone-1").status_code == 401
    assert one.enter().status_code == 401


def test_after_the_deadline_a_code_opens_no_device_and_answers_given_before_are_still_taken(field: Field) -> None:
    one = respondent(field)
    with field.app.app_context():
        db.session.get_one(Assignment, one.number).due = utc_now().date() - timedelta(days=1)
        db.session.commit()
    assert one.enter().json["code"] == "survey_closed"  # type: ignore[index]
    assert answer_all(one) == ["stored"]
    with field.app.app_context():
        db.session.get_one(Assignment, one.number).due = date(2099, 1, 1)
        db.session.commit()
    assert one.enter().status_code == 200


def test_wrong_codes_are_slowed_down_more_and_more(field: Field) -> None:
    code, _ = letter(field)
    guesser = Respondent(field.app.test_client(), "", "phone-9")
    for _ in range(codes.FREE_TRIES):
        assert guesser.enter("AAAA-AAAA-AAAA-AAAA").status_code == 401
    waits = []
    for _ in range(4):
        refused = guesser.enter(code)
        assert refused.status_code == 429
        waits.append(int(refused.headers["Retry-After"]))
        _let_pass(field, waits[-1])
        assert guesser.enter("short").status_code == 401
    assert waits == [10, 20, 40, 80]
    _let_pass(field, 160)
    assert guesser.enter(code).status_code == 200


def test_very_many_wrong_codes_slow_the_address_down_whatever_the_device_says(field: Field) -> None:
    code, _ = letter(field)
    with field.app.app_context():
        db.session.add_all(
            SignInFailure(name=f"code@d{n}", address="127.0.0.1") for n in range(codes.TRIES_FOR_ADDRESS)
        )
        db.session.commit()
    assert Respondent(field.app.test_client(), "", "fresh-one").enter(code).status_code == 429


def _let_pass(field: Field, seconds: int) -> None:
    with field.app.app_context():
        for row in db.session.query(SignInFailure):
            row.at -= timedelta(seconds=seconds)
        db.session.commit()


def test_a_completed_interview_is_taken_up_again_until_it_is_approved(field: Field) -> None:
    one = respondent(field)
    answer_all(one)
    again = [one.event(one.interview, "reopen"), one.answer(one.interview, "size", 5)]
    assert one.results(one.segment(one.interview, again, one.number)) == ["stored"]
    assert _row(field, one.interview) == ("open", 0)
    done = [one.event(one.interview, "complete")]
    one.results(one.segment(one.interview, done, one.number))
    with field.app.app_context():
        office.approve(db.session(), one.interview, field.user("supervisor"))
    late = [one.event(one.interview, "reopen"), one.answer(one.interview, "size", 6)]
    assert one.results(one.segment(one.interview, late, one.number)) == ["stored"]
    assert _row(field, one.interview) == ("approved", 2)


def _row(field: Field, interview: str) -> tuple[str, int]:
    with field.app.app_context():
        row = db.session.get_one(Interview, interview)
        return row.status, row.late_events


def test_notes_on_contacts_are_not_shown_to_the_respondent(field: Field) -> None:
    one = respondent(field)
    answer_all(one)
    tablet = field.tablet()
    note = tablet.event(one.interview, "contact", outcome="refused", at="2026-11-22T08:00:00Z", text="shouted")
    assert tablet.results(tablet.segment(one.interview, [note], one.number)) == ["stored"]
    assert [event["type"] for log in one.pull()["events"] for event in log["events"]] == []
    with field.app.app_context():
        row = db.session.get_one(Interview, one.interview)
        assert (row.contacts, row.last_outcome, row.status) == (1, "refused", "completed")


def test_the_enumerator_goes_on_by_telephone_with_what_a_respondent_began(field: Field) -> None:
    one = respondent(field)
    begun = [one.opened(one.interview, one.number), one.answer(one.interview, "head", "Lan")]
    one.results(one.segment(one.interview, begun, one.number))
    tablet = field.tablet()
    more = [
        tablet.event(one.interview, "mode", mode="cati"), tablet.answer(one.interview, "size", 4),
        tablet.event(one.interview, "complete"),
    ]  # fmt: skip
    assert tablet.results(tablet.segment(one.interview, more, one.number)) == ["stored"]
    with field.app.app_context():
        row = db.session.get_one(Interview, one.interview)
        assert (row.status, row.mode, row.answered) == ("completed", "cati", 2)
        assert db.session.get_one(Assignment, one.number).mode == "cati"


def test_what_cannot_be_taken_in_is_kept_and_the_supervisor_can_take_it_in(field: Field) -> None:
    one = respondent(field)
    segment = one.segment(one.interview, [one.opened(one.interview, one.number)], one.number)
    assert one.results(segment | {"form": {"id": "household", "version": "9"}}) == ["quarantined unknown_form"]
    whole = one.push_bytes(b"no json", "identity")
    assert (whole.status_code, "quarantine" in (whole.json or {})) == (422, True)
    with field.app.app_context():
        entry = db.session.query(Quarantine).filter_by(code="unknown_form").one()
        assert (entry.area, entry.told["sender"]) == ("01/00004/003", f"respondent-{one.number}")
        raw = entry.raw.decode().replace('"version": "9"', '"version": "1"')
        entry.raw = raw.encode()
        db.session.commit()
        assert retry.retry(db.session(), entry.id, field.user("supervisor")) == 1


def test_a_file_of_the_interview_is_taken_in_and_no_other(field: Field) -> None:
    from tests.sync.field import QUESTIONNAIRE, add_form

    picture = b"a picture" * 100
    sha256 = hashlib.sha256(picture).hexdigest()
    form = QUESTIONNAIRE | {
        "version": "2",
        "items": [{"name": "house", "type": "photo", "label": {"en": "House"}}],
        "edits": [],
    }
    add_form(field, form)
    with field.app.app_context():
        db.session.get_one(Assignment, field.given["enumerator"]).version = "2"
        db.session.commit()
    one, other = respondent(field), respondent(field, "colleague", "phone-2")
    value = {"name": "house.jpg", "sha256": sha256, "size": len(picture), "media_type": "image/jpeg"}
    events = [one.opened(one.interview, one.number), one.answer(one.interview, "house", value)]
    assert one.results(one.segment(one.interview, events, one.number, form={"id": "household", "version": "2"})) == [
        "stored"
    ]
    assert other.get(f"/media/{sha256}").json["code"] == "not_named"  # type: ignore[index]
    sent = _put(one.client, f"/api/v1/respond/media/{sha256}?offset=0", picture, one.headers)
    assert sent.json == {"size": len(picture), "received": len(picture), "complete": True}
    assert one.get(f"/media/{sha256}").json["complete"] is True  # type: ignore[index]


def _put(client: FlaskClient, path: str, data: bytes, headers: dict[str, str]) -> TestResponse:
    return client.put(path, data=data, headers=headers)


def test_a_respondent_gets_the_key_of_their_own_device_and_of_no_other(field: Field) -> None:
    one = respondent(field)
    public = one.enter().json["office_key"]["public"]  # type: ignore[index]
    for name, expected in ((one.user, 200), (f"respondent-{one.number + 1}", 422), ("enumerator", 422)):
        sealed = base64.b64encode(sealed_for(public, data_key_of(name))).decode()
        answer = one.client.post("/api/v1/respond/session/key", json={"sealed": sealed}, headers=one.headers)
        assert answer.status_code == expected, name
    assert one.client.post("/api/v1/respond/session/key", json={"sealed": "AA=="}).status_code == 401


def test_no_account_has_the_name_of_a_respondent(field: Field) -> None:
    with field.app.app_context(), pytest.raises(UsageError, match="respondents"):
        users.add(db.session(), name="respondent-1", full_name="X", password_hash="-", role="enumerator")


def test_signing_out_ends_this_device_only(field: Field) -> None:
    one = respondent(field)
    other = Respondent(field.app.test_client(), "", "computer", code=one.code)
    other.enter()
    assert one.client.delete("/api/v1/respond/session", headers=one.headers).status_code == 204
    assert one.get("/sync/pull?device=phone-1").status_code == 401
    assert other.get("/sync/pull?device=computer").status_code == 200
