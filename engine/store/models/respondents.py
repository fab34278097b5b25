"""Tables of people who answer by themselves: codes for their assignments, and the devices opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.models.base import Base, utc_now
from engine.store.models.fieldwork import Assignment


class AccessCode(Base):
    """A code for an assignment; only its SHA-256 is kept. At most one of an assignment is not revoked.

    `interview_id` is drawn with the first code, or is that of an interview already begun: whoever begins with it,
    on whatever device, writes that log.
    """

    __tablename__ = "access_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    interview_id: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=utc_now)
    made_by: Mapped[str]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship()


class RespondentSession(Base):
    """A device that a code has opened; only the SHA-256 of its token is kept. It ends with the code."""

    __tablename__ = "respondent_session"

    hash: Mapped[str] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("access_code.id"), index=True)
    device: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    last_seen: Mapped[datetime] = mapped_column(default=utc_now)
    expires: Mapped[datetime]

    code: Mapped[AccessCode] = relationship(lazy="joined", innerjoin=True)
