"""What a set of interviews exercised: questions, codes, conditions both ways, edits in each of their five outcomes.

Counts are of cells and rows, not of interviews. What was never exercised is as much the result as what was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from engine.edits.outcomes import OUTCOMES
from engine.response.form import Form, ItemForm
from engine.response.frames import Frame
from engine.response.texts import evaluated
from engine.response.view import View

LISTED = 60
"""Codes of longer lists are counted by how many of them were used, not one by one."""


@dataclass(slots=True)
class Coverage:
    """Counts over interviews: `add` each, then `report`."""

    form: Form
    interviews: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    codes: dict[str, Counter[str]] = field(default_factory=dict)
    conditions: dict[int, Counter[str]] = field(default_factory=dict)
    checks: dict[str, Counter[str]] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)

    def add(self, view: View) -> None:
        """Count one interview."""
        self.interviews += 1
        for frame in view.frame("").walk():
            if frame.parent is not None:
                self.rows[frame.layout.name] += 1
            self._cells(frame)
            self._conditions(frame)
        for check, _, outcome in view.outcomes():
            self.checks.setdefault(check, Counter())[outcome] += 1

    def report(self) -> dict[str, Any]:
        """All counts as JSON, and under `never` what was not exercised."""
        questions = {name: self._question(name, item) for name, item in self._questions()}
        conditions = [self._condition(node) for node in self._condition_nodes()]
        ids = [check.id for scope in self.form.scopes for check in scope.checks]
        checks = {name: {one: self.checks.get(name, Counter())[one] for one in OUTCOMES} for name in ids}
        edits = {edit["id"] for edit in self.form.compiled.get("edits", ())}
        never = {
            "questions": [name for name, found in questions.items() if not found["asked"]],
            "codes": {name: found["never"] for name, found in questions.items() if found.get("never")},
            "conditions": [
                {"of": one["of"], "text": one["text"], "is": outcome}
                for one in conditions
                for outcome in ("true", "false")
                if not one[outcome]
            ],
            "edits": {
                name: absent
                for name, found in checks.items()
                if name in edits and (absent := [one for one in ("pass", "fail") if not found[one]])
            },
        }
        return {
            "interviews": self.interviews, "rows": dict(self.rows), "questions": questions,
            "conditions": conditions, "checks": checks, "never": never,
        }  # fmt: skip

    def _cells(self, frame: Frame) -> None:
        for slot in frame.layout.slots:
            if not slot.is_answered or not frame.route[slot.slot]:
                continue
            name = self._name(frame.scope, slot.name)
            self.asked[name] += 1
            value, reason = frame.values[slot.slot], frame.reasons[slot.slot]
            self.answered[name] += value is not None
            self.missing[name] += reason not in (None, "not_reached")
            if value is not None and (slot.type or "").partition(":")[0] in ("code", "codes", "rank"):
                self.codes.setdefault(name, Counter()).update([value] if isinstance(value, str) else value)

    def _conditions(self, frame: Frame) -> None:
        for node in self.form.nodes:
            if node.scope == frame.scope and node.kind in ("relevant", "guard"):
                if node.kind == "relevant" and not _around(frame, node.slot):
                    continue
                value = evaluated(node, frame)
                word = "unknown" if value is None else "true" if value else "false"
                self.conditions.setdefault(node.index, Counter())[word] += 1

    def _questions(self) -> list[tuple[str, ItemForm]]:
        return [
            (self._name(scope.index, slot.name), slot.item)
            for scope in self.form.scopes
            for slot in scope.slots
            if slot.is_answered and slot.item is not None
        ]

    def _question(self, name: str, item: ItemForm) -> dict[str, Any]:
        found: dict[str, Any] = {
            "asked": self.asked[name], "answered": self.answered[name], "missing": self.missing[name],
        }  # fmt: skip
        if item.codes is None:
            return found
        used, codes = self.codes.get(name, Counter()), self.form.lists[item.codes].codes
        if len(codes) > LISTED:
            return found | {"codes_used": len(used), "codes_listed": len(codes)}
        return found | {"codes": {code: used[code] for code in codes}, "never": [c for c in codes if not used[c]]}

    def _condition_nodes(self) -> list[int]:
        return [node.index for node in self.form.nodes if node.kind in ("relevant", "guard")]

    def _condition(self, number: int) -> dict[str, Any]:
        node, source = self.form.nodes[number], self.form.compiled["nodes"][number]
        found = self.conditions.get(number, Counter())
        of = (
            self.form.compiled["edits"][node.edit]["id"]
            if node.kind == "guard"
            else self._name(node.scope, self.form.scopes[node.scope].slots[node.slot].name)
        )
        counts = {one: found[one] for one in ("true", "false", "unknown")}
        return {"of": of, "kind": node.kind, "text": source.get("text", ""), **counts}

    def _name(self, scope: int, name: str) -> str:
        """A question with the rosters around it: `people.other_jobs.hours`."""
        while scope > 0:
            name = f"{self.form.scopes[scope].name}.{name}"
            scope = self.form.scopes[scope].parent
        return name


def _around(frame: Frame, slot: int) -> bool:
    """Whether what contains the item is on route, so that its own condition decides."""
    container = frame.layout.slots[slot].container
    return frame.on_route if container < 0 else frame.route[container]
