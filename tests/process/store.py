"""A database with the form of these tests and interviews in it, each step as the services take it; no checks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.response.interview import Interview as Response
from engine.store import interviews as store
from engine.store.database import open_engine
from engine.store.models import EditFailure, Event, Form, FormVersion, Interview, User

MOMENT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
Fill = Callable[[Response], object]


def database(url: str, *forms: dict[str, Any]) -> Engine:
    """The database, whose tables are there and empty, with an enumerator and the published forms."""
    engine = open_engine(url)
    with Session(engine) as session:
        session.add(User(id=1, name="enumerator", full_name="Lan", password_hash="-", role="enumerator"))
        session.add(Form(id=forms[0]["id"], title={}))
        session.flush()
        session.add_all(
            FormVersion(
                form_id=form["id"],
                version=form["version"],
                source="{}",
                files={},
                compiled=json.dumps(form),
                hash=form["hash"],
            )
            for form in forms
        )
        session.commit()
    return engine


def approve(
    engine: Engine, form: dict[str, Any], name: str, fill: Fill, failures: Iterable[EditFailure] = ()
) -> Response:
    """Collect, complete and approve an interview, with its log, its summary and its row in the outbox."""
    response = collected(form, fill)
    with Session(engine) as session:
        session.add(
            Interview(
                id=name,
                form_id=form["id"],
                version=form["version"],
                enumerator_id=1,
                area="01",
                status="approved",
                event_count=len(response.events),
                asked=response.progress().asked,
                answered=response.progress().answered,
                first_event_at=MOMENT,
                approved_at=MOMENT,
            )
        )
        session.flush()
        session.add_all(_stored(name, event.as_json()) for event in response.events)
        session.add_all(failures)
        store.put_in_outbox(session, name)
        session.commit()
    return response


def collected(form: dict[str, Any], fill: Fill) -> Response:
    """An approved interview, made by the engine itself."""
    seconds = count()
    response = Response.open(
        form,
        clock=lambda: f"2026-11-22T08:{next(seconds) // 60:02}:00.000Z",
        device="tab1",
        user="enumerator",
        open={"unit": {"area": "0101", "number": "7"}, "mode": "capi", "preload": {"size_last_round": 4}},
    )
    fill(response)
    response.complete()
    response.approve()
    return response


def _stored(name: str, event: dict[str, Any]) -> Event:
    return Event(
        interview_id=name,
        device=event["device"],
        seq=event["seq"],
        hlc=event["hlc"],
        type=event["type"],
        path=event.get("path"),
        payload=json.dumps(event),
        user=event.get("user") or "enumerator",
    )
