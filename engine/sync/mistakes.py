"""What can be wrong with a push: codes of quarantined segments and of refused requests, with reason and remedy."""

from __future__ import annotations

from typing import Any

from engine.errors import Finding, Refusal
from engine.sync import faults
from engine.sync.faults import Fault

# Why something is in quarantine: the code, what is wrong, and what the person who settles it can do.
QUARANTINE: dict[str, tuple[str, str]] = {
    "unreadable": (
        "The request could not be read: {detail}.",
        "Bring the program on the device up to date and let it send again; the device has kept the answers.",
    ),
    "unreadable_segment": (
        "The part could not be read: {detail}.",
        "Bring the program on the device up to date; its answers can be read in what is kept here.",
    ),
    "unreadable_event": (
        "Event {detail}.",
        "Bring the program on the device up to date; the other events can be read in what is kept here.",
    ),
    "too_large": (
        "The request unpacks to more than {detail} bytes.",
        "Let the device send fewer interviews at a time.",
    ),
    "unknown_form": ("The questionnaire {detail} is not published here.", "Publish this version, then take this in."),
    "unknown_assignment": (
        "There is no assignment {detail}.",
        "Find out whether the device was meant for another server; its answers can be read in what is kept here.",
    ),
    "wrong_assignment": (
        "The interview belongs to another assignment than {detail}.",
        "Compare the two interviews, then decide whether this is needed.",
    ),
    "wrong_form": (
        "The interview or its assignment is of another questionnaire than {detail}.",
        "Ask the enumerator which household this is.",
    ),
    "not_yours": (
        "The interview or its assignment is given to someone else ({detail}).",
        "Take this in if the answers are right, or give the assignment to who holds the interview.",
    ),
    "not_allowed": ("Only the office may record this: {detail}.", "Bring the program on the device up to date."),
    "wrong_device": (
        "The events name another device than the one that sends them ({detail}).",
        "Find out whether data was copied from one device to another.",
    ),
    "sequence_reused": (
        "The server has other events under the same numbers: {detail}.",
        "Compare this with the history of the interview: the device may have been restored from an old copy.",
    ),
    "server_error": (
        "The server failed while storing this; incident {detail}.",
        "Take this in again; if it fails again, give an administrator the number of the incident.",
    ),
}

MISTAKES: dict[str, tuple[int, str, str]] = {
    "quarantined": (
        422,
        "The request could not be taken in and is kept in quarantine: {detail}.",
        "Tell the supervisor; the device goes on keeping the answers.",
    ),
    "not_stored": (503, "The answers could not be stored.", "Keep them and send them again later."),
    "encoding": (415, "The content encoding is not known.", "Send the body plain or with gzip."),
    "cursor": (422, "The cursor is not one that this server gave.", "Pull again without a cursor."),
    "invalid": (422, "The request has errors: {detail}.", "Mend what is named and ask again."),
    "status_changed": (409, "The interview is not in a state for this.", "Open it again to see where it stands."),
    "hard_failures_open": (
        409,
        "Hard edit failures are open.",
        "Send it back, or accept them with a reason.",
    ),
    "not_acceptable": (
        409,
        "What a question requires, and the limits of its answer, cannot be accepted away.",
        "Send the interview back with a remark, so that the answer is corrected.",
    ),
    "events_awaited": (409, "Events of this interview have not arrived yet.", "Wait until the device has sent them."),
    "files_awaited": (
        409,
        "Files of this interview have not arrived yet.",
        "Wait until the device has sent them, or approve it without them.",
    ),
    "key_not_opened": (
        422,
        "This key was not sealed for this office and this user.",
        "Open the device with the former password.",
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
        "It still cannot be taken in. {detail}",
        "Settle the cause, then try again.",
    ),
}


BACKUP: dict[str, tuple[str, str]] = {
    "not_a_backup": ("This is no backup file of a device.", "Name a file that was saved on a device, whole."),
    "backup_key_closed": (
        "The key of {0} was not sealed for this office.",
        "Read the file on the server whose key (office_key.pem) the device knew; that user's records stay closed here.",
    ),
    "backup_line_damaged": (
        "The line cannot be read.",
        "Save the file on the device once more, if it is there; the others were read.",
    ),
    "backup_record_damaged": (
        "A record of {0} cannot be opened.",
        "Save the file on the device once more, if it is there; the others were read.",
    ),
    "backup_records_missing": (
        "The file says that it holds {0} records, and {1} are there.",
        "Save the file on the device once more, if it is there; what is there was read.",
    ),
    "backup_cut_off": (
        "The file ends before its last line.",
        "Copy it from the device once more; what is there was read.",
    ),
    "backup_interview_unknown": (
        "Nothing says of which questionnaire interview {0} is; its {1} events were not taken in.",
        "Save the file on the device once more, if it is there.",
    ),
    "backup_user_unknown": (
        "There is no account {0}; what it collected in interview {1} was not taken in.",
        "Create the account with phieu user add, then read the file again.",
    ),
    "backup_quarantined": (
        "A part of interview {0} went into quarantine: {1}",
        "Settle it in the office's list of quarantine.",
    ),
    "backup_file_incomplete": (
        "Not all bytes of file {0} of interview {1} are here.",
        "Send it from the device, or save the backup there once more.",
    ),
}
"""What can be wrong with a backup file, and what to do."""


def backup_finding(code: str, line: int, *details: object) -> Finding:
    """A finding of a backup file; `line` from 1 on, which as a pointer counts from 0."""
    message, remedy = BACKUP[code]
    return Finding(code, f"Line {line}: {message.format(*details)}", remedy, f"/{line - 1}")


class SegmentProblem(Exception):  # noqa: N818 - it is an outcome that is answered by name, not a fault
    """A segment that goes into quarantine: the code from QUARANTINE, and names or faults as its detail.

    `reason` says in English what is wrong and what to do; `told` is the same as data, for the office's languages.
    """

    def __init__(self, code: str, *detail: Fault | str | int, at: str = "") -> None:
        self.code = code
        found = tuple(one for one in detail if isinstance(one, Fault))
        text = faults.sentence(found) if found else ", ".join(str(one) for one in detail)
        self.detail = f"{at}: {text}" if at else text
        self.told = {"at": at, "detail": "" if found else text, "faults": [fault.as_json() for fault in found]}
        wrong, remedy = QUARANTINE[code]
        self.reason = f"{wrong.format(detail=self.detail)} {remedy}"
        super().__init__(self.reason)


def refusal(code: str, detail: str = "") -> Refusal:
    """The refusal with this code; `detail` replaces the standard text, or fills its place."""
    status, text, remedy = MISTAKES[code]
    return Refusal(code, text.format(detail=detail) if "{detail}" in text else detail or text, remedy, status)


class Invalid(Refusal):
    """A request whose members have errors; `errors` says each in a sentence with its place."""

    def __init__(self, messages: Any, document: Any) -> None:
        found = faults.of_messages(messages, document)
        told = refusal("invalid", faults.sentence(found))
        super().__init__("invalid", told.detail, told.remedy, told.status)
        self.members = {"errors": [{"at": fault.at, "message": str(fault)} for fault in found]}
