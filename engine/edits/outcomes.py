"""The outcome of a check in a frame: one of five (engine/expression/README.md, Outcomes).

Twin: offline_client/runtime/edits.js.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from engine.errors import Overflow

if TYPE_CHECKING:
    from engine.response.form import Check
    from engine.response.frames import Frame

Outcome = Literal["pass", "fail", "unknown", "not_applicable", "error"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "unknown", "not_applicable", "error")


Judge = Callable[["Frame"], Outcome]
"""What becomes of one check in a frame."""


def outcome(check: Check, frame: Frame) -> Outcome:
    """What became of a check; an expression that overflows is an error, never a pass."""
    try:
        return check.judge(frame)
    except Overflow:
        return "error"


def outcomes_of(frame: Frame) -> list[Outcome | None]:
    """What became of all checks of a frame; of a row whose roster is off route none is applicable."""
    checks = frame.layout.checks
    return [outcome(check, frame) for check in checks] if frame.on_route else ["not_applicable"] * len(checks)


def judge_of(check: Check) -> Judge:
    """The judge of a check: its expressions and the slots that it looks at are found once for each form."""
    return _JUDGES[check.kind](check)


def _required(check: Check) -> Judge:
    """A required answer: a value or a missing reason."""
    slot, condition = check.slot, check.node.run

    def judge(frame: Frame) -> Outcome:
        if not frame.route[slot]:
            return "not_applicable"
        required = condition(frame.env)
        if required is not True:
            return "unknown" if required is None else "not_applicable"
        return "fail" if frame.reasons[slot] == "not_reached" else "pass"

    return judge


def _rows(check: Check) -> Judge:
    """The number of rows of a roster on route."""
    slot, condition = check.slot, check.node.run
    return lambda frame: _verdict(condition(frame.env)) if frame.route[slot] else "not_applicable"


def _constraint(check: Check) -> Judge:
    """A constraint, as the choices offered, says nothing about a question without a value."""
    slot, condition = check.slot, check.node.run
    return lambda frame: "not_applicable" if frame.values[slot] is None else _verdict(condition(frame.env))


def _edit(check: Check) -> Judge:
    """An edit: all that it names is on route, and its guard is true."""
    here = [slot for up, slot in check.named if up == 0]
    around = [(up, slot) for up, slot in check.named if up > 0]
    guard = None if check.guard is None else check.guard.run
    verdict = _edit_verdict(check)

    def judge(frame: Frame) -> Outcome:
        if not frame.on_route:
            return "not_applicable"
        route = frame.route
        for slot in here:
            if not route[slot]:
                return "not_applicable"
        for up, slot in around:
            if not frame.up(up).route[slot]:
                return "not_applicable"
        if guard is not None:
            holds = guard(frame.env)
            if holds is not True:
                return "unknown" if holds is None else "not_applicable"
        return verdict(frame)

    return judge


def _edit_verdict(check: Check) -> Judge:
    """What an edit that applies comes to; `a implies b` does not apply where a is false."""
    antecedent, consequent = check.antecedent, check.consequent
    if antecedent is None or consequent is None:
        condition = check.node.run
        return lambda frame: _verdict(condition(frame.env))

    def verdict(frame: Frame) -> Outcome:
        given = antecedent(frame.env)
        if given is False:
            return "not_applicable"
        follows = consequent(frame.env)
        return _verdict(True if follows is True else None if given is None else follows)

    return verdict


def _verdict(value: bool | None) -> Outcome:
    return "unknown" if value is None else "pass" if value else "fail"


_JUDGES: dict[str, Callable[[Check], Judge]] = {
    "required": _required,
    "constraint": _constraint,
    "choice": _constraint,
    "rows": _rows,
    "edit": _edit,
}
