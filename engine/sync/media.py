"""Files of interviews: which of them the log names, and taking their bytes in. The exchanges are in README.md.

The answer events come first and say that there is a file; the bytes follow in pieces, whenever the line allows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine.response.interview import Interview as Response
from engine.store import media as store
from engine.store.media import NamedFile
from engine.store.media_files import MediaFiles
from engine.store.models import Event, Interview, Media
from engine.sync.mistakes import refusal

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_PIECE = 1024 * 1024
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has come: its bytes, those received from the first on, whether it is whole and verified."""

    size: int
    received: int
    complete: bool


def note_named(session: Session, row: Interview, events: Sequence[Event], response: Response | None) -> None:
    """Keep which files the answers of a log name and which of them stand, and count what the interview waits for."""
    row.files_awaited = store.note(session, row.id, _named(events, response))


def progress(session: Session, files: MediaFiles, user_id: int, sha256: str) -> Progress:
    """How far a file of this person has come. Refusal `not_named` while no answer of theirs names it."""
    row = _row(session, user_id, sha256)
    if row.complete or files.has(sha256):
        return Progress(row.size, row.size, True)
    return Progress(row.size, files.received(sha256, user_id), False)


def take_piece(session: Session, files: MediaFiles, user_id: int, sha256: str, offset: int, piece: bytes) -> Progress:
    """Take in a piece of a file that begins at `offset`; commits. What is there already may come again.

    Refusal `not_named`, `file_too_large`, `piece_out_of_order` (it leaves a gap), `file_damaged` (all of it came
    and has another sha256: it begins anew).
    """
    row = _row(session, user_id, sha256)
    if row.size > LARGEST_FILE:
        raise refusal("file_too_large")
    size = row.size
    session.rollback()  # the disk may take its time; nobody is to wait for the database meanwhile
    taken = files.take(sha256, user_id, size, offset, piece)
    if taken.outcome == "complete":
        store.has_come(session, sha256)
    else:
        store.has_received(session, sha256, user_id, taken.received)
    session.commit()
    if taken.outcome == "gap":
        raise refusal("piece_out_of_order", f"{taken.received} bytes are here; the piece begins at {offset}.")
    if taken.outcome == "damaged":
        raise refusal("file_damaged")
    return Progress(size, taken.received, taken.outcome == "complete")


def storable(text: str) -> str:
    """Text that any database takes: no NUL, no lone surrogates, not without end."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()[:300]


def settle(session: Session, files: MediaFiles, user_id: int, sha256: str) -> None:
    """Mark a file complete that came under another interview at the very moment in which this one named it; commits."""
    if files.has(sha256) and not _row(session, user_id, sha256).complete:
        store.has_come(session, sha256)
        session.commit()


def _row(session: Session, user_id: int, sha256: str) -> Media:
    found = store.of_person(session, sha256, user_id) if SHA256.match(sha256) else ()
    if not found:
        raise refusal("not_named")
    return found[0]


def _named(events: Sequence[Event], response: Response | None) -> list[NamedFile]:
    """Each file that an answer names, once a path; those that stand are told by the response, if the log folds."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    last: dict[str, str] = {}
    for path, value in _answers(events):
        last[path] = ""
        if _is_file(value):
            found[path, value["sha256"]] = value
            last[path] = value["sha256"]
    standing = _standing(response, last)
    return [
        NamedFile(
            path,
            sha256,
            storable(one["name"]),
            one["size"],
            storable(one["media_type"]),
            standing.get(path) == sha256,
        )
        for (path, sha256), one in found.items()
    ]


def _standing(response: Response | None, last: dict[str, str]) -> dict[str, str]:
    if response is None:
        return last
    cells = ((path, frame.values[slot.slot]) for path, frame, slot in response.walk() if slot.type == "file")
    return {path: value["sha256"] for path, value in cells if value is not None}


def _answers(events: Sequence[Event]) -> Iterator[tuple[str, Any]]:
    for event in events:
        if event.type in {"answer", "clear"} and event.path:
            yield event.path, json.loads(event.payload).get("value") if '"sha256"' in event.payload else None


def _is_file(value: Any) -> bool:
    """Whether the value is a file as docs/compiled_form.md has it; whatever else the log holds is no file."""
    if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in ("name", "media_type")):
        return False
    size = value.get("size")
    whole = type(size) is int and 0 <= size < 2**53
    return whole and bool(SHA256.match(str(value.get("sha256"))))
