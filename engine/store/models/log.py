"""Tables of what came in: answer events, the segments that carried them, and the quarantine of what was not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, BigId, JsonObject, Ordered, utc_now


class Event(Base):
    """One answer event. `payload` is its JSON text exactly as received. The database refuses to change or remove it."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "interview_id", "hlc"),)

    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"), primary_key=True)
    device: Mapped[str] = mapped_column(Ordered, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hlc: Mapped[str] = mapped_column(Ordered)
    type: Mapped[str]
    path: Mapped[str | None]
    payload: Mapped[str]
    user: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(default=utc_now)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"))


class Segment(Base):
    """A segment that was stored, wholly or as far as it was new; `name` is the id the device gave it."""

    __tablename__ = "segment"
    __table_args__ = (Index(None, "interview_id", "device"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"))
    device: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    from_seq: Mapped[int]
    to_seq: Mapped[int]
    stored: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(default=utc_now)


class Quarantine(Base):
    """Something pushed that could not be taken in, whole and as it came. Status `open`, `resolved` or `dismissed`.

    `sha256` of the bytes makes a repeated push find the same row again. `area` is the first area of who sent it: its
    supervisor sees it.
    """

    __tablename__ = "quarantine"
    __table_args__ = (UniqueConstraint("user_id", "device", "sha256"), Index(None, "status", "received_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    code: Mapped[str]
    reason: Mapped[str]
    told: Mapped[JsonObject] = mapped_column(default=dict, server_default="{}")
    segment: Mapped[str] = mapped_column(default="")
    interview_id: Mapped[str] = mapped_column(default="", index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    device: Mapped[str]
    area: Mapped[str] = mapped_column(Ordered, default="", index=True)
    received_at: Mapped[datetime] = mapped_column(default=utc_now)
    status: Mapped[str] = mapped_column(default="open")
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[str | None]
