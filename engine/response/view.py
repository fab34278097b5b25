"""What can be asked of an interview: values, route, rows, failures, texts. Nothing here changes anything.

Twin: offline_client/runtime/view.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.edits.failures import Failure, NotEvaluated, Severities, counts
from engine.edits.outcomes import Outcome
from engine.response.events import Event
from engine.response.failures import failures, not_evaluated, outcomes
from engine.response.fieldwork import Fieldwork
from engine.response.fold import Conflict, LogState, Remark, Status, Unapplied
from engine.response.form import Form, ItemForm, Slot
from engine.response.frames import Frame
from engine.response.mistakes import refuse
from engine.response.paths import row_path
from engine.response.propagate import Propagation
from engine.response.texts import Offer, evaluated, offered, row_label, shown, text
from engine.response.values import outer_value


@dataclass(frozen=True, slots=True)
class CellView:
    """All about a cell, in outer form: `value` and `reason` are effective, `answer` is what the log keeps off route."""

    value: Any
    reason: str | None
    source: str | None
    on_route: bool
    error: bool
    answer: Any
    event: Event | None


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A row that was removed and can be restored, with the answers by name that come back with it."""

    path: str
    roster: str
    user: str | None
    hlc: str
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Progress:
    """Questions on route, and how many of them have an answer or a missing reason."""

    answered: int
    asked: int


