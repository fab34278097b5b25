"""Tables of people and their devices: accounts, areas, tokens, sign-in failures. What roles may do: `engine.auth`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.models.base import Base, Ordered, utc_now

ROLES = ("designer", "enumerator", "supervisor", "administrator")


class User(Base):
    """An account. `feed_number` is the last number given out in the user's feed; see `engine.store.feed`."""

    __tablename__ = "user"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(default="vi")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    feed_number: Mapped[int] = mapped_column(default=0)

    areas: Mapped[list[UserArea]] = relationship(
        cascade="all, delete-orphan", order_by="UserArea.area", lazy="selectin"
    )

    @property
    def area_prefixes(self) -> tuple[str, ...]:
        """The areas of the account, such as `01/00004`, in order."""
        return tuple(row.area for row in self.areas)


class UserArea(Base):
    """One area of a user: everything whose area is the prefix or lies below it."""

    __tablename__ = "user_area"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    area: Mapped[str] = mapped_column(Ordered, primary_key=True)


class Token(Base):
    """A signed-in device or browser; only the SHA-256 of the token is kept."""

    __tablename__ = "token"

    hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    device: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class SignInFailure(Base):
    """A wrong name or password, kept for as long as it slows the next try."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "name", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Device(Base):
    """A device as last heard from. `unsent`: what it said it still holds; `clock_offset_ms`: server minus device."""

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    last_seen: Mapped[datetime] = mapped_column(default=utc_now)
    last_push: Mapped[datetime | None]
    app_version: Mapped[str] = mapped_column(default="")
    unsent: Mapped[int] = mapped_column(default=0)
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    user_agent: Mapped[str] = mapped_column(default="")
