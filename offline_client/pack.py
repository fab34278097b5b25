"""The shell in one piece: all files that every device keeps, as one compressed answer that the service worker unpacks.

One request instead of two hundred: it arrives whole or not at all, and what scripts have in common is sent once.
The head is its length in four bytes (big-endian) and JSON: `[{"path", "length", "headers"}, …]`; then come the bytes of
the files in that order. `sw.js` reads it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pack:
    """The compressed bytes, and what the browser checks the bytes in them against."""

    compressed: bytes
    integrity: str


def packed(files: Sequence[tuple[str, bytes, dict[str, str]]]) -> Pack:
    """One pack of files: path, bytes, and the headers with which each is to be served."""
    alike = sorted(files, key=lambda file: (file[0].rpartition(".")[2], file[0]))  # what resembles stands together
    told = [{"path": path, "length": len(data), "headers": headers} for path, data, headers in alike]
    head = json.dumps(told, separators=(",", ":")).encode()
    whole = len(head).to_bytes(4) + head + b"".join(data for _, data, _ in alike)
    digest = base64.b64encode(hashlib.sha256(whole).digest()).decode()
    return Pack(gzip.compress(whole, 9, mtime=0), f"sha256-{digest}")
