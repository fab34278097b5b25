"""Answers between their outer form and what a question allows: the type, the codes of its list, its missing reasons.

The forms themselves are `engine/expression/values.py`. Twin: `readAnswer` of offline_client/runtime/fold.js.
"""

from __future__ import annotations

from typing import Any

from engine.errors import PhieuError
from engine.expression.values import LIMIT, ExpressionValueError, exact_text, to_internal, to_outer
from engine.response.form import Form, Slot


class BadValue(PhieuError):  # noqa: N818  # the name of its twin; it says what is bad, not that something failed
    """A value that the question does not take: a code of `mistakes.py`, and the remedy."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        self.code, self.remedy = code, remedy
        super().__init__(message)


def read_value(form: Form, slot: Slot, outer: Any) -> tuple[Any, str | None]:
    """The (value, missing reason) of an answer in outer form; raises BadValue when the question does not take it."""
    if slot.type == "integer" and type(outer) is int and -LIMIT <= outer <= LIMIT:
        return outer, None  # most answers are whole numbers and single codes
    if slot.codes is not None and type(outer) is str and outer in slot.codes:
        return outer, None
    if isinstance(outer, dict) and "missing" in outer:
        offered = slot.item.missing if slot.item else ()
        if outer["missing"] in offered:
            return None, outer["missing"]
        remedy = f"Give one of {', '.join(offered)}." if offered else "Give a value, or clear the answer."
        raise BadValue("unknown_reason", f"'{slot.name}' offers no missing reason '{outer['missing']}'.", remedy)
    return internal(form, slot.type or "", outer), None


def internal(form: Form, value_type: str, outer: Any) -> Any:
    """The internal value of `outer`; codes must be of their list. Raises BadValue."""
    kind, _, name = value_type.partition(":")
    codes = form.lists[name] if kind in ("code", "codes", "rank") else None
    try:
        value = to_internal(value_type, outer)
    except ExpressionValueError as wrong:
        raise BadValue("wrong_value", str(wrong), "Give a value of the type of the question.") from None
    if codes is None:
        return value
    for code in [value] if kind == "code" else value:
        if code not in codes.positions:
            raise BadValue("unknown_code", f"'{code}' is not a code of the list '{name}'.", "Give a code of the list.")
    return sorted(value, key=codes.positions.__getitem__) if kind == "codes" else value


def outer_value(value_type: str | None, value: Any) -> Any:
    """The outer form of an internal value, decimals as numbers; None stays None."""
    return None if value is None or value_type is None else to_outer(value_type, value)


def event_value(value_type: str, value: Any) -> Any:
    """The outer form as events carry it: decimals as exact text."""
    if value_type.startswith("decimal:"):
        return exact_text(value, int(value_type[8:]))
    return to_outer(value_type, value)
