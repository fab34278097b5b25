"""Tables of questionnaires: the form, its draft, and its published versions, which never change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, JsonObject, utc_now


class Form(Base):
    """A questionnaire as a line of versions; `title` holds its text in each language."""

    __tablename__ = "form"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[JsonObject]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class FormDraft(Base):
    """The text being edited. `files` maps a file name to its text (code lists); `revision` grows with each save."""

    __tablename__ = "form_draft"

    form_id: Mapped[str] = mapped_column(ForeignKey("form.id"), primary_key=True)
    source: Mapped[str]
    files: Mapped[JsonObject]
    revision: Mapped[int] = mapped_column(default=1)
    edited_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    edited_at: Mapped[datetime] = mapped_column(default=utc_now)


class FormVersion(Base):
    """A published version: its source, frozen, and the compiled form. The database refuses to change or remove it."""

    __tablename__ = "form_version"

    form_id: Mapped[str] = mapped_column(ForeignKey("form.id"), primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(default="published")
    source: Mapped[str] = mapped_column(deferred=True)
    files: Mapped[JsonObject] = mapped_column(deferred=True)
    compiled: Mapped[str] = mapped_column(deferred=True)
    hash: Mapped[str]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime] = mapped_column(default=utc_now)
