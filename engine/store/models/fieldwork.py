"""Tables of fieldwork: assignments, interviews (a summary of each log) and the edit failures seen in them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.models.base import Base, BigId, JsonObject, Ordered, utc_now
from engine.store.models.people import User

ASSIGNMENT_STATUSES = ("assigned", "started", "completed", "returned", "approved", "cancelled")
INTERVIEW_STATUSES = ("open", "completed", "returned", "approved")
FAILURE_STATUSES = ("open", "corrected", "confirmed", "accepted")


class Assignment(Base):
    """A unit to be interviewed, given to an enumerator. `area` decides which supervisors see it."""

    __tablename__ = "assignment"
    __table_args__ = (
        ForeignKeyConstraint(["form_id", "version"], ["form_version.form_id", "form_version.version"]),
        CheckConstraint(f"status IN {ASSIGNMENT_STATUSES}", name="status"),
        Index(None, "area", "status"),
        Index(None, "enumerator_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[str] = mapped_column(index=True)
    version: Mapped[str]
    enumerator_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    area: Mapped[str] = mapped_column(Ordered)
    unit: Mapped[JsonObject]
    label: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    preload: Mapped[JsonObject] = mapped_column(default=dict)
    previous: Mapped[JsonObject] = mapped_column(default=dict)
    due: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="assigned")
    training: Mapped[bool] = mapped_column(default=False)
    mode: Mapped[str] = mapped_column(default="capi", server_default="capi")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    enumerator: Mapped[User] = relationship()


class Interview(Base):
    """What a log folds into, kept for lists and counts; the log (`event`) is the truth and this row can be made again.

    `stale` is true from the moment events are stored until they are folded; `fold_error` says why a fold failed.
    `awaited` names events known to be missing (`d7f2: 4–6`), `files_awaited` counts files that answers name and that
    have not come whole; `late_events` counts those that came after the
    approval and are set aside, `late_left` how many of them the office has seen and left. `contacts` counts attempts to
    reach the unit, `last_outcome` and `appointment` tell of the last.
    """

    __tablename__ = "interview"
    __table_args__ = (
        ForeignKeyConstraint(["form_id", "version"], ["form_version.form_id", "form_version.version"]),
        CheckConstraint(f"status IN {INTERVIEW_STATUSES}", name="status"),
        Index(None, "area", "status"),
        Index(None, "enumerator_id", "status"),
        Index(None, "form_id", "status"),
        Index(None, "status", "last_event_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    form_id: Mapped[str]
    version: Mapped[str]
    enumerator_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    area: Mapped[str] = mapped_column(Ordered)
    label: Mapped[str] = mapped_column(default="")
    training: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(default="open")

    hard: Mapped[int] = mapped_column(default=0)
    soft_open: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    asked: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[int] = mapped_column(default=0)
    unapplied: Mapped[int] = mapped_column(default=0)
    remarks_open: Mapped[int] = mapped_column(default=0)
    event_count: Mapped[int] = mapped_column(default=0)
    late_events: Mapped[int] = mapped_column(default=0)
    late_left: Mapped[int] = mapped_column(default=0, server_default="0")
    changed_after_completion: Mapped[bool] = mapped_column(default=False)

    first_event_at: Mapped[datetime | None]
    last_event_at: Mapped[datetime | None] = mapped_column(index=True)
    completed_at: Mapped[datetime | None] = mapped_column(index=True)
    approved_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    awaited: Mapped[str] = mapped_column(default="")
    files_awaited: Mapped[int] = mapped_column(default=0, server_default="0")
    stale: Mapped[bool] = mapped_column(default=False, index=True)
    fold_error: Mapped[str | None]

    mode: Mapped[str] = mapped_column(default="capi", server_default="capi")
    contacts: Mapped[int] = mapped_column(default=0, server_default="0")
    last_outcome: Mapped[str | None]
    appointment: Mapped[str | None]

    active_seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    edits_raised: Mapped[int] = mapped_column(default=0, server_default="0")

    assignment: Mapped[Assignment | None] = relationship()
    enumerator: Mapped[User] = relationship()


class EditFailure(Base):
    """A failure of an edit rule in an interview: one row a rule and place, which lives through its statuses."""

    __tablename__ = "edit_failure"
    __table_args__ = (
        UniqueConstraint("interview_id", "edit", "path"),
        CheckConstraint(f"status IN {FAILURE_STATUSES}", name="status"),
        Index(None, "edit", "status"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"))
    edit: Mapped[str]
    path: Mapped[str]
    version: Mapped[str]
    severity: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="fail")
    values: Mapped[JsonObject] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="open")
    reason: Mapped[str | None]
    text: Mapped[str | None]
    by: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=utc_now)
