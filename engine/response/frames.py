"""A frame is the running counterpart of a scope: the interview, or one row (docs/compiled_form.md, Scopes and slots).

What moves the values is `propagate.py`. Twin: offline_client/runtime/frames.js.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from engine.edits.outcomes import Outcome
from engine.expression.evaluate import Env
from engine.response.fold import Cell, LogState
from engine.response.form import ScopeForm, Slot
from engine.response.paths import cell_path, row_path
from engine.response.values import BadValue, internal

NO_ANSWER = Cell(None, None, "", None)


@dataclass(frozen=True, slots=True)
class Home:
    """What all frames of an interview share: the log, the reference date, the last round by path of the row."""

    log: LogState
    today: int | None
    previous: Mapping[str, Mapping[str, Any]]


class Calculated(NamedTuple):
    """The result of a calculation, whether or not it is on route."""

    value: Any
    error: bool


class Frame:
    """The interview or one row: flat lists by slot. `scope` is the number of the scope, `layout` the scope itself."""

    __slots__ = (
        "alive", "calculated", "children", "env", "errors", "home", "id", "is_new", "layout", "named", "outcomes",
        "parent", "path", "position", "previous", "raw", "reasons", "roster_path", "route", "rows", "scope", "shown",
        "values",
    )  # fmt: skip

    def __init__(self, layout: ScopeForm, row_id: str, parent: Frame | None, home: Home) -> None:
        size = len(layout.slots)
        self.layout, self.scope, self.id, self.parent, self.home = layout, layout.index, row_id, parent, home
        self.position = 0
        self.roster_path: str = "" if parent is None else cell_path(parent.path, layout.name)
        self.path: str = "" if parent is None else row_path(self.roster_path, row_id)
        self.raw: dict[int, Cell] = home.log.answers_of(self.path)
        self.calculated: dict[int, Calculated] = {}
        self.values: list[Any] = [None] * size
        self.reasons: list[str | None] = ["not_asked"] * size
        self.route = [False] * size
        self.shown = [not slot.is_conditional for slot in layout.slots]
        self.errors = [False] * size
        self.previous = _previous(layout, home, self.path)
        self.children: list[list[Frame]] = [[] for _ in layout.children]
        """Rows as logic sees them: none where the roster is off route."""
        self.rows: list[list[Frame]] = [[] for _ in layout.children]
        """All rows."""
        self.named: list[dict[str, Frame]] = [{} for _ in layout.children]
        """All rows by id."""
        self.alive = True
        self.is_new = True
        self.outcomes: list[Outcome | None] = [None] * len(layout.checks)
        self.env = Env(self, None, home.today)
        """The environment in which expressions of this frame run."""

    @property
    def on_route(self) -> bool:
        """True when the roster of the row, and all around it, is on route."""
        return self.parent is None or self.parent.route[self.layout.roster]

    @property
    def order(self) -> tuple[int, ...]:
        """The place of the row among all rows of its scope."""
        return (*self.parent.order, self.position) if self.parent else ()

    def row(self, child: int, row_id: str) -> Frame | None:
        """The row of a child roster that has the id, on route or not; None where there is none."""
        return self.named[child].get(row_id)

    def path_of(self, slot: int) -> str:
        """The path of a cell of this frame."""
        return cell_path(self.path, self.layout.slots[slot].name)

    def up(self, steps: int) -> Frame:
        """The frame so many parents up."""
        frame = self
        for _ in range(steps):
            assert frame.parent is not None  # noqa: S101  # the compiler counts the scopes
            frame = frame.parent
        return frame

    def below(self, down: tuple[int, ...]) -> Iterator[Frame]:
        """The frames that the way down through child rosters leads to, in order."""
        if not down:
            yield self
            return
        for row in self.rows[down[0]]:
            yield from row.below(down[1:])

    def walk(self) -> Iterator[Frame]:
        """The frame and all rows below, in document order of rosters."""
        yield self
        for rows in self.rows:
            for row in rows:
                yield from row.walk()


def begin(frame: Frame, slots: Sequence[int]) -> None:
    """Put slots of a new frame on route, and what they contain, unless a condition has to be looked at first.

    Plain stores: all of the frame is to run, and what reads it from outside depends on the rows.
    """
    for index in slots:
        if frame.shown[index]:
            slot = frame.layout.slots[index]
            begin_cell(frame, slot)
            if slot.contents:
                begin(frame, slot.contents)


def begin_cell(frame: Frame, slot: Slot) -> None:
    """Put one slot of a new frame on route: what is not stored here is as the frame was made."""
    index = slot.slot
    frame.route[index] = True
    if slot.is_calculated:
        frame.values[index], frame.reasons[index], frame.errors[index] = effective(frame, slot)
    elif slot.type is None:
        frame.reasons[index] = None
    else:
        cell = frame.raw.get(index, NO_ANSWER)
        frame.values[index] = cell.value
        frame.reasons[index] = "not_reached" if cell.value is None and cell.reason is None else cell.reason


def effective(frame: Frame, slot: Slot) -> tuple[Any, str | None, bool]:
    """The value, reason and error of a cell as logic sees it."""
    index = slot.slot
    if not frame.route[index]:
        return None, "not_asked", False
    if slot.is_calculated:
        result = frame.calculated.get(index)
        value = result.value if result else None
        return value, "unknown" if value is None else None, bool(result and result.error)
    cell = frame.raw.get(index)
    if cell is None or (cell.value is None and cell.reason is None):
        return None, "not_reached", False
    return cell.value, cell.reason, False


def _previous(layout: ScopeForm, home: Home, path: str) -> list[Any]:
    """The values of the last round by slot; None where today's questionnaire has no such value."""
    values: list[Any] = [None] * len(layout.slots)
    for name, outer in home.previous.get(path, {}).items():
        slot = layout.names.get(name)
        value_type = None if slot is None else layout.slots[slot].type
        if slot is None or value_type is None or outer is None or (isinstance(outer, dict) and "missing" in outer):
            continue
        try:
            values[slot] = internal(home.log.form, value_type, outer)
        except BadValue:
            continue  # a code list or type may have changed since: there is nothing to compare with
    return values
