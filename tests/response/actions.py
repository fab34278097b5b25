"""Random work on an interview by devices that exchange events now and then; and what an interview looks like."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engine.errors import ResponseError
from engine.response import Event, Interview, View
from tests.forms.read import Clock, compiled

DEVICES = ("tablet", "phone", "office")
FORMS = (
    "roster",
    "nested",
    "route",
    "edits",
    "selected",
    "counted",
    "defaults",
    "missing",
    "checks",
    "dependents",
    "kinship",
)
VALUES: tuple[Any, ...] = (
    None, 0, 1, 3, 16, 40, 90, 200, "1", "2", 2.5, "1000.25", "Lan", "Nam", ["rice"], ["rice", "maize"],
    {"missing": "refused"}, {"missing": "dont_know"}, "2026-01-31",
)  # fmt: skip
"""Many fit no question: what does not fit is refused, and changes nothing."""

KINDS = (
    "answer",
    "answer",
    "answer",
    "answer",
    "add",
    "remove",
    "restore",
    "move",
    "confirm",
    "complete",
    "remark",
    "flag",
    "return",
)
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(DEVICES), st.sampled_from((*KINDS, "exchange")), st.integers(0, 40), st.sampled_from(VALUES)
    ),
    min_size=5,
    max_size=40,
)


def look(view: View) -> dict[str, Any]:
    """Everything that can be asked of an interview."""
    cells = {
        path: (frame.values[slot.slot], frame.reasons[slot.slot], frame.route[slot.slot], frame.errors[slot.slot])
        for path, frame, slot in view.walk()
    }
    return {
        "cells": cells,
        "status": (view.status, view.changed_after_completion),
        "failures": [one.as_json() for one in view.failures()],
        "outcomes": view.outcomes(),
        "conflicts": view.conflicts,
        "unapplied": [(one.event, one.code) for one in view.unapplied],
        "remarks": view.remarks(),
        "removed": view.removed_rows(),
        "flags": dict(view.fieldwork.flags),
    }


def work(form: str, actions: list[tuple[str, str, int, Any]]) -> list[Event]:
    """The events of all devices after the actions."""
    first = Interview.open(compiled(form), device=DEVICES[0], user="enumerator", clock=Clock())
    devices = {DEVICES[0]: first}
    for number, name in enumerate(DEVICES[1:], 1):
        devices[name] = Interview.open(
            compiled(form), events=first.events, device=name, user=name, clock=Clock(600 * number)
        )
    for device, kind, number, value in actions:
        act(devices[device], kind, number, value, devices)
    return [event for interview in devices.values() for event in interview.events]


def act(interview: Interview, kind: str, number: int, value: Any, others: dict[str, Interview]) -> None:
    """One action, on what the number chooses; what the interview refuses is not done."""
    rows = [frame.path for frame in interview.frame("").walk() if frame.path]
    cells = [path for path, _, slot in interview.walk() if slot.is_answered]
    rosters = [path for path, _, slot in interview.walk() if slot.rows_kind == "added"]
    removed = [row.path for row in interview.removed_rows()]
    failures = interview.failures()
    try:
        if kind == "answer":
            interview.answer(pick(cells, number), value)
        elif kind == "add":
            interview.add_row(pick(rosters, number))
        elif kind == "remove":
            interview.remove_row(pick(rows, number))
        elif kind == "restore":
            interview.restore_row(pick(removed, number))
        elif kind == "move":
            interview.move_row(pick(rows, number), None)
        elif kind == "confirm":
            failure = pick(failures, number)
            interview.confirm(failure.edit, failure.path, "checked")
        elif kind == "complete":
            interview.complete()
        elif kind == "remark":
            interview.remark(pick(cells, number), "Ask again.")
        elif kind == "flag":
            interview.flag(pick(cells, number % 3), value is not None)
        elif kind == "return":
            interview.return_("See the remarks.")
        elif kind == "exchange":
            interview.receive(others[DEVICES[number % len(DEVICES)]].events)
    except (ResponseError, IndexError):
        return


def pick(among: list[Any], number: int) -> Any:
    """One of the list, or IndexError where there is none."""
    return among[number % len(among)] if among else among[0]
