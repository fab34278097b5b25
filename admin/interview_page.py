"""One interview as a reviewer reads it: answers by section and roster row, with failures, remarks and history.

What the log means is decided by `engine.response`; here its views are put into the order of the page.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engine.edits.failures import Failure
from engine.errors import PhieuError
from engine.response import Interview
from engine.response.events import Event
from engine.response.fieldwork import Fieldwork
from engine.response.fold import Remark
from engine.response.form import ItemForm
from engine.response.frames import Frame
from engine.response.texts import row_label, shown, text
from engine.response.values import BadValue, read_value
from engine.sync.segments import moment_of

State = Literal["answered", "missing", "calculated", "not_reached", "unknown", "off_route", "error"]
CONTAINERS = ("section", "group", "table")


@dataclass(frozen=True, slots=True)
class File:
    """A file that is an answer; whether it has arrived is in the store."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answer. Off route, `shown` is what the log keeps."""

    path: str
    name: str
    label: str
    shown: str
    unit: str
    state: State
    source: str
    changes: int
    failures: tuple[Failure, ...]
    remarks: tuple[Remark, ...]
    file: File | None = None
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A section, group, table, roster or roster row with what it holds, in order."""

    kind: str
    title: str
    path: str
    on_route: bool
    parts: tuple[Block | Question, ...]
    failures: tuple[Failure, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def answered(self) -> int:
        """Questions below with something to read."""
        return sum(part.answered if isinstance(part, Block) else part.shown != "" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Change:
    """One event in the history of an answer or of the interview."""

    type: str
    path: str
    label: str
    shown: str
    user: str
    device: str
    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two answers given on two devices: which stands, which was set aside."""

    kind: str
    path: str
    label: str
    kept: Change
    other: Change


@dataclass(frozen=True, slots=True)
class UnappliedView:
    """An event without effect, and why."""

    type: str
    path: str
    code: str
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of an interview shows of its log."""

    title: str
    unit: str
    blocks: tuple[Block | Question, ...]
    failures: tuple[Failure, ...]
    remarks: tuple[Remark, ...]
    conflicts: tuple[ConflictView, ...]
    unapplied: tuple[UnappliedView, ...]
    removed: tuple[Any, ...]
    labels: Mapping[str, str]
    reasons: Mapping[str, str]
    fieldwork: Fieldwork


def page_of(interview: Interview) -> Page:
    """The page of a folded interview, in the interview's language."""
    return _Reader(interview).page()


def history(interview: Interview, path: str) -> list[Change]:
    """The events about a path, newest first; all events that change the interview when the path is empty."""
    reader = _Reader(interview)
    chosen = [event for event in interview.events if event.path == path] if path else list(interview.events)
    return [reader.change(event) for event in reversed(chosen) if event.type not in ("page", "paradata")]


def label_of(interview: Interview, path: str) -> str:
    """What a path is called: rows by their labels, the question by its label."""
    return _Reader(interview).label(path)


