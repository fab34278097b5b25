"""Failures of checks as records, and whether someone has confirmed or accepted them.

A failure lives from `open` until it is corrected (then it is no longer there), confirmed with a reason, or accepted by
a supervisor. A confirmation holds as long as the involved values are those that were seen.
Twin: offline_client/runtime/edits.js.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from engine.edits.outcomes import OUTCOMES, Outcome
from engine.response.texts import text
from engine.response.values import BadValue, internal, outer_value

if TYPE_CHECKING:
    from engine.response.events import Event
    from engine.response.form import Check
    from engine.response.frames import Frame

FailureStatus = Literal["open", "confirmed", "accepted"]
Severities = Mapping[str, str]
"""Severities that headquarters has changed during fieldwork, by edit: `hard`, `soft`, or `off`."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that fails: `path` is the row of an edit (`""` for the interview), the question of any other check.

    `values` holds the involved values in outer form, those that are missing left out.
    """

    edit: str
    path: str
    severity: str
    phase: str
    message: str
    involved: tuple[str, ...]
    values: Mapping[str, Any]
    status: FailureStatus = "open"
    reason: str | None = None
    text: str | None = None
    who: str | None = None
    when: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The record as a JSON object."""
        return {**asdict(self), "involved": list(self.involved), "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A check, or a calculation (`NAME:calculation`), that could not be judged."""

    edit: str
    path: str
    outcome: Literal["unknown", "error"]
    involved: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The record as a JSON object."""
        return {**asdict(self), "involved": list(self.involved)}


def failures(root: Frame, language: str, severities: Severities) -> list[Failure]:
    """The failures of all frames in document order: of each, constraints and required answers, then edits."""
    return [
        failure(frame, check, language, severities)
        for frame, check, result in _results(root)
        if result == "fail" and severities.get(check.id) != "off"
    ]


def failure(frame: Frame, check: Check, language: str, severities: Severities) -> Failure:
    """The record of a check that fails in a frame."""
    cells, path = involved_cells(frame, check), check_path(frame, check)
    held = _confirmation(frame, check, path, cells)
    status: FailureStatus = "open" if held is None else "accepted" if held.type == "accept" else "confirmed"
    return Failure(
        check.id, path, severities.get(check.id, check.severity), check.phase,
        text(frame.home.log.form, check.message, frame, language),
        tuple(cell.path_of(slot) for cell, slot in cells), seen_values(cells), status,
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


def counts(root: Frame) -> dict[str, dict[Outcome, int]]:
    """How often each check had each of the five outcomes, by its id, over all rows."""
    counted: dict[str, Counter[str]] = {}
    for _, check, result in _results(root):
        counted.setdefault(check.id, Counter())[result] += 1
    return {name: {one: found[one] for one in OUTCOMES} for name, found in counted.items()}


def outcomes(root: Frame) -> Iterator[tuple[str, str, Outcome]]:
    """Every check in every row: its id, where it stands, what became of it."""
    return ((check.id, check_path(frame, check), result) for frame, check, result in _results(root))


def check_path(frame: Frame, check: Check) -> str:
    """Where a check fails: a question at its own path, an edit at its row."""
    return frame.path if check.kind == "edit" else frame.path_of(check.slot)


def involved_cells(frame: Frame, check: Check) -> list[tuple[Frame, int]]:
    """The cells named in an edit outside aggregates; the question itself for any other check."""
    return [(frame, check.slot)] if check.kind != "edit" else [(frame.up(up), slot) for up, slot in check.involved]


def seen_values(cells: list[tuple[Frame, int]]) -> dict[str, Any]:
    """The outer values of the cells; a cell without a value is left out."""
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
    """The confirmation that holds: the involved values are those that were seen. Only edits are confirmed."""
    event = frame.home.log.confirmations.get((check.id, path)) if check.kind == "edit" else None
    if event is None:
        return None
    seen = event.get("seen")
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
