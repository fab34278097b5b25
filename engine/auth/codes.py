"""Codes of respondents: drawn, printed, typed in again, and the session that one opens on a device.

A code is 16 of 30 letters and digits: 30^16 = 2^78.5. What that withstands is reckoned in docs/decisions/0006-modes.md.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.auth.mistakes import TooManyTries, refusal
from engine.store import activity, codes, users
from engine.store.models import Assignment, RespondentSession, SignInFailure, utc_now

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 and O, 1, I and L, and without U."""
LENGTH = 16
LIFETIME = timedelta(days=60)

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(seconds=320)
TRIES_FOR_ADDRESS = 100
WINDOW = timedelta(minutes=15)
"""How long a wrong code counts; `engine.auth.sign_in` forgets all failures after the same time."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An assignment and its code in clear, to be printed and forgotten."""

    assignment: Assignment
    code: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A device that a code has opened: the token in clear, and what it opens."""

    token: str
    expires: datetime
    assignment: Assignment


def make(session: Session, chosen: Sequence[Assignment], by: str) -> list[Printed]:
    """Draw a new code for each assignment; what was printed before ends. Commits nothing."""
    drawn = {one.id: _draw() for one in chosen}
    interviews = {number: secrets.token_hex(16) for number in drawn}
    codes.renew(session, {number: digest(code) for number, code in drawn.items()}, interviews, by)
    return [Printed(one, shown(drawn[one.id])) for one in chosen]


def shown(code: str) -> str:
    """A code as people read it: in fours."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normal(typed: str) -> str:
    """What somebody typed as a code: capitals, without spaces and dashes."""
    return "".join(character for character in typed.upper() if character in ALPHABET)[: LENGTH + 1]


def digest(text: str) -> str:
    """What is stored of a code or a token."""
    return hashlib.sha256(text.encode()).hexdigest()


def open_device(session: Session, typed: str, device: str, address: str) -> Opened:
    """Open the assignment of a code on a device; commits. Refusal `wrong_code`, `survey_closed`, or TooManyTries."""
    _refuse_when_too_many(session, device, address)
    code = normal(typed)
    found = codes.of_hash(session, digest(code)) if len(code) == LENGTH else None
    if found is None:
        session.add(SignInFailure(name=_name(device), address=address))
        session.commit()
        raise refusal("wrong_code")
    assignment, now = found.assignment, utc_now()
    if assignment.due is not None and now.date() > assignment.due:
        session.rollback()
        raise refusal("survey_closed")
    token = secrets.token_urlsafe(32)
    codes.open_session(session, found, digest(token), device, now + LIFETIME)
    activity.record(session, name_of(assignment), "code_used", "assignment", assignment.id, address=address)
    session.commit()
    return Opened(token, now + LIFETIME, assignment)


def session_of(session: Session, token: str) -> RespondentSession:
    """The session of a token; Refusal `code_needed` when it has ended, with its code or by itself."""
    found = codes.session_of(session, digest(token), utc_now()) if token else None
    if found is None:
        raise refusal("code_needed")
    return found


def name_of(assignment: Assignment) -> str:
    """Who made the events that a code let in."""
    return f"{users.RESPONDENT}{assignment.id}"


def _draw() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _name(device: str) -> str:
    return f"code@{device}"


def _refuse_when_too_many(session: Session, device: str, address: str) -> None:
    """A device waits longer after each wrong code beyond the first few; an address after very many of any device."""
    now = utc_now()
    counted = select(func.count(), func.max(SignInFailure.at, type_=SignInFailure.at.type))
    recent = (SignInFailure.address == address, SignInFailure.at >= now - WINDOW)
    tries, last = session.execute(counted.where(SignInFailure.name == _name(device), *recent)).one()
    waits = [last + min(FIRST_WAIT * 2 ** (tries - FREE_TRIES), LONGEST_WAIT)] if tries >= FREE_TRIES else []
    tries, last = session.execute(counted.where(SignInFailure.name.startswith("code@"), *recent)).one()
    waits += [last + LONGEST_WAIT] if tries >= TRIES_FOR_ADDRESS else []
    if waits and max(waits) > now:
        session.rollback()
        raise TooManyTries(max(1, round((max(waits) - now).total_seconds())))
