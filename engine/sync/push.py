"""Taking in pushed segments.

Each is stored in a transaction of its own and answered only after the commit; what cannot be taken in goes whole into
quarantine. Folding comes after, in `fold.py`, and can fail without harm.
"""

from __future__ import annotations

import json
import logging
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

from engine.store import activity, assignments, feed, forms, interviews, quarantine, users
from engine.store.database import insert_new, insert_or_replace
from engine.store.models import AccessCode, Assignment, Device, Event, Interview, Segment, User, utc_now
from engine.sync import fold, raw, respondent, segments
from engine.sync.mistakes import SegmentProblem, refusal
from engine.sync.segments import ReadEvent, ReadSegment

log = logging.getLogger(__name__)

# The database is not to be reached or cannot commit: nothing about the segment is wrong, the device must keep it.
UNAVAILABLE = (OperationalError, InterfaceError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and from which device; `trusted` when the office takes in what ownership would refuse. A
    respondent has a `code`, whose interview they may write and nothing else, and an `owner`: the account of the
    enumerator who holds the assignment."""

    user: str
    device: str
    trusted: bool = False
    owner: str = ""
    code: AccessCode | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one segment."""

    id: str
    result: str
    quarantine: int | None = None
    code: str | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The answer on the wire."""
        members = {"quarantine": self.quarantine, "code": self.code, "reason": self.reason}
        return {"id": self.id, "result": self.result} | {k: v for k, v in members.items() if v is not None}


def take_in(session: Session, pieces: list[tuple[str, raw.Piece]], sender: Sender) -> list[Answer]:
    """Store the segments, given with their ids, one after the other, and answer each by name.

    Refusal `not_stored` (503) when the database fails: those already committed are answered as known next time.
    """
    answers = []
    for name, whole in pieces:
        try:
            answers.append(_take_in_one(session, name, whole, sender))
        except UNAVAILABLE as error:
            session.rollback()
            log.exception("segment %s of %s was not stored", name, sender.user)
            raise refusal("not_stored") from error
    return answers


def store(session: Session, segment: ReadSegment, sender: Sender) -> int:
    """Add the events that are new, commit, and give their number. SegmentProblem when the segment does not fit."""
    interview = _interview(session, segment, sender)
    known = _known(session, segment)
    _check_holder(session, interview, segment, sender, known)
    new = _new_events(segment, known)
    if new:
        _add(session, interview, segment, new)
    session.commit()
    return len(new)


def note_device(session: Session, user: User, values: dict[str, Any]) -> None:
    """Note that the device was heard from, with what it said about itself; commits."""
    row = {"user_id": user.id, "last_seen": utc_now(), **values}
    insert_or_replace(session, Device, ("id", "user_id"), [row])
    session.commit()


def storable(text: str) -> str:
    """Text that any database takes: no NUL, no lone surrogates, not without end."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()[:2000]


def _take_in_one(session: Session, name: str, whole: raw.Piece, sender: Sender) -> Answer:
    try:
        segment = segments.read(whole, sender.device, sender.user)
        if sender.code is not None:
            respondent.check(segment, sender.code)
        stored = store(session, segment, sender)
    except SegmentProblem as problem:
        session.rollback()
        return _quarantined(session, name, whole, sender, problem)
    except UNAVAILABLE:
        raise
    except Exception:
        session.rollback()
        incident = secrets.token_hex(4)
        log.exception("incident %s: segment %s of %s", incident, name, sender.user)
        return _quarantined(session, name, whole, sender, SegmentProblem("server_error", incident))
    fold.refresh_safely(session, segment.interview)
    return Answer(name, "stored" if stored else "known")


def _quarantined(session: Session, name: str, whole: raw.Piece, sender: Sender, problem: SegmentProblem) -> Answer:
    user = _account(session, sender)
    if user is None:
        raise refusal("not_stored")
    interview = whole.value.get("interview") if isinstance(whole.value, dict) else None
    number = quarantine.keep(
        session,
        whole.text.encode("utf-8", "surrogatepass"),
        code=problem.code,
        reason=storable(problem.reason),
        told=problem.told | ({"sender": sender.user} if sender.code else {}),
        user=user,
        device=sender.device,
        segment=name,
        interview_id=storable(interview) if isinstance(interview, str) else "",
    )
    session.commit()
    return Answer(name, "quarantined", number, problem.code, storable(problem.reason))


def _interview(session: Session, segment: ReadSegment, sender: Sender) -> Interview:
    """The interview of the segment, locked; made when this is its first. SegmentProblem when it may not be."""
    if forms.version(session, segment.form, segment.version) is None:
        raise SegmentProblem("unknown_form", f"{segment.form} {segment.version}")
    found = interviews.locked(session, segment.interview) or _begun(session, segment, sender)
    if found.form_id != segment.form:
        raise SegmentProblem("wrong_form", segment.form)
    if segment.assignment is not None and found.assignment_id != segment.assignment:
        raise SegmentProblem("wrong_assignment", segment.assignment)
    return found


def _check_holder(
    session: Session, interview: Interview, segment: ReadSegment, sender: Sender, known: dict[int, str]
) -> None:
    """SegmentProblem `not_yours` when the interview is somebody else's; not for what the log has already, as when the
    word of it was lost before the interview went to a colleague."""
    user = _account(session, sender)
    if sender.trusted or (user is not None and interview.enumerator_id == user.id):
        return
    events = segment.events
    if not events or not all(event.seq in known and _same(event, known[event.seq]) for event in events):
        raise SegmentProblem("not_yours", segment.interview)


def _begun(session: Session, segment: ReadSegment, sender: Sender) -> Interview:
    user = _account(session, sender)
    assignment = _assignment(session, segment)
    if user is None or not (sender.trusted or assignment is None or assignment.enumerator_id == user.id):
        raise SegmentProblem("not_yours", f"assignment {segment.assignment}")
    first_area = user.area_prefixes[0] if user.area_prefixes else ""
    values = {
        "id": segment.interview,
        "assignment_id": segment.assignment,
        "form_id": segment.form,
        "version": segment.version,
        "enumerator_id": assignment.enumerator_id if assignment else user.id,
        "area": assignment.area if assignment else first_area,
        "label": assignment.label if assignment else "",
        "training": assignment.training if assignment else False,
        "last_event_at": utc_now(),  # until its events are folded: lists are in this order
    }
    if insert_new(session, Interview, values):
        activity.record(session, sender.user, "collect", "interview", segment.interview, assignment=segment.assignment)
    row = interviews.locked(session, segment.interview)
    if row is None:
        raise SegmentProblem("server_error", "the interview vanished")
    return row


def _account(session: Session, sender: Sender) -> User | None:
    """The account that answers for what is sent."""
    return users.by_name(session, sender.owner or sender.user)


def _assignment(session: Session, segment: ReadSegment) -> Assignment | None:
    if segment.assignment is None:
        return None
    found = assignments.get(session, segment.assignment)
    if found is None:
        raise SegmentProblem("unknown_assignment", segment.assignment)
    if found.form_id != segment.form:
        raise SegmentProblem("wrong_form", segment.form)
    return found


def _known(session: Session, segment: ReadSegment) -> dict[int, str]:
    """The events that the log has under numbers of the segment's, as text."""
    numbers = [event.seq for event in segment.events]
    if not numbers:
        return {}
    query = select(Event.seq, Event.payload).where(
        Event.interview_id == segment.interview,
        Event.device == segment.device,
        Event.seq.between(min(numbers), max(numbers)),
    )
    return {row.seq: row.payload for row in session.execute(query)}


def _new_events(segment: ReadSegment, known: dict[int, str]) -> list[ReadEvent]:
    """Those that the log has not; SegmentProblem `sequence_reused` when it has another event under the same number."""
    reused = [event.seq for event in segment.events if event.seq in known and not _same(event, known[event.seq])]
    if reused:
        raise SegmentProblem("sequence_reused", ", ".join(f"{segment.device}:{number}" for number in reused[:20]))
    return [event for event in segment.events if event.seq not in known]


def _same(event: ReadEvent, payload: str) -> bool:
    return event.payload == payload or event.value == json.loads(payload)


def _add(session: Session, interview: Interview, segment: ReadSegment, new: list[ReadEvent]) -> None:
    now = utc_now()
    row = Segment(
        name=segment.id,
        interview_id=segment.interview,
        device=segment.device,
        user_id=interview.enumerator_id,
        from_seq=min(event.seq for event in new),
        to_seq=max(event.seq for event in new),
        stored=len(new),
        received_at=now,
    )
    session.add(row)
    session.flush()
    session.execute(
        insert(Event),
        [
            {
                "interview_id": segment.interview,
                "device": segment.device,
                "seq": event.seq,
                "hlc": event.hlc,
                "type": event.type,
                "path": event.path,
                "payload": event.payload,
                "user": segment.user,
                "received_at": now,
                "segment_id": row.id,
            }
            for event in new
        ],
    )
    _mark(session, interview, segment, len(new))


def _mark(session: Session, interview: Interview, segment: ReadSegment, count: int) -> None:
    late = count if interview.status == "approved" else 0
    values = {
        "stale": True,
        "event_count": Interview.event_count + count,
        "late_events": Interview.late_events + late,
    }
    session.execute(update(Interview).where(Interview.id == interview.id).values(values))
    if late:
        activity.record(session, segment.user, "late_events", "interview", interview.id, count=late)
    feed.put(session, interview.enumerator_id, "interview", [interview.id])
