"""Reading the backup file of a device: lines of JSON, each record sealed by itself, the keys sealed for the office.

What can be read is given, and what cannot is told with its line; nothing is taken in here (`backup_import.py`). The
file is written by `offline_client/storage/backup.js`, the seals are those of `offline_client/storage/records.js`.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from engine.errors import Finding
from engine.sync.mistakes import backup_finding
from engine.sync.office_key import CannotOpen, OfficeKey, opened, read_data_key

FORMAT = "phieu-backup"
KEYS: dict[str, tuple[str, ...]] = {
    "interviews": ("id",),
    "events": ("interview", "device", "seq"),
    "files": ("interview", "sha256"),
    "pieces": ("interview", "sha256", "index"),
}
"""What names a record of each store, and binds its seal to it."""
COPY = "~"
"""Before the number of a second user's copy of an interview (`offline_client/storage/copies.js`)."""


@dataclass(slots=True)
class BackedUp:
    """What a file holds; `events` by interview and device, each with its text as the device wrote it."""

    device: str = ""
    interviews: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[tuple[str, str], dict[int, str]] = field(default_factory=dict)
    files: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    pieces: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)
    """Where in the file the line of each piece begins."""
    unsent: int = 0
    keys: list[bytes] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(path: Path, office: OfficeKey) -> BackedUp:
    """Read the file; everything wrong with it is among the findings."""
    found = BackedUp()
    lines = 0
    ended = False
    with path.open("rb") as file:
        for number, (offset, line) in enumerate(_lines(file), 1):
            value = _value(line)
            if number == 1:
                if not _read_head(found, value, office):
                    return found
            elif value is None:
                found.findings.append(backup_finding("backup_line_damaged", number))
            elif value.get("end") is True:
                ended = True
                if value.get("records") != lines:
                    found.findings.append(backup_finding("backup_records_missing", number, value.get("records"), lines))
            else:
                lines += 1
                _take(found, number, offset, value)
    if not ended:
        found.findings.append(backup_finding("backup_cut_off", lines + 1))
    return found


def piece_at(file: BinaryIO, offset: int, keys: list[bytes]) -> bytes:
    """The bytes of the piece whose line begins there. CannotOpen."""
    file.seek(offset)
    value = _value(file.readline())
    if value is None:
        raise CannotOpen
    return _opened("pieces", value["record"], keys)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    offset = 0
    for line in file:
        yield offset, line
        offset += len(line)


def _value(line: bytes) -> dict[str, Any] | None:
    """The object on a line; None where there is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _read_head(found: BackedUp, head: dict[str, Any] | None, office: OfficeKey) -> bool:
    if (
        head is None
        or head.get("format") != FORMAT
        or head.get("version") != 1
        or not isinstance(head.get("keys"), list)
    ):
        found.findings.append(backup_finding("not_a_backup", 1))
        return False
    found.device = str(head.get("device", ""))
    for one in head["keys"]:
        try:
            told = read_data_key(office.open(base64.b64decode(one["sealed"])))
        except (CannotOpen, ValueError, KeyError, TypeError):
            user = one.get("user", "?") if isinstance(one, dict) else "?"
            found.findings.append(backup_finding("backup_key_closed", 1, user))
        else:
            found.keys.append(base64.b64decode(told["key"]))
    return True


def _take(found: BackedUp, number: int, offset: int, value: dict[str, Any]) -> None:
    """One record into its place; a finding when it cannot be opened or is none."""
    store, record = value.get("store"), value.get("record")
    try:
        if not isinstance(record, dict):
            raise CannotOpen  # noqa: TRY301 - told below like any record that is damaged
        if store == "outbox":
            found.unsent += 1
        elif store == "pieces":
            _opened("pieces", record, found.keys)
            data = found.pieces.setdefault((_name(record["interview"]), record["sha256"]), {})
            data[int(record["index"])] = offset
        elif store in KEYS:
            _keep(found, str(store), record, _opened(str(store), record, found.keys).decode())
        else:
            raise CannotOpen  # noqa: TRY301
    except (CannotOpen, ValueError, KeyError, TypeError):
        found.findings.append(backup_finding("backup_record_damaged", number, str(store)))


def _keep(found: BackedUp, store: str, record: dict[str, Any], text: str) -> None:
    if store == "events":
        found.events.setdefault((_name(record["interview"]), record["device"]), {})[record["seq"]] = text
    elif store == "interviews":
        found.interviews[_name(record["id"])] = {**record, **json.loads(text)}
    else:
        found.files[_name(record["interview"]), record["sha256"]] = {**record, **json.loads(text)}


def _name(copy: str) -> str:
    """The interview of a copy: each user of a device has their own of one that has gone from hand to hand."""
    return copy.split(COPY, 1)[0]


def _opened(store: str, record: dict[str, Any], keys: list[bytes]) -> bytes:
    """What is sealed in a record, by whichever key fits. CannotOpen."""
    about = "\n".join([store, *(str(record[name]) for name in KEYS[store])]).encode()
    try:
        sealed = base64.b64decode(record["sealed"], validate=True)
    except binascii.Error as error:
        raise CannotOpen from error
    for key in keys:
        try:
            return opened(key, sealed, about)
        except CannotOpen:
            continue
    raise CannotOpen
