"""The cookie session of the admin pages, and protection of its forms against requests from other sites.

The signed cookie (HttpOnly, SameSite=Lax) holds a token of the same kind as devices have, so that the server can end a
session; the CSRF token lives beside it.
"""

from __future__ import annotations

import secrets

from flask import request, session

from engine.auth import tokens
from engine.auth.mistakes import refusal
from engine.store import db
from engine.store.models import User

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


def begin(user: User) -> None:
    """Sign the user in on this browser; commits."""
    token = tokens.issue(db.session(), user, tokens.BROWSER, tokens.BROWSER_LIFETIME)
    db.session.commit()
    session.clear()  # nothing from before the sign-in is carried over
    session["token"] = token.text
    session[FIELD] = secrets.token_urlsafe(24)
    session.permanent = True


def end() -> None:
    """Sign out; commits."""
    tokens.revoke(db.session(), token_text())
    db.session.commit()
    session.clear()


def token_text() -> str:
    """The token in the cookie; empty when there is none."""
    return str(session.get("token", ""))


def csrf_token() -> str:
    """The token that the forms of this browser carry."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(24)
    return str(session[FIELD])


def check_csrf() -> None:
    """Refusal `csrf` when a request that changes something does not carry the token."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    sent = request.form.get(FIELD) or request.headers.get(HEADER, "")
    if not secrets.compare_digest(sent.encode(), str(session.get(FIELD, "")).encode()) or not sent:
        raise refusal("csrf")
