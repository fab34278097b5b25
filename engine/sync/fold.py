"""From a stored log to its summary row and failure rows. A log that cannot be folded is flagged on the interview and
logged; it is never lost, and folding can be done again at any time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.questionnaire.model import MODES
from engine.response.fieldwork import Fieldwork
from engine.response.interview import Interview as Response
from engine.response.paradata import pace
from engine.store import activity, feed, forms, interviews
from engine.store.models import Assignment, Event, Interview, utc_now
from engine.sync import failures, media
from engine.sync.segments import moment_of

log = logging.getLogger(__name__)

STATUS_OF = {"complete": "completed", "return": "returned", "approve": "approved", "reopen": "open"}
MOST_COUNTED = 2**31 - 1
ASSIGNMENT_STATUS = {"open": "started", "completed": "completed", "returned": "returned", "approved": "approved"}


def refresh_safely(session: Session, interview_id: str) -> None:
    """Bring the rows of an interview up to its log, in a transaction of its own. What fails is logged and done again
    at the next occasion: the events are stored already, and nobody is to be told otherwise."""
    try:
        row = interviews.locked(session, interview_id)
        if row is not None and row.stale:
            refresh(session, row)
        session.commit()
    except Exception:
        session.rollback()
        log.exception("interview %s could not be refreshed", interview_id)


def refresh_stale(session: Session, limit: int = 1000) -> int:
    """Refresh the interviews that a crash left behind; their number."""
    found = interviews.stale(session, limit)
    session.commit()
    for interview_id in found:
        refresh_safely(session, interview_id)
    return len(found)


def refresh(session: Session, row: Interview) -> Response | None:
    """Bring the locked row and its failure rows up to the log; the folded response, or None when folding failed."""
    events = interviews.events(session, row.id)
    before = row.status, row.mode
    response = _folded(session, row, events)
    late = {(one.device, one.seq) for one in response.late} if response is not None else set()
    _count(row, [event for event in events if (event.device, event.seq) not in late])
    row.event_count = len(events)
    row.awaited = awaited(events)
    if response is not None:
        _summarise(session, row, response)
    media.note_named(session, row, events, response)
    row.stale = False
    session.flush()
    _follow(session, row, before, next((one.user for one in reversed(events) if one.type == "complete"), ""))
    return response


def response_of(session: Session, row: Interview, user: str | None = None) -> Response:
    """The response that the log of the row folds into, ready to record what `user` of the office does. Raises what
    folding raises."""
    compiled = compiled_form(session, row.form_id, row.version)
    events = [event_json(event) for event in interviews.events(session, row.id)]
    return Response.open(compiled, events=events, clock=_now if events else None, user=user)


def compiled_form(session: Session, form_id: str, version: str) -> dict[str, Any]:
    """The compiled form of a published version, read once for each content. LookupError when it is not published."""
    found = forms.compiled_text(session, form_id, version)
    if found is None:
        raise LookupError(f"{form_id} {version} is not published")
    return _parsed(found.hash, found.text)


def event_json(event: Event) -> dict[str, Any]:
    """The event as a JSON object, with the device and the user even if the sender left them out."""
    return {"device": event.device, "user": event.user, **json.loads(event.payload)}


def awaited(events: Sequence[Event]) -> str:
    """The numbers that are missing below the highest of each device, such as `d7f2: 4–6, 9`; empty when none is."""
    return "; ".join(
        f"{device}: {', '.join(gaps)}"
        for device in sorted({event.device for event in events})
        if (gaps := _gaps({event.seq for event in events if event.device == device}))
    )


def _gaps(numbers: set[int]) -> list[str]:
    gaps, expected = [], 1
    for number in sorted(numbers):
        if number > expected:
            gaps.append(str(expected) if number == expected + 1 else f"{expected}–{number - 1}")
        expected = number + 1
    return gaps


def _count(row: Interview, events: Sequence[Event]) -> None:
    """What can be told without folding, so that an interview that cannot be folded still shows where it stands."""
    row.first_event_at = moment_of(events[0].hlc) if events else None
    row.last_event_at = moment_of(events[-1].hlc) if events else row.created_at
    row.status = "open"
    for event in events:
        row.status = STATUS_OF.get(event.type, row.status)
    row.completed_at = max((moment_of(event.hlc) for event in events if event.type == "complete"), default=None)
    row.approved_at = max((moment_of(event.hlc) for event in events if event.type == "approve"), default=None)


def _folded(session: Session, row: Interview, events: Sequence[Event]) -> Response | None:
    try:
        compiled = compiled_form(session, row.form_id, row.version)
        return Response.open(compiled, events=[event_json(event) for event in events])
    except Exception as error:
        log.exception("interview %s could not be folded", row.id)
        row.fold_error = f"{type(error).__name__}: {error}"[:2000]
        return None


def _summarise(session: Session, row: Interview, response: Response) -> None:
    found = failures.refresh(session, row, response)
    progress = response.progress()
    row.fold_error = None
    row.status = response.status or "open"
    row.label = row.label or response.unit_label()
    row.answered, row.asked = progress.answered, progress.asked
    row.hard = sum(one.severity == "hard" and one.status == "open" for one in found)
    row.soft_open = sum(one.severity != "hard" and one.status == "open" for one in found)
    row.confirmed = sum(one.status != "open" for one in found)
    row.late_events = len(response.late)
    if not response.late:
        row.late_left = 0
    row.conflicts, row.unapplied = len(response.conflicts), len(response.unapplied)
    row.remarks_open = sum(one.status == "open" for one in response.remarks())
    row.changed_after_completion = response.changed_after_completion
    _summarise_fieldwork(row, response.fieldwork)
    found_pace = pace(response.events)
    row.active_seconds = min(found_pace.active_seconds, MOST_COUNTED)
    row.edits_raised = min(found_pace.edits_raised, MOST_COUNTED)


def _summarise_fieldwork(row: Interview, fieldwork: Fieldwork) -> None:
    row.mode = media.storable(fieldwork.mode or "capi")
    row.contacts = len(fieldwork.contacts)
    row.last_outcome = media.storable(fieldwork.contacts[-1].outcome) if fieldwork.contacts else None
    row.appointment = media.storable(fieldwork.appointment or "") or None


def _now() -> str:
    return utc_now().isoformat()


def _follow(session: Session, row: Interview, before: tuple[str, str], completed_by: str) -> None:
    """The assignment takes the status and a new mode of its interview, the enumerator's devices hear of it, the record
    notes it."""
    if row.status != before[0] and row.status == "completed":
        activity.record(session, completed_by or row.enumerator.name, "complete", "interview", row.id)
    if row.assignment_id is None:
        return
    status, mine = ASSIGNMENT_STATUS[row.status], Assignment.id == row.assignment_id
    changed = update(Assignment).where(mine, Assignment.status.not_in((status, "cancelled"))).values(status=status)
    told = session.execute(changed).rowcount  # type: ignore[attr-defined]
    if row.mode != before[1] and row.mode in MODES:
        changed = update(Assignment).where(mine, Assignment.mode != row.mode).values(mode=row.mode)
        told += session.execute(changed).rowcount  # type: ignore[attr-defined]
    if told:
        feed.put(session, row.enumerator_id, "assignment", [row.assignment_id])


@lru_cache(maxsize=16)
def _parsed(_hash: str, text: str) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(text)
    return form
