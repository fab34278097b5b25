"""An office for the client's tests: the real pages of the client, and the API of engine/sync/README.md in memory.

It keeps what it was sent as it came, so that a test can count every event; faults are switched on by its flags.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask, Response, request
from werkzeug.serving import BaseWSGIServer, make_server

from engine.sync.office_key import CannotOpen, OfficeKey
from offline_client.pages import create_blueprint

PASSWORD = "phieu-2026"


@dataclass
class Office:
    """What the office has: forms, assignments, events by name, and how it misbehaves."""

    forms: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    assignments: list[dict[str, Any]] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    feed: list[dict[str, Any]] = field(default_factory=list)
    events: dict[tuple[str, str, int], dict[str, Any]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=lambda: {"good"})
    pushes: int = 0
    begun: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The interviews of which something was stored, as they stand in a pull, without events."""
    times_stored: dict[tuple[str, str, int], int] = field(default_factory=dict)
    gives_back: bool = False
    """A first pull brings what was stored, as the server does for whose work it is; here anybody's."""
    lose_answer: bool = False
    """Stores what is pushed, then breaks the line before the answer."""
    refuse_token: bool = False
    quarantine: bool = False
    partial: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    pieces: list[tuple[str, int, int]] = field(default_factory=list)
    """Every piece that came: sha256, offset, length."""
    cut_after: int | None = None
    """Breaks the line when this many pieces have been stored."""
    piece_pause: float = 0
    password: str = PASSWORD
    key: OfficeKey = field(default_factory=lambda: OfficeKey(ec.generate_private_key(ec.SECP256R1())))

    def hand_out(self, form: dict[str, Any], unit: dict[str, str], **more: Any) -> int:
        """An assignment of a compiled form; its number."""
        name = {"id": form["id"], "version": form["version"]}
        self.forms[form["id"], form["version"]] = form
        number = len(self.assignments) + 1
        blank = {"label": "/".join(unit.values()), "address": "", "area": "01/00004", "preload": {}, "previous": {}}
        rest = {"due": "2030-12-05", "status": "assigned", "interview": None, "training": False}
        self.assignments.append({"id": number, "form": name, "unit": unit, **blank, **rest, **more})
        return number

    def take_back(self, number: int) -> None:
        """Takes an assignment back from the enumerator."""
        self.assignments = [one for one in self.assignments if one["id"] != number]
        self.removed.append(number)

    def store(self, segment: dict[str, Any]) -> str:
        """Keep a segment's events by name; `stored` or `known`."""
        fresh = 0
        self.begun[segment["interview"]] = {name: segment[name] for name in ("interview", "assignment", "form")}
        for event in segment["events"]:
            name = (segment["interview"], event["device"], event["seq"])
            assert self.events.get(name, event) == event, "the same name with other content"
            fresh += name not in self.events
            self.times_stored[name] = self.times_stored.get(name, 0) + 1
            self.events[name] = event
        return "stored" if fresh else "known"

    def made_elsewhere(self, device: str) -> list[dict[str, Any]]:
        """What was stored of each interview, but what the device has made itself; as it stands in a pull."""
        logs: dict[str, list[dict[str, Any]]] = {}
        for (interview, maker, _), event in self.events.items():
            if maker != device:
                logs.setdefault(interview, []).append(event)
        return [{**self.begun[interview], "events": events} for interview, events in logs.items()]

    def named(self, sha256: str) -> dict[str, Any] | None:
        """The file with this sum that an answer names."""
        values = (event.get("value") for event in self.events.values())
        return next((one for one in values if isinstance(one, dict) and one.get("sha256") == sha256), None)

    def take_piece(self, sha256: str, offset: int, piece: bytes) -> None:
        """Keep a piece of a file, and the file when it is whole."""
        there = self.partial.get(sha256, b"")
        assert offset <= len(there), "a gap"
        self.partial[sha256] = there[:offset] + piece
        self.pieces.append((sha256, offset, len(piece)))
        file = self.named(sha256)
        if file and len(self.partial[sha256]) == file["size"]:
            assert hashlib.sha256(self.partial[sha256]).hexdigest() == sha256
            self.files[sha256] = self.partial[sha256]

    def answers(self) -> dict[str, Any]:
        """The last value of each path, over all interviews."""
        found: dict[str, Any] = {}
        for event in sorted(self.events.values(), key=lambda one: (one["hlc"], one["seq"])):
            if event["type"] == "answer":
                found[event["path"]] = event["value"]
        return found


