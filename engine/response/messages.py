"""What the engine says of a failure for which the questionnaire has no message: a sentence in the interview's language.

Twin: offline_client/runtime/messages.js, with the same table.
"""

from __future__ import annotations

import re
from typing import Any

from engine.expression.format import format_value
from engine.response.form import Check, Slot
from engine.response.frames import Frame
from engine.response.texts import evaluated, shown, text

MESSAGES: dict[str, dict[str, str]] = {
    "required": {"vi": "“{label}”: cần có câu trả lời.", "en": "“{label}”: an answer is needed."},
    "constraint": {"vi": "“{label}”: {value} không hợp lệ.", "en": "“{label}”: {value} is not possible."},
    "choice": {
        "vi": "“{label}”: {value} không nằm trong các lựa chọn hiện có.",
        "en": "“{label}”: {value} is not among the choices that are offered now.",
    },
    "exclusive": {
        "vi": "“{label}”: {value} không thể chọn cùng nhau.",
        "en": "“{label}”: {value} cannot be chosen together.",
    },
    "rows_least": {
        "vi": "“{label}”: có {value} dòng, cần ít nhất {limit}.",
        "en": "“{label}”: {value} in the list, at least {limit} needed.",
    },
    "rows_most": {
        "vi": "“{label}”: có {value} dòng, nhiều nhất là {limit}.",
        "en": "“{label}”: {value} in the list, at most {limit} possible.",
    },
}
"""By kind of failure, then language; a language that is not here reads English."""
MOST_ROWS = 1000
"""Rows that a count may ask for without `max_rows`: a slip of the pen must not freeze a tablet."""


def message(frame: Frame, check: Check, language: str) -> str:
    """The sentence for a check that fails; `""` for an edit, whose message its author gives."""
    if check.kind == "edit":
        return ""
    form, slot = frame.home.log.form, frame.layout.slots[check.slot]
    label = text(form, slot.item.number("label") if slot.item else None, frame, language) or slot.name
    if check.kind == "rows":
        return rows_sentence(slot, label, rows_counted(frame, check.slot), language)
    value = frame.values[check.slot]
    quoted = "" if value is None or slot.type is None else shown(form, slot.type, value, frame, language)
    return sentence(check, slot, label, value, quoted, language)


def sentence(check: Check, slot: Slot, label: str, value: Any, quoted: str, language: str) -> str:
    """The sentence of a check of a question: its label, its internal value, and that value as people read it."""
    kind = "exclusive" if check.kind == "choice" and _excludes(slot, value) else check.kind
    return _said(kind, language, label=label, value=quoted)


def rows_sentence(slot: Slot, label: str, rows: int, language: str) -> str:
    """The sentence for a roster of so many rows."""
    item = slot.item
    least = (item.number("min_rows") if item else None) or 0
    most = (item.number("max_rows") if item else None) or MOST_ROWS
    kind, limit = ("rows_least", least) if rows < least else ("rows_most", most)
    number = {
        name: format_value("integer", value, language, str) for name, value in (("value", rows), ("limit", limit))
    }
    return _said(kind, language, label=label, **number)


def rows_counted(frame: Frame, slot: int) -> int:
    """The rows of a roster; of one whose rows are counted, as many as the count asks for."""
    item = frame.layout.slots[slot].item
    form = frame.home.log.form
    if item is not None and item.rows.kind == "count":
        return evaluated(form.nodes[item.rows.count], frame) or 0
    return len(frame.rows[form.scopes[frame.layout.slots[slot].roster].child])


def _excludes(slot: Slot, value: Any) -> bool:
    """True where an exclusive code stands with others."""
    excluding = slot.item.source.get("exclusive", ()) if slot.item else ()
    return isinstance(value, (list, tuple)) and len(value) > 1 and any(code in excluding for code in value)


def _said(kind: str, language: str, **parts: str) -> str:
    words = MESSAGES[kind]
    return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], words.get(language, words["en"]))
