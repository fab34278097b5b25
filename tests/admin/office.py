"""What the admin's tests share: a small questionnaire, a browser that fills in forms, a device that sends."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "correct horse"

FORM: dict[str, Any] = {
    "id": "small", "version": "1", "languages": ["vi", "en"], "title": {"vi": "Phiếu nhỏ", "en": "Small form"},
    "unit": {"key": ["area", "household"], "label": "'Hộ ' + household"},
    "code_lists": {
        "yes_no": [{"code": "1", "label": {"vi": "Có", "en": "Yes"}},
                   {"code": "2", "label": {"vi": "Không", "en": "No"}}],
    },
    "preload": [{"name": "size_last_round", "type": "integer"}],
    "items": [
        {"name": "people", "type": "roster", "label": {"vi": "Thành viên", "en": "Members"}, "row_label": "name",
         "items": [
            {"name": "name", "type": "text", "label": {"vi": "Họ tên", "en": "Name"}},
            {"name": "age", "type": "integer", "missing": ["refused"], "label": {"vi": "Tuổi", "en": "Age"}},
            {"name": "worked", "type": "select_one", "codes": "yes_no", "relevant": "age >= 15",
             "label": {"vi": "Làm việc?", "en": "Worked?"}},
            {"name": "hours", "type": "integer", "relevant": "worked = '1'", "constraint": "hours <= 168",
             "label": {"vi": "Số giờ", "en": "Hours"}},
        ]},
        {"name": "note_text", "type": "text", "label": {"vi": "Ghi chú", "en": "Note"}},
    ],
    "edits": [{"id": "E1", "for_each": "people", "severity": "soft", "require": "hours <= 84",
               "message": {"vi": "{name} làm {hours} giờ?", "en": "{name} works {hours} hours?"}}],
}  # fmt: skip

SOURCE = json.dumps(FORM, ensure_ascii=False, indent=2)


class Browser:
    """A signed-in person: pages by their paths, forms with the token that the page carries."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def see(self, path: str) -> str:
        """The text of a page that must be there."""
        answer = self.client.get(f"/admin{path}")
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:2000])
        return answer.text

    def token(self) -> str:
        """The CSRF token of this browser."""
        found = re.search(
            r'name="csrf_token" value="([^"]+)"', self.client.get("/admin/sign-in", follow_redirects=True).text
        )
        assert found
        return found[1]

    def send(self, path: str, /, **fields: Any) -> TestResponse:
        """Submit a form of a page."""
        return self.client.post(f"/admin{path}", data={"csrf_token": self.token(), **fields})

    def post(self, path: str, body: Any) -> TestResponse:
        """A request of a script."""
        headers = {"X-CSRF-Token": self.token(), "Accept": "application/json"}
        return self.client.post(f"/admin{path}", json=body, headers=headers)


def push(app: Flask, interview: str, steps: list[dict[str, Any]], device: str, first: int = 1) -> None:
    """Push events as the enumerator, from a device."""
    client = app.test_client()
    account = {"name": "enumerator", "password": PASSWORD, "device": device, "app_version": "0.1.0"}
    token = client.post("/api/v1/session", json=account).json["token"]  # type: ignore[index]
    events = [
        {**step, "device": device, "seq": seq, "hlc": f"2026-11-22T08:{seq:02d}:00.000Z-0000", "user": "enumerator"}
        for seq, step in enumerate(steps, first)
    ]
    segment = {"id": f"{interview[:8]}{device}{first}{interview[-4:]}", "interview": interview,
               "form": {"id": "small", "version": "1"},
               "assignment": steps[0].get("assignment"), "from": first, "events": events}  # fmt: skip
    body = {
        "device": device,
        "sent_at": "2026-11-22T09:00:00.000Z",
        "app_version": "0.1.0",
        "unsent": 0,
        "segments": [segment],
    }
    answer = client.post("/api/v1/sync/push", json=body, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    assert [one["result"] for one in answer.json["segments"]] == ["stored"], answer.text  # type: ignore[index]


def assign(app: Flask, people: dict[str, int], number: int) -> int:
    from engine.store import assignments, db

    unit = {"area": "003", "household": f"{number:03d}"}
    with app.app_context():
        new = assignments.NewAssignment("small", "1", people["enumerator"], "01/00004/003", unit, f"Hộ {number:03d}")
        row = assignments.give_out(db.session(), [new], "supervisor")[0]
        db.session.commit()
        return row.id
