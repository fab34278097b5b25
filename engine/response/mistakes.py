"""The codes of mistakes in answers and events, with the remedy for each.

A value can also have a mistake of the language, `unknown_code` or `unknown_reason` (engine/expression/mistakes.py).
"""

from __future__ import annotations

from engine.errors import Finding, ResponseError

MISTAKES: dict[str, str] = {
    "event_malformed": "Send the event as docs/events.md describes it.",
    "unknown_event": "Update this program; the event stays in the log until it is understood.",
    "sequence_reused": "Two different events have one name: one of them was made by a copied device; see the log.",
    "not_a_roster": "Name a roster.",
    "unknown_path": "Name a question of this version of the questionnaire; rows need their id in brackets.",
    "unknown_row": "The row was never added, or its event has not arrived yet.",
    "not_a_question": "The event answers what is not asked in this version; it stays in the log.",
    "not_answerable": "Answer a question; calculations, notes and containers take no answers.",
    "wrong_value": "Give a value of the type of the question.",
    "not_added_by_hand": "The rows of this roster come from a code list, a count or a selection.",
    "too_many_rows": "Remove a row first, or raise max_rows in a new version.",
    "unknown_edit": "Name an edit of the questionnaire and the row in which it fails.",
    "edit_does_not_fail": "Only a failure can be confirmed or accepted.",
    "edit_is_hard": "Correct the answers: a hard edit cannot be confirmed.",
    "unknown_remark": "Name a remark of this interview.",
    "answers_missing": 'Write {"form": …, "answers": {…}}.',
    "unknown_property": 'Answers name questions of the questionnaire; rosters are arrays of objects with "_id".',
    "rows_not_listed": 'Write a roster as an array of objects, each with a text "_id".',
    "duplicate_row": "Give each row an id of its own.",
    "other_form": "Give answers of this questionnaire, or the questionnaire of these answers.",
}


def finding(code: str, pointer: str, message: str, remedy: str | None = None) -> Finding:
    """A finding of the table; `remedy` says it better where the place knows more."""
    return Finding(code, message, remedy or MISTAKES[code], pointer)


def refuse(code: str, path: str, message: str, remedy: str | None = None) -> ResponseError:
    """The error for one mistake in a call on an interview; `pointer` of its finding is the path."""
    return ResponseError([finding(code, path, message, remedy)])
