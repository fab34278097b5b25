"""Who is asking in this request, whether they may, and which areas they see.

Under `/api/` the bearer token counts, elsewhere the cookie session: a cookie never authorises the API.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g, has_request_context, request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from engine.auth import browser, roles, tokens
from engine.auth.mistakes import refusal
from engine.store import areas, db
from engine.store.models import Assignment, Interview, Token, User, utc_now

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """The signed-in person. `areas` are prefixes; `("",)` is the whole country."""

    id: int
    name: str
    full_name: str
    role: str
    language: str
    areas: tuple[str, ...]

    def may(self, permission: str) -> bool:
        """Whether the role has the permission."""
        return roles.may(self.role, permission)


def current_user() -> CurrentUser:
    """The signed-in person; Refusal `session_expired` (401) when there is none."""
    if "current_user" not in g:
        g.current_user = as_current(current_token().user)
    found: CurrentUser = g.current_user
    return found


def current_account() -> User:
    """The account row of the signed-in person, in the session of this request."""
    return current_token().user


def current_token() -> Token:
    """The token that authorises this request; Refusal `session_expired` (401) when there is none or it is not valid."""
    text = token_text()
    token = tokens.valid(db.session(), text, utc_now()) if text else None
    if token is None:
        raise refusal("session_expired")
    return token


def token_text() -> str:
    """The token as it came with the request; empty when there is none."""
    if not has_request_context():
        return ""
    if not request.path.startswith("/api/"):
        return browser.token_text()
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def require(permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a view: 401 when nobody is signed in, 403 when the role has not the permission."""
    roles.PERMISSIONS[permission]

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user().may(permission):
                raise refusal("not_permitted")
            return view(*args, **kwargs)

        return guarded

    return decorate


def areas_filter(user: CurrentUser, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The condition that the column lies in the user's areas; always false for someone without areas."""
    return areas.within(column, user.areas)


def sees(user: CurrentUser, work: Assignment | Interview) -> bool:
    """Whether the assignment or interview is the user's to see: one's own, or in one's areas for those who monitor."""
    if work.enumerator_id == user.id:
        return True
    return user.may("monitor") and areas.any_covers(user.areas, work.area)


def must_see(user: CurrentUser, work: Assignment | Interview | None) -> None:
    """Refusal `not_found` (404) unless `sees`; the same answer as for something that is not there."""
    if work is None or not sees(user, work):
        raise refusal("not_found")


def as_current(user: User) -> CurrentUser:
    """The account as the views see it."""
    covered = (areas.WHOLE,) if user.role in roles.EVERYWHERE else user.area_prefixes
    return CurrentUser(user.id, user.name, user.full_name, user.role, user.language, covered)
