"""The refusals of this package: code, HTTP status, what is wrong, what to do."""

from __future__ import annotations

from engine.errors import Refusal

MISTAKES: dict[str, tuple[int, str, str]] = {
    "wrong_credentials": (401, "The name or the password is wrong.", "Try again, or ask the supervisor for a new one."),
    "too_many_tries": (429, "Too many wrong tries.", "Wait and try again later."),
    "session_expired": (401, "The session has ended.", "Sign in again; nothing on this device is lost."),
    "wrong_code": (401, "This code is not known.", "Compare it with the letter; a newer letter replaces an older one."),
    "code_needed": (401, "The code is needed again.", "Type the code of the letter; nothing on this device is lost."),
    "survey_closed": (
        410,
        "The time for answering is over.",
        "Answers that were given before are kept; ask the office that sent the letter.",
    ),
    "not_permitted": (403, "This account may not do that.", "Ask someone whose role includes it."),
    "not_found": (
        404,
        "There is no such thing, or it is not yours to see.",
        "Check the address, or ask an administrator.",
    ),
    "csrf": (400, "The form was not sent from this site, or its page is too old.", "Open the page again and repeat."),
}


def refusal(code: str, detail: str = "") -> Refusal:
    """The refusal with this code; `detail` replaces the standard text."""
    status, text, remedy = MISTAKES[code]
    return Refusal(code, detail or text, remedy, status)


class TooManyTries(Refusal):
    """Signing in is slowed down; `retry_after` says for how many seconds."""

    def __init__(self, retry_after: int) -> None:
        status, text, remedy = MISTAKES["too_many_tries"]
        super().__init__("too_many_tries", text, remedy, status)
        self.retry_after = retry_after
