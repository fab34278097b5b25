"""The refusals of this package: code, HTTP status, what is wrong, what to do."""

from __future__ import annotations

from engine.errors import Refusal

MISTAKES: dict[str, tuple[int, str, str]] = {
    "draft_changed": (
        409,
        "Someone else has saved this questionnaire in the meantime.",
        "Open it again and repeat the changes, or save yours under another name.",
    ),
    "version_published": (
        409,
        "This version is published with another content.",
        "Give the questionnaire a new version and publish that.",
    ),
    "already_approved": (409, "The interview of this assignment is approved.", "Leave it as it is."),
    "already_settled": (409, "This entry has been settled already.", "Open the list again."),
}


def refusal(code: str, detail: str = "") -> Refusal:
    """The refusal with this code; `detail` replaces the standard text."""
    status, text, remedy = MISTAKES[code]
    return Refusal(code, detail or text, remedy, status)