class View:
    """An interview as it stands."""

    def __init__(
        self, form: Form, language: str | None, log: LogState, propagation: Propagation, severities: Severities
    ) -> None:
        self._form, self._log, self._propagation = form, log, propagation
        self._reused: list[Unapplied] = []
        self.severities = severities
        self.language = language or form.languages[0]

    @property
    def status(self) -> Status:
        """`open`, `completed`, `returned` or `approved`; `""` when the log has no `open` yet."""
        return self._log.status

    @property
    def late(self) -> tuple[Event, ...]:
        """Events that came after the approval that stands; they take no part until the interview is returned."""
        return tuple(self._log.late)

    @property
    def unapplied(self) -> tuple[Unapplied, ...]:
        """Events that stay in the log without effect, and why; answers in rows that were never added among them."""
        return (*self._reused, *self._log.unapplied, *self._orphans())

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What two devices changed differently; the later stands, both are kept."""
        return tuple(self._log.conflicts)

    @property
    def changed_after_completion(self) -> bool:
        """True when something was changed after the interview was completed and not completed again."""
        return self._log.changed_after_completion

    @property
    def opened(self) -> Event | None:
        """The event that opened the interview: form, unit, preload, reference date."""
        return self._log.opened

    def value(self, path: str) -> Any:
        """The effective value in outer form; None when off route, missing, not answered or in error."""
        frame, slot = self.cell_at(path)
        return outer_value(slot.type, frame.values[slot.slot])

    def reason(self, path: str) -> str | None:
        """Why there is no value: `not_asked`, `not_reached`, `unknown` or a missing reason; None when there is one."""
        frame, slot = self.cell_at(path)
        return frame.reasons[slot.slot]

    def cell(self, path: str) -> CellView:
        """All about a cell."""
        frame, slot = self.cell_at(path)
        held = None if slot.is_calculated else frame.raw.get(slot.slot)
        given = held is not None and (held.value is not None or held.reason is not None)
        source = "calculated" if slot.is_calculated else held.source if held and given else None
        answer = (
            {"missing": held.reason} if held and held.reason else outer_value(slot.type, held.value if held else None)
        )
        return CellView(
            outer_value(slot.type, frame.values[slot.slot]), frame.reasons[slot.slot], source,
            frame.route[slot.slot], frame.errors[slot.slot], answer, held.event if held else None,
        )  # fmt: skip

    def on_route(self, path: str) -> bool:
        """Whether a cell or container is on route; of a row, whether its roster is."""
        row = self._propagation.frame_at(path)
        if row is not None:
            return row.on_route
        frame, slot = self.cell_at(path)
        return frame.route[slot.slot]

    def rows(self, path: str) -> list[str]:
        """The paths of the rows that a roster has now, in order."""
        frame, slot = self.cell_at(path)
        if slot.roster < 0:
            raise refuse("not_a_roster", path, "This is no roster.")
        return [row.path for row in frame.rows[self._form.scopes[slot.roster].child]]

    def failures(self) -> list[Failure]:
        """All failures, in the order of the document."""
        return failures(self._propagation.root, self.language, self.severities)

    def failures_at(self, path: str) -> list[Failure]:
        """The failures that stand at a path or involve it."""
        return [one for one in self.failures() if one.path == path or path in one.involved]

    def not_evaluated(self) -> list[NotEvaluated]:
        """Checks and calculations without a result: unknown, or ended in an error."""
        return not_evaluated(self._propagation.root)

    def outcomes(self, *, rows_on_route: bool = False) -> list[tuple[str, str, Outcome]]:
        """Every check in every row: its id, where it stands, what became of it; or only in rows on route."""
        return list(outcomes(self._propagation.root, rows_on_route=rows_on_route))

    def outcome_counts(self) -> dict[str, dict[Outcome, int]]:
        """How often each check had each of the five outcomes."""
        return counts(outcomes(self._propagation.root))

    def offered(self, path: str) -> list[Offer]:
        """The codes that a question offers now."""
        frame, slot = self.cell_at(path)
        return offered(self._form, frame, slot, self.language)

    def text(self, path: str, what: str) -> str:
        """A text of an item (`label`, `hint`, `constraint_message`, `unit`); `""` has `title` and `unit_label`."""
        if path == "":
            title = self._form.compiled.get("title")
            return self.unit_label() if what == "unit_label" else text(self._form, title, self._root, self.language)
        frame, slot = self.cell_at(path)
        return text(self._form, slot.item.number(what) if slot.item else None, frame, self.language)

    def unit_label(self) -> str:
        """What the unit of this interview is called; `""` where nothing says."""
        number = self._form.compiled["unit"].get("label")
        value = None if number is None else evaluated(self._form.nodes[number], self._root)
        if number is None or value is None:
            return ""
        return shown(self._form, self._form.nodes[number].type or "text", value, self._root, self.language)

    def row_label(self, path: str) -> str:
        """What a row is called: its label, the label of its code, or its number."""
        return row_label(self._form, self.frame(path), self.language)

    def reason_text(self, reason: str) -> str:
        """The text of a missing reason."""
        return text(self._form, self._form.compiled["reasons"].get(reason), self._root, self.language) or reason

    def required(self, path: str) -> bool:
        """Whether a question on route must be answered now."""
        frame, slot = self.cell_at(path)
        number = slot.item.number("required") if slot.item else None
        return number is not None and frame.route[slot.slot] and evaluated(self._form.nodes[number], frame) is True

    def item(self, path: str) -> ItemForm | None:
        """The item of the compiled form at a path; of a row, its roster's."""
        row = self._propagation.frame_at(path) if path else None
        if row is not None and row.parent is not None:
            return row.parent.layout.slots[row.layout.roster].item
        return self.cell_at(path)[1].item

    def format(self, path: str) -> str:
        """The answer as people read it; the text of a missing reason where one was given."""
        frame, slot = self.cell_at(path)
        value = frame.values[slot.slot]
        if value is not None and slot.type is not None:
            return shown(self._form, slot.type, value, frame, self.language)
        held = frame.raw.get(slot.slot) if frame.route[slot.slot] else None
        return self.reason_text(held.reason) if held and held.reason else ""

    def progress(self) -> Progress:
        """Questions on route, and how many of them have an answer or a missing reason."""
        reasons = [
            frame.reasons[slot.slot]
            for frame in self._root.walk()
            for slot in frame.layout.slots
            if slot.is_answered and frame.route[slot.slot]
        ]
        return Progress(sum(reason != "not_reached" for reason in reasons), len(reasons))

    def remarks(self) -> tuple[Remark, ...]:
        """All remarks, in the order in which they were made."""
        return tuple(self._log.remarks)

    @property
    def fieldwork(self) -> Fieldwork:
        """The mode the interview is done in, and the attempts at contact."""
        return self._log.fieldwork

    def removed_rows(self) -> list[RemovedRow]:
        """The rows that were removed and can be restored."""
        return [
            RemovedRow(row_path(roster, row), roster, event.user, event.hlc, self._answers(row_path(roster, row)))
            for roster, rows in self._log.rosters.items()
            for row, event in rows.removed.items()
            if row in rows.order
        ]

    def frame(self, path: str) -> Frame:
        """The frame of a row, `""` for the interview; raises ResponseError when there is none."""
        found = self._propagation.frame_at(path)
        if found is not None:
            return found
        place = self._form.resolve(path)
        if place is None or place.slot >= 0:
            raise refuse("unknown_path", path, "The questionnaire has nothing here.")
        raise refuse("unknown_row", path, "There is no such row now.", "Add the row first.")

    def cell_at(self, path: str) -> tuple[Frame, Slot]:
        """The cell or container at a path; raises ResponseError when there is none, or its row is not there."""
        place = self._form.resolve(path)
        if place is None or place.slot < 0:
            raise refuse("unknown_path", path, "The questionnaire has nothing here.")
        return self.frame(place.row), place.scope.slots[place.slot]

    def walk(self) -> list[tuple[str, Frame, Slot]]:
        """Every cell and container of every row: its path, frame and slot, in order of the document."""
        return [
            (frame.path_of(slot.slot), frame, slot)
            for frame in self._root.walk()
            for slot in frame.layout.slots
            if slot.name
        ]

    @property
    def _root(self) -> Frame:
        return self._propagation.root

    def _question(self, path: str) -> tuple[Frame, Slot]:
        frame, slot = self.cell_at(path)
        if not slot.is_answered:
            raise refuse("not_answerable", path, "This takes no answer.")
        return frame, slot

    def _added_roster(self, path: str) -> tuple[Frame, Slot]:
        frame, slot = self.cell_at(path)
        if slot.rows_kind != "added":
            raise refuse("not_added_by_hand", path, "Rows are not added to this by hand.")
        return frame, slot

    def _added_row(self, path: str) -> str:
        """The path of a row that is there and was added by hand."""
        row = self.frame(path)
        if row.parent is None:
            raise refuse("unknown_row", path, "This is no row.", "Name a row of a roster.")
        self._added_roster(row.roster_path)
        return row.path

    def _answers(self, path: str) -> dict[str, Any]:
        place = self._form.resolve(path)
        slots = place.scope.slots if place else []
        cells = self._log.answers.get(path, {})
        return {
            slots[at].name: outer_value(slots[at].type, one.value) for at, one in cells.items() if one.value is not None
        }

    def _orphans(self) -> list[Unapplied]:
        """Answers in rows that were never added: the event that adds the row has not arrived, or never will."""
        found = []
        for path, cells in self._log.answers.items():
            if path and not self._was_added(path):
                reason = f"The row {path} was never added, or the event that adds it has not arrived."
                found += [Unapplied(one.event, "unknown_row", reason) for one in cells.values() if one.event]
        return sorted(found, key=lambda one: one.event.order)

    def _was_added(self, path: str) -> bool:
        place = self._form.resolve(path)
        while place is not None and place.roster:
            if place.roster_slot.rows_kind == "added":
                rows = self._log.rosters.get(place.roster)
                if rows is None or place.ids[-1] not in rows.order:
                    return False
            above = self._form.resolve(place.roster)
            place = self._form.resolve(above.row) if above else None
        return True
