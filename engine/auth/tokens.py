"""Bearer tokens: given out once in clear, stored only as SHA-256, bound to a user and a device, valid for a time."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.store.models import Token, User, utc_now

DEVICE_LIFETIME = timedelta(days=30)
BROWSER_LIFETIME = timedelta(hours=12)
BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token in clear, to be told to its owner and forgotten."""

    text: str
    expires: datetime


def issue(session: Session, user: User, device: str, lifetime: timedelta) -> NewToken:
    """Make a token; those of the user that have expired are removed."""
    now = utc_now()
    session.execute(delete(Token).where(Token.user_id == user.id, Token.expires < now))
    text = secrets.token_urlsafe(32)
    session.add(Token(hash=_hash(text), user_id=user.id, device=device, created_at=now, expires=now + lifetime))
    session.flush()
    return NewToken(text, now + lifetime)


def valid(session: Session, text: str, now: datetime) -> Token | None:
    """The token with its user, if it has not expired and the account is active."""
    token = session.get(Token, _hash(text))
    if token is None or token.expires <= now or not token.user.active:
        return None
    return token


def revoke(session: Session, text: str) -> None:
    """End the session of this token."""
    session.execute(delete(Token).where(Token.hash == _hash(text)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
