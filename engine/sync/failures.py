"""The failure rows of an interview, kept in step with what its response says: new ones open, gone ones corrected.

A row is never removed: that a failure was there and was corrected is a record of the process.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.edits.failures import Failure
from engine.response.interview import Interview as Response
from engine.store import interviews
from engine.store.models import EditFailure, Interview, utc_now
from engine.sync.segments import moment_of


def refresh(session: Session, row: Interview, response: Response) -> list[Failure]:
    """Write the failures of the response into the rows of the interview; the failures."""
    held = {(one.edit, one.path): one for one in interviews.failures(session, row.id)}
    found = response.failures()
    for failure in found:
        known = held.pop((failure.edit, failure.path), None)
        if known is None:
            session.add(EditFailure(interview_id=row.id, **_members(row, failure)))
        elif _differs(known, failure):
            for name, value in _members(row, failure).items():
                setattr(known, name, value)
    for gone in held.values():
        if gone.status != "corrected":
            gone.status, gone.at = "corrected", utc_now()
    return found


def _members(row: Interview, failure: Failure) -> dict[str, Any]:
    return {
        "edit": failure.edit,
        "path": failure.path,
        "version": row.version,
        "severity": failure.severity,
        "outcome": "fail",
        "values": dict(failure.values),
        "status": failure.status,
        "reason": failure.reason,
        "text": failure.text,
        "by": failure.who,
        "at": _when(failure),
    }


def _differs(known: EditFailure, failure: Failure) -> bool:
    now = (failure.status, failure.severity, failure.reason, failure.text, failure.who, dict(failure.values))
    return (known.status, known.severity, known.reason, known.text, known.by, known.values) != now


def _when(failure: Failure) -> datetime:
    return moment_of(failure.when) if failure.when else utc_now()
