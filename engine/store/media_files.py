"""The bytes of files on disk: whole ones under their sha256 (`ab/cdef…`), those that are coming under `partial/`.

A piece is flushed before it counts. A file gets its name only when its bytes have its sha256, so whatever stands under
a name is whole; the length of a partial file is what has been received. No database here.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

BLOCK = 1024 * 1024

Outcome = Literal["received", "complete", "gap", "damaged"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a piece, and how many bytes are there now."""

    outcome: Outcome
    received: int


@dataclass(frozen=True, slots=True)
class MediaFiles:
    """A folder of files. `owner` keeps apart what different people send under one sha256 until it is verified."""

    root: Path

    def path(self, sha256: str) -> Path:
        """Where the whole file is, once it is there."""
        return self.root / sha256[:2] / sha256[2:]

    def has(self, sha256: str) -> bool:
        """Whether the file is there, whole."""
        return self.path(sha256).is_file()

    def received(self, sha256: str, owner: int) -> int:
        """How many bytes of a file that is not whole have come."""
        partial = self._partial(sha256, owner)
        return partial.stat().st_size if partial.is_file() else 0

    def take(self, sha256: str, owner: int, size: int, offset: int, piece: bytes) -> Taken:
        """Add a piece: what is there already is left as it is, what is new is flushed to disk.

        `gap` when the piece begins beyond what is there; `damaged` when the bytes are all there and have another
        sha256: then they are thrown away and the file begins anew.
        """
        if self.has(sha256):
            return Taken("complete", size)
        with self._open(sha256, owner) as file:
            if self.has(sha256):  # whoever held the lock before has finished it
                return Taken("complete", size)
            there = file.seek(0, os.SEEK_END)
            if offset > there:
                return Taken("gap", there)
            file.write(piece[there - offset : size - offset])
            file.flush()
            os.fsync(file.fileno())
            there = max(there, file.tell())
            if there < size:
                return Taken("received", there)
            return self._settle(file, sha256, owner, size)

    def _settle(self, file: BinaryIO, sha256: str, owner: int, size: int) -> Taken:
        partial, whole = self._partial(sha256, owner), self.path(sha256)
        if _digest(file) != sha256:
            file.truncate(0)
            os.fsync(file.fileno())
            return Taken("damaged", 0)
        _make(whole.parent)
        partial.replace(whole)
        _flush(whole.parent)
        return Taken("complete", size)

    @contextmanager
    def _open(self, sha256: str, owner: int) -> Iterator[BinaryIO]:
        """The partial file, for one writer at a time."""
        partial = self._partial(sha256, owner)
        fresh = not partial.exists()
        _make(partial.parent)
        with partial.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if fresh:
                _flush(partial.parent)
            yield file

    def _partial(self, sha256: str, owner: int) -> Path:
        return self.root / "partial" / f"{owner}-{sha256}"


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _flush(folder.parent)


def _flush(folder: Path) -> None:
    """Flush the names in a folder: a file whose folder is not flushed can vanish with the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
