"""Taking in what a backup file holds, exactly as if the device had pushed it: stored, known or quarantined."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from engine.errors import Finding, Refusal
from engine.store import assignments, users
from engine.store.media_files import MediaFiles
from engine.store.models import User
from engine.sync import media, push, raw
from engine.sync.backup import BackedUp, piece_at
from engine.sync.mistakes import backup_finding
from engine.sync.office_key import CannotOpen
from engine.sync.push import Sender
from engine.sync.segments import SERVER

EVENTS = 500
RESPONDENT = "respondent-"


@dataclass(slots=True)
class Outcome:
    """How many segments were stored, known, quarantined, how many files are whole here, and what is missing."""

    segments: Counter[str] = field(default_factory=Counter)
    files: int = 0
    findings: list[Finding] = field(default_factory=list)


def take_in(session: Session, files: MediaFiles, path: Path, found: BackedUp) -> Outcome:
    """Take in all that was read, answers first; commits as it goes. A second time changes nothing."""
    outcome = Outcome()
    for (interview, device), events in sorted(found.events.items()):
        if device != SERVER:
            _take_log(session, found, outcome, interview, device, events)
    with path.open("rb") as file:
        for interview, sha256 in sorted(found.files):
            _take_file(session, files, file, found, outcome, interview, sha256)
    return outcome


def _take_log(
    session: Session, found: BackedUp, outcome: Outcome, interview: str, device: str, events: dict[int, str]
) -> None:
    about = found.interviews.get(interview) or _from_opening(found, interview)
    if about is None:
        outcome.findings.append(backup_finding("backup_interview_unknown", 1, interview, len(events)))
        return
    texts = [raw.member(raw.piece(events[seq]), "event") for seq in sorted(events)]
    for at in range(0, len(texts), EVENTS):
        part = texts[at : at + EVENTS]
        user = str(part[0].value.get("user") or about["user"])
        sender = Sender(user, device, trusted=user.startswith(RESPONDENT), owner=_owner(session, user))
        try:
            answers = push.take_in(session, [_segment(interview, device, about, part)], sender)
        except Refusal:
            outcome.findings.append(backup_finding("backup_user_unknown", 1, user, interview))
            return
        for answer in answers:
            outcome.segments[answer.result] += 1
            if answer.result == "quarantined":
                reason = f"{answer.code}: {answer.reason}"
                outcome.findings.append(backup_finding("backup_quarantined", 1, interview, reason))


def _segment(interview: str, device: str, about: dict[str, Any], part: list[raw.Piece]) -> tuple[str, raw.Piece]:
    """The segment as a device would push it, each event with its own text; its name is that of its content."""
    events = ", ".join(one.text for one in part)
    head = {"interview": interview, "assignment": about["assignment"], "form": about["form"]}
    name = hashlib.sha256(f"{interview} {device} {events}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    text = json.dumps({"id": name, **head, "from": part[0].value.get("seq", 1)})
    return name, raw.piece(f'{text[:-1]}, "events": [{events}]}}')


def _from_opening(found: BackedUp, interview: str) -> dict[str, Any] | None:
    """Form and assignment as the first event of the log says them, where the interview's own record is lost."""
    for (name, _), events in found.events.items():
        for text in events.values() if name == interview else ():
            event = json.loads(text)["event"]
            if event.get("type") == "open" and event.get("form") and event.get("version"):
                form = {"id": event["form"], "version": event["version"]}
                return {"assignment": event.get("assignment"), "form": form, "user": event.get("user", "")}
    return None


def _owner(session: Session, user: str) -> str:
    """The account that answers for a respondent: the enumerator of the assignment."""
    number = user.removeprefix(RESPONDENT)
    if number == user or not number.isdigit():
        return ""
    assignment = assignments.get(session, int(number))
    return assignment.enumerator.name if assignment else ""


def _take_file(
    session: Session,
    files: MediaFiles,
    file: BinaryIO,
    found: BackedUp,
    outcome: Outcome,
    interview: str,
    sha256: str,
) -> None:
    """Bring the bytes of a file in, from where the server has come to."""
    user = _holder(session, str(found.files[interview, sha256]["user"]))
    pieces = found.pieces.get((interview, sha256), {})
    try:
        if user is None:
            raise CannotOpen  # noqa: TRY301 - told below like bytes that are not there
        told = media.progress(session, files, user.id, sha256)
        offset = 0
        for index in range(len(pieces) if not told.complete else 0):
            data = piece_at(file, pieces[index], found.keys)
            for at in range(0, len(data), media.LARGEST_PIECE):
                told = media.take_piece(session, files, user.id, sha256, offset, data[at : at + media.LARGEST_PIECE])
                offset += len(data[at : at + media.LARGEST_PIECE])
        if told.complete:
            media.settle(session, files, user.id, sha256)
            outcome.files += 1
            return
    except (CannotOpen, KeyError, Refusal):
        session.rollback()
    outcome.findings.append(backup_finding("backup_file_incomplete", 1, sha256[:12], interview))


def _holder(session: Session, user: str) -> User | None:
    return users.by_name(session, _owner(session, user) or user)
