"""Fixtures of the admin's tests: a published questionnaire, browsers of the people, interviews that came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from flask import Flask

from tests.admin.office import PASSWORD, SOURCE, Browser, assign, push


@pytest.fixture
def published(app: Flask, people: dict[str, int]) -> str:
    """The small questionnaire, published as version 1, with a draft; its id."""
    from engine.store import db, forms
    from engine.store.models import User

    with app.app_context():
        alice = db.session.get_one(User, people["alice"])
        forms.publish(db.session(), SOURCE, {}, alice)
        forms.save_draft(db.session(), "small", SOURCE, {}, 0, alice)
        db.session.commit()
    return "small"


@pytest.fixture
def browser(app: Flask, people: dict[str, int]) -> Iterator[Callable[[str], Browser]]:
    """The browser of a standing person, signed in, in English."""

    def sign_in(name: str) -> Browser:
        found = Browser(app.test_client())
        found.send("/language", language="en")
        found.send("/sign-in", name=name, password=PASSWORD)
        return found

    yield sign_in


@pytest.fixture
def collected(app: Flask, published: str, people: dict[str, int]) -> Callable[..., str]:
    """Sends the interview of a household through the API as the enumerator's device does; gives its id."""
    numbers = count(1)

    def collect(
        hours: int = 90,
        age: int = 34,
        complete: bool = True,
        device: str = "d7f2k3q9",
        confirm: bool = False,
        flag: bool = False,
    ) -> str:
        number = next(numbers)
        interview = f"5f1c0000-0000-4000-8000-{number:012d}"
        steps: list[dict[str, Any]] = [
            {"type": "open", "form": "small", "version": "1", "reference_date": "2026-11-22",
             "assignment": assign(app, people, number),
             "unit": {"area": "003", "household": f"{number:03d}"},
             "preload": {}, "previous": {}, "seed": 1, "mode": "capi"},
            {"type": "add_row", "path": "people", "row": "k3x9qa", "after": None},
            {"type": "answer", "path": "people[k3x9qa].name", "value": "Lan", "prev": None},
            {"type": "answer", "path": "people[k3x9qa].age", "value": 34, "prev": None},
            {"type": "answer", "path": "people[k3x9qa].worked", "value": "1", "prev": None},
            {"type": "answer", "path": "people[k3x9qa].hours", "value": hours, "prev": None},
        ]  # fmt: skip
        if age != 34:
            steps.append({"type": "answer", "path": "people[k3x9qa].age", "value": age, "prev": f"{device}:4"})
        if confirm:
            seen = {"people[k3x9qa].hours": hours}
            steps.append(
                {
                    "type": "confirm",
                    "edit": "E1",
                    "path": "people[k3x9qa]",
                    "reason": "checked",
                    "text": "two jobs",
                    "seen": seen,
                }
            )
        if flag:
            steps.append({"type": "flag", "path": "people[k3x9qa].age", "on": True})
        if complete:
            steps.append({"type": "complete"})
        push(app, interview, steps, device)
        return interview

    return collect
