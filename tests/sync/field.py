"""The field in the tests' words: a published form, assignments, and a tablet that speaks to the server over HTTP."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.auth import access
from engine.auth.access import CurrentUser
from engine.store import assignments, db, forms, users
from engine.store.assignments import NewAssignment
from tests.conftest import PASSWORD

QUESTIONNAIRE: dict[str, Any] = {
    "id": "household",
    "version": "1",
    "languages": ["en"],
    "title": {"en": "Household"},
    "items": [
        {"name": "head", "type": "text", "required": "true", "label": {"en": "Head"}},
        {"name": "size", "type": "integer", "label": {"en": "Size"}},
        {"name": "rooms", "type": "integer", "label": {"en": "Rooms"}},
    ],
    "edits": [
        {"id": "E1", "severity": "hard", "require": "size >= 1", "message": {"en": "Nobody lives here?"}},
        {"id": "E2", "severity": "soft", "require": "rooms <= 20", "message": {"en": "{rooms} rooms?"}},
    ],
}


@dataclass
class Field:
    """The application with the standing people, one published form and an assignment for each enumerator."""

    app: Flask
    people: dict[str, int]
    given: dict[str, int]

    def tablet(self, user: str = "enumerator", device: str = "tablet-1", sign_in: bool = True) -> Tablet:
        """A tablet in somebody's hands, signed in."""
        tablet = Tablet(self.app.test_client(), user, device)
        if sign_in:
            tablet.sign_in()
        return tablet

    def user(self, name: str) -> CurrentUser:
        """The person as the office's functions know them."""
        found = users.by_name(db.session(), name)
        assert found is not None
        return access.as_current(found)


@dataclass
class Tablet:
    """A device: the events it recorded, and the token it holds."""

    client: FlaskClient
    user: str
    device: str
    token: str = ""
    seqs: dict[str, int] = field(default_factory=dict)
    minute: int = 0

    def sign_in(self, password: str = PASSWORD) -> TestResponse:
        """Sign in and keep the token."""
        asked = {"name": self.user, "password": password, "device": self.device, "app_version": "0.1.0"}
        response = self.client.post("/api/v1/session", json=asked)
        if response.status_code == 200:
            self.token = response.json["token"]  # type: ignore[index]
        return response

    def event(self, interview: str, kind: str, **members: Any) -> dict[str, Any]:
        """Record an event of an interview: numbered, with the tablet's clock a second further."""
        self.seqs[interview] = self.seqs.get(interview, 0) + 1
        self.minute += 1
        hlc = f"2026-11-22T{8 + self.minute // 60:02}:{self.minute % 60:02}:00.000Z-0000"
        common = {"device": self.device, "seq": self.seqs[interview], "hlc": hlc, "user": self.user}
        return {"type": kind, **members, **common}

    def opened(self, interview: str, assignment: int | None = None, form: str = "household") -> dict[str, Any]:
        """The first event of an interview."""
        return self.event(interview, "open", form=form, version="1", reference_date="2026-11-22", assignment=assignment)

    def answer(self, interview: str, path: str, value: Any) -> dict[str, Any]:
        """An answer."""
        return self.event(interview, "answer", path=path, value=value, prev=None)

    def complete_interview(self, interview: str, assignment: int | None, size: int = 4) -> list[dict[str, Any]]:
        """The events of an interview from its opening to its completion."""
        return [
            self.opened(interview, assignment),
            self.answer(interview, "head", "Nguyễn Văn Hùng"),
            self.answer(interview, "size", size),
            self.answer(interview, "rooms", 3),
            self.event(interview, "complete"),
        ]

    def segment(
        self, interview: str, events: list[dict[str, Any]], assignment: int | None = None, **changes: Any
    ) -> dict[str, Any]:
        """A segment of events, named after its first event."""
        first = events[0]["seq"] if events else 1
        return {
            "id": f"{interview}-{self.device}-{first}",
            "interview": interview,
            "assignment": assignment,
            "form": {"id": "household", "version": "1"},
            "from": first,
            "events": events,
        } | changes

    def push(self, *segments: dict[str, Any], **envelope: Any) -> TestResponse:
        """Push segments, packed."""
        document = {
            "device": self.device,
            "sent_at": "2026-11-22T08:00:00.000Z",
            "app_version": "0.1.0",
            "unsent": 3,
            "segments": list(segments),
        } | envelope
        return self.push_bytes(gzip.compress(json.dumps(document).encode()))

    def push_bytes(self, data: bytes, encoding: str = "gzip") -> TestResponse:
        """Push a body as it is."""
        headers = {**self.headers, "Content-Encoding": encoding, "Content-Type": "application/json"}
        return self.client.post("/api/v1/sync/push", data=data, headers=headers)

    def results(self, *segments: dict[str, Any]) -> list[str]:
        """Push segments; their results as `stored`, `known` or `quarantined CODE`."""
        response = self.push(*segments)
        assert response.status_code == 200, response.text
        told: list[dict[str, Any]] = response.json["segments"]  # type: ignore[index]
        return [" ".join(filter(None, (one["result"], one.get("code")))) for one in told]

    def pull(self, cursor: str = "") -> dict[str, Any]:
        """Pull beyond a cursor."""
        response = self.client.get(f"/api/v1/sync/pull?cursor={cursor}&device={self.device}", headers=self.headers)
        assert response.status_code == 200, response.text
        document: dict[str, Any] = response.json  # type: ignore[assignment]
        return document

    @property
    def headers(self) -> dict[str, str]:
        """What a signed-in tablet sends along."""
        return {"Authorization": f"Bearer {self.token}"}


def prepare(app: Flask, people: dict[str, int]) -> Field:
    """Publish the form and give an assignment to each enumerator."""
    areas = {"enumerator": "01/00004/003", "colleague": "01/00004/004", "outsider": "79/26734/001"}
    with app.app_context():
        session = db.session()
        forms.publish(session, json.dumps(QUESTIONNAIRE), {}, users.by_name(session, "alice"))
        given = assignments.give_out(
            session,
            [
                NewAssignment("household", "1", people[name], area, {"household": "012"}, f"Household of {name}")
                for name, area in areas.items()
            ],
            "supervisor",
        )
        session.commit()
        return Field(app, people, dict(zip(areas, [one.id for one in given], strict=True)))


def add_form(field: Field, questionnaire: dict[str, Any]) -> None:
    """Publish one more form."""
    with field.app.app_context():
        session = db.session()
        forms.publish(session, json.dumps(questionnaire), {}, users.by_name(session, "alice"))
        session.commit()
