"""From a model of the formulas to answers, and to the interview that they make: the judge of every claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from engine.errors import PhieuError
from engine.expression.values import to_outer
from engine.proof.terms import Term
from engine.proof.world import Frame, World
from engine.response import View, view_of_answers
from engine.response.form import Slot
from engine.response.paths import cell_path, row_path
from engine.response.values import event_value
from engine.simulate.draws import Draws
from engine.simulate.patterns import drawn_match

LETTERS = "abcdefghiklmnopqrstuvxy"
SAMPLES: dict[str, Any] = {
    "geopoint": [21.03, 105.85, 5.0],
    "geotrace": [[21.03, 105.85, 5.0], [21.04, 105.86, 5.0]],
    "geoshape": [[21.03, 105.85, 5.0], [21.04, 105.86, 5.0], [21.04, 105.85, 5.0]],
    "file": {"name": "a.jpg", "sha256": "0" * 64, "size": 1000, "media_type": "image/jpeg"},
    "real": 1.0,
}
"""A value of each type whose values are not reasoned about."""


def response_of(world: World, model: Any) -> dict[str, Any]:
    """The response that a model describes: what is answered on route, the assignment, the last round, the date."""
    reader = _Reader(world, model)
    root = world.root
    assigned = {slot.name: (slot, reader.answer(root, slot)) for slot in root.layout.slots if slot.is_preload}
    return {
        "form": world.form.compiled["id"],
        "answers": reader.answers(root),
        "unit": {name: value for name, (slot, value) in assigned.items() if slot.is_unit_key and value is not None},
        "preload": {
            name: value for name, (slot, value) in assigned.items() if not slot.is_unit_key and value is not None
        },
        "previous": dict(reader.last_round(root, "")),
        "reference_date": to_outer("date", reader.number(world.today.value)),
    }


def view_of(world: World, response: dict[str, Any]) -> View | None:
    """The interview of a response; None where the answers do not fit the form, which is a fault of the formulas."""
    try:
        return view_of_answers(world.form, response, today=response["reference_date"])
    except PhieuError:
        return None


class _Reader:
    def __init__(self, world: World, model: Any) -> None:
        self._world, self._model = world, model

    def number(self, formula: Any) -> int:
        """The integer that a formula has in the model."""
        found: int = self._model.eval(formula, model_completion=True).as_long()
        return found

    def holds(self, formula: Any) -> bool:
        """Whether a formula holds in the model."""
        return bool(z3.is_true(self._model.eval(formula, model_completion=True)))

    def answers(self, frame: Frame) -> dict[str, Any]:
        found: dict[str, Any] = {} if frame.parent is None else {"_id": frame.id}
        for slot in frame.layout.slots:
            if slot.is_preload or not self.holds(self._world.route(frame, slot.slot)):
                continue
            if slot.roster >= 0:
                rows = frame.rows[self._world.form.scopes[slot.roster].child]
                found[slot.name] = [self.answers(row) for row in rows if self.holds(row.exists)]
            elif slot.is_answered and (value := self.answer(frame, slot)) is not None:
                found[slot.name] = value
        return found

    def answer(self, frame: Frame, slot: Slot) -> Any:
        """The answer as events carry it, decimals as exact text; a missing reason, or None."""
        if slot.slot not in frame.given:
            return None
        given, term, reason = frame.given[slot.slot]
        if self.holds(given):
            kind = slot.type or ""
            return event_value(kind, self._value(term, kind))
        word = self._world.texts.text(self.number(reason))
        return None if word in (None, "not_reached") else {"missing": word}

    def last_round(self, frame: Frame, path: str) -> Iterator[tuple[str, Any]]:
        for slot, (known, term) in sorted(frame.before.items()):
            if self.holds(known):
                kind = frame.layout.slots[slot].type or ""
                yield cell_path(path, frame.layout.slots[slot].name), event_value(kind, self._value(term, kind))
        for rows in frame.rows:
            for row in rows:
                if self.holds(row.exists):
                    yield from self.last_round(row, row_path(cell_path(path, row.layout.name), row.id))

    def _value(self, term: Term, value_type: str) -> Any:
        """The internal value."""
        kind, _, name = value_type.partition(":")
        if kind in ("codes", "rank"):
            codes = list(self._world.form.lists[name].codes)
            return [code for code in codes if self.holds(term.value[code])] if term.kind == "set" else codes[:1]
        if term.value is None:
            return SAMPLES[kind]
        if kind == "boolean":
            return self.holds(term.value)
        number = self.number(term.value)
        return self._text(number) if kind in ("text", "code") else number

    def _text(self, number: int) -> str:
        """The text of a number: that of the form, else one that differs from all others, of the length asked for."""
        named = self._world.texts.text(number)
        if named is not None:
            return named
        for pattern, function in self._world.patterns.items():
            if self.holds(function(z3.IntVal(number))):
                return drawn_match(pattern, Draws(number))
        length = min(self.number(self._world.length(z3.IntVal(number))), 500)
        word, rest = "", number
        while rest or not word:
            rest, sign = divmod(rest, len(LETTERS))
            word = LETTERS[sign] + word
        return word.rjust(length, "z")[-length:]
