"""What this package refuses, and why a batch or an interview cannot be handed on: code, what is wrong, what to do."""

from __future__ import annotations

from engine.errors import Refusal

MISTAKES: dict[str, tuple[int, str, str]] = {
    "handoff_running": (409, "Another hand-off is running.", "Wait until it has ended, and run this again."),
    "handoff_damaged": (
        409,
        "A batch does not read back as it was written.",
        "Move its folder away and run the hand-off again; the batch is written anew under the same name.",
    ),
    "handoff_not_approved": (
        409,
        "The log of an interview does not say that it is approved.",
        "Open the interview in the admin, look at its log, and approve it again.",
    ),
    "handoff_no_version": (
        409,
        "A questionnaire version is missing in the database.",
        "Run the hand-off on the database that holds the published questionnaires.",
    ),
}


def refusal(code: str, detail: str = "") -> Refusal:
    """The refusal with this code; `detail` replaces the standard text."""
    status, text, remedy = MISTAKES[code]
    return Refusal(code, detail or text, remedy, status)
