"""One entry of the quarantine, for reading."""

from __future__ import annotations

import gzip
import json
import zlib

from sqlalchemy.orm import Session

from engine.auth.access import CurrentUser
from engine.auth.mistakes import refusal
from engine.store import areas, quarantine
from engine.store.models import Quarantine

STATUSES = ("open", "resolved", "dismissed")
SHOWN = 200_000


def entry(session: Session, number: int, user: CurrentUser) -> Quarantine:
    """The entry with its bytes; Refusal 404 when there is none or it came from other areas."""
    row = quarantine.get(session, number)
    if row is None or not areas.any_covers(user.areas, row.area):
        raise refusal("not_found")
    return row


def readable(raw: bytes) -> str:
    """The bytes as a person can read them: unpacked and indented where they are JSON, else as they are; cut when long."""
    try:
        raw = zlib.decompressobj(31).decompress(raw, 50 * SHOWN) if raw[:2] == b"\x1f\x8b" else raw
    except (zlib.error, gzip.BadGzipFile):
        pass  # shown as it is: that it cannot be unpacked may be why it is here
    text = raw.decode("utf-8", "backslashreplace")
    try:
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        pass  # not JSON: shown as it is
    return text if len(text) <= SHOWN else text[:SHOWN] + "\n…"
