"""The interview: the one class that a server or a test works with. It records events, and tells what they come to.

Pure: the clock is given to it. Twin: offline_client/runtime/interview.js.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.edits.failures import Failure, Severities
from engine.errors import UsageError
from engine.response import rounds
from engine.response.clock import HybridClock
from engine.response.events import Event
from engine.response.failures import check_path, involved_cells, seen_values
from engine.response.fold import LogState, RowsTouched, Touched, apply_event, fold, merge, read_events
from engine.response.form import Form
from engine.response.frames import Frame
from engine.response.mistakes import refuse
from engine.response.propagate import propagation_of
from engine.response.texts import evaluated
from engine.response.values import BadValue, event_value, read_value
from engine.response.view import View

ROW_LETTERS = "abcdefghijklmnopqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Completion:
    """Whether the interview is complete, and the failures that keep it from being so."""

    done: bool
    blockers: tuple[Failure, ...]


class Interview(View):
    """An interview over its log of events. Actions record an event and give the paths that changed."""

    @classmethod
    def open(
        cls,
        compiled: Mapping[str, Any] | Form,
        *,
        events: Iterable[Event | Mapping[str, Any]] = (),
        clock: Callable[[], str] | None = None,
        device: str = "server",
        user: str | None = None,
        open: Mapping[str, Any] | None = None,
        language: str | None = None,
        severities: Severities | None = None,
    ) -> Interview:
        """An interview over a log; without events a new one, which records `open`, the first rows and the defaults.

        `clock` gives ISO times and is needed to record anything. `open` holds assignment, unit, preload, previous,
        mode, seed and reference_date of a new interview. `severities` changes severities by edit: `hard`, `soft`
        or `off`.
        """
        return cls(Form.of(compiled), events, clock, device, user, dict(open or {}), language, severities or {})

    def __init__(
        self,
        form: Form,
        events: Iterable[Event | Mapping[str, Any]],
        clock: Callable[[], str] | None,
        device: str,
        user: str | None,
        opening: dict[str, Any],
        language: str | None,
        severities: Severities,
    ) -> None:
        self._clock_text = clock
        self._clock = HybridClock(self._physical)
        self.device, self.user = device, user
        self._sequence = 0
        read, unread = read_events(events)
        self._events, reused = merge((), read)
        self._sequence = max([event.seq for event in self._events if event.device == device], default=0)
        for event in reversed(self._events):  # the latest time first: the clock needs no other after it
            if self._clock.observe(event.hlc):
                break
        is_new = not self._events and not unread and clock is not None
        log = self._opened(form, opening) if is_new else fold(form, self._events)
        super().__init__(form, language, log, propagation_of(form, log), severities)
        self._reused = [*unread, *reused]
        self._propagation.take_changed()
        if is_new:
            self._finish()
        else:
            self._propagation.take_fresh()  # rows and defaults were recorded when the frames were made

    @property
    def events(self) -> tuple[Event, ...]:
        """The log, in order."""
        return tuple(self._events)

    def answer(self, path: str, value: Any, source: str | None = None) -> list[str]:
        """Answer a question with a value in outer form, or `{"missing": reason}`; None and empty text clear it.

        An answer to an off-route question is kept and has no effect. Raises ResponseError, and records nothing, for
        what is no answer to the question.
        """
        frame, slot = self._question(path)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            return self.clear(path)
        try:
            read, reason = read_value(self._form, slot, value)
        except BadValue as wrong:
            raise refuse(wrong.code, path, str(wrong), wrong.remedy) from None
        held = frame.raw.get(slot.slot)
        is_answer = held is not None and held.event is not None and held.event.type == "answer"
        if held and is_answer and (held.value, held.reason, held.source) == (read, reason, source or "collected"):
            return []
        outer = {"missing": reason} if reason is not None else event_value(slot.type or "", read)
        members = {"path": frame.path_of(slot.slot), "value": outer, "prev": _name(held.event if held else None)}
        self._record("answer", members | ({"source": source} if source not in (None, "collected") else {}))
        return self._finish()

    def clear(self, path: str) -> list[str]:
        """Take the answer of a question back."""
        frame, slot = self._question(path)
        held = frame.raw.get(slot.slot)
        if held is None or held.event is None or held.event.type == "clear":
            return []
        self._record("clear", {"path": frame.path_of(slot.slot), "prev": held.event.name})
        return self._finish()

    def add_row(self, roster_path: str, after: str | None = None) -> str:
        """Add a row by hand to a roster, at the end or after the row with the id `after`; gives its id."""
        frame, slot = self._added_roster(roster_path)
        most = slot.item.number("max_rows") if slot.item else None
        if most is not None and len(frame.rows[self._form.scopes[slot.roster].child]) >= most:
            raise refuse("too_many_rows", roster_path, f"There are {most} rows, and no more are allowed.")
        path = frame.path_of(slot.slot)
        row = self._new_id(path, self._row_ids(path))
        self._record("add_row", {"path": path, "row": row, "after": after})
        self._finish()
        return row

    def remove_row(self, path: str) -> list[str]:
        """Remove a row that was added by hand; its answers stay in the log and come back with `restore_row`."""
        self._record("remove_row", {"path": self._added_row(path)})
        return self._finish()

    def restore_row(self, path: str) -> list[str]:
        """Bring a removed row back with all its answers."""
        if all(row.path != path for row in self.removed_rows()):
            raise refuse("unknown_row", path, "No such row has been removed.", "Choose one of the removed rows.")
        self._record("restore_row", {"path": path})
        return self._finish()

    def move_row(self, path: str, after: str | None) -> list[str]:
        """Move a row that was added by hand behind the row with the id `after`, or to the front."""
        self._record("move_row", {"path": self._added_row(path), "after": after})
        return self._finish()

    def confirm(self, edit: str, path: str, reason: str | None = None, text: str | None = None) -> list[str]:
        """Confirm a soft edit that fails at `path` (its row, `""` at the root), for a reason."""
        return self._confirm("confirm", edit, path, reason, text)

    def accept(self, edit: str, path: str, reason: str | None = None, text: str | None = None) -> list[str]:
        """Accept an edit that fails at `path`, as a supervisor."""
        return self._confirm("accept", edit, path, reason, text)

    def remark(self, path: str, text: str, answers: str | None = None) -> str:
        """Write a remark on a path, or the answer to the remark with the id `answers`; gives its id."""
        if not text.strip():
            raise refuse("wrong_value", path, "A remark without text says nothing.", "Write what there is to say.")
        taken = [remark.id for remark in self._log.remarks]
        if answers is not None and answers not in taken:
            raise refuse("unknown_remark", path, f"There is no remark '{answers}'.")
        remark_id = self._new_id(path, taken)
        members = {"path": path, "text": text, "id": remark_id}
        self._record("remark", members | ({"answered": answers} if answers is not None else {}))
        return remark_id

    def resolve_remark(self, remark_id: str) -> list[str]:
        """Close a remark."""
        found = next((remark for remark in self._log.remarks if remark.id == remark_id), None)
        if found is None:
            raise refuse("unknown_remark", "", f"There is no remark '{remark_id}'.")
        self._record("remark", {"path": found.path, "resolved": remark_id})
        return self._finish([found.path])

    def page(self, path: str) -> list[str]:
        """Note that a page was opened."""
        self._record("page", {"path": path})
        return self._finish()

    def paradata(self, begun: str, records: Sequence[Any]) -> list[str]:
        """Note how the interview went: records of `docs/events.md`, their times counted from `begun`."""
        self._record("paradata", {"from": begun, "records": list(records)})
        return self._finish()

    def change_mode(self, mode: str, batch: str | None = None, paper: str | None = None) -> list[str]:
        """Go on in another mode; `batch` and `paper` number what is keyed from paper."""
        given = {name: text for name, text in (("batch", batch), ("paper", paper)) if text}
        self._record("mode", {"mode": mode, **given})
        return self._finish([""])

    def contact(self, outcome: str, text: str | None = None, appointment: str | None = None) -> list[str]:
        """Note an attempt to reach the unit, made now; `appointment` is when to try again, on the unit's clock."""
        at, mode = self._physical(), self.fieldwork.mode
        self._record("contact", {"outcome": outcome, "at": at, "mode": mode, "text": text, "appointment": appointment})
        return self._finish([""])

    def flag(self, path: str, on: bool = True) -> list[str]:
        """Mark a question to come back to, or no longer."""
        frame, slot = self._question(path)
        place = frame.path_of(slot.slot)
        if (place in self.fieldwork.flags) != on:
            self._record("flag", {"path": place, "on": on})
        return self._finish([place])

    def complete(self) -> Completion:
        """Complete the interview, unless a failure blocks it: a hard one, or a soft one that nobody has confirmed.

        Edits of the phase `office` are for the office, and block nothing.
        """
        blockers = tuple(one for one in self.failures() if one.status == "open" and one.phase != "office")
        if not blockers:
            self._record("complete", {})
            self._finish()
        return Completion(not blockers, blockers)

    def reopen(self) -> list[str]:
        """Take a completed interview up again; in any other status nothing changes."""
        self._record("reopen", {})
        return self._finish([""])

    def return_(self, text: str) -> list[str]:
        """Send the interview back to the enumerator; open remarks name the questions."""
        self._record("return", {"text": text})
        return self._finish([""])

    def approve(self, covers: Mapping[str, int] | None = None) -> list[str]:
        """Approve the interview: what `covers` names (device to its highest number), or the log whatever comes yet."""
        self._record("approve", {} if covers is None else {"covers": dict(covers)})
        return self._finish([""])

    def receive(self, events: Iterable[Event | Mapping[str, Any]]) -> list[str]:
        """Take in events of other devices. Order, replay and gaps make no difference. Gives the paths that changed."""
        read, unread = read_events(events)
        known = {event.name for event in self._events}
        merged, reused = merge(self._events, read)
        self._reused += [one for one in (*unread, *reused) if one not in self._reused]
        if merged == self._events:
            return []
        before = self._look()
        self._events = merged
        for event in merged:
            if event.name not in known:
                self._notice(event)
        self._log = fold(self._form, merged)
        self._propagation = propagation_of(self._form, self._log)
        self._propagation.take_changed()
        self._propagation.take_fresh()
        after = self._look()
        return [path for path in {**before, **after} if before.get(path) != after.get(path)]

    def _look(self) -> dict[str, tuple[Any, ...]]:
        """What each path looks like: value, reason, route, error, and the failures that stand there."""
        looks: dict[str, tuple[Any, ...]] = {
            path: (frame.values[slot.slot], frame.reasons[slot.slot], frame.route[slot.slot], frame.errors[slot.slot])
            for path, frame, slot in self.walk()
        }
        for frame in self._root.walk():
            looks[frame.path] = (frame.position,)
        for failure in self.failures():
            for path in (failure.path, *failure.involved):
                looks[path] = (*looks.get(path, ()), failure.edit, failure.status)
        return looks

    def _physical(self) -> str:
        if self._clock_text is None:
            raise UsageError("This interview was opened without a clock, to be read; give a clock to record events.")
        return self._clock_text()

    def _opened(self, form: Form, opening: dict[str, Any]) -> LogState:
        compiled = form.compiled
        date = opening.get("reference_date") or compiled.get("reference_date") or self._physical()[:10]
        members = {
            "form": compiled["id"], "version": compiled["version"], "hash": compiled.get("hash"),
            "reference_date": date,
            "assignment": opening.get("assignment"), "unit": opening.get("unit") or {},
            "preload": opening.get("preload") or {}, "previous": opening.get("previous") or {},
            "seed": opening.get("seed"), "mode": opening.get("mode") or "capi",
        }  # fmt: skip
        log = LogState(form)
        apply_event(log, self._stamp("open", members))
        return log

    def _notice(self, event: Event) -> None:
        self._clock.observe(event.hlc)
        if event.device == self.device:
            self._sequence = max(self._sequence, event.seq)

    def _stamp(self, kind: str, members: Mapping[str, Any]) -> Event:
        hlc = self._clock.next()
        self._sequence += 1
        event = Event(kind, self.device, self._sequence, hlc, self.user, dict(members))
        self._events.append(event)
        return event

    def _record(self, kind: str, members: Mapping[str, Any]) -> None:
        """Record an event that comes after all others, and apply it."""
        self._touched(apply_event(self._log, self._stamp(kind, members)))
        self._propagation.run()

    def _touched(self, touched: Touched) -> None:
        if isinstance(touched, RowsTouched):
            place = self._form.resolve(touched.roster)
            frame = self._propagation.frame_at(place.row) if place else None
            if place is not None and frame is not None:
                self._propagation.rows_changed(frame, place.slot)
        elif touched is not None:
            row, slot = touched
            frame = self._propagation.frame_of(row)
            if frame is not None:
                self._propagation.answered(frame, slot.slot)

    def _finish(self, more: Iterable[str] = ()) -> list[str]:
        """What new rows start with is recorded; all paths that changed are told."""
        while fresh := self._propagation.take_fresh():
            for frame in fresh:
                if frame.alive:
                    self._start_frame(frame)
        return list(dict.fromkeys([*self._propagation.take_changed(), *more]))

    def _start_frame(self, frame: Frame) -> None:
        """The rows and defaults that a new frame starts with, as events."""
        for child in frame.layout.children:
            roster = frame.layout.slots[self._form.scopes[child].roster]
            path = frame.path_of(roster.slot)
            if roster.rows_kind != "added":
                continue
            for row in rounds.row_ids(self._previous, path):
                if row not in self._row_ids(path):
                    self._record("add_row", {"path": path, "row": row, "after": None})
            least = roster.item.number("min_rows") if roster.item else 0
            while len(self._row_ids(path)) < (least or 0):
                row = self._new_id(path, self._row_ids(path))
                self._record("add_row", {"path": path, "row": row, "after": None})
        for node in frame.layout.defaults:
            slot = frame.layout.slots[node.slot]
            value = evaluated(node, frame) if node.slot not in frame.raw else None
            if value is not None and slot.type is not None:
                members = {"path": frame.path_of(slot.slot), "value": event_value(slot.type, value), "prev": None}
                self._record("answer", members | {"source": "default"})

    @property
    def _previous(self) -> Mapping[str, Any]:
        return (self._log.opened.get("previous") if self._log.opened else None) or {}

    def _row_ids(self, roster: str) -> list[str]:
        held = self._log.rosters.get(roster)
        return held.order if held else []

    def _confirm(self, kind: str, edit: str, path: str, reason: str | None, text: str | None) -> list[str]:
        frame = self._frame_around(path)
        stands = ((at, one) for at, one in enumerate(frame.layout.checks) if one.id == edit)
        at = next((at for at, one in stands if check_path(frame, one) == path), None)
        if at is None:
            raise refuse("unknown_edit", path, f"No edit '{edit}' stands here.")
        check = frame.layout.checks[at]
        if frame.outcomes[at] != "fail":
            raise refuse("edit_does_not_fail", path, f"'{edit}' does not fail.")
        if kind == "confirm" and self.severities.get(edit, check.severity) == "hard":
            raise refuse("edit_is_hard", path, f"'{edit}' is a hard edit.")
        cells = involved_cells(frame, check)
        members = {"edit": edit, "path": check_path(frame, check), "reason": reason, "text": text}
        self._record(kind, members | {"seen": seen_values(frame, check, cells)})
        return self._finish([cell.path_of(slot) for cell, slot in cells] or [path])

    def _frame_around(self, path: str) -> Frame:
        """The frame of a row, or that a cell stands in."""
        place = self._form.resolve(path)
        return self.frame(path) if place is None else self.frame(place.row)

    def _new_id(self, what: str, taken: Iterable[str]) -> str:
        """Six characters that no other thing of this interview has: drawn from the name that the event will have."""
        used, salt = set(taken), 0
        while True:
            digest = hashlib.sha256(f"{self.device}:{self._sequence + 1}:{what}:{salt}".encode()).digest()
            found = "".join(ROW_LETTERS[byte % len(ROW_LETTERS)] for byte in digest[:6])
            if found not in used:
                return found
            salt += 1


def _name(event: Event | None) -> str | None:
    return event.name if event else None
