"""One entry of the quarantine, for reading."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress

from sqlalchemy.orm import Session

from admin.layout import translated
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


def reason(row: Quarantine) -> str:
    """What is wrong, in the language of the page; the stored sentence where nothing more is known."""
    if not row.told:
        return row.reason
    found = [translated(f"fault.{one['kind']}", at=one["at"], seen=one["seen"]) for one in row.told["faults"]]
    detail = "; ".join(found) or row.told["detail"]
    at = row.told["at"]
    return translated(f"reason.{row.code}", detail=f"{at}: {detail}" if at else detail)


def remedy(row: Quarantine) -> str:
    """What the reader can do about it, in the language of the page."""
    return translated(f"reason_remedy.{row.code}") if row.told else ""


def readable(raw: bytes) -> str:
    """The bytes as a person can read them: unpacked, and indented where they are JSON; cut when long."""
    with suppress(zlib.error):  # shown as it is: that it cannot be unpacked may be why it is here
        raw = zlib.decompressobj(31).decompress(raw, 50 * SHOWN) if raw[:2] == b"\x1f\x8b" else raw
    text = raw.decode("utf-8", "backslashreplace")
    with suppress(ValueError, RecursionError):  # not JSON: shown as it is
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return text if len(text) <= SHOWN else text[:SHOWN] + "\n…"
