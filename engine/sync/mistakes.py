"""What can be wrong with a push: codes of quarantined segments and of refused requests, with reason and remedy."""

from __future__ import annotations

from typing import Any

from engine.errors import Refusal

# Why something is in quarantine: the code, what it means for the person who settles it.
QUARANTINE: dict[str, str] = {
    "unreadable": "The request could not be read: {detail}.",
    "unreadable_segment": "The segment could not be read: {detail}.",
    "unreadable_event": "Event {detail}.",
    "too_large": "The request unpacks to more than {detail} bytes.",
    "unknown_form": "The form or version {detail} is not published here.",
    "unknown_assignment": "There is no assignment {detail}.",
    "wrong_assignment": "The interview belongs to another assignment than {detail}.",
    "wrong_form": "The interview is of another form than {detail}.",
    "not_yours": "The interview or its assignment is given to someone else ({detail}).",
    "not_allowed": "Only the office may record {detail}.",
    "wrong_device": "The events name another device than the one that sends them ({detail}).",
    "sequence_reused": "The server has other events under the same numbers: {detail}.",
    "server_error": "The server failed while storing this; incident {detail}.",
}

MISTAKES: dict[str, tuple[int, str, str]] = {
    "quarantined": (422, "The request could not be read and is kept in quarantine.", "Tell the supervisor."),
    "not_stored": (503, "The answers could not be stored.", "Keep them and send them again later."),
    "encoding": (415, "The content encoding is not known.", "Send the body plain or with gzip."),
    "cursor": (422, "The cursor is not one that this server gave.", "Pull again without a cursor."),
    "invalid": (422, "The request has errors.", "Mend the members named in `errors`."),
    "status_changed": (409, "The interview is not in a state for this.", "Open it again to see where it stands."),
    "hard_failures_open": (
        409,
        "Hard edit failures are open.",
        "Send it back, or accept them with a reason.",
    ),
    "events_awaited": (409, "Events of this interview have not arrived yet.", "Wait until the device has sent them."),
    "files_awaited": (
        409,
        "Files of this interview have not arrived yet.",
        "Wait until the device has sent them, or approve it without them.",
    ),
    "not_named": (404, "No answer of yours names this file yet.", "Send the answers first, then the file."),
    "file_too_large": (413, "The file is larger than this server takes.", "Tell the supervisor."),
    "piece_too_large": (413, "A piece has at most {detail} bytes.", "Send it in smaller pieces."),
    "piece_out_of_order": (409, "{detail}", "Ask how far the file has come, and go on from there."),
    "file_damaged": (
        409,
        "All bytes came, but they are not those of the file that the answer names.",
        "Send the file again from the beginning.",
    ),
    "not_folded": (409, "The log of this interview cannot be read at present.", "Tell an administrator."),
    "text_missing": (422, "A text is needed.", "Say in a sentence what is to be done or why."),
    "still_refused": (
        409,
        "It still cannot be taken in: {detail}",
        "Settle the cause, then retry.",
    ),
}


class SegmentProblem(Exception):  # noqa: N818 - it is an outcome that is answered by name, not a fault
    """A segment that goes into quarantine, with the code from QUARANTINE and its reason."""

    def __init__(self, code: str, detail: object) -> None:
        self.code = code
        self.reason = QUARANTINE[code].format(detail=detail)
        super().__init__(self.reason)


def refusal(code: str, detail: str = "") -> Refusal:
    """The refusal with this code; `detail` replaces the standard text, or fills its place."""
    status, text, remedy = MISTAKES[code]
    return Refusal(code, text.format(detail=detail) if "{detail}" in text else detail or text, remedy, status)


class Invalid(Refusal):
    """A request whose members have errors; `errors` names them."""

    def __init__(self, errors: Any) -> None:
        told = refusal("invalid")
        super().__init__("invalid", told.detail, told.remedy, told.status)
        self.members = {"errors": errors}
