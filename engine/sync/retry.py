"""Settling the quarantine: taking an entry in once its cause is removed, or dismissing it. Its bytes stay."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engine.auth import access
from engine.auth.access import CurrentUser
from engine.auth.mistakes import refusal as access_refusal
from engine.store import areas, quarantine
from engine.store.models import Quarantine, User
from engine.sync import fold, push, raw, segments
from engine.sync.mistakes import SegmentProblem, refusal
from engine.sync.push import Sender


def visible(user: CurrentUser) -> ColumnElement[bool]:
    """The condition on `Quarantine` for what the user sees: what came from people of their areas."""
    return access.areas_filter(user, Quarantine.area)


def retry(session: Session, number: int, user: CurrentUser) -> int:
    """Take the entry in, for the person and device it came from, whoever holds the interview now; commits. Gives the
    number of events stored. Refusal `still_refused` with the reason when it does not go."""
    entry = _seen(session, number, user)
    owner = session.get_one(User, entry.user_id).name
    sender = Sender(entry.told.get("sender") or owner, entry.device, trusted=True, owner=owner)
    try:
        whole = raw.piece(entry.raw.decode())
        pieces = raw.elements(raw.member(whole, "segments")) if "segments" in whole.value else [whole]
        read = [segments.read(piece, sender.device, sender.user) for piece in pieces]
        stored = sum(push.store(session, one, sender) for one in read)
    except SegmentProblem as problem:
        session.rollback()
        raise refusal("still_refused", problem.reason) from problem
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        session.rollback()
        raise refusal("still_refused", "It is not a request that a device makes.") from problem
    for interview_id in {one.interview for one in read}:
        fold.refresh_safely(session, interview_id)
    quarantine.settle(
        session, number, status="resolved", resolution=f"{stored} events stored", by=session.get_one(User, user.id)
    )
    session.commit()
    return stored


def dismiss(session: Session, number: int, user: CurrentUser, why: str) -> None:
    """Close the entry without taking it in, with a reason; commits."""
    if not why.strip():
        raise refusal("text_missing")
    _seen(session, number, user)
    quarantine.settle(session, number, status="dismissed", resolution=why.strip(), by=session.get_one(User, user.id))
    session.commit()


def _seen(session: Session, number: int, user: CurrentUser) -> Quarantine:
    entry = quarantine.get(session, number)
    if not user.may("quarantine"):
        raise access_refusal("not_permitted")
    if entry is None or not areas.any_covers(user.areas, entry.area):
        raise access_refusal("not_found")
    return entry
