"""The outcome of a check in a frame: one of five (engine/expression/README.md, Outcomes).

Twin: offline_client/runtime/edits.js.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engine.errors import Overflow

if TYPE_CHECKING:
    from engine.expression.evaluate import Env
    from engine.response.form import Check
    from engine.response.frames import Frame

Outcome = Literal["pass", "fail", "unknown", "not_applicable", "error"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "unknown", "not_applicable", "error")


def outcome(check: Check, frame: Frame) -> Outcome:
    """What became of a check; an expression that overflows is an error, never a pass."""
    try:
        return _OUTCOME[check.kind](check, frame, frame.env)
    except Overflow:
        return "error"


def _required(check: Check, frame: Frame, env: Env) -> Outcome:
    """A required answer: a value or a missing reason."""
    if not frame.route[check.slot]:
        return "not_applicable"
    required = check.node.run(env)
    if required is not True:
        return "unknown" if required is None else "not_applicable"
    return "fail" if frame.reasons[check.slot] == "not_reached" else "pass"


def _rows(check: Check, frame: Frame, env: Env) -> Outcome:
    """The number of rows of a roster on route."""
    return _verdict(check.node.run(env)) if frame.route[check.slot] else "not_applicable"


def _constraint(check: Check, frame: Frame, env: Env) -> Outcome:
    """A constraint, as the choices offered, says nothing about a question without a value."""
    if frame.values[check.slot] is None:
        return "not_applicable"
    return _verdict(check.node.run(env))


def _edit(check: Check, frame: Frame, env: Env) -> Outcome:
    if not frame.on_route:
        return "not_applicable"
    route = frame.route
    for up, slot in check.named:
        if not (frame.up(up).route if up else route)[slot]:
            return "not_applicable"
    if check.guard is not None:
        guard = check.guard.run(env)
        if guard is not True:
            return "unknown" if guard is None else "not_applicable"
    if check.antecedent is None or check.consequent is None:
        return _verdict(check.node.run(env))
    antecedent = check.antecedent(env)
    if antecedent is False:
        return "not_applicable"
    consequent = check.consequent(env)
    return _verdict(True if consequent is True else None if antecedent is None else consequent)


def _verdict(value: bool | None) -> Outcome:
    return "unknown" if value is None else "pass" if value else "fail"


_OUTCOME = {"required": _required, "constraint": _constraint, "choice": _constraint, "rows": _rows, "edit": _edit}
