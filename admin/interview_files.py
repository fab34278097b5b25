"""A file of an interview as an answer to the browser: shown only where its type runs nothing, else downloaded."""

from __future__ import annotations

import re

from flask import send_file
from werkzeug.wrappers import Response

from engine.auth.mistakes import refusal
from engine.store import db, media
from engine.store.models import Interview
from engine.sync.media_views import files

INLINE = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "audio/webm",
        "audio/ogg",
        "audio/mp4",
        "audio/mpeg",
        "audio/wav",
    }
)
"""What a page may show. HTML, SVG, PDF and whatever else can hold a script is only ever downloaded."""

UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]")


def answer(row: Interview, sha256: str) -> Response:
    """The file, in parts where the browser asks for parts. Refusal `not_found` until all of it has arrived."""
    found = media.in_interview(db.session(), row.id, sha256)
    path = files().path(sha256) if found is not None and found.complete else None
    if found is None or path is None or not path.is_file():
        raise refusal("not_found")
    shown = found.media_type in INLINE
    response = send_file(
        path.resolve(),
        mimetype=found.media_type if shown else "application/octet-stream",
        as_attachment=not shown,
        download_name=UNSAFE.sub("_", found.name) or "file",
        etag=sha256,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
