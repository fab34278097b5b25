"""One respondent: an interview filled in as an enumerator would, in order and only what is on route.

Answers stand in the state of a log without events, which is what a response without a log is (`answers.py` of
`engine/response`). Mending what fails at the end is `repair.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.response.events import Event
from engine.response.fold import Cell, LogState
from engine.response.form import Slot
from engine.response.frames import Frame
from engine.response.paths import cell_path
from engine.response.propagate import propagation_of
from engine.response.texts import evaluated
from engine.response.view import View
from engine.simulate.draws import Draws
from engine.simulate.guide import Guide
from engine.simulate.values import draw

TRIES = 14
"""Draws for one answer before the best of them is taken."""
PASSES = 4
OTHER_THAN_DEFAULT = 0.3
"""How often a default is answered anew."""
ROW_LETTERS = "abcdefghijklmnopqrstuvwxyz23456789"


class Respondent:
    """An interview in the making. `root` is its frame; `fill` answers what is open; `put` changes one answer."""

    def __init__(self, guide: Guide, draws: Draws, previous: dict[str, Any] | None = None) -> None:
        self.guide, self.form, self.draws = guide, guide.form, draws
        self.previous = previous or {}
        self.log = LogState(guide.form)
        members = {"form": self.form.compiled["id"], "reference_date": guide.plan.date, "previous": self.previous}
        self.log.opened = Event("open", "", 1, "", None, members)
        self.log.status = "open"
        self.propagation = propagation_of(self.form, self.log)
        self.root: Frame = self.propagation.root
        self._given_up: set[tuple[str, int]] = set()
        self._defaulted: set[tuple[str, int]] = set()

    @property
    def view(self) -> View:
        """What can be asked of the interview as it stands."""
        return View(self.form, None, self.log, self.propagation, {})

    def open(self) -> None:
        """Draw what comes with the assignment: keys of the unit and preloaded variables, communes in their province."""
        for slot in self.root.layout.slots:
            if slot.is_preload:
                self.put(self.root, slot, self._assigned(slot))

    def fill(self) -> None:
        """Answer everything on route that is not answered, until nothing more comes on route."""
        for _ in range(PASSES):
            before = self._answers()
            self._start_rows()
            self._fill(self.root)
            if self._answers() == before:
                break

    def put(self, frame: Frame, slot: Slot, value: Any, reason: str | None = None) -> None:
        """Give a cell a value or a missing reason; neither takes its answer back. All that follows is worked out."""
        if value is None and reason is None:
            frame.raw.pop(slot.slot, None)
        else:
            source = "preloaded" if slot.is_preload else "collected"
            frame.raw[slot.slot] = Cell(value, reason, source, None)
        self._changed(frame, slot)

    def leave_out(self, frame: Frame, slot: Slot) -> None:
        """Take an answer back, and do not answer the question again."""
        self._given_up.add((frame.path, slot.slot))
        self.put(frame, slot, None)

    def restore(self, frame: Frame, slot: Slot, cell: Cell | None) -> None:
        """Put back a cell as it was."""
        if cell is None:
            frame.raw.pop(slot.slot, None)
        else:
            frame.raw[slot.slot] = cell
        self._changed(frame, slot)

    def add_row(self, frame: Frame, slot: Slot) -> None:
        """Add a row by hand at the end."""
        rows = self.log.rows_of(cell_path(frame.path, slot.name))
        row = "".join(self.draws.pick(ROW_LETTERS) for _ in range(6))
        while row in rows.order:
            row = "".join(self.draws.pick(ROW_LETTERS) for _ in range(6))
        rows.order.append(row)
        self._arranged(frame, slot)

    def drop_row(self, frame: Frame, slot: Slot, row: str) -> None:
        """Take a row out that was added by hand; its answers are kept in case it comes back."""
        self.log.rows_of(cell_path(frame.path, slot.name)).order.remove(row)
        self._arranged(frame, slot)

    def put_row(self, frame: Frame, slot: Slot, rows: list[str]) -> None:
        """Set the rows of a roster that are added by hand."""
        self.log.rows_of(cell_path(frame.path, slot.name)).order[:] = rows
        self._arranged(frame, slot)

    def is_required(self, frame: Frame, slot: Slot) -> bool:
        """Whether the question must be answered now."""
        number = slot.item.number("required") if slot.item else None
        return number is not None and evaluated(self.form.nodes[number], frame) is True

    def failing(self, frame: Frame, slot: Slot) -> int:
        """How many of the checks that the answer settles fail."""
        found = 0
        for settled in self.guide.settled.get((frame.scope, slot.slot), ()):
            found += frame.up(settled.up).outcomes[settled.check] == "fail"
        return found

    def draw(self, frame: Frame, slot: Slot) -> Any:
        """A value for a cell."""
        if slot.is_preload:
            return self._assigned(slot)
        return draw(self.form, frame, slot, self.guide.hints, self.draws)

    def frames(self, scope: int) -> Iterator[Frame]:
        """The frames of a scope, in order."""
        return (frame for frame in self.root.walk() if frame.scope == scope)

    def _fill(self, frame: Frame) -> None:
        for slot in frame.layout.slots:
            if slot.item is None or not frame.route[slot.slot]:
                continue
            if slot.roster >= 0:
                self._rows(frame, slot)
            elif slot.is_answered and frame.reasons[slot.slot] == "not_reached":
                self._answer(frame, slot)
            elif (frame.path, slot.slot) in self._defaulted:
                self._defaulted.remove((frame.path, slot.slot))
                if self.draws.chance(OTHER_THAN_DEFAULT):
                    self._best(frame, slot)

    def _rows(self, frame: Frame, slot: Slot) -> None:
        child = self.form.scopes[slot.roster].child
        if slot.rows_kind == "added" and not frame.rows[child]:
            least = slot.item.number("min_rows") if slot.item else 0
            most = slot.item.number("max_rows") if slot.item else None
            wanted = max(least or 0, self.draws.pick((0, 1, 1, 2, 2, 3, 3, 4, 5)))
            for _ in range(min(wanted, wanted if most is None else most)):
                self.add_row(frame, slot)
        self._start_rows()
        for row in list(frame.rows[child]):
            self._fill(row)

    def _answer(self, frame: Frame, slot: Slot) -> None:
        key = (frame.path, slot.slot)
        if key in self._given_up:
            return
        plan, reasons = self.guide.plan, slot.item.missing if slot.item else ()
        if not self.is_required(frame, slot) and self.draws.chance(plan.skip):
            self._given_up.add(key)
            return
        if reasons and self.draws.chance(plan.missing):
            self.put(frame, slot, None, self.draws.pick(reasons))
            return
        self._best(frame, slot)
        if frame.reasons[slot.slot] == "not_reached" and reasons:
            self.put(frame, slot, None, self.draws.pick(reasons))

    def _best(self, frame: Frame, slot: Slot) -> None:
        """The first draw after which nothing fails that it settles; else the one with the least that fails."""
        best: tuple[int, Any] | None = None
        for _ in range(TRIES):
            value = self.draw(frame, slot)
            if value is None:
                return
            self.put(frame, slot, value)
            now = self.failing(frame, slot)
            if now == 0:
                return
            if best is None or now < best[0]:
                best = (now, value)
        if best is not None:
            self.put(frame, slot, best[1])

    def _assigned(self, slot: Slot) -> Any:
        """A preloaded value; a code that has a parent has that of the key before."""
        kind, _, name = (slot.type or "text").partition(":")
        if slot.is_unit_key and kind == "text" and (self.root.layout.index, slot.slot) not in self.guide.hints:
            return f"{self.draws.between(1, 120):03}"
        parents = self.form.compiled["code_lists"][name].get("parents") if kind == "code" else None
        if parents:
            given = {self.root.values[one.slot] for one in self.root.layout.slots if one.is_preload and one is not slot}
            codes = self.form.lists[name].codes
            fitting = [code for code, parent in zip(codes, parents, strict=True) if parent in given]
            return self.draws.pick(fitting or codes)
        return draw(self.form, self.root, slot, self.guide.hints, self.draws)

    def _start_rows(self) -> None:
        """The rows and defaults with which new frames start."""
        while fresh := self.propagation.take_fresh():
            for frame in fresh:
                self._start(frame)

    def _start(self, frame: Frame) -> None:
        for child in frame.layout.children:
            roster = frame.layout.slots[self.form.scopes[child].roster]
            held = self.log.rows_of(frame.path_of(roster.slot)) if roster.rows_kind == "added" else None
            before = [row for row in self._rows_before(frame.path_of(roster.slot)) if held and row not in held.order]
            if held is not None and before:
                held.order.extend(before)
                self._arranged(frame, roster)
        for node in frame.layout.defaults:
            if node.slot not in frame.raw:
                value = evaluated(node, frame)
                if value is not None:
                    self.put(frame, frame.layout.slots[node.slot], value)
                    self._defaulted.add((frame.path, node.slot))

    def _rows_before(self, roster: str) -> list[str]:
        start = f"{roster}["
        named = (path[len(start) :].partition("]")[0] for path in self.previous if path.startswith(start))
        return list(dict.fromkeys(named))

    def _changed(self, frame: Frame, slot: Slot) -> None:
        self.propagation.answered(frame, slot.slot)
        self.propagation.run()

    def _arranged(self, frame: Frame, slot: Slot) -> None:
        self.propagation.rows_changed(frame, slot.slot)
        self.propagation.run()

    def _answers(self) -> int:
        self.propagation.take_changed()
        return sum(len(frame.raw) for frame in self.root.walk()) + len(self._given_up)
