"""Checking a name and a password, slowed down after wrong tries. The count is kept in the database, so it holds for
every process and survives a restart."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.auth import passwords
from engine.auth.mistakes import TooManyTries, refusal
from engine.store import activity, users
from engine.store.models import SignInFailure, User, utc_now

WINDOW = timedelta(minutes=15)
TRIES_FOR_NAME_AND_ADDRESS = 5
TRIES_FOR_NAME = 30
TRIES_FOR_ADDRESS = 100


def check(session: Session, name: str, password: str, address: str) -> User:
    """The account with this name and password; commits. Refusal `wrong_credentials`, or TooManyTries.

    The transaction is ended before the slow hash is computed, so that no one waits for it.
    """
    _refuse_when_too_many(session, name, address)
    user = users.by_name(session, name)
    stored = user.password_hash if user is not None and user.active else None
    session.commit()
    if not passwords.matches(stored, password):
        _note_failure(session, name, address)
        raise refusal("wrong_credentials")
    user = users.by_name(session, name)
    if user is None or not user.active:
        raise refusal("wrong_credentials")
    if passwords.outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    session.execute(delete(SignInFailure).where(SignInFailure.name == name, SignInFailure.address == address))
    activity.record(session, name, "sign_in", "user", name, address=address)
    session.commit()
    return user


def _refuse_when_too_many(session: Session, name: str, address: str) -> None:
    since = utc_now() - WINDOW
    session.execute(delete(SignInFailure).where(SignInFailure.at < since))
    limits = (
        (TRIES_FOR_NAME_AND_ADDRESS, (SignInFailure.name == name, SignInFailure.address == address)),
        (TRIES_FOR_NAME, (SignInFailure.name == name,)),
        (TRIES_FOR_ADDRESS, (SignInFailure.address == address,)),
    )
    for limit, conditions in limits:
        tries, oldest = session.execute(
            select(func.count(), func.min(SignInFailure.at, type_=SignInFailure.at.type)).where(*conditions)
        ).one()
        if tries >= limit:
            session.commit()
            raise TooManyTries(_seconds_until(oldest + WINDOW))


def _note_failure(session: Session, name: str, address: str) -> None:
    session.add(SignInFailure(name=name, address=address))
    activity.record(session, name, "sign_in_failed", "user", name, address=address)
    session.commit()


def _seconds_until(moment: datetime) -> int:
    return max(1, int((moment - utc_now()).total_seconds()))