def create_app(office: Office) -> Flask:
    """The office as a web application."""
    app = Flask(__name__)
    app.register_blueprint(create_blueprint())
    signed_in: list[str] = []
    user = {
        "name": "enumerator",
        "full_name": "Nguyễn Thị Hoà",
        "role": "enumerator",
        "language": "vi",
        "areas": ["01"],
    }

    @app.post("/api/v1/session")
    def sign_in() -> Any:
        body = request.get_json()
        if body["password"] != office.password:
            return problem(401, "wrong_credentials")
        office.refuse_token = False
        full = user | {"name": body["name"]}
        signed_in.append(body["name"])
        told = {"token": "good", "expires": "2030-01-01T00:00:00Z", "server_time": now(), "user": full}
        return told | {"office_key": office.key.told()}

    @app.post("/api/v1/session/key")
    def open_key() -> Any:
        try:
            sealed = base64.b64decode(request.get_json()["sealed"])
            return {"key": base64.b64encode(office.key.open_data_key(sealed, signed_in[-1])).decode()}
        except CannotOpen:
            return problem(422, "key_not_opened")

    @app.delete("/api/v1/session")
    def sign_out() -> Any:
        return "", 204

    @app.before_request
    def check_token() -> Any:
        path = request.path
        if not path.startswith("/api/") or path == "/api/v1/session":
            return None
        good = request.headers.get("Authorization") == "Bearer good" and not office.refuse_token
        return None if good else problem(401, "session_expired")

    @app.post("/api/v1/sync/push")
    def push() -> Any:
        data = request.get_data()
        body = json.loads(gzip.decompress(data) if request.headers.get("Content-Encoding") == "gzip" else data)
        office.pushes += 1
        named = []
        for segment in body["segments"]:
            if office.quarantine:
                named.append(
                    {"id": segment["id"], "result": "quarantined", "quarantine": 5, "code": "x", "reason": "y"}
                )
                continue
            named.append({"id": segment["id"], "result": office.store(segment)})
        if office.lose_answer:
            return Response(status=504)
        return {"server_time": now(), "segments": named}

    @app.get("/api/v1/sync/pull")
    def pull() -> Any:
        cursor = int(request.args.get("cursor", 0))
        forms = [
            {"id": i, "version": v, "hash": form["hash"], "url": f"/api/v1/forms/{i}/{v}"}
            for (i, v), form in office.forms.items()
        ]
        fed = office.feed[max(cursor - 1, 0) :]
        forms = forms if cursor == 0 or fed else []
        assignments = office.assignments if cursor == 0 else []
        stored = office.made_elsewhere(request.args["device"]) if office.gives_back and cursor == 0 else []
        return {
            "cursor": str(len(office.feed) + 1), "server_time": now(), "more": False, "user": user, "forms": forms,
            "assignments": assignments, "removed_assignments": office.removed,
            "events": stored + fed,
        }  # fmt: skip

    @app.get("/api/v1/media/<sha256>")
    def progress(sha256: str) -> Any:
        file = office.named(sha256)
        if file is None:
            return problem(404, "not_named")
        received = len(office.partial.get(sha256, b""))
        return {"size": file["size"], "received": received, "complete": sha256 in office.files}

    @app.put("/api/v1/media/<sha256>")
    def piece(sha256: str) -> Any:
        time.sleep(office.piece_pause)
        if office.cut_after == len(office.pieces):
            return Response(status=504)
        if office.named(sha256) is None:
            return problem(404, "not_named")
        office.take_piece(sha256, int(request.args.get("offset", 0)), request.get_data())
        return progress(sha256)

    @app.get("/api/v1/forms/<name>/<version>")
    def form(name: str, version: str) -> Any:
        return Response(json.dumps(office.forms[name, version]), mimetype="application/json")

    return app


def problem(status: int, code: str) -> tuple[dict[str, Any], int]:
    """A problem document."""
    return {"type": "about:blank", "title": code, "status": status, "detail": code, "code": code, "remedy": ""}, status


def now() -> str:
    """The office's time."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Server:
    """The office on a free port of this machine; it can be stopped and started again on the same port."""

    def __init__(self, office: Office) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.app = create_app(office)
        self.port = 0
        self._server: BaseWSGIServer | None = None

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self._server.port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"
