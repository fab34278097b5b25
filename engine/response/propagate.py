"""From the state of the log to values, route, rows and outcomes, and onwards from each change.

What depends on a change runs, in the order that the compiler worked out, each node once a frame, and nothing else.
Twin: offline_client/runtime/propagate.js.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import Any, cast

from engine.edits.outcomes import outcome, outcomes_of
from engine.errors import Overflow
from engine.expression.values import ExpressionValueError, to_internal
from engine.response import rounds
from engine.response.fold import Cell, LogState
from engine.response.form import Check, Dependent, Form, Node, Place, RowsForm, Slot
from engine.response.frames import Calculated, Frame, Home, begin, begin_cell, effective
from engine.response.messages import MOST_ROWS
from engine.response.pairs import paired
from engine.response.paths import cell_path
from engine.response.values import BadValue, internal


class Propagation:
    """The running state of one interview; it gathers the paths that look different since they were last taken."""

    def __init__(self, form: Form, log: LogState, today: int | None, previous: Mapping[str, Mapping[str, Any]]) -> None:
        self.form, self.log = form, log
        self._home = Home(log, today, previous)
        self._waiting: dict[int, dict[Frame, None]] = {}
        self._order: list[int] = []
        self._changed: dict[str, None] = {}
        self._fresh: list[Frame] = []
        self.root = Frame(form.scopes[0], "", None, self._home)
        self._preload()
        self._late: list[Frame] = []
        self._frames: list[list[Frame]] | None = [[] for _ in form.scopes]
        """While the interview opens: all frames by scope. Nobody has seen anything then, so nobody is told."""
        self._open(self._frames)

    def _open(self, frames: list[list[Frame]]) -> None:
        """Everything for the first time: each node once, in order, then all checks, which feed nothing."""
        self._start(self.root)
        self._late.clear()
        for node in self.form.deciding:
            for frame in frames[node.scope]:
                self._apply(node, frame)
            while self._late:
                self._catch_up(node.index)
        self._frames = None
        for frame in self.root.walk():
            frame.outcomes = outcomes_of(frame)

    def _catch_up(self, index: int) -> None:
        """What the rows that a node has made missed: the nodes up to that one."""
        late, self._late = self._late, []
        for node in self.form.deciding:
            if node.index > index:
                break
            for frame in late:
                if frame.scope == node.scope:
                    self._apply(node, frame)

    def answered(self, frame: Frame, slot: int) -> None:
        """Take over a cell that the log state has changed; `run` does all that follows."""
        self._refresh(frame, slot)

    def rows_changed(self, frame: Frame, slot: int) -> None:
        """Take over the rows of the roster in `slot` that the log state has changed; `run` does all that follows."""
        self._arrange(frame, slot)

    def run(self) -> None:
        """Run what waits, in order."""
        while self._order:
            index = heapq.heappop(self._order)
            frames = self._waiting.pop(index)
            node = self.form.nodes[index]
            for frame in sorted(frames, key=lambda one: one.order) if len(frames) > 1 else frames:
                if frame.alive:
                    self._apply(node, frame)

    def take_changed(self) -> list[str]:
        """The paths whose value, route, rows or failures changed since they were last taken."""
        paths, self._changed = list(self._changed), {}
        return paths

    def take_fresh(self) -> list[Frame]:
        """The frames made since they were last taken, whose defaults are still to be evaluated."""
        fresh, self._fresh = self._fresh, []
        return [frame for frame in fresh if frame.alive]

    def mark(self, frame: Frame, slot: int) -> None:
        """Note that a cell (slot -1: the row itself) looks different now."""
        if self._frames is None:
            self._changed[frame.path if slot < 0 else frame.path_of(slot)] = None

    def frame_at(self, path: str) -> Frame | None:
        """The frame at the path of a row, `""` for the root; None where there is no such row now."""
        place = self.form.resolve(path)
        return None if place is None or place.slot >= 0 else self.frame_of(place)

    def frame_of(self, place: Place) -> Frame | None:
        """The frame of the row that a place is in; None where there is no such row now."""
        return self._descend(place.scope.index, place.ids)

    def _descend(self, scope: int, ids: Sequence[str]) -> Frame | None:
        layout = self.form.scopes[scope]
        if layout.parent < 0:
            return self.root
        parent = self._descend(layout.parent, ids[:-1])
        return parent.row(layout.child, ids[-1]) if parent else None

    def _preload(self) -> None:
        """Preloaded variables and unit keys: what came with the assignment."""
        opened = self.log.opened
        for slot in self.root.layout.slots:
            if slot.is_preload:
                given = (opened.get("unit" if slot.is_unit_key else "preload") if opened else None) or {}
                self.root.raw[slot.slot] = _preloaded(self.form, slot.type or "text", given.get(slot.name))

    def _start(self, frame: Frame) -> None:
        """Set going a frame that nobody has looked at yet."""
        layout = frame.layout
        frame.is_new = False
        self._fresh.append(frame)
        begin(frame, layout.preloads)
        if frame.on_route:
            begin(frame, layout.top)
        if self._frames is None:
            for index, on in enumerate(frame.route):
                if on:
                    self.mark(frame, index)
            for node in layout.eager:
                self._queue(node, frame)
        else:
            self._frames[frame.scope].append(frame)
            self._late.append(frame)
        for child in layout.children:
            roster = self.form.scopes[child].roster
            if layout.slots[roster].rows_kind != "count":  # a count waits for its node
                self._arrange(frame, roster)

    def _route(self, frame: Frame, index: int, around: bool) -> None:
        """Bring the route of a slot, and of what it contains, in line with its container."""
        self._set_route(frame, frame.layout.slots[index], around and frame.shown[index])

    def _set_route(self, frame: Frame, slot: Slot, on: bool) -> None:
        index = slot.slot
        if frame.route[index] == on:
            return
        frame.route[index] = on
        if slot.type is not None:
            self._refresh(frame, index, touched=True)
        else:
            frame.reasons[index] = None if on else "not_asked"
            self._touch(frame, slot)
        for inner in slot.contents:
            self._route(frame, inner, on)
        if slot.roster >= 0:
            self._route_rows(frame, slot, on)

    def _route_rows(self, frame: Frame, slot: Slot, on: bool) -> None:
        scope = self.form.scopes[slot.roster]
        rows = frame.rows[scope.child]
        frame.children[scope.child] = rows if on else []
        for row in rows:
            for top in scope.top:
                self._route(row, top, on)
            for check in scope.edits:
                self._queue(scope.checks[check].node, row)
        self._spread(frame, scope.rows)

    def _refresh(self, frame: Frame, index: int, *, touched: bool = False) -> None:
        """Work out the effective value of a cell again; pass it on where it differs."""
        slot = frame.layout.slots[index]
        new = effective(frame, slot)
        if (frame.values[index], frame.reasons[index], frame.errors[index]) == new and not touched:
            return
        frame.values[index], frame.reasons[index], frame.errors[index] = new
        self._touch(frame, slot)

    def _touch(self, frame: Frame, slot: Slot) -> None:
        """Pass on that the value, reason or route of a cell has changed."""
        if self._frames is None:
            self.mark(frame, slot.slot)
            self._spread(frame, slot.dependents)
            for check in slot.checks:
                self._queue(frame.layout.checks[check].node, frame)
        for scope, down in slot.feeds:
            for target in frame.below(down):
                self._arrange(target, self.form.scopes[scope].roster)

    def _spread(self, frame: Frame, dependents: Sequence[Dependent]) -> None:
        if self._frames is not None:
            return
        for dependent in dependents:
            top = frame.up(dependent.up)
            for target in top.below(dependent.down) if dependent.pair == "any" else paired(dependent, frame, top):
                self._queue(dependent.node, target)

    def _queue(self, node: Node, frame: Frame) -> None:
        if not node.eager:
            self._shown_changed(node, frame)
        elif self._frames is None and not frame.is_new:
            if node.index not in self._waiting:
                self._waiting[node.index] = {}
                heapq.heappush(self._order, node.index)
            self._waiting[node.index][frame] = None

    def _shown_changed(self, node: Node, frame: Frame) -> None:
        """Texts, labels and filters are evaluated when they are shown: here only what shows them is marked."""
        if node.kind == "filter":
            self.mark(frame, node.slot)
        elif node.kind in ("row_label", "unit_label"):
            self.mark(frame, -1)
        for slot, check in self.form.text_uses.get(node.index, ()):
            if slot >= 0:
                self.mark(frame, slot)
            else:
                self._mark_involved(frame, frame.layout.checks[check])

    def _apply(self, node: Node, frame: Frame) -> None:
        if node.kind == "relevant":
            self._apply_relevant(node, frame)
        elif node.kind == "calculation":
            frame.calculated[node.slot] = _attempt(node, frame)
            if self._frames is None or not frame.layout.slots[node.slot].is_leaf:
                self._refresh(frame, node.slot)
            elif frame.route[node.slot]:
                begin_cell(frame, frame.layout.slots[node.slot])
        elif node.kind == "count":
            self._arrange(frame, node.slot)
        else:
            self._apply_check(node, frame)

    def _apply_relevant(self, node: Node, frame: Frame) -> None:
        index, shown = node.slot, _holds(node, frame)
        if frame.shown[index] == shown:
            return
        frame.shown[index] = shown
        slot, around = frame.layout.slots[index], _around(frame, index)
        if self._frames is None or not slot.is_leaf:
            self._route(frame, index, around)
        elif around:
            begin_cell(frame, slot)

    def _apply_check(self, node: Node, frame: Frame) -> None:
        check = frame.layout.checks[node.check]
        before, now = frame.outcomes[node.check], outcome(check, frame)
        frame.outcomes[node.check] = now
        if "fail" not in (before, now):
            return  # a failure that stays also changes: its message and confirmation depend on the values it saw
        self._mark_involved(frame, check)

    def _mark_involved(self, frame: Frame, check: Check) -> None:
        """The cells that a check involves; the row where an edit involves none."""
        if check.kind != "edit":
            self.mark(frame, check.slot)
        elif not check.involved:
            self.mark(frame, -1)
        for up, slot in check.involved:
            self.mark(frame.up(up), slot)

    def _arrange(self, frame: Frame, index: int) -> None:
        """Make the rows of a roster what they should be now, and pass on that they changed."""
        scope = self.form.scopes[frame.layout.slots[index].roster]
        if self._arranged(frame, index):
            self._spread(frame, scope.rows)

    def _arrange_others(self, rows: Sequence[Frame], index: int) -> None:
        """Arrange the roster of others in each of the rows; what lies around all of them is passed on once."""
        scope = self.form.scopes[rows[0].layout.slots[index].roster] if rows else None
        changed = [row for row in rows if self._arranged(row, index)]
        for number, row in enumerate(changed):
            within = [one for one in scope.rows if number == 0 or one.up == 0] if scope else ()
            self._spread(row, within)

    def _arranged(self, frame: Frame, index: int) -> bool:
        """Make the rows of a roster what they should be now; rows that stay keep their frames. True for a change."""
        slot = frame.layout.slots[index]
        scope = self.form.scopes[slot.roster]
        ids, rows = self._row_ids(frame, slot), frame.rows[scope.child]
        if ids == [row.id for row in rows]:
            return False
        old = frame.named[scope.child]
        following = [old.pop(row_id) if row_id in old else Frame(scope, row_id, frame, self._home) for row_id in ids]
        for gone in old.values():
            self._end(gone)
        frame.rows[scope.child] = following
        frame.named[scope.child] = {row.id: row for row in following}
        frame.children[scope.child] = following if frame.route[index] else []
        for position, row in enumerate(following, 1):
            row.position = position
        for row in following:
            if row.is_new:
                self.mark(row, -1)
                self._start(row)
        for about in scope.others:
            self._arrange_others(following, about)
        self.mark(frame, index)
        return True

    def _end(self, frame: Frame) -> None:
        """A row that is no longer there, with all below."""
        frame.alive = False
        self.mark(frame, -1)
        for rows in frame.rows:
            for row in rows:
                self._end(row)

    def _row_ids(self, frame: Frame, slot: Slot) -> list[str]:
        rows = slot.item.rows if slot.item else RowsForm()
        if rows.kind == "codes":
            return list(self.form.lists[rows.codes].codes)
        if rows.kind == "count":
            count = _attempt(self.form.nodes[rows.count], frame).value or 0
            most = (slot.item.number("max_rows") if slot.item else None) or MOST_ROWS
            return [str(number) for number in range(1, min(count, most) + 1)]
        if rows.kind == "selected":
            return list(frame.up(rows.up).values[rows.slot] or ())
        if rows.kind == "others":
            return [row.id for row in frame.parent.rows[frame.layout.child] if row is not frame] if frame.parent else []
        added = self.log.rosters.get(cell_path(frame.path, slot.name))
        return [] if added is None else [row for row in added.order if row not in added.removed]


def _holds(node: Node, frame: Frame) -> bool:
    try:
        return node.run(frame.env) is True
    except Overflow:
        return False


def _around(frame: Frame, index: int) -> bool:
    """Whether what contains a slot is on route."""
    container = frame.layout.slots[index].container
    return frame.on_route if container < 0 else frame.route[container]


def _attempt(node: Node, frame: Frame) -> Calculated:
    """Run a node; an overflow is a result of its own."""
    try:
        return Calculated(node.run(frame.env), False)
    except Overflow:
        return Calculated(None, True)


def _preloaded(form: Form, value_type: str, outer: Any) -> Cell:
    """A cell of what came with the assignment; without a value where it is none of the type."""
    if isinstance(outer, dict) and "missing" in outer:
        return Cell(None, str(outer["missing"]), "preloaded", None)
    try:
        return Cell(None if outer is None else internal(form, value_type, outer), None, "preloaded", None)
    except BadValue:
        return Cell(None, None, "preloaded", None)


def propagation_of(form: Form, log: LogState) -> Propagation:
    """The running state of a log: reference date and last round are what its `open` event says."""
    opened = log.opened
    today = opened.get("reference_date") if opened else form.compiled.get("reference_date")
    try:
        days = None if today is None else cast("int", to_internal("date", today))
    except ExpressionValueError:
        days = None
    return Propagation(form, log, days, rounds.values_by_row((opened.get("previous") if opened else None) or {}))
