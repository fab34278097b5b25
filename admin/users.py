"""Accounts as the administrator sees and changes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.auth import passwords
from engine.auth.access import CurrentUser
from engine.auth.mistakes import refusal
from engine.errors import Refusal
from engine.store import users
from engine.store.models import ROLES, User

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}")
AREA = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
LEAST_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class NewUser:
    """What the form for a new account holds."""

    name: str
    full_name: str
    role: str
    password: str
    language: str
    areas: tuple[str, ...]


def read_new(form: Mapping[str, str]) -> NewUser:
    """The form as typed."""
    name, full_name = form.get("name", "").strip(), form.get("full_name", "").strip()
    return NewUser(
        name,
        full_name,
        form.get("role", ""),
        form.get("password", ""),
        form.get("language", "vi"),
        read_areas(form.get("areas", "")),
    )


def mistakes(session: Session, new: NewUser) -> list[str]:
    """Keys of the texts that say what is wrong with the form; all at once."""
    checks = (
        ("users.bad_name", NAME.fullmatch(new.name) is None),
        ("users.name_taken", users.by_name(session, new.name) is not None),
        ("users.full_name_missing", not new.full_name),
        ("users.bad_role", new.role not in ROLES),
        ("users.short_password", len(new.password) < LEAST_PASSWORD),
        ("users.bad_area", not areas_fit(new.areas)),
    )
    return [key for key, wrong in checks if wrong]


def add(session: Session, new: NewUser, by: CurrentUser) -> User:
    """Create the account; commits."""
    user = users.add(
        session,
        name=new.name,
        full_name=new.full_name,
        password_hash=passwords.hashed(new.password),
        role=new.role,
        language=new.language,
        user_areas=new.areas,
        by=by.name,
    )
    session.commit()
    return user


def get(session: Session, name: str) -> User:
    """The account; Refusal 404 when there is none."""
    user = users.by_name(session, name)
    if user is None:
        raise refusal("not_found")
    return user


def change_areas(session: Session, user: User, text: str, by: CurrentUser) -> None:
    """Give the account the areas typed; Refusal when one is not an area."""
    wanted = read_areas(text)
    if not areas_fit(wanted):
        raise Refusal("bad_area", "An area cannot be read.", "Write areas as 01/00004, one a line.", 422)
    users.set_areas(session, user, wanted, by.name)
    session.commit()


def change_password(session: Session, user: User, password: str, by: CurrentUser) -> None:
    """Set a new password, which ends the sessions of the account."""
    if len(password) < LEAST_PASSWORD:
        raise Refusal("short_password", "The password is too short.", f"Use at least {LEAST_PASSWORD} characters.", 422)
    users.set_password(session, user, passwords.hashed(password), by.name)
    session.commit()


def switch(session: Session, user: User, active: bool, by: CurrentUser) -> None:
    """Switch the account on or off; one's own stays on."""
    if user.id == by.id and not active:
        raise Refusal("own_account", "One's own account cannot be switched off.", "Ask another administrator.", 409)
    users.set_active(session, user, active, by.name)
    session.commit()


def read_areas(text: str) -> tuple[str, ...]:
    """Areas from a text: one a line, or with commas."""
    return tuple(sorted({one.strip().strip("/") for one in re.split(r"[\n,;]", text) if one.strip().strip("/")}))


def areas_fit(wanted: tuple[str, ...]) -> bool:
    """Whether each reads as an area."""
    return all(AREA.fullmatch(one) for one in wanted)
