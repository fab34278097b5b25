"""Failures of checks as they stand in an interview: found in its frames, with the confirmation that holds.

The records are `engine/edits/failures.py`. Twin: offline_client/runtime/edits.js.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.edits.failures import Failure, FailureStatus, NotEvaluated, Severities
from engine.edits.outcomes import Outcome
from engine.response.events import Event
from engine.response.form import Check
from engine.response.frames import Frame
from engine.response.messages import message, rows_counted
from engine.response.texts import text
from engine.response.values import BadValue, internal, outer_value


def failures(root: Frame, language: str, severities: Severities) -> list[Failure]:
    """The failures of all frames in document order: of each, checks of items, then edits."""
    return [
        failure(frame, check, language, severities)
        for frame, check, result in _results(root)
        if result == "fail" and severities.get(check.id) != "off"
    ]


def failure(frame: Frame, check: Check, language: str, severities: Severities) -> Failure:
    """The record of a check that fails in a frame."""
    cells, path = involved_cells(frame, check), check_path(frame, check)
    held = _confirmation(frame, check, path, cells)
    said = text(frame.home.log.form, check.message, frame, language) or message(frame, check, language)
    status: FailureStatus = "open" if held is None else "accepted" if held.type == "accept" else "confirmed"
    return Failure(
        check.id, path, severities.get(check.id, check.severity), check.phase,
        said, tuple(cell.path_of(slot) for cell, slot in cells), seen_values(frame, check, cells), status,
        *((held.get("reason"), held.get("text"), held.user, held.hlc) if held else ()),
    )  # fmt: skip


def not_evaluated(root: Frame) -> list[NotEvaluated]:
    """Checks and calculations that are unknown or ended in an error."""
    found = []
    for frame in root.walk():
        for slot in frame.layout.slots:
            if frame.errors[slot.slot]:
                path = frame.path_of(slot.slot)
                found.append(NotEvaluated(f"{slot.name}:calculation", path, "error", (path,)))
    for frame, check, result in _results(root):
        if result == "unknown" or result == "error":
            involved = tuple(cell.path_of(slot) for cell, slot in involved_cells(frame, check))
            found.append(NotEvaluated(check.id, check_path(frame, check), result, involved))
    return found


def outcomes(root: Frame, *, rows_on_route: bool = False) -> Iterator[tuple[str, str, Outcome]]:
    """Every check in every row: its id, where it stands, what became of it.

    `rows_on_route`: the rows of a roster off route are left out, as they are when handed on.
    """
    return (
        (check.id, check_path(frame, check), result)
        for frame, check, result in _results(root)
        if frame.on_route or not rows_on_route
    )


def check_path(frame: Frame, check: Check) -> str:
    """Where a check fails: a question at its own path, an edit at its row."""
    return frame.path if check.kind == "edit" else frame.path_of(check.slot)


def involved_cells(frame: Frame, check: Check) -> list[tuple[Frame, int]]:
    """The cells named in an edit outside aggregates; the question itself for any other check."""
    return [(frame, check.slot)] if check.kind != "edit" else [(frame.up(up), slot) for up, slot in check.involved]


def seen_values(frame: Frame, check: Check, cells: list[tuple[Frame, int]]) -> dict[str, Any]:
    """The outer values of the cells, of a roster its rows; a cell without a value is left out."""
    if check.kind == "rows":
        return {frame.path_of(check.slot): rows_counted(frame, check.slot)}
    return {
        frame.path_of(slot): outer_value(frame.layout.slots[slot].type, frame.values[slot])
        for frame, slot in cells
        if frame.values[slot] is not None
    }


def _results(root: Frame) -> Iterator[tuple[Frame, Check, Outcome]]:
    for frame in root.walk():
        for check, result in zip(frame.layout.checks, frame.outcomes, strict=True):
            if result is not None:
                yield frame, check, result


def _confirmation(frame: Frame, check: Check, path: str, cells: list[tuple[Frame, int]]) -> Event | None:
    """The confirmation that holds: the involved values are those that were seen."""
    event = frame.home.log.confirmations.get((check.id, path))
    if event is None:
        return None
    seen = event.get("seen") or {}
    if check.kind == "rows":
        return event if seen.get(path) == rows_counted(frame, check.slot) else None
    return event if all(_same(cell, slot, seen.get(cell.path_of(slot))) for cell, slot in cells) else None


def _same(frame: Frame, slot: int, outer: Any) -> bool:
    value, value_type = frame.values[slot], frame.layout.slots[slot].type
    if outer is None or value_type is None:
        return value is None
    if isinstance(outer, dict) and "missing" in outer:
        return value is None and frame.reasons[slot] == outer["missing"]
    try:
        return bool(value == internal(frame.home.log.form, value_type, outer))
    except BadValue:
        return False  # what was seen is no value of this version: it is not the value of now
