"""Local repair: an interview in which something fails that must hold, or holds that must fail, is changed an answer at
a time, each change kept where it makes nothing worse.

The answers that are tried are those behind the check, along calculations and conditions (`engine/proof/reads.py`).
"""

from __future__ import annotations

from typing import Any

from engine.proof.reads import Cell as Place
from engine.response.fold import Cell
from engine.response.form import Slot
from engine.response.frames import Frame
from engine.simulate.respondent import Respondent

STEPS = 150
SHRUNK = 0.8
"""A change that takes more than a fifth of the answers off route is no repair: nobody home fails nothing."""
WORSE = 0.12
"""How often a change is kept after which one more check fails: some repairs take two changes."""
_DISTANCE = {"fail": 0, "pass": 1, "unknown": 2, "error": 2, "not_applicable": 3, None: 3}
"""How far an outcome is from failing."""


def repair(respondent: Respondent) -> bool:
    """Change answers until all is as planned; False when the steps did not suffice."""
    now = cost(respondent)
    for _ in range(STEPS):
        if now == 0:
            return True
        now = _step(respondent, now)
    return now == 0


def cost(respondent: Respondent) -> int:
    """0 when all is as planned: what must hold holds, and what must fail fails somewhere."""
    return 10 * len(_unwanted(respondent)) + 10 * sum(_distance(respondent, *one) for one in respondent.guide.wanted)


def problems(respondent: Respondent) -> list[str]:
    """The ids of the checks that are not as planned."""
    wanted = [one for one in respondent.guide.wanted if _distance(respondent, *one)]
    found = [frame.layout.checks[check].id for frame, check in _unwanted(respondent)]
    return sorted({*found, *(respondent.form.scopes[scope].checks[check].id for scope, check in wanted)})


def _unwanted(respondent: Respondent) -> list[tuple[Frame, int]]:
    """The checks that fail and must hold."""
    guide = respondent.guide
    return [
        (frame, check)
        for frame in respondent.root.walk()
        for check in (*guide.holding[frame.scope], *guide.required[frame.scope])
        if frame.outcomes[check] == "fail"
    ]


def _distance(respondent: Respondent, scope: int, check: int) -> int:
    found = [_DISTANCE[frame.outcomes[check]] for frame in respondent.frames(scope)]
    return min(found, default=5)


def _step(respondent: Respondent, before: int) -> int:
    """One change, kept where it makes nothing worse; gives what the plan still costs."""
    held, size = _snapshot(respondent), _size(respondent)
    target = _target(respondent)
    if target is None:
        return before
    frame, slot, others = target
    if slot.roster >= 0:
        _change_rows(respondent, frame, slot)
    elif slot.is_answered and not respondent.is_required(frame, slot) and respondent.draws.chance(0.15):
        respondent.leave_out(frame, slot)
    else:
        value = _alike(respondent, slot, others) or respondent.draw(frame, slot)
        if value is None:
            return before
        respondent.put(frame, slot, value)
    respondent.fill()
    after = cost(respondent)
    shrinks = _size(respondent) < SHRUNK * size
    worse = after > before and not (after <= before + 10 and respondent.draws.chance(WORSE))
    if not worse and (not shrinks or respondent.draws.chance(0.01)):
        return after
    _undo(respondent, held)
    return before


Target = tuple[Frame, Slot, list[tuple[Frame, Slot]]]


def _target(respondent: Respondent) -> Target | None:
    """A cell to change, or a roster, drawn from what is behind a check that is not as planned."""
    draws, guide = respondent.draws, respondent.guide
    unwanted = _unwanted(respondent)
    wanted = [one for one in guide.wanted if _distance(respondent, *one)]
    if wanted and (not unwanted or draws.chance(0.5)):
        scope, check = draws.pick(wanted)
        nearest = sorted(respondent.frames(scope), key=lambda one: _DISTANCE[one.outcomes[check]])
        around = nearest[0] if nearest and draws.chance(0.7) else draws.pick(nearest) if nearest else respondent.root
    elif unwanted:
        around, check = draws.pick(unwanted)
        scope = around.scope
    else:
        return None
    direct = guide.behind(scope, check, route=draws.chance(0.15 if unwanted else 0.5))
    cells = _cells(respondent, around, direct, near=draws.chance(0.6))
    cells = cells or _cells(respondent, around, guide.behind(scope, check), near=False)
    if not cells:
        return None
    frame, slot = draws.pick(cells)
    return frame, slot, cells


def _alike(respondent: Respondent, slot: Slot, others: list[tuple[Frame, Slot]]) -> Any:
    """Now and then the value of another cell of the same type: many checks want two answers to agree."""
    kind = slot.type or ""
    if kind.startswith("code") or not respondent.draws.chance(0.4):
        return None
    held = [
        frame.values[one.slot]
        for frame, one in others
        if one is not slot and one.type == kind and frame.values[one.slot] is not None
    ]
    return respondent.draws.pick(held) if held else None


def _cells(respondent: Respondent, around: Frame, behind: tuple[Place, ...], *, near: bool) -> list[tuple[Frame, Slot]]:
    """The cells on route that may be changed: `near`, those of the frame itself and around it."""
    lineage = []
    frame: Frame | None = around
    while frame is not None:
        lineage.append(frame)
        frame = frame.parent
    frames = lineage if near else list(respondent.root.walk())
    return [
        (one, one.layout.slots[slot])
        for one in frames
        for scope, slot in behind
        if scope == one.scope and one.route[slot]
    ]


def _change_rows(respondent: Respondent, frame: Frame, slot: Slot) -> None:
    rows = frame.rows[respondent.form.scopes[slot.roster].child]
    least = (slot.item.number("min_rows") if slot.item else None) or 0
    most = (slot.item.number("max_rows") if slot.item else None) or 12
    if len(rows) > least and (len(rows) >= most or respondent.draws.chance(0.5)):
        respondent.drop_row(frame, slot, respondent.draws.pick(rows).id)
    elif len(rows) < most:
        respondent.add_row(frame, slot)


def _size(respondent: Respondent) -> int:
    return sum(frame.route[slot] for frame in respondent.root.walk() for slot in frame.raw)


Held = tuple[dict[str, dict[int, Cell]], dict[str, list[str]]]


def _snapshot(respondent: Respondent) -> Held:
    return (
        {path: dict(cells) for path, cells in respondent.log.answers.items()},
        {path: list(rows.order) for path, rows in respondent.log.rosters.items()},
    )


def _undo(respondent: Respondent, held: Held) -> None:
    """Put rows and answers back; frames of rows that were gone are made again over the same answers."""
    answers, rosters = held
    for path, rows in list(respondent.log.rosters.items()):
        order = rosters.get(path, [])
        if rows.order != order:
            place = respondent.form.resolve(path)
            frame = respondent.propagation.frame_at(place.row) if place else None
            if place is not None and frame is not None:
                respondent.put_row(frame, place.scope.slots[place.slot], order)
    for frame in list(respondent.root.walk()):
        cells = answers.get(frame.path, {})
        for slot in {*frame.raw, *cells}:
            if frame.raw.get(slot) != cells.get(slot):
                respondent.restore(frame, frame.layout.slots[slot], cells.get(slot))
