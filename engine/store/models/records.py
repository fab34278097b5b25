"""Tables of what was done: the activity record, each user's feed, and the outbox of approved interviews."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, BigId, JsonObject, utc_now


class Activity(Base):
    """One step of the statistical process: who did what to which target, when. Never changed."""

    __tablename__ = "activity"
    __table_args__ = (Index(None, "target_kind", "target"), Index(None, "what", "at"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    who: Mapped[str]
    what: Mapped[str]
    target_kind: Mapped[str] = mapped_column(default="")
    target: Mapped[str] = mapped_column(default="")
    details: Mapped[JsonObject] = mapped_column(default=dict)


class Feed(Base):
    """What a user's devices are to fetch again: one row a target, which moves to a new number whenever it changes."""

    __tablename__ = "feed"
    __table_args__ = (Index(None, "user_id", "number", unique=True),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class HandoffOutbox(Base):
    """An approved interview waiting to be handed on; written in the transaction that approves it."""

    __tablename__ = "handoff_outbox"
    __table_args__ = (Index(None, "handed_at", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    handed_at: Mapped[datetime | None]
    batch: Mapped[str | None] = mapped_column(index=True)