class _Reader:
    """Reads one interview once: failures, remarks and events are gathered by path before the tree is walked."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.language = interview.language
        self.form = interview.frame("").home.log.form
        self.all_failures = tuple(interview.failures())
        self.all_remarks = interview.remarks()
        self.flags = interview.fieldwork.flags
        self.failures: dict[str, list[Failure]] = defaultdict(list)
        for failure in self.all_failures:
            for path in dict.fromkeys((failure.path, *failure.involved)):
                self.failures[path].append(failure)
        self.remarks: dict[str, list[Remark]] = defaultdict(list)
        for remark in self.all_remarks:
            self.remarks[remark.path].append(remark)
        self.changes = Counter(event.path for event in interview.events if event.type in {"answer", "clear"})

    def page(self) -> Page:
        root = self.interview.frame("")
        return Page(
            self.interview.text("", "title"),
            self.interview.unit_label(),
            self._parts(self.form.items, root),
            self.all_failures,
            tuple(reversed(self.all_remarks)),
            tuple(self._conflict(one) for one in self.interview.conflicts),
            tuple(self._unapplied(one) for one in self.interview.unapplied),
            tuple(self.interview.removed_rows()),
            {path: self.label(path) for path in {*self.failures, *self.remarks, *self.flags}},
            self._reasons(),
            self.interview.fieldwork,
        )

    def label(self, path: str) -> str:
        """What a path is called: rows by their labels, the question by its label."""
        try:
            place = self.form.resolve(path)
            if place is None or not path:
                return path
            if place.slot < 0:
                return self._row_names(self.interview.frame(path))
            names = self._row_names(self.interview.frame(place.row))
            return " · ".join(
                one for one in (names, self.interview.text(path, "label") or place.scope.slots[place.slot].name) if one
            )
        except PhieuError:
            return path  # a row that is gone has no label; its path still says which it was

    def change(self, event: Event) -> Change:
        return Change(
            event.type,
            event.path,
            self.label(event.path),
            self._said(event),
            event.user or "",
            event.device,
            moment_of(event.hlc),
            str(event.get("source") or ""),
        )

    def _reasons(self) -> dict[str, str]:
        """The reasons for confirming, by code."""
        root = self.interview.frame("")
        declared = self.form.compiled.get("confirm_reasons", ())
        return {str(one["code"]): text(self.form, one["label"], root, self.language) for one in declared}

    def _parts(self, items: Sequence[ItemForm], frame: Frame) -> tuple[Block | Question, ...]:
        return tuple(part for item in items if (part := self._part(item, frame)) is not None)

    def _part(self, item: ItemForm, frame: Frame) -> Block | Question | None:
        path, on_route = frame.path_of(item.slot), frame.route[item.slot]
        if item.type == "roster":
            return self._roster(item, frame, path, on_route)
        if item.type in CONTAINERS:
            return Block(
                item.type, self._text(item, frame) or item.name, path, on_route, self._parts(item.items, frame)
            )
        return None if item.type == "note" else self._question(item, frame, path, on_route)

    def _roster(self, item: ItemForm, frame: Frame, path: str, on_route: bool) -> Block:
        slot = frame.layout.slots[item.slot]
        rows = frame.rows[self.form.scopes[slot.roster].child]
        blocks = tuple(
            Block(
                "row", row_label(self.form, row, self.language), row.path, on_route, self._parts(item.items, row),
                tuple(one for one in self.failures.get(row.path, ()) if one.path == row.path),
                tuple(self.remarks.get(row.path, ())),
            )
            for row in rows
        )  # fmt: skip
        return Block(
            "roster", self._text(item, frame) or item.name, path, on_route, blocks, tuple(self.failures.get(path, ()))
        )

    def _question(self, item: ItemForm, frame: Frame, path: str, on_route: bool) -> Question:
        cell = frame.raw.get(item.slot)
        state, words = self._state(item, frame, on_route)
        unit = text(self.form, item.number("unit"), frame, self.language) if item.source.get("unit") is not None else ""
        source = cell.source if cell is not None and cell.source != "collected" else ""
        is_file = cell is not None and frame.layout.slots[item.slot].type == "file" and cell.value is not None
        return Question(
            path, item.name, self._text(item, frame) or item.name, words, unit or "", state, source,
            self.changes[path], tuple(self.failures.get(path, ())), tuple(self.remarks.get(path, ())),
            File(**cell.value) if cell is not None and is_file else None, path in self.flags,
        )  # fmt: skip

    def _state(self, item: ItemForm, frame: Frame, on_route: bool) -> tuple[State, str]:
        slot, cell = frame.layout.slots[item.slot], frame.raw.get(item.slot)
        if frame.errors[item.slot]:
            return "error", ""
        if not on_route:
            kept = cell.value if cell is not None and not slot.is_calculated else None
            return "off_route", self._shown(slot.type, kept, frame)
        value, reason = frame.values[item.slot], frame.reasons[item.slot]
        if value is not None:
            return ("calculated" if slot.is_calculated else "answered"), self._shown(slot.type, value, frame)
        if reason in {None, "not_reached"}:
            return "not_reached", ""
        return ("unknown", "") if reason == "unknown" else ("missing", self.interview.reason_text(str(reason)))

    def _shown(self, value_type: str | None, value: Any, frame: Frame) -> str:
        if value is None or value_type is None:
            return ""
        return shown(self.form, value_type, value, frame, self.language)

    def _text(self, item: ItemForm, frame: Frame) -> str:
        number = item.number("label")
        return text(self.form, number, frame, self.language) if number is not None else ""

    def _row_names(self, frame: Frame) -> str:
        names: list[str] = []
        at: Frame | None = frame
        while at is not None and at.parent is not None:
            names.insert(0, row_label(self.form, at, self.language))
            at = at.parent
        return " · ".join(names)

    def _said(self, event: Event) -> str:
        """What an event says, in words where it is an answer."""
        if event.type != "answer":
            return str(event.get("text") or event.get("reason") or event.get("row") or "")
        value, place = event.get("value"), self.form.resolve(event.path)
        slot = place.scope.slots[place.slot] if place is not None and place.slot >= 0 else None
        if slot is None or slot.type is None:
            return json.dumps(value, ensure_ascii=False)
        try:
            internal, reason = read_value(self.form, slot, value)
        except BadValue:
            return json.dumps(value, ensure_ascii=False)
        return (
            self.interview.reason_text(reason) if reason else self._shown(slot.type, internal, self.interview.frame(""))
        )

    def _conflict(self, conflict: Any) -> ConflictView:
        return ConflictView(
            conflict.kind,
            conflict.path,
            self.label(conflict.path),
            self.change(conflict.kept),
            self.change(conflict.other),
        )

    def _unapplied(self, one: Any) -> UnappliedView:
        event = one.event
        raw = event.as_json() if isinstance(event, Event) else event
        kind, path = (event.type, event.path) if isinstance(event, Event) else ("", "")
        return UnappliedView(kind, path, one.code, one.reason, json.dumps(raw, ensure_ascii=False))
