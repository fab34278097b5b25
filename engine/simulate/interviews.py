"""Interviews one after the other, each from the seed and its own number: drawn, mended, and written as a response."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.response.answers import view_of_answers
from engine.response.form import Form
from engine.response.frames import Frame
from engine.response.values import outer_value
from engine.response.view import View
from engine.simulate.draws import Draws
from engine.simulate.guide import Guide, Plan
from engine.simulate.repair import problems, repair
from engine.simulate.respondent import Respondent

__all__ = ["Made", "Plan", "Simulated", "simulate"]

ATTEMPTS = 6
Made = Callable[[Draws], Mapping[str, Any] | None]
"""What makes answers by reasoning where drawing them fails; gives a response, or None where it cannot either."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """An interview: the response, the view of it, and the ids of the checks that are not as planned (usually none)."""

    number: int
    response: dict[str, Any]
    view: View
    problems: tuple[str, ...]


def simulate(
    compiled: Mapping[str, Any] | Form, number: int, seed: int, plan: Plan, made: Made | None = None
) -> Iterator[Simulated]:
    """So many interviews that follow the form. The same form, seed and plan give the same interviews."""
    guide = Guide(Form.of(compiled), plan)
    for at in range(1, number + 1):
        yield _one(guide, at, Draws(seed, at), made)


def _one(guide: Guide, number: int, draws: Draws, made: Made | None) -> Simulated:
    respondent = _drawn(guide, draws)
    for _ in range(ATTEMPTS - 1):
        if not problems(respondent):
            break
        respondent = _drawn(guide, draws)
    if problems(respondent) and made is not None:
        reasoned = _reasoned(guide, draws, made)
        respondent = reasoned or respondent
    response = _written(respondent, number)
    if guide.has_rounds and draws.chance(guide.plan.panel):
        response = _with_last_round(guide, respondent, response, draws)
    view = view_of_answers(guide.form, response, today=guide.plan.date)
    return Simulated(number, response, view, tuple(_not_as_planned(guide, view)))


def _drawn(guide: Guide, draws: Draws) -> Respondent:
    respondent = Respondent(guide, draws)
    respondent.open()
    respondent.fill()
    repair(respondent)
    return respondent


def _reasoned(guide: Guide, draws: Draws, made: Made) -> Respondent | None:
    """The answers that reasoning gives, with the rest drawn around them."""
    response = made(draws)
    if response is None:
        return None
    respondent = Respondent(guide, draws, dict(response.get("previous") or {}))
    for name, members in (("unit", True), ("preload", False)):
        for slot in respondent.root.layout.slots:
            given = (response.get(name) or {}).get(slot.name)
            if slot.is_preload and slot.is_unit_key is members and given is not None:
                respondent.put(respondent.root, slot, given)
    view = view_of_answers(guide.form, response, today=guide.plan.date)
    _copy(view.frame(""), respondent, respondent.root)
    respondent.fill()
    repair(respondent)
    return respondent


def _copy(source: Frame, respondent: Respondent, target: Frame) -> None:
    """The answers of a frame and of its rows, in order of the form so that counted rows come into being."""
    for slot in source.layout.slots:
        if slot.slot in source.raw:
            held = source.raw[slot.slot]
            respondent.put(target, slot, held.value, held.reason)
        elif slot.roster >= 0:
            child = respondent.form.scopes[slot.roster].child
            if slot.rows_kind == "added":
                respondent.put_row(target, slot, [row.id for row in source.rows[child]])
            by_id = {row.id: row for row in target.rows[child]}
            for row in source.rows[child]:
                if row.id in by_id:
                    _copy(row, respondent, by_id[row.id])


def _written(respondent: Respondent, number: int) -> dict[str, Any]:
    form = respondent.form.compiled
    root = respondent.root
    given = [slot for slot in root.layout.slots if slot.is_preload and root.values[slot.slot] is not None]
    response = {
        "id": str(number),
        "form": form["id"],
        "version": form["version"],
        "unit": {slot.name: outer_value(slot.type, root.values[slot.slot]) for slot in given if slot.is_unit_key},
        "preload": {
            slot.name: outer_value(slot.type, root.values[slot.slot]) for slot in given if not slot.is_unit_key
        },
        "previous": dict(respondent.previous),
        "reference_date": respondent.guide.plan.date,
        "answers": _answers(root),
    }
    return {name: value for name, value in response.items() if value or name == "answers"}


def _answers(frame: Frame) -> dict[str, Any]:
    """What is answered on route, rows as objects with their ids."""
    found: dict[str, Any] = {} if frame.parent is None else {"_id": frame.id}
    for slot in frame.layout.slots:
        if slot.item is None or not frame.route[slot.slot]:
            continue
        if slot.roster >= 0:
            rows = [_answers(row) for row in frame.children[frame.layout.children.index(slot.roster)]]
            if rows:
                found[slot.name] = rows
        elif slot.is_answered:
            value, reason = frame.values[slot.slot], frame.reasons[slot.slot]
            if value is not None:
                found[slot.name] = outer_value(slot.type, value)
            elif reason != "not_reached":
                found[slot.name] = {"missing": reason}
    return found


def _with_last_round(guide: Guide, respondent: Respondent, response: dict[str, Any], draws: Draws) -> dict[str, Any]:
    """The response with values of a last round that agree with it, save some; without them where edits then fail."""
    told = {
        frame.path_of(slot): outer_value(frame.layout.slots[slot].type, frame.values[slot])
        for frame in respondent.root.walk()
        for scope, slot in sorted(guide.has_rounds)
        if scope == frame.scope and frame.values[slot] is not None
    }
    for kept in ({path: value for path, value in told.items() if not draws.chance(0.05)}, told):
        candidate = {**response, "previous": kept}
        if kept and not _not_as_planned(guide, view_of_answers(guide.form, candidate, today=guide.plan.date)):
            return candidate
    return response


def _not_as_planned(guide: Guide, view: View) -> list[str]:
    outcomes: dict[str, set[str]] = {}
    for check, _, outcome in view.outcomes():
        outcomes.setdefault(check, set()).add(outcome)
    ids = {
        guide.form.scopes[scope].checks[at].id
        for scope in range(len(guide.form.scopes))
        for at in (*guide.holding[scope], *guide.required[scope])
    }
    unwanted = {check for check in ids if "fail" in outcomes.get(check, ())}
    wanted = {check for check in guide.plan.violate if "fail" not in outcomes.get(check, ())}
    return sorted(unwanted | wanted)
