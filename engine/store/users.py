"""Accounts, their areas, and devices. Passwords arrive here already hashed; `engine.auth` hashes and checks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.errors import UsageError
from engine.store import activity, areas
from engine.store.models import ROLES, Device, Token, User, UserArea

RESPONDENT = "respondent-"
"""What the events of those begin with who answer with a code; the number of the assignment follows."""


def by_name(session: Session, name: str) -> User | None:
    """The account with this name, active or not."""
    return session.scalar(select(User).where(User.name == name))


def all_users(session: Session, role: str | None = None) -> Sequence[User]:
    """All accounts by name, or those of one role."""
    query = select(User).order_by(User.name)
    return session.scalars(query.where(User.role == role) if role else query).all()


def enumerators_within(session: Session, prefixes: Iterable[str]) -> Sequence[User]:
    """Active enumerators who have an area inside one of the prefixes."""
    chosen = select(UserArea.user_id).where(areas.within(UserArea.area, prefixes))
    query = select(User).where(User.role == "enumerator", User.active, User.id.in_(chosen))
    return session.scalars(query.order_by(User.name)).all()


def add(
    session: Session,
    *,
    name: str,
    full_name: str,
    password_hash: str,
    role: str,
    language: str = "vi",
    user_areas: Iterable[str] = (),
    by: str = "system",
) -> User:
    """Create an account. UsageError when the name is taken or the role unknown."""
    if role not in ROLES:
        raise UsageError(f"There is no role {role!r}; the roles are {', '.join(ROLES)}.")
    if name.startswith(RESPONDENT):
        raise UsageError(f"Names that begin with {RESPONDENT!r} belong to respondents, who have no account.")
    if by_name(session, name) is not None:
        raise UsageError(f"There is already an account named {name!r}.")
    user = User(name=name, full_name=full_name, password_hash=password_hash, role=role, language=language)
    user.areas = [UserArea(area=area) for area in sorted(set(user_areas))]
    session.add(user)
    session.flush()
    activity.record(session, by, "account", "user", name, change="created", role=role)
    return user


def set_areas(session: Session, user: User, prefixes: Iterable[str], by: str) -> None:
    """Give the account these areas instead of those it has."""
    wanted = set(prefixes)
    user.areas = [row for row in user.areas if row.area in wanted]
    user.areas += [UserArea(area=area) for area in sorted(wanted - {row.area for row in user.areas})]
    activity.record(session, by, "account", "user", user.name, change="areas", areas=sorted(wanted))


def set_password(session: Session, user: User, password_hash: str, by: str) -> None:
    """Change the password and end every session of the account."""
    user.password_hash = password_hash
    session.execute(delete(Token).where(Token.user_id == user.id))
    activity.record(session, by, "account", "user", user.name, change="password")


def set_active(session: Session, user: User, active: bool, by: str) -> None:
    """Switch the account on or off; switched off, its sessions end."""
    user.active = active
    if not active:
        session.execute(delete(Token).where(Token.user_id == user.id))
    activity.record(session, by, "account", "user", user.name, change="activated" if active else "deactivated")


def devices_of(session: Session, user: User) -> Sequence[Device]:
    """The devices of an account, last heard from first."""
    return session.scalars(select(Device).where(Device.user_id == user.id).order_by(Device.last_seen.desc())).all()
