"""Events to the state of the log: last answers, rows added by hand, remarks, confirmations, status, conflicts.

Route, values and failures are not here: `propagate.py` works them out from this. Rules: docs/events.md.
Twin: offline_client/runtime/fold.js.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from engine.errors import ResponseError
from engine.response.events import Event, mistake, read_event
from engine.response.fieldwork import Fieldwork
from engine.response.form import Form, FormCell, Slot
from engine.response.late import parted
from engine.response.paths import row_path
from engine.response.values import BadValue, read_value

CLOSED = ("completed", "approved")
IN_ORDER = attrgetter("hlc", "device", "seq")
"""`Event.order`, quicker for whole logs."""
Status = Literal["", "open", "completed", "returned", "approved"]


class Cell(NamedTuple):
    """A cell as answered, in internal form; `event` is the answer or clearing, None for what was preloaded."""

    value: Any
    reason: str | None
    source: str
    event: Event | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two devices changed the same: `kept` stands (for `removed_row`: the removal), `other` was set aside."""

    kind: Literal["answer", "removed_row"]
    path: str
    kept: Event
    other: Event


@dataclass(frozen=True, slots=True)
class Unapplied:
    """An event that stays in the log without effect, and why. `event` is the JSON value where it could not be read."""

    event: Event | Any
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on a path; `status` is open until another remark answers or resolves it."""

    id: str
    path: str
    text: str
    user: str | None
    hlc: str
    status: Literal["open", "answered", "resolved"]


@dataclass(slots=True)
class RowList:
    """The rows of one roster as added by hand: their order, removed ones included, and the event that removed a row."""

    order: list[str] = field(default_factory=list)
    removed: dict[str, Event] = field(default_factory=dict)


class RowsTouched(NamedTuple):
    """The roster whose rows an event touched."""

    roster: str


Touched = FormCell | RowsTouched | None
"""What an event touched: a cell, the rows of a roster, or nothing that is worked out from answers."""


@dataclass(slots=True)
class LogState:
    """What a log says. `answers`: by path of the row (`""` for the root), then by slot."""

    form: Form
    status: Status = ""
    opened: Event | None = None
    answers: dict[str, dict[int, Cell]] = field(default_factory=dict)
    rosters: dict[str, RowList] = field(default_factory=dict)
    confirmations: dict[tuple[str, str], Event] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    unapplied: list[Unapplied] = field(default_factory=list)
    late: list[Event] = field(default_factory=list)
    changed_after_completion: bool = False
    page: str | None = None
    fieldwork: Fieldwork = field(default_factory=Fieldwork)
    removals: int = 0
    """How many rows were ever removed: while there are none, an answer need not ask after them."""

    def answers_of(self, row: str) -> dict[int, Cell]:
        """The answers of a row, made where there are none yet."""
        held = self.answers.get(row)
        if held is None:
            held = self.answers[row] = {}
        return held

    def rows_of(self, roster: str) -> RowList:
        """The list of rows of a roster, made where there is none yet."""
        return self.rosters.setdefault(roster, RowList())


def read_events(events: Iterable[Event | Mapping[str, Any]]) -> tuple[list[Event], list[Unapplied]]:
    """Events as they are or from JSON; what cannot be read is kept aside with the reason."""
    read, unread = [], []
    for event in events:
        try:
            read.append(event if isinstance(event, Event) else read_event(event))
        except ResponseError as wrong:
            unread.append(Unapplied(event, "event_malformed", " ".join(one.message for one in wrong.findings)))
    return read, unread


def merge(known: Iterable[Event], more: Iterable[Event]) -> tuple[list[Event], list[Unapplied]]:
    """The union of two sets of events, in order, and the events whose name another event has taken.

    An event is named by device and number. Of two different events of one name the one that sorts first is taken, so
    that the order of arrival decides nothing.
    """
    by_name: dict[tuple[str, int], Event] = {}
    refused: dict[str, Event] = {}
    for event in (*known, *more):
        held = by_name.setdefault((event.device, event.seq), event)
        if held is event or held == event:
            continue
        first, second = sorted((held, event), key=lambda one: (one.order, one.canonical()))
        by_name[(event.device, event.seq)] = first
        refused[second.canonical()] = second
    reason = "Another event has this name."
    events = sorted(by_name.values(), key=IN_ORDER)
    return events, [Unapplied(refused[text], "sequence_reused", reason) for text in sorted(refused)]


def fold(form: Form, events: Iterable[Event]) -> LogState:
    """The state of a log; `events` in order. Those that came after an approval that stands are set aside in `late`."""
    state = LogState(form)
    standing, state.late = parted(tuple(events))
    for event in standing:
        apply_event(state, event)
    return state


def apply_event(state: LogState, event: Event) -> Touched:
    """Apply one event that comes after all applied before; gives what it touched.

    What cannot be applied is listed in `unapplied` and never stops the fold.
    """
    apply = APPLY.get(event.type)
    if apply is None:
        return _unapplied(state, event, "unknown_event", f"This version knows no event '{event.type}'.")
    wrong = mistake(event)
    if wrong is not None:
        return _unapplied(state, event, "event_malformed", wrong)
    return apply(state, event)


def _open(state: LogState, event: Event) -> Touched:
    if state.opened is None:
        state.opened = event
        state.status = state.status or "open"
        state.fieldwork.note(event)
    return None


def _answer(state: LogState, event: Event) -> Touched:
    members = event.members
    path = members["path"]
    cell = state.form.cell(path)
    if cell is None:
        return _unapplied(state, event, "unknown_path", f"This version of the questionnaire has no '{path}'.")
    place, slot = cell
    if not slot.is_answered:
        return _unapplied(state, event, "not_a_question", f"'{path}' is not answered.")
    value, reason = None, None
    if event.type != "clear":
        try:
            value, reason = read_value(state.form, slot, members["value"])
        except BadValue as wrong:
            return _unapplied(state, event, wrong.code, str(wrong))
    cells = state.answers.get(place.row)
    if cells is None:
        cells = state.answers_of(place.row)
    new = Cell(value, reason, members.get("source") or "collected", event)
    if slot.slot in cells:
        _note_conflict(state, cells[slot.slot], new, event)
    if state.removals:
        _note_removed_row(state, place.row, event)
    cells[slot.slot] = new
    if state.status in CLOSED:
        state.changed_after_completion = True
    return cell


def _note_conflict(state: LogState, held: Cell, new: Cell, event: Event) -> None:
    if held.event is None or held.event.device == event.device:
        return
    if event.get("prev") != held.event.name and (held.value, held.reason) != (new.value, new.reason):
        state.conflicts.append(Conflict("answer", event.path, event, held.event))


def _note_removed_row(state: LogState, row: str, event: Event) -> None:
    """An answer from another device to a row that is removed by now."""
    for roster, rows in state.rosters.items():
        for row_id, removal in rows.removed.items():
            gone = row_path(roster, row_id)
            if (row == gone or row.startswith(f"{gone}.")) and removal.device != event.device:
                state.conflicts.append(Conflict("removed_row", event.path, removal, event))


def _note_change(state: LogState) -> None:
    if state.status in CLOSED:
        state.changed_after_completion = True


def _add_row(state: LogState, event: Event) -> Touched:
    place = state.form.resolve(event.path)
    if place is None or place.slot < 0 or not _added_by_hand(place.scope.slots[place.slot]):
        reason = f"This version has no roster '{event.path}' with rows added by hand."
        return _unapplied(state, event, "unknown_path", reason)
    roster = place.path
    rows = state.rows_of(roster)
    if event.get("row") in rows.order:
        return None
    _insert_after(rows.order, event.get("row"), event.get("after"), len(rows.order))
    _note_change(state)
    return RowsTouched(roster)


def _remove_row(state: LogState, event: Event) -> Touched:
    roster, row = _row_at(state, event)
    if roster is None:
        return None
    state.rows_of(roster).removed[row] = event
    state.removals += 1
    _note_change(state)
    return RowsTouched(roster)


def _restore_row(state: LogState, event: Event) -> Touched:
    roster, row = _row_at(state, event)
    if roster is None:
        return None
    state.rows_of(roster).removed.pop(row, None)
    _note_change(state)
    return RowsTouched(roster)


def _move_row(state: LogState, event: Event) -> Touched:
    roster, row = _row_at(state, event)
    if roster is None or row not in state.rows_of(roster).order:
        return None
    order = state.rows_of(roster).order
    order.remove(row)
    _insert_after(order, row, event.get("after"), 0)
    return RowsTouched(roster)


def _insert_after(order: list[str], row: str, after: str | None, otherwise: int) -> None:
    order.insert(order.index(after) + 1 if after in order else otherwise, row)


def _added_by_hand(slot: Slot) -> bool:
    return slot.item is not None and slot.rows_kind == "added"


def _row_at(state: LogState, event: Event) -> tuple[str | None, str]:
    """The roster and id of the row that an event names; (None, "") when it names none."""
    place = state.form.resolve(event.path)
    if place is None or place.slot >= 0 or not place.ids or not _added_by_hand(place.roster_slot):
        _unapplied(state, event, "unknown_path", f"This version has no row '{event.path}' that was added by hand.")
        return None, ""
    return place.roster, place.ids[-1]


def _confirm(state: LogState, event: Event) -> Touched:
    state.confirmations[(event.get("edit"), event.path)] = event
    return None


def _remark(state: LogState, event: Event) -> Touched:
    closes = event.get("resolved") or event.get("answered")
    status: Literal["open", "answered", "resolved"] = (
        "resolved" if event.get("resolved") else "answered" if event.get("answered") else "open"
    )
    if closes is not None:
        number = next((at for at, remark in enumerate(state.remarks) if remark.id == closes), None)
        if number is None:
            return _unapplied(state, event, "unknown_remark", f"There is no remark '{closes}'.")
        state.remarks[number] = replace(state.remarks[number], status=status)
    if event.get("text"):
        remark_id = event.get("id") or event.name
        state.remarks.append(Remark(remark_id, event.path, event.get("text"), event.user, event.hlc, status))
    return None


def _page(state: LogState, event: Event) -> Touched:
    state.page = event.path
    return None


def _fieldwork(state: LogState, event: Event) -> Touched:
    state.fieldwork.note(event)
    return None


def _paradata(state: LogState, event: Event) -> Touched:
    return None  # how the interview went is for the office; it changes nothing of what it comes to


def _set_status(status: Status) -> Callable[[LogState, Event], Touched]:
    def apply(state: LogState, event: Event) -> Touched:
        state.status, state.changed_after_completion = status, False
        return None

    return apply


def _reopen(state: LogState, event: Event) -> Touched:
    return _set_status("open")(state, event) if state.status == "completed" else None


def _migrate(state: LogState, event: Event) -> Touched:
    return None  # the reader opens the log with the form of its version; the log only says since when


def _unapplied(state: LogState, event: Event, code: str, reason: str) -> Touched:
    state.unapplied.append(Unapplied(event, code, reason))
    return None


APPLY: dict[str, Callable[[LogState, Event], Touched]] = {
    "open": _open,
    "answer": _answer,
    "clear": _answer,
    "add_row": _add_row,
    "remove_row": _remove_row,
    "restore_row": _restore_row,
    "move_row": _move_row,
    "confirm": _confirm,
    "accept": _confirm,
    "remark": _remark,
    "flag": _fieldwork,
    "page": _page,
    "mode": _fieldwork,
    "contact": _fieldwork,
    "paradata": _paradata,
    "complete": _set_status("completed"),
    "reopen": _reopen,
    "return": _set_status("returned"),
    "approve": _set_status("approved"),
    "migrate": _migrate,
}
