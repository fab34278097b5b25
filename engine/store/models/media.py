"""The table of files that interviews name: photos, recordings, signatures. Their bytes are in `media_files.py`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, utc_now


class Media(Base):
    """A file that an answer of an interview names. The same bytes named twice are two rows and one file.

    `stands` while the answer that names it is the answer of its question, on route; files that were replaced are taken
    in all the same. `received` counts the bytes that are on disk, from the first without a gap; `complete` is set when
    all of them are there and have the sha256.
    """

    __tablename__ = "media"
    __table_args__ = (Index(None, "sha256"),)

    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    stands: Mapped[bool] = mapped_column(default=True)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    complete: Mapped[bool] = mapped_column(default=False)
    named_at: Mapped[datetime] = mapped_column(default=utc_now)
    completed_at: Mapped[datetime | None]
