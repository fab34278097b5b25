"""The activity record: a row for each step of the statistical process, written in the transaction of that step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.models import Activity

STEPS: dict[str, str] = {
    "publish": "a version of a questionnaire was published",
    "draft": "a questionnaire draft was saved",
    "assign": "assignments were given out",
    "reassign": "an assignment was given to another enumerator",
    "withdraw": "an assignment was withdrawn",
    "codes_made": "codes were made for respondents",
    "codes_revoked": "codes of respondents were ended",
    "code_used": "a respondent's code opened a device",
    "collect": "the first events of an interview arrived",
    "complete": "an interview was completed",
    "return": "an interview was sent back",
    "approve": "an interview was approved",
    "accept": "an edit failure was accepted by the office",
    "remark": "a remark was made by the office",
    "late_events": "events arrived for an approved interview",
    "late_left": "late events of an approved interview were seen and left out",
    "quarantine": "something pushed could not be taken in",
    "quarantine_resolved": "something in quarantine was taken in or dismissed",
    "hand_on": "interviews were handed on to processing",
    "sign_in": "someone signed in",
    "sign_in_failed": "a wrong name or password",
    "open_key": "a user with a new password got back the key of a device",
    "account": "an account was created or changed",
}


def record(
    session: Session, who: str, what: str, target_kind: str = "", target: str | int = "", **details: Any
) -> Activity:
    """Add a step to the record; it counts when the caller commits. An unknown step is a defect and raises KeyError."""
    STEPS[what]
    row = Activity(who=who, what=what, target_kind=target_kind, target=str(target), details=details)
    session.add(row)
    return row


def of_target(session: Session, target_kind: str, target: str | int) -> Sequence[Activity]:
    """The steps concerning one target, oldest first."""
    query = select(Activity).where(Activity.target_kind == target_kind, Activity.target == str(target))
    return session.scalars(query.order_by(Activity.id)).all()


def latest(session: Session, limit: int = 100, before: int | None = None) -> Sequence[Activity]:
    """The newest steps first; `before` is the id of the last one seen, to page on."""
    query = select(Activity).order_by(Activity.id.desc()).limit(limit)
    return session.scalars(query.where(Activity.id < before) if before is not None else query).all()
